import type {
  CodeColumn,
  EnrollmentFactName,
  LineFact,
  LinePattern,
  Selection,
} from '../../timeline/selection.js';
import { DIAGNOSES, furtherColumn, MODIFIERS, PROCEDURES } from './columns.js';

/* Translates what a Selection names in the words of the rules into columns of the tables. */

/** The columns that hold codes of a kind: of pharmacy claims for drugs, else of medical claims. */
export const CODE_COLUMNS: Readonly<Record<CodeColumn, readonly string[]>> = {
  diagnosis: DIAGNOSES,
  icd_procedure: PROCEDURES,
  procedure: ['hcpcs_code'],
  revenue: ['revenue_center_code'],
  bill_type: ['bill_type_code'],
  place: ['place_of_service_code'],
  drug: ['ndc_code'],
};

/** The columns of medical claims that a fact of a line is built from. */
export const FACT_COLUMNS: Readonly<Record<LineFact, readonly string[]>> = {
  claimType: ['claim_type'],
  billType: ['bill_type_code'],
  modifiers: MODIFIERS,
  units: ['service_unit_quantity'],
  renderingNpi: ['rendering_npi'],
  billingNpi: ['billing_npi'],
  orderingNpi: ['ordering_npi'],
  referringNpi: ['referring_npi'],
  allowedAmount: ['allowed_amount'],
  paidAmount: ['paid_amount'],
};

/** The column of the enrollment files that states a fact of enrollment. */
const ENROLLMENT_COLUMNS: Readonly<Record<EnrollmentFactName, string>> = {
  sex: 'gender',
  plan: 'plan',
};

/** The enrollment facts to read beyond those that are always read. */
export type EnrollmentRequest = Pick<Selection, 'enrollment' | 'furtherEnrollment'>;

/**
 * The columns of enrollment that a Selection asks for beyond those that are always read, facts first, then
 * further columns.
 */
export function enrollmentColumns({ enrollment, furtherEnrollment }: EnrollmentRequest): string[] {
  return [
    ...enrollment.map((fact) => ENROLLMENT_COLUMNS[fact]),
    ...furtherEnrollment.map((_, place) => furtherColumn(place)),
  ];
}

/** The extraction's name for a column of enrollment that is asked for. */
export function factColumn(column: string): string {
  return `fact_${column}`;
}

/** The column of enrollment that states a fact. */
export function enrollmentColumn(fact: EnrollmentFactName): string {
  return ENROLLMENT_COLUMNS[fact];
}

/** The columns that can hold a code of a pattern. */
export function columnsOfPattern({ column, position }: LinePattern): readonly string[] {
  const columns = CODE_COLUMNS[column];
  return position === 'principal' ? columns.slice(0, 1) : columns;
}

/** The column of a carried fact in the events. */
export function carriedColumn(fact: LineFact): string {
  return `carried_${fact}`;
}
