import type { TableName } from './columns.js';

/*
 * The outcome of a row, judged by its own content: used, of no use to any rule, or rejected. The SQL, the
 * prefilter, rejects.csv and docs/inputs.md are built from this.
 */

/** Why a row is rejected: its code in rejects.csv, and what is wrong with it (docs/outputs.md). */
export const REJECTS = {
  missing_person: { code: 'LBP-R01', about: 'no person_id' },
  missing_claim_id: { code: 'LBP-R02', about: 'no claim_id' },
  missing_date: { code: 'LBP-R03', about: 'no date where one is needed' },
  bad_date: { code: 'LBP-R04', about: 'a date that does not fit the format of its column' },
  end_before_start: { code: 'LBP-R05', about: 'an end before its start' },
  missing_birth_date: { code: 'LBP-R06', about: 'no birth_date' },
  unknown_product_line: {
    code: 'LBP-R07',
    about: 'a payer_type other than commercial, medicaid, medicare, other (map it with values.payer_type)',
  },
  ambiguous_ndc: {
    code: 'LBP-R08',
    about: 'an NDC of ten digits without hyphens, which can be read in three ways',
  },
  bad_ndc: { code: 'LBP-R09', about: 'an NDC of another shape than 5-4-2' },
  unknown_medical_benefit: {
    code: 'LBP-R18',
    about:
      'a medical_benefit that says neither yes nor no (true, t, 1, yes, y; false, f, 0, no, n; map it with values.medical_benefit)',
  },
  impossible_date: {
    code: 'LBP-R10',
    about:
      'a service, fill or birth before 1900 or after 2099, or a birth after the death or the end of the span',
  },
  scientific_id: {
    code: 'LBP-R17',
    about:
      'a person_id or claim_id in scientific notation (1.00235E+11): a spreadsheet has cut its last digits; export it as text',
  },
} as const;
export type Reject = keyof typeof REJECTS;

/** Whether an outcome is one of REJECTS. */
export function isRowReject(outcome: string): outcome is Reject {
  return Object.hasOwn(REJECTS, outcome);
}

/**
 * The first and the last day on which anything can have happened: nobody in the measure was born before, and
 * after is another century. Ends may be arbitrarily late, because a far date means an open end.
 */
export const FIRST_DAY = '1900-01-01';
export const LAST_DAY = '2099-12-31';

/** What can be tested on one row, by the names of our columns. */
export type Condition =
  /** All of the columns are blank. */
  | { readonly is: 'blank'; readonly columns: readonly string[] }
  /** One of the columns holds a number in scientific notation, whose last digits are lost. */
  | { readonly is: 'cut number'; readonly columns: readonly string[] }
  /** One of the columns holds something that is not a date. */
  | { readonly is: 'no date'; readonly columns: readonly string[] }
  /** One of the columns states a day before FIRST_DAY or after LAST_DAY. */
  | { readonly is: 'impossible day'; readonly columns: readonly string[] }
  /** The day of one column is before that of another. */
  | { readonly is: 'before'; readonly column: string; readonly other: string }
  /** The column is blank or holds none of its allowed words. */
  | { readonly is: 'unknown word'; readonly column: string }
  /** The status in the column is that of a void claim. */
  | { readonly is: 'voided'; readonly column: string }
  /** The type of bill in the column says that the claim voids another. */
  | { readonly is: 'void bill'; readonly column: string }
  /** The column holds ten digits, which could be an NDC in three ways. */
  | { readonly is: 'ten digits'; readonly column: string }
  /** The column does not hold an NDC. */
  | { readonly is: 'no drug'; readonly column: string };

/** A row has the outcome if any of the conditions holds. */
export interface RowCheck {
  /** A Reject, or why no rule needs the row. */
  readonly outcome: Reject | 'voided' | 'void' | 'no_code';
  readonly any: readonly Condition[];
}

const blank = (...columns: string[]): Condition => ({ is: 'blank', columns });
const cutNumber = (...columns: string[]): Condition => ({ is: 'cut number', columns });
const noDate = (...columns: string[]): Condition => ({ is: 'no date', columns });
const impossibleDay = (...columns: string[]): Condition => ({ is: 'impossible day', columns });
const before = (column: string, other: string): Condition => ({ is: 'before', column, other });

/**
 * The checks of each table's rows. The first that applies decides the outcome; a row to which none applies is
 * usable.
 */
export const ROW_CHECKS: Readonly<Record<TableName, readonly RowCheck[]>> = {
  medical_claim: [
    { outcome: 'missing_person', any: [blank('person_id')] },
    { outcome: 'missing_claim_id', any: [blank('claim_id')] },
    { outcome: 'scientific_id', any: [cutNumber('person_id', 'claim_id')] },
    {
      outcome: 'bad_date',
      any: [
        noDate('claim_line_start_date', 'claim_line_end_date', 'claim_start_date', 'claim_end_date'),
        noDate('admission_date', 'discharge_date'),
      ],
    },
    { outcome: 'missing_date', any: [blank('claim_line_start_date', 'claim_start_date')] },
    {
      outcome: 'impossible_date',
      any: [impossibleDay('claim_line_start_date', 'claim_start_date', 'admission_date')],
    },
    {
      outcome: 'end_before_start',
      any: [before('claim_end_date', 'claim_start_date'), before('discharge_date', 'admission_date')],
    },
    { outcome: 'voided', any: [{ is: 'voided', column: 'claim_status' }] },
    { outcome: 'void', any: [{ is: 'void bill', column: 'bill_type_code' }] },
  ],
  pharmacy_claim: [
    { outcome: 'missing_person', any: [blank('person_id')] },
    { outcome: 'missing_claim_id', any: [blank('claim_id')] },
    { outcome: 'scientific_id', any: [cutNumber('person_id', 'claim_id')] },
    { outcome: 'bad_date', any: [noDate('dispensing_date')] },
    { outcome: 'missing_date', any: [blank('dispensing_date')] },
    { outcome: 'impossible_date', any: [impossibleDay('dispensing_date')] },
    { outcome: 'voided', any: [{ is: 'voided', column: 'claim_status' }] },
    { outcome: 'no_code', any: [blank('ndc_code')] },
    { outcome: 'ambiguous_ndc', any: [{ is: 'ten digits', column: 'ndc_code' }] },
    { outcome: 'bad_ndc', any: [{ is: 'no drug', column: 'ndc_code' }] },
  ],
  eligibility: [
    { outcome: 'missing_person', any: [blank('person_id')] },
    { outcome: 'scientific_id', any: [cutNumber('person_id')] },
    {
      outcome: 'bad_date',
      any: [
        noDate('birth_date', 'death_date', 'hospice_date'),
        noDate('enrollment_start_date', 'enrollment_end_date'),
      ],
    },
    { outcome: 'missing_birth_date', any: [blank('birth_date')] },
    { outcome: 'missing_date', any: [blank('enrollment_start_date')] },
    {
      outcome: 'impossible_date',
      any: [
        impossibleDay('birth_date'),
        before('enrollment_end_date', 'birth_date'),
        before('death_date', 'birth_date'),
      ],
    },
    { outcome: 'end_before_start', any: [before('enrollment_end_date', 'enrollment_start_date')] },
    { outcome: 'unknown_product_line', any: [{ is: 'unknown word', column: 'payer_type' }] },
    { outcome: 'unknown_medical_benefit', any: [{ is: 'unknown word', column: 'medical_benefit' }] },
  ],
  claim_status: [
    { outcome: 'missing_claim_id', any: [blank('claim_id')] },
    { outcome: 'scientific_id', any: [cutNumber('claim_id')] },
  ],
};

/** The columns that a condition refers to. */
export function columnsOf(condition: Condition): readonly string[] {
  switch (condition.is) {
    case 'blank':
    case 'cut number':
    case 'no date':
    case 'impossible day':
      return condition.columns;
    case 'before':
      return [condition.column, condition.other];
    default:
      return [condition.column];
  }
}
