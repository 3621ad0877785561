import type { TablePlan } from '../../inputs/tables/plan.js';
import { type Dialect, literal } from './dialect.js';
import { eligibilityRelation, medicalRelation, pharmacyRelation } from './relations.js';

/*
 * What the inputs hold of the persons in the table `candidate`, whether or not a rule can use it: for someone of whom
 * a run says nothing.
 */

/** The person that the extraction is about, in place of those that a scan would find. */
export function onlyCandidate(personId: string): string {
  return `CREATE TABLE candidate AS SELECT ${literal(personId)} AS person_id, CAST(0 AS INTEGER) AS person_no`;
}

/** Medical rows by what becomes of them, day, and whether their first diagnosis is one of the given. */
export function claimFacts(plan: TablePlan, lowBackPain: readonly string[], dialect: Dialect): string {
  return `
SELECT
    outcome
  , ${dialect.dayNumber('service_date')} AS service_day
  , coalesce(dx_1 IN (${lowBackPain.map(literal).join(', ')}), FALSE) AS is_low_back_pain
  , count(*) AS row_count
FROM (${medicalRelation(plan, 'of candidates', dialect)}
) AS medical
GROUP BY outcome, service_day, is_low_back_pain
ORDER BY service_day NULLS LAST, outcome, is_low_back_pain`;
}

/** Enrolment rows by what becomes of them. */
export function eligibilityFacts(plan: TablePlan, dialect: Dialect): string {
  return outcomes(eligibilityRelation(plan, 'of candidates', dialect));
}

/** Pharmacy rows by what becomes of them. */
export function pharmacyFacts(plan: TablePlan, dialect: Dialect): string {
  return outcomes(pharmacyRelation(plan, 'of candidates', dialect));
}

function outcomes(relation: string): string {
  return `
SELECT outcome, count(*) AS row_count
FROM (${relation}
) AS stated
GROUP BY outcome
ORDER BY outcome`;
}
