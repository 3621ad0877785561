import { DuckDBInstance } from '@duckdb/node-api';

/**
 * The yardstick: a process of its own that counts the rows of the same files with DuckDB and does nothing else.
 * CSV columns are given and not detected, as `lbp` gives them. Usage: bare-count.js FILE...
 */
const instance = await DuckDBInstance.create(':memory:', { memory_limit: '1GB' });
const connection = await instance.connect();
for (const file of process.argv.slice(2)) {
  const from = file.endsWith('.parquet') ? `read_parquet('${file}')` : await csv(file);
  const rows = (await connection.runAndReadAll(`SELECT count(*) FROM ${from}`)).getRows();
  process.stdout.write(`${file} ${String(rows[0]?.[0])}\n`);
}
connection.closeSync();
instance.closeSync();

async function csv(file: string): Promise<string> {
  const sniffed = await connection.runAndReadAll(
    `SELECT list_transform(Columns, lambda c: c.name) AS names FROM sniff_csv('${file}', sample_size = 20)`,
  );
  const names: unknown = sniffed.getRowsJson()[0]?.[0];
  const columns = Array.isArray(names) ? names.map((_, index) => `'c${index}': 'VARCHAR'`).join(', ') : '';
  return `read_csv('${file}', auto_detect = false, header = true, delim = ',', quote = '"', escape = '"', columns = {${columns}})`;
}
