import type { ActivityGroup } from '../../inputs/activity/plan.js';
import { literal } from '../sql/dialect.js';
import { escapeGlob, identifier } from '../sql/duckdb-dialect.js';

/** Bytes of the longest line that the engine takes unless it is told otherwise, and of the blocks in which it reads. */
const MOST_LINE_BYTES = 2_000_000;
const BLOCK_BYTES = 32_000_000;

/**
 * The files of a group as one relation: `file_no`, and as `c0`, `c1` ... the columns that are read, as text. Folders are
 * never read as columns: with partitioning on, a folder named `ADMINCAT=01` would take the place of a column.
 */
export function activityFiles(group: ActivityGroup): string {
  const used = [...new Map([...group.sources.values()].flatMap(indexAndName))];
  const paths = `[${group.files.map(({ path }) => literal(escapeGlob(path))).join(', ')}]`;
  const from = group.format === 'parquet' ? parquet(paths) : csv(paths, group);
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

function parquet(paths: string): string {
  return `read_parquet(${paths}, hive_partitioning = false)`;
}

/** Every column is named by us, as text, and none is detected: a short record would make the engine see one column. */
function csv(paths: string, group: ActivityGroup): string {
  const columns = group.columns.map((_, index) => `'c${index}': 'VARCHAR'`).join(', ');
  const options = [
    ...['hive_partitioning = false', 'auto_detect = false', 'header = true'],
    ...[`delim = ${literal(group.delimiter)}`, `quote = '"'`, `escape = '"'`, `columns = {${columns}}`],
    ...lineSize(group),
  ];
  return `read_csv(${[paths, ...options].join(', ')})`;
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
