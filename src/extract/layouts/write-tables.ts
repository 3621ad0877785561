import { TABLES, type TableName } from '../../inputs/tables/columns.js';
import type { Engine } from '../duckdb.js';
import { literal } from '../sql/dialect.js';
import { readParquet } from '../sql/duckdb-files.js';
import { columnsOf, type MadeTable } from './made-table.js';

/** The number of rows, and of claims or people, in a written table. */
export interface WrittenTable {
  readonly rows: number;
  readonly claims: number;
  readonly persons: number;
  /** Rows with a text in a date column that is no date, such as 2023-02-30; they are written as they are. */
  readonly bad_dates: number;
}

/**
 * Writes the counting rows of made tables as one file, in the order of the files, with every column of ours
 * that any of them has.
 *
 * @param name which of the tables
 */
export async function writeTable(
  engine: Engine,
  made: readonly MadeTable[],
  name: TableName,
  to: string,
  format: 'csv' | 'parquet',
): Promise<WrittenTable> {
  const tables = made.filter(({ table }) => table === name);
  const there = new Set<string>();
  for (const { paths } of tables) for (const column of await columnsOf(engine, paths)) there.add(column);
  const ours = TABLES.find((table) => table.name === name)?.columns ?? [];
  const columns = ours.map((column) => column.name).filter((column) => there.has(column));
  const rows = tables.map(({ paths }) => `SELECT * FROM ${readParquet(paths)} WHERE outcome = ''`);
  const union = `(${rows.join(' UNION ALL BY NAME ')})`;
  const order = [
    'file_no',
    'CAST(locator AS BIGINT)',
    ...(name === 'eligibility' ? ['enrollment_start_date', 'payer_type'] : []),
  ];
  const how = format === 'csv' ? 'FORMAT csv, HEADER' : 'FORMAT parquet, COMPRESSION zstd';
  await engine.rowsInFileOrder(
    `COPY (SELECT ${columns.join(', ')} FROM ${union} AS made ORDER BY ${order.join(', ')}) TO ${literal(to)} (${how})`,
  );
  const dates = ours.filter(({ name: column, kind }) => kind === 'date' && there.has(column));
  // The engine would take more texts for days than a run does, such as 20230301.0 and 1-3-23.
  const isBad = dates.map(
    ({ name: day }) =>
      `${day} IS NOT NULL AND (${day} NOT SIMILAR TO '[0-9]{4}-[0-9]{2}-[0-9]{2}' OR TRY_CAST(${day} AS DATE) IS NULL)`,
  );
  const claims = there.has('claim_id') ? 'count(DISTINCT claim_id)' : '0';
  const [counts] = await engine.rows(
    `SELECT count(*) AS row_count, ${claims} AS claim_count, count(DISTINCT person_id) AS person_count, count(*) FILTER (${isBad.join(' OR ') || 'FALSE'}) AS bad_date_count FROM ${union} AS made`,
  );
  return {
    rows: Number(counts?.['row_count'] ?? 0),
    claims: Number(counts?.['claim_count'] ?? 0),
    persons: Number(counts?.['person_count'] ?? 0),
    bad_dates: Number(counts?.['bad_date_count'] ?? 0),
  };
}
