import { numbered } from '../inputs/tables/columns.js';
import type { TablePlan } from '../inputs/tables/plan.js';
import type { Engine } from './duckdb.js';
import { DUCKDB } from './sql/duckdb-dialect.js';
import { medicalRelation } from './sql/relations.js';

/** Every diagnosis on the usable rows of medical claims, in any position, with the number of rows that carry it. */
export async function diagnosisCodes(
  engine: Engine,
  plan: TablePlan,
): Promise<{ code: string; rows: number }[]> {
  const columns = numbered('diagnosis_code').map((_, index) => `dx_${index + 1}`);
  const rows = await engine.rows(`
SELECT code, count(*) AS row_count
FROM (
  SELECT unnest(list_distinct([${columns.join(', ')}])) AS code
  FROM (${medicalRelation(plan, 'all', DUCKDB)}
  ) AS medical
  WHERE outcome = ''
) AS stated
WHERE code IS NOT NULL
GROUP BY code
ORDER BY code`);
  return rows.map((row) => ({ code: String(row['code']), rows: Number(row['row_count']) }));
}
