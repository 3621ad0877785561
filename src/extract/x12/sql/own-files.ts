import { readCsv } from '../../sql/duckdb-files.js';

/** CSV as we write it. */
export function ownCsv(
  files: readonly string[],
  header: boolean,
  columns: Readonly<Record<string, string>>,
): string {
  const options = [
    `header = ${header}`,
    `delim = ','`,
    `quote = '"'`,
    `escape = '"'`,
    `buffer_size = ${BUFFER}`,
  ];
  return readCsv(files, columns, options);
}

/** Bytes that a thread reads at a time; the default of 32 MB is too much for little memory. */
const BUFFER = 4 << 20;

/** Row groups are small: each thread holds one, and rows are wide. */
export const ROW_GROUP = 20_480;
