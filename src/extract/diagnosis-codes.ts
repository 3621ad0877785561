import { MISSHAPEN } from '../codes/readings.js';
import { DIAGNOSES } from '../inputs/tables/columns.js';
import type { TablePlan } from '../inputs/tables/plan.js';
import type { Engine } from './duckdb.js';
import { literal } from './sql/dialect.js';
import { DUCKDB } from './sql/duckdb-dialect.js';
import { cleanedRows } from './sql/relations.js';
import { isInRelation } from './sql/stated-columns.js';

/**
 * Every diagnosis on usable rows of medical claims, in any position, with the number of rows that carry it.
 */
export async function diagnosisCodes(
  engine: Engine,
  plan: TablePlan,
): Promise<{ code: string; rows: number }[]> {
  const diagnoses = DIAGNOSES.filter((name) => isInRelation(name, plan));
  const rows = await engine.rows(`
SELECT code, count(*) AS row_count
FROM (
  SELECT unnest(list_distinct([${diagnoses.join(', ')}])) AS code
  FROM (${cleanedRows(plan, 'all', DUCKDB)}
  ) AS medical
  WHERE outcome = ''
) AS stated
WHERE code <> ${literal(MISSHAPEN)}
GROUP BY code
ORDER BY code`);
  return rows.map((row) => ({ code: String(row['code']), rows: Number(row['row_count']) }));
}
