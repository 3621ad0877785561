import type { ActivityGroup } from '../../inputs/activity/plan.js';
import { literal } from '../sql/dialect.js';
import { identifier } from '../sql/duckdb-dialect.js';
import { readCsv, readParquet } from '../sql/duckdb-files.js';

/** Bytes of the longest line that the engine takes unless it is told otherwise, and of the blocks in which it reads. */
const MOST_LINE_BYTES = 2_000_000;
const BLOCK_BYTES = 32_000_000;

/**
 * The files of a group as one relation: `file_no`, and as `c0`, `c1` ... the columns that are read, as text.
 */
export function activityFiles(group: ActivityGroup): string {
  const used = [...new Map([...group.sources.values()].flatMap(indexAndName))];
  const paths = group.files.map(({ path }) => path);
  const from = group.format === 'parquet' ? readParquet(paths) : csv(paths, group);
  const columns = used.map(([index, name]) =>
    group.format === 'parquet' ? `CAST(${identifier(name)} AS VARCHAR) AS c${index}` : `c${index}`,
  );
  return `(SELECT ${[fileNumber(group), ...columns].join(', ')} FROM ${from})`;
}

function indexAndName(
  source: ActivityGroup['sources'] extends ReadonlyMap<string, infer S> ? S : never,
): [number, string][] {
  return source.from === 'column' ? [[source.index, source.name]] : [];
}

function csv(paths: readonly string[], group: ActivityGroup): string {
  const columns = Object.fromEntries(group.columns.map((_, index) => [`c${index}`, 'VARCHAR']));
  const quoting = ['header = true', `delim = ${literal(group.delimiter)}`, `quote = '"'`, `escape = '"'`];
  return readCsv(paths, columns, [...quoting, ...lineSize(group)]);
}

/** The engine would make its blocks sixteen times as large as the longest line. */
function lineSize({ longestRecord = 0 }: ActivityGroup): string[] {
  if (longestRecord < MOST_LINE_BYTES) return [];
  const line = longestRecord + 1024;
  return [`max_line_size = ${line}`, `buffer_size = ${Math.max(BLOCK_BYTES, 2 * line)}`];
}

/** The files of a group have numbers that follow each other. */
function fileNumber({ files }: ActivityGroup): string {
  const first = files[0]?.fileNo ?? 0;
  return files.length === 1 ? `${first} AS file_no` : `CAST(file_index + ${first} AS INTEGER) AS file_no`;
}
