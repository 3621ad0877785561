import type { FileGroup, TablePlan } from '../../inputs/tables/plan.js';
import { type Dialect, literal } from './dialect.js';
import { NUMBERED_DUCKDB } from './duckdb-dialect.js';
import { cleanedRows, rawRecord } from './relations.js';

/**
 * The rows of one file that cannot be used; the plan has only that file.
 *
 * @param raw whether to return the whole records
 */
export function rejectedRows(
  plan: TablePlan,
  {
    reasons,
    limit,
    raw,
  }: { readonly reasons: readonly string[]; readonly limit: number; readonly raw: boolean },
  dialect: Dialect,
): string {
  const claimId = plan.table.name === 'eligibility' ? `''` : 'claim_id';
  return `
SELECT
    file_no
  , record_no
  , coalesce(made_place, ${plan.table.name === 'medical_claim' ? 'locator' : `''`}) AS locator
  , ${claimId} AS claim_id
  , outcome
  , ${raw ? 'raw' : `'' AS raw`}
FROM (${cleanedRows(plan, 'all', dialect)}
) AS numbered
WHERE outcome IN (${reasons.map(literal).join(', ')})
ORDER BY file_no, TRY_CAST(made_place AS BIGINT), record_no
LIMIT ${limit}`;
}

/** Records of one file by their numbers, from 1; correct only if the engine keeps file order. */
export function recordsNumbered(group: FileGroup, numbers: readonly number[]): string {
  return `
SELECT record_no, ${rawRecord(group)} AS raw
FROM ${NUMBERED_DUCKDB.files(group)} AS file
WHERE record_no IN (${numbers.join(', ')})`;
}
