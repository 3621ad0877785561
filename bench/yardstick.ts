import { DuckDBInstance } from '@duckdb/node-api';
import { relation, tableOf, USED_COLUMNS } from './tables.js';

/**
 * A separate process that only reads the files of a plan with DuckDB.
 *
 *     yardstick.js count FILE...    counts the rows
 *     yardstick.js columns FILE...  counts the values of each column that the measure uses
 */
const [what, ...files] = process.argv.slice(2);
const instance = await DuckDBInstance.create(':memory:', { memory_limit: '1GB' });
const connection = await instance.connect();
for (const file of files) {
  const used = USED_COLUMNS[tableOf(file)] ?? [];
  // The greatest value instead of the count, which Parquet's statistics would answer without reading.
  const wanted = what === 'count' ? 'count(*)' : used.map((name) => `max("${name}")`).join(', ');
  const rows = await connection.runAndReadAll(`SELECT ${wanted} FROM ${await relation(connection, file)}`);
  process.stdout.write(`${file} ${rows.getRowsJson()[0]?.length} columns\n`);
}
connection.closeSync();
instance.closeSync();
