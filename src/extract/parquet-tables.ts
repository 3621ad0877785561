import { Engine } from './duckdb.js';
import { literal } from './sql/dialect.js';
import { readCsv } from './sql/duckdb-files.js';

/** How the values of a column are stored. */
export type StoredType = 'text' | 'date' | 'integer' | 'double';

/** A CSV file of ours, and the Parquet file that it becomes. */
export interface TableToStore {
  readonly csv: string;
  readonly parquet: string;
  readonly columns: readonly { readonly name: string; readonly type: StoredType }[];
}

/** What an output prefixes with a `'`, so that no spreadsheet takes it for a formula. */
const MARKED = `'^''([=+@\\t\\r\uFF1D\uFF0B\uFF0D\uFF20-])'`;

/** Little is needed: rows are streamed in file order. */
const MEMORY = '500MB';

/**
 * Writes tables of a finished run as Parquet, row by row in file order; a blank cell becomes NULL.
 *
 * @param spill a folder for what does not fit in memory
 * @throws LbpError E401 and E403 from the engine
 */
export async function storeAsParquet(tables: readonly TableToStore[], spill: string): Promise<void> {
  const engine = await Engine.open({ threads: 1, memory: MEMORY, spill });
  try {
    for (const table of tables) await engine.runInFileOrder(copyOf(table));
  } finally {
    engine.close();
  }
}

function copyOf({ csv, parquet, columns }: TableToStore): string {
  const texts = Object.fromEntries(columns.map(({ name }) => [name, 'VARCHAR']));
  const options = ['header = true', `delim = ','`, `quote = '"'`, `escape = '"'`, `new_line = '\\n'`];
  const stored = columns.map((column) => `${storedValue(column)} AS ${quoted(column.name)}`);
  return `COPY (SELECT ${stored.join(', ')} FROM ${readCsv([csv], texts, options)}) TO ${literal(parquet)} (FORMAT parquet, COMPRESSION zstd)`;
}

function storedValue({ name, type }: TableToStore['columns'][number]): string {
  const value = `NULLIF(${quoted(name)}, '')`;
  switch (type) {
    case 'text':
      return `regexp_replace(${value}, ${MARKED}, '\\1')`;
    case 'date':
      return `CAST(${value} AS DATE)`;
    case 'integer':
      return `CAST(${value} AS INTEGER)`;
    case 'double':
      return `CAST(${value} AS DOUBLE)`;
  }
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
