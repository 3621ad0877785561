/** The tables as Parquet, with the types that a warehouse would use. */
import { rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { LbpError } from '../errors.js';
import { type ColumnType, TABLES, type TableName } from './tables.js';

const TYPES: Readonly<Record<ColumnType, string>> = {
  text: 'VARCHAR',
  date: 'DATE',
  integer: 'INTEGER',
  number: 'DOUBLE',
  money: 'DECIMAL(12,2)',
  boolean: 'BOOLEAN',
};

/** Half the usual: with 131 columns, full-sized groups spill to disk, which takes twice as long. */
const ROW_GROUP = 61_440;

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** Turns the CSV tables of a folder into Parquet and removes them, one at a time. Rows keep their order. */
export async function toParquet(folder: string, tables: readonly TableName[]): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:', {
    temp_directory: join(folder, 'spill'),
    memory_limit: '2GB',
    threads: String(Math.min(4, availableParallelism())),
  });
  const connection = await instance.connect();
  try {
    for (const table of tables) {
      const columns = TABLES[table].map(([name, type]) => `'${name}': '${TYPES[type]}'`).join(', ');
      const csv = join(folder, `${table}.csv`);
      const source = `read_csv(${quoted(csv)}, header = true, auto_detect = false, delim = ',', hive_partitioning = false, columns = {${columns}})`;
      const target = quoted(join(folder, `${table}.parquet`));
      await connection.run(
        `COPY (SELECT * FROM ${source}) TO ${target} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE ${ROW_GROUP})`,
      );
      rmSync(csv);
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new LbpError('E401', `${folder}: the Parquet tables could not be written (${reason}).`, {
      cause: error,
    });
  } finally {
    connection.closeSync();
    instance.closeSync();
    rmSync(join(folder, 'spill'), { recursive: true, force: true });
  }
}
