import type { TablePlan } from '../../inputs/tables/plan.js';
import type { LinePattern } from '../../timeline/selection.js';
import { type Dialect, literal } from './dialect.js';
import { anyOf, carriesCode, isDrugPattern } from './line-pattern.js';
import { cleanedRows } from './relations.js';

/*
 * What the inputs hold about the persons in the table `candidate`, whether or not a rule can use it: for
 * someone who is missing from a run's output.
 */

/** The person to extract, instead of those that a scan would find. */
export function onlyCandidate(personId: string): string {
  return `CREATE TABLE candidate AS SELECT ${literal(personId)} AS person_id, CAST(0 AS INTEGER) AS person_no`;
}

/** Medical rows by outcome, day, and whether they carry a code that makes somebody a candidate. */
export function claimFacts(plan: TablePlan, candidates: readonly LinePattern[], dialect: Dialect): string {
  const ofClaims = candidates.filter((pattern) => !isDrugPattern(pattern));
  return `
SELECT
    outcome
  , ${dialect.dayNumber('service_date')} AS service_day
  , coalesce(${anyOf(ofClaims.map((pattern) => carriesCode(pattern, plan, dialect)))}, FALSE) AS has_candidate_code
  , count(*) AS row_count
FROM (${cleanedRows(plan, 'of candidates', dialect)}
) AS medical
GROUP BY outcome, service_day, has_candidate_code
ORDER BY service_day NULLS LAST, outcome, has_candidate_code`;
}

/** Enrollment rows by outcome. */
export function eligibilityFacts(plan: TablePlan, dialect: Dialect): string {
  return outcomes(cleanedRows(plan, 'of candidates', dialect));
}

/** Pharmacy rows by outcome. */
export function pharmacyFacts(plan: TablePlan, dialect: Dialect): string {
  return outcomes(cleanedRows(plan, 'of candidates', dialect));
}

function outcomes(relation: string): string {
  return `
SELECT outcome, count(*) AS row_count
FROM (${relation}
) AS stated
GROUP BY outcome
ORDER BY outcome`;
}
