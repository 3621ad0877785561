/*
 * What the files of all layouts have in common that the benchmark of joins writes.
 */

/** Columns of a file in their order, each with an expression over the number `i` of a row. */
export type Columns = Readonly<Record<string, string>>;

export function listed(columns: Columns): string {
  return Object.entries(columns)
    .map(([name, value]) => `${value} AS ${name}`)
    .join(', ');
}

/** Columns that hold the same everywhere, or nothing. */
export function constants(values: Readonly<Record<string, string | null>>): Columns {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, value === null ? 'NULL' : `'${value}'`]),
  );
}

/** A day of 500, by a number; in the format of files. */
export function day(number: string, format: string): string {
  return `strftime(DATE '2022-06-01' + CAST(${number} % 500 AS INTEGER), '${format}')`;
}

/** A file of a layout: its columns, and how many rows it has. */
export interface BenchFile {
  readonly name: string;
  readonly columns: Columns;
  readonly rows: number;
}
