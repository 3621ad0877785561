import { literal } from './dialect.js';

/*
 * How DuckDB reads files: every read of CSV and Parquet is here.
 */

/**
 * Only file content is data. By default, the engine turns every folder named like `person_id=X` in a path
 * into a column, which replaces the file's own.
 */
const NO_COLUMNS_FROM_PATHS = 'hive_partitioning = false';

/** The rows of these Parquet files. */
export function readParquet(paths: readonly string[]): string {
  return `read_parquet(${listed(paths.map(escapeGlob))}, ${NO_COLUMNS_FROM_PATHS})`;
}

/** The rows of all Parquet files in a folder. */
export function readParquetIn(folder: string): string {
  return `read_parquet(${literal(`${escapeGlob(folder)}/*.parquet`)}, ${NO_COLUMNS_FROM_PATHS})`;
}

/**
 * The rows of these CSV files. Their columns are passed in, never detected: with detection on, one short row
 * makes the engine read a whole file as one column.
 *
 * @param columns names and types of all columns
 * @param options in the engine's syntax, `header = true`
 */
export function readCsv(
  paths: readonly string[],
  columns: Readonly<Record<string, string>>,
  options: readonly string[],
): string {
  const types = Object.entries(columns).map(([name, type]) => `${literal(name)}: ${literal(type)}`);
  const all = ['auto_detect = false', NO_COLUMNS_FROM_PATHS, ...options, `columns = {${types.join(', ')}}`];
  return `read_csv(${[listed(paths.map(escapeGlob)), ...all].join(', ')})`;
}

function listed(patterns: readonly string[]): string {
  return `[${patterns.map(literal).join(', ')}]`;
}

/** A path is taken literally, even with a star in it. */
export function escapeGlob(path: string): string {
  return withoutHome(path).replace(/[*?[\]]/g, '[$&]');
}

/** The engine would read a tilde at the front as the home folder. */
export function withoutHome(path: string): string {
  return path.startsWith('~') ? `./${path}` : path;
}
