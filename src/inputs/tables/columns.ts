/**
 * The tables that are read and their columns, by the names of the Tuva input layer: what each column is for,
 * how it is read, and whether a file must have it. The SQL, the prefilter, errors and docs/inputs.md are
 * built from this; which rows are unusable is in row-checks.ts.
 */

import type { CellKind } from '../../codes/readings.js';
import type { NoDays } from './no-date.js';

export type TableName = 'medical_claim' | 'pharmacy_claim' | 'eligibility' | 'claim_status';

/**
 * How the values of a column are read; each is blank if a file states nothing.
 *
 * - `text`: as written, without invisible characters and the blanks around it; `word` is also without guards,
 *   and in lower case
 * - `id`: without invisible characters and without blanks and guards around it; words that mean "no value"
 *   are blank
 * - `code`: as src/codes reads a cell of its `cell` kind
 * - `drug`: an NDC in eleven digits
 * - `number`: a whole number; anything else is blank
 * - `date`: in the column's one format
 * - `status`, `payer`, `benefit`: our words, after the user's `values` are applied
 */
export type ColumnKind =
  | 'text'
  | 'id'
  | 'word'
  | 'code'
  | 'drug'
  | 'number'
  | 'date'
  | 'status'
  | 'payer'
  | 'benefit';

export interface Column {
  readonly name: string;
  readonly kind: ColumnKind;
  /** A file must have one of the table's `either` columns. */
  readonly need: 'required' | 'either' | 'optional';
  /**
   * When it is read: by every extraction, if a Selection asks for it, or to match the persons of claim files.
   */
  readonly read: 'always' | 'if asked' | 'to match';
  /** For a `code`: its kind. */
  readonly cell?: CellKind;
  /** The column to read if a file has none of this name. */
  readonly standIn?: string;
  /** A date column with mostly the same dates; equal dates are not parsed again. */
  readonly oftenLike?: string;
  /** For a column that is not part of any table: the file's column, as the user names it. */
  readonly asked?: string;
  /** For a `date`: which days mean "no date". */
  readonly noDays: NoDays;
}

/** A row of the table of columns: one column, or numbered ones with the same meaning. */
export interface ColumnRow {
  readonly columns: readonly Column[];
  /** What the columns are for, in one line of Markdown. */
  readonly meaning: string;
}

export interface Table {
  readonly name: TableName;
  readonly rows: readonly ColumnRow[];
  readonly columns: readonly Column[];
  /** Each entry needs one of its columns; the first is the one an error names. */
  readonly required: readonly (readonly string[])[];
}

export const PAYER_TYPES = ['commercial', 'medicaid', 'medicare', 'other'] as const;

/** Words for a voided claim, besides `voided`. */
export const VOID_WORDS = ['void', 'reversed', 'reversal', 'cancelled', 'canceled'] as const;

/** Words that say whether coverage is medical; numbers as some programs write them. */
export const BENEFIT_WORDS = {
  yes: ['true', 't', '1', '1.0', 'yes', 'y'],
  no: ['false', 'f', '0', '0.0', 'no', 'n'],
} as const;

/** Any other status, or none, is `unknown`. */
export const CLAIM_STATUSES = ['paid', 'denied', 'pending', 'suspended', 'supplemental', 'voided'] as const;

/** The maximum number of diagnoses and procedures on a claim line. */
const MOST_CODES = 25;
const MOST_MODIFIERS = 5;

/** diagnosis_code -> diagnosis_code_1 .. diagnosis_code_25 */
function numbered(stem: string, last: number): readonly string[] {
  return Array.from({ length: last }, (_, index) => `${stem}_${index + 1}`);
}

/** The diagnoses of a line; the first is the principal one. */
export const DIAGNOSES = numbered('diagnosis_code', MOST_CODES);
export const PROCEDURES = numbered('procedure_code', MOST_CODES);
/** The dates of the procedures of the same numbers. */
export const PROCEDURE_DATES = numbered('procedure_date', MOST_CODES);
/** The modifiers of a line's procedure, in order. */
export const MODIFIERS = numbered('hcpcs_modifier', MOST_MODIFIERS);

type Rest = Partial<Omit<Column, 'name' | 'kind'>>;

function row(
  names: string | readonly string[],
  kind: ColumnKind,
  meaning: string,
  rest: Rest = {},
): ColumnRow {
  const all = typeof names === 'string' ? [names] : names;
  return {
    columns: all.map((name) => ({
      ...{ name, kind, need: 'optional', read: 'always', noDays: 'claims' },
      ...rest,
    })),
    meaning,
  };
}

function table(name: TableName, rows: readonly ColumnRow[]): Table {
  const columns = rows.flatMap((one) => one.columns);
  const either = columns.filter(({ need }) => need === 'either').map((column) => column.name);
  const required = columns.flatMap((column) => {
    if (column.need === 'required') return [[column.name]];
    return column.name === either[0] ? [either] : [];
  });
  return { name, rows, columns, required };
}

const REQUIRED = { need: 'required' } as const;
const IF_ASKED = { read: 'if asked' } as const;
const TO_MATCH = { read: 'to match' } as const;
const PERSON = { ...REQUIRED, standIn: 'member_id' } as const;
const LIKE_LINE_START = { oftenLike: 'claim_line_start_date' } as const;

export const MEDICAL_CLAIM: Table = table('medical_claim', [
  row('claim_id', 'id', 'which lines are one claim, see [the key of a claim](#the-key-of-a-claim)', REQUIRED),
  row('claim_line_number', 'id', 'order of lines, duplicates, evidence'),
  row('person_id', 'id', 'whose claim it is; `member_id` is taken where there is no `person_id`', PERSON),
  row(
    'claim_start_date',
    'date',
    'the service date of lines that state none; start of a stay without an admission date',
    { need: 'either', ...LIKE_LINE_START },
  ),
  row('claim_end_date', 'date', 'end of a stay without a discharge date', LIKE_LINE_START),
  row('claim_line_start_date', 'date', 'the service date', { need: 'either' }),
  row('claim_line_end_date', 'date', 'helps to find candidates; no rule reads it', LIKE_LINE_START),
  row('admission_date', 'date', 'first day of the stay'),
  row('discharge_date', 'date', 'last day of the stay, by which diagnoses of an inpatient claim are dated'),
  row('claim_type', 'word', '`professional` or `institutional`', IF_ASKED),
  row(MODIFIERS, 'code', 'modifiers of `hcpcs_code`', { ...IF_ASKED, cell: 'modifier' }),
  row('service_unit_quantity', 'text', 'units of the line; negative ones take a line back'),
  row('rendering_npi', 'id', 'who performed the service', IF_ASKED),
  row('billing_npi', 'id', 'who billed it', IF_ASKED),
  row('ordering_npi', 'id', 'who ordered it', IF_ASKED),
  row('referring_npi', 'id', 'who referred the patient', IF_ASKED),
  row(
    ['allowed_amount', 'paid_amount'],
    'text',
    'amounts of the line; negative ones take a line back, see [reversals](#reversals)',
  ),
  row('place_of_service_code', 'code', '81 is a laboratory line', { cell: 'place' }),
  row(
    'bill_type_code',
    'code',
    'codes of value sets that list bill types; voids and replacements, see [reversals](#reversals)',
    { cell: 'bill_type' },
  ),
  row('revenue_center_code', 'code', 'visits, inpatient stays, hospice; without it no claim is inpatient', {
    cell: 'revenue',
  }),
  row('hcpcs_code', 'code', 'CPT and HCPCS: visits, imaging, procedures; nearly all imaging is coded here', {
    cell: 'procedure',
  }),
  row('claim_status', 'status', 'see [claim status](#claim-status)'),
  row(DIAGNOSES.slice(0, 1), 'code', 'the principal diagnosis', { ...REQUIRED, cell: 'diagnosis' }),
  row(DIAGNOSES.slice(1), 'code', 'the other diagnoses', { cell: 'diagnosis' }),
  row(PROCEDURES, 'code', 'ICD-10-PCS procedures', { cell: 'icd_procedure' }),
  row(PROCEDURE_DATES, 'date', 'the dates of the procedures of the same numbers'),
  row('claim_key', 'id', 'tells claims apart where `claim_id` does not; outputs still show `claim_id`'),
  row('locator', 'text', 'a place in the source that evidence should name'),
  row(
    'data_source',
    'id',
    'the system that the row comes from; the same claim_id of two of them is two claims',
  ),
]);

export const PHARMACY_CLAIM: Table = table('pharmacy_claim', [
  row('claim_id', 'id', 'evidence, duplicates', REQUIRED),
  row('claim_line_number', 'id', 'evidence, duplicates'),
  row('person_id', 'id', 'whose fill it is; or `member_id`', PERSON),
  row('dispensing_date', 'date', 'the date of the fill', REQUIRED),
  row('ndc_code', 'drug', 'the drug, see [NDCs](#ndcs)', REQUIRED),
  row(
    'days_supply',
    'number',
    'days of supply; fractions are rounded, a text that is no number counts as blank, a negative number takes a fill back',
  ),
  row(['quantity', 'paid_amount'], 'text', 'negative ones take a fill back, see [reversals](#reversals)'),
  row('claim_status', 'status', 'voided fills are left out; all others count'),
]);

export const ELIGIBILITY: Table = table('eligibility', [
  row('person_id', 'id', 'whose enrollment it is; or `member_id`', PERSON),
  row('birth_date', 'date', 'age', { ...REQUIRED, noDays: 'birth' }),
  row('death_date', 'date', 'exclusion from 2023 on'),
  row('enrollment_start_date', 'date', 'first day of the span', { ...REQUIRED, noDays: 'never' }),
  row(
    'enrollment_end_date',
    'date',
    'last day of the span; a blank, or a far date such as 9999-12-31, is an open end',
    { ...REQUIRED, noDays: 'past' },
  ),
  row('hospice_date', 'date', 'a day in hospice: excludes when it lies in the year'),
  row('payer_type', 'payer', '`commercial`, `medicaid`, `medicare` or `other`; map your own words', REQUIRED),
  row(
    'medical_benefit',
    'benefit',
    'whether the cover is medical: `true`, `t`, `1`, `yes`, `y` or blank; `false`, `f`, `0`, `no`, `n`; map your own words',
  ),
  row('plan', 'text', 'the plan of the span', IF_ASKED),
  row(
    'gender',
    'text',
    'the sex of the person: an id with two of them is reported; also to match the patients of claim files',
  ),
  row(['member_id', 'subscriber_id'], 'id', 'to match the patients of claim files', TO_MATCH),
  row('first_name', 'text', 'to match the patients of claim files', TO_MATCH),
]);

/** The extraction's name for a further column of a table, by its position among them. */
export function furtherColumn(place: number): string {
  return `further_${place + 1}`;
}

/** A table with further columns of its files, which every file must have. */
export function withFurther(given: Table, names: readonly string[]): Table {
  if (names.length === 0) return given;
  const further = names.map((asked, place) =>
    row(furtherColumn(place), 'text', `what the user asks for: ${asked}`, { read: 'if asked', asked }),
  );
  return table(given.name, [...given.rows, ...further]);
}

/** The payer's decisions on claims that do not state them. */
export const CLAIM_STATUS: Table = table('claim_status', [
  row('claim_id', 'id', 'CLM01 of the claim', REQUIRED),
  row('status', 'status', 'see [claim status](#claim-status)', REQUIRED),
]);

/** The tables that a mapping can refer to. */
export const TABLES: readonly Table[] = [MEDICAL_CLAIM, PHARMACY_CLAIM, ELIGIBILITY];

/** An empty file of the table: a header with all its columns, and no rows. */
export function emptyTable({ columns }: Table): string {
  return `${columns.map(({ name }) => name).join(',')}\n`;
}
