import type { ActivityFile } from '../../inputs/activity/plan.js';
import type { Engine } from '../duckdb.js';
import { fileFacts, SAMPLE_ROWS } from '../file-facts.js';
import { identifier } from '../sql/duckdb-dialect.js';
import { readParquet } from '../sql/duckdb-files.js';

/**
 * Looks at a file of activity before it is read: its kind, its columns and some of its first records.
 *
 * @param delimiter the separator of CSV files, where the user declares one
 * @throws LbpError E101, E102, E107, E109
 */
export async function examineActivity(
  engine: Engine,
  path: string,
  delimiter: string | undefined,
): Promise<ActivityFile> {
  const facts = await fileFacts(engine, path, delimiter);
  if (facts.format !== 'parquet') return { ...facts, engineTypes: [] };
  const from = readParquet([path]);
  const described = await engine.rows(`DESCRIBE SELECT * FROM ${from}`);
  const columns = described.map((column) => String(column['column_name']));
  const engineTypes = described.map((column) => String(column['column_type']));
  const texts = columns.map((name, index) => `CAST(${identifier(name)} AS VARCHAR) AS c${index}`);
  const rows = await engine.rowsInFileOrder(`SELECT ${texts.join(', ')} FROM ${from} LIMIT ${SAMPLE_ROWS}`);
  return {
    ...facts,
    columns,
    engineTypes,
    types: engineTypes.map((type) => (type === 'VARCHAR' ? 'text' : 'other')),
    sample: rows.map((row) => columns.map((_, index) => String(row[`c${index}`] ?? ''))),
  };
}
