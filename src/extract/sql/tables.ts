import type { TablePlan } from '../../inputs/tables/plan.js';
import type { Selection } from '../../timeline/selection.js';
import * as counts from './counts.js';
import type { Dialect } from './dialect.js';
import { isDrugPattern } from './line-pattern.js';
import { TAKEN_ROWS } from './reversals.js';
import * as scans from './single-scans.js';
import * as steps from './steps.js';

/*
 * The extraction on any engine: the tables it makes, in order, and the results read from them. It starts from
 * the tables listed_code (code_no, kind, code) and listed_drug (code_no, code).
 */

/** A query and the name under which its rows are stored. */
export type Named = readonly [name: string, query: string];

export interface Plans {
  readonly medical: TablePlan;
  readonly pharmacy: TablePlan | null;
  readonly eligibility: TablePlan;
}

/** The first scan of the claims, and who the candidates are. */
export function candidateTables(
  { medical, pharmacy }: Pick<Plans, 'medical' | 'pharmacy'>,
  who: steps.WhoToFetch,
  dialect: Dialect,
): readonly Named[] {
  const { candidates } = who;
  const drugs = candidates === 'everyone' ? [] : candidates.filter(isDrugPattern);
  const ofDrugs: Named[] =
    drugs.length === 0 || pharmacy === null
      ? []
      : [['drug_candidate', steps.scanDrugCandidates(pharmacy, drugs, dialect)]];
  return [
    ['medical_scan', steps.scanMedical(medical, who, dialect)],
    ...ofDrugs,
    ['candidate', steps.numberCandidates(ofDrugs.length > 0)],
  ];
}

/** The second scan of the claims, and one of each other table. */
export function recordTables(
  { medical, pharmacy, eligibility }: Plans,
  selection: Selection,
  dialect: Dialect,
): readonly Named[] {
  return [
    ['coded', steps.codeCandidates(medical, selection, dialect)],
    ['row_alike', steps.alikeRows(selection.kept)],
    ['taken_row', TAKEN_ROWS],
    ['row_fate', steps.rowFates(selection.kept)],
    ...(pharmacy === null
      ? []
      : ([
          ['pharmacy_found', scans.scanPharmacy(pharmacy, selection, dialect)],
          ['pharmacy_scan', scans.PHARMACY_SCAN],
        ] as const)),
    [
      'eligibility_scan',
      eligibility.groups.length === 0
        ? scans.noEligibility(selection)
        : scans.scanEligibility(eligibility, selection, dialect),
    ],
  ];
}

export const RESULT_NAMES = ['candidates', 'events', 'fills', 'enrollment'] as const;
export type ResultName = (typeof RESULT_NAMES)[number];

/** The results that are read person by person; each has a column `person_no`. */
export function resultQueries(selection: Selection): Readonly<Record<ResultName, string>> {
  return {
    candidates: steps.CANDIDATES,
    events: steps.claimEvents(selection),
    fills: scans.DRUG_FILLS,
    enrollment: scans.enrollmentOf(selection),
  };
}

/** Rows of all files by outcome: file_no, outcome, row_count. */
export function accountQueries(hasPharmacy: boolean): readonly string[] {
  return [
    counts.COUNT_MEDICAL,
    ...(hasPharmacy ? [scans.countScanned('pharmacy_scan')] : []),
    scans.countScanned('eligibility_scan'),
  ];
}

/** Single numbers, each a query with one `row_count`. */
export const COUNTS = {
  candidates: counts.COUNT_CANDIDATES,
  conflictingLines: counts.COUNT_CONFLICTS,
  linesOfUnknownStatus: counts.COUNT_UNKNOWN_STATUS,
  linesOfBadProcedureDates: counts.COUNT_BAD_PROCEDURE_DATES,
  contradictedPersons: scans.COUNT_CONTRADICTED,
  linesOfGluedModifiers: counts.COUNT_GLUED_MODIFIERS,
  linesOfSeveralCodes: counts.COUNT_SEVERAL_CODES,
  linesOfCorrectedCodes: counts.COUNT_CORRECTED_CODES,
  linesOfCandidates: counts.COUNT_LINES,
} as const;
