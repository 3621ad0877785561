import type { TablePlan } from '../../inputs/tables/plan.js';
import type { Dialect } from './dialect.js';
import * as scans from './single-scans.js';
import * as steps from './steps.js';

/*
 * The extraction on any engine: the tables it makes, in their order, and the results that are read from them. Before
 * them stand listed_code (code_no, kind, code) and listed_drug (code_no, code).
 */

/** A query and the name under which its rows stand. */
export type Named = readonly [name: string, query: string];

/** The first scan of the claims, and who the candidates are. */
export function candidateTables(
  medical: TablePlan,
  narrowing: steps.Narrowing,
  dialect: Dialect,
): readonly Named[] {
  return [
    ['medical_scan', steps.scanMedical(medical, narrowing, dialect)],
    ['candidate', steps.NUMBER_CANDIDATES],
  ];
}

export interface Plans {
  readonly medical: TablePlan;
  readonly pharmacy: TablePlan | null;
  readonly eligibility: TablePlan;
}

/** The second scan of the claims, and one of each other table. */
export function recordTables({ medical, pharmacy, eligibility }: Plans, dialect: Dialect): readonly Named[] {
  return [
    ['coded', steps.codeCandidates(medical, dialect)],
    ['row_fate', steps.ROW_FATES],
    ...(pharmacy === null ? [] : [['pharmacy_scan', scans.scanPharmacy(pharmacy, dialect)] as const]),
    ['eligibility_scan', scans.scanEligibility(eligibility, dialect)],
  ];
}

/** What is read person by person; every one has a column `person_no`. */
export const RESULTS = {
  candidates: steps.CANDIDATES,
  events: steps.CLAIM_EVENTS,
  fills: scans.DRUG_FILLS,
  enrollment: scans.ENROLLMENT,
} as const;
export type ResultName = keyof typeof RESULTS;

/** Rows of all files by what became of them: file_no, outcome, row_count. */
export function accountQueries(hasPharmacy: boolean): readonly string[] {
  return [
    steps.COUNT_MEDICAL,
    ...(hasPharmacy ? [scans.countScanned('pharmacy_scan')] : []),
    scans.countScanned('eligibility_scan'),
  ];
}

/** Single numbers, each a query with one `row_count`. */
export const COUNTS = {
  candidates: steps.COUNT_CANDIDATES,
  conflictingLines: steps.COUNT_CONFLICTS,
  linesOfUnknownStatus: steps.COUNT_UNKNOWN_STATUS,
  linesOfBadProcedureDates: steps.COUNT_BAD_PROCEDURE_DATES,
} as const;
export type CountName = keyof typeof COUNTS;
