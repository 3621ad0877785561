import type { FileGroup } from '../../inputs/tables/plan.js';
import { literal } from '../sql/dialect.js';
import { identifier } from '../sql/duckdb-dialect.js';
import { readCsv, readParquet } from '../sql/duckdb-files.js';

/** Bytes of the longest line that the engine takes by default, and of the blocks in which it reads. */
const MOST_LINE_BYTES = 2_000_000;
const BLOCK_BYTES = 32_000_000;

/** The files of a group as one relation: `file_no`, and the columns that are read as text `c0`, `c1` ... */
export function activityFiles(group: FileGroup): string {
  const paths = group.files.map(({ path }) => path);
  const from = group.format === 'parquet' ? readParquet(paths) : csv(paths, group);
  return `(SELECT ${[fileNumber(group), ...usedColumns(group)].join(', ')} FROM ${from})`;
}

/**
 * The same with `record_no`, the number of each record in its file, from 1.
 *
 * @returns null where the engine does not know it: in CSV, and where a column of the file has the engine's
 *   name for it
 */
export function numberedActivity(group: FileGroup): string | null {
  const isTaken = group.columns.some((name) => name.toLowerCase() === 'file_row_number');
  if (group.format !== 'parquet' || isTaken) return null;
  const columns = [fileNumber(group), 'file_row_number + 1 AS record_no', ...usedColumns(group)];
  return `(SELECT ${columns.join(', ')} FROM ${readParquet(group.files.map(({ path }) => path))})`;
}

/** How many records each Parquet file has, according to its metadata; empty files have no row. */
export function recordCounts(group: FileGroup): string {
  const from = readParquet(group.files.map(({ path }) => path));
  return `SELECT file_no, count(*) AS records FROM (SELECT ${fileNumber(group)} FROM ${from}) AS file GROUP BY file_no`;
}

function usedColumns(group: FileGroup): string[] {
  const used = [...new Map([...group.sources.values()].flatMap(indexAndName))];
  return used.map(([index, name]) =>
    group.format === 'parquet' ? `CAST(${identifier(name)} AS VARCHAR) AS c${index}` : `c${index}`,
  );
}

function indexAndName(
  source: FileGroup['sources'] extends ReadonlyMap<string, infer S> ? S : never,
): [number, string][] {
  return source.from === 'column' ? [[source.index, source.name]] : [];
}

function csv(paths: readonly string[], group: FileGroup): string {
  const columns = Object.fromEntries(group.columns.map((_, index) => [`c${index}`, 'VARCHAR']));
  const quoting = ['header = true', `delim = ${literal(group.delimiter)}`, `quote = '"'`, `escape = '"'`];
  return readCsv(paths, columns, [...quoting, ...lineSize(group)]);
}

/** The engine would make its blocks sixteen times as large as the longest line. */
function lineSize({ longestRecord = 0 }: FileGroup): string[] {
  if (longestRecord < MOST_LINE_BYTES) return [];
  const line = longestRecord + 1024;
  return [`max_line_size = ${line}`, `buffer_size = ${Math.max(BLOCK_BYTES, 2 * line)}`];
}

/** The files of a group have consecutive numbers. */
function fileNumber({ files }: FileGroup): string {
  const first = files[0]?.fileNo ?? 0;
  return files.length === 1 ? `${first} AS file_no` : `CAST(file_index + ${first} AS INTEGER) AS file_no`;
}
