import { MOST_CODES, numbered } from '../../sources/tables/columns.js';
import type { ColumnSource, FileGroup, TablePlan } from '../../sources/tables/plan.js';
import { type Dialect, literal } from './dialect.js';

/*
 * The three relations that everything else reads: one row for each row of the files, values cleaned (codes upper-case
 * without dots and blanks, dates as DATE, statuses in our words), and `outcome` saying whether the row can be used.
 * Nothing is decided about a person here.
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
    about:
      'a payer_type that is none of commercial, medicaid, medicare, other (map it with values.payer_type)',
  },
  ambiguous_ndc: {
    code: 'LBP-R08',
    about: 'an NDC of ten digits without hyphens, which can be read in three ways',
  },
  bad_ndc: { code: 'LBP-R09', about: 'an NDC of another shape than 5-4-2' },
} as const;
export type Reject = keyof typeof REJECTS;

/** A row of a file with its `outcome`: a Reject, a reason why no rule needs the row, or empty when it is used. */
export function medicalRelation(plan: TablePlan, dialect: Dialect): string {
  return unionOf(plan, dialect, (of) => {
    const day = (column: string): string => of.date(column);
    return `
  SELECT
      file_no
    , record_no
    , ${of.raw} AS raw
    , ${of.text('person_id')} AS person_id
    , ${of.text('claim_id')} AS claim_id
    , coalesce(${of.text('claim_line_number')}, '') AS line_number
    , coalesce(${day('claim_line_start_date')}, ${day('claim_start_date')}) AS service_date
    , ${day('claim_line_end_date')} AS line_end
    , ${day('claim_start_date')} AS claim_start
    , ${day('claim_end_date')} AS claim_end
    , ${day('admission_date')} AS admission
    , ${day('discharge_date')} AS discharge
    , ${padded(of.code('place_of_service_code'), 2)} AS place_of_service
    , ${padded(of.code('bill_type_code'), 4)} AS bill_type
    , ${padded(of.code('revenue_center_code'), 4)} AS revenue_code
    , ${of.code('hcpcs_code')} AS procedure_code
    , ${of.status()} AS status
${numbered('diagnosis_code')
  .map((column, index) => `    , ${of.code(column)} AS dx_${index + 1}`)
  .join('\n')}
${numbered('procedure_code')
  .map((column, index) => `    , ${of.code(column)} AS px_${index + 1}`)
  .join('\n')}
${numbered('procedure_date')
  .map((column, index) => `    , ${day(column)} AS px_date_${index + 1}`)
  .join('\n')}
    , CASE
        WHEN ${of.isBlank('person_id')} THEN 'missing_person'
        WHEN ${of.isBlank('claim_id')} THEN 'missing_claim_id'
        WHEN ${CLAIM_DATES.map((column) => of.isBadDate(column)).join('\n          OR ')} THEN 'bad_date'
        WHEN ${day('claim_line_start_date')} IS NULL AND ${day('claim_start_date')} IS NULL THEN 'missing_date'
        WHEN ${day('claim_end_date')} < ${day('claim_start_date')}
          OR ${day('discharge_date')} < ${day('admission_date')} THEN 'end_before_start'
        WHEN ${of.status()} = 'voided' THEN 'voided'
        ELSE ''
      END AS outcome
  FROM ${of.files}`;
  });
}

const CLAIM_DATES = [
  'claim_start_date',
  'claim_end_date',
  'claim_line_start_date',
  'claim_line_end_date',
  'admission_date',
  'discharge_date',
];

export function pharmacyRelation(plan: TablePlan, dialect: Dialect): string {
  return unionOf(plan, dialect, (of) => {
    const ndc = `trim(${of.text('ndc_code')})`;
    return `
  SELECT
      file_no
    , record_no
    , ${of.raw} AS raw
    , ${of.text('person_id')} AS person_id
    , ${of.text('claim_id')} AS claim_id
    , coalesce(${of.text('claim_line_number')}, '') AS line_number
    , ${of.date('dispensing_date')} AS dispensed
    , ${elevenDigits(ndc, dialect)} AS ndc
    , ${dialect.integer(of.text('days_supply'))} AS days_supply
    , CASE
        WHEN ${of.isBlank('person_id')} THEN 'missing_person'
        WHEN ${of.isBlank('claim_id')} THEN 'missing_claim_id'
        WHEN ${of.isBadDate('dispensing_date')} THEN 'bad_date'
        WHEN ${of.date('dispensing_date')} IS NULL THEN 'missing_date'
        WHEN ${of.status()} = 'voided' THEN 'voided'
        WHEN ${of.isBlank('ndc_code')} THEN 'no_code'
        WHEN ${dialect.matches(ndc, '[0-9]{10}')} THEN 'ambiguous_ndc'
        WHEN ${elevenDigits(ndc, dialect)} IS NULL THEN 'bad_ndc'
        ELSE ''
      END AS outcome
  FROM ${of.files}`;
  });
}

export function eligibilityRelation(plan: TablePlan, dialect: Dialect): string {
  return unionOf(plan, dialect, (of) => {
    const line = of.mapped('payer_type', plan.values.payer_type, [
      'commercial',
      'medicaid',
      'medicare',
      'other',
    ]);
    return `
  SELECT
      file_no
    , record_no
    , ${of.raw} AS raw
    , ${of.text('person_id')} AS person_id
    , ${of.date('birth_date')} AS birth
    , ${of.date('death_date')} AS death
    , ${of.date('hospice_date')} AS hospice
    , ${of.date('enrollment_start_date')} AS span_start
    , ${of.date('enrollment_end_date')} AS span_end
    , ${line} AS product_line
    , ${medicalBenefit(of, plan)} AS medical_benefit
    , CASE
        WHEN ${of.isBlank('person_id')} THEN 'missing_person'
        WHEN ${['birth_date', 'death_date', 'hospice_date', 'enrollment_start_date', 'enrollment_end_date']
          .map((column) => of.isBadDate(column))
          .join('\n          OR ')} THEN 'bad_date'
        WHEN ${of.date('birth_date')} IS NULL THEN 'missing_birth_date'
        WHEN ${of.date('enrollment_start_date')} IS NULL OR ${of.date('enrollment_end_date')} IS NULL THEN 'missing_date'
        WHEN ${of.date('enrollment_end_date')} < ${of.date('enrollment_start_date')} THEN 'end_before_start'
        WHEN ${line} IS NULL THEN 'unknown_product_line'
        ELSE ''
      END AS outcome
  FROM ${of.files}`;
  });
}

/** Cover is medical unless the file says otherwise in a word that means "no". */
function medicalBenefit(of: Expressions, plan: TablePlan): string {
  const value = of.mapped('medical_benefit', plan.values.medical_benefit, []);
  return `coalesce(${value} NOT IN ('false', 'f', '0', 'no', 'n'), TRUE)`;
}

/** The expressions for our columns in one group of files. */
interface Expressions {
  readonly files: string;
  /** The whole record, separated by commas. */
  readonly raw: string;
  /** As written, less blanks around it; NULL where blank. */
  text(column: string): string;
  code(column: string): string;
  date(column: string): string;
  isBlank(column: string): string;
  /** Whether something is written that is no date. */
  isBadDate(column: string): string;
  status(): string;
  /** Lower-case text in our words: the user's mapping first, then the words themselves; NULL where it is none of `known` (any, if none are given). */
  mapped(column: string, values: Record<string, string> | undefined, known: readonly string[]): string;
}

function unionOf(plan: TablePlan, dialect: Dialect, select: (of: Expressions) => string): string {
  return plan.groups.map((group) => select(expressionsOf(group, plan, dialect))).join('\n  UNION ALL');
}

function expressionsOf(group: FileGroup, plan: TablePlan, dialect: Dialect): Expressions {
  const source = (column: string): ColumnSource | undefined => group.sources.get(column);

  const text = (column: string): string => {
    const from = source(column);
    if (from === undefined) return 'CAST(NULL AS VARCHAR)';
    if (from.from === 'constant') return literal(from.value);
    const raw = from.type === 'text' ? `c${from.index}` : `CAST(c${from.index} AS VARCHAR)`;
    return from.isPadded ? `nullif(trim(${raw}), '')` : raw;
  };

  const date = (column: string): string => {
    const from = source(column);
    if (from === undefined) return 'CAST(NULL AS DATE)';
    if (from.from === 'constant') return `CAST(${literal(from.value)} AS DATE)`;
    if (from.dateFormat === null) return `CAST(c${from.index} AS DATE)`;
    return dialect.date(text(column), from.dateFormat);
  };

  const mapped: Expressions['mapped'] = (column, values, known) => {
    const lower = `lower(trim(${text(column)}))`;
    const cases = Object.entries(values ?? {})
      .map(([from, to]) => `WHEN ${lower} = ${literal(from.trim().toLowerCase())} THEN ${literal(to)}`)
      .concat(
        known.length === 0
          ? [`ELSE ${lower}`]
          : [`WHEN ${lower} IN (${known.map(literal).join(', ')}) THEN ${lower}`],
      );
    return cases[0]?.startsWith('ELSE') === true ? lower : `CASE ${cases.join(' ')} END`;
  };

  return {
    files: dialect.files(group),
    raw: `concat_ws(',', ${group.columns.map((_, index) => `coalesce(CAST(c${index} AS VARCHAR), '')`).join(', ')})`,
    text,
    date,
    mapped,
    code: (column) =>
      source(column) === undefined
        ? text(column)
        : `upper(replace(replace(${text(column)}, '.', ''), ' ', ''))`,
    isBlank: (column) => `(${text(column)} IS NULL OR trim(${text(column)}) = '')`,
    isBadDate: (column) => {
      const from = source(column);
      if (from?.from !== 'column' || from.dateFormat === null) return 'FALSE';
      return `(${text(column)} IS NOT NULL AND ${date(column)} IS NULL AND trim(${text(column)}) <> '')`;
    },
    status: () => {
      const words = mapped('claim_status', plan.values.claim_status, [
        'paid',
        'denied',
        'pending',
        'suspended',
        'voided',
      ]);
      return source('claim_status') === undefined ? `'unknown'` : `coalesce(${words}, 'unknown')`;
    },
  };
}

function padded(code: string, digits: number): string {
  return `CASE WHEN length(${code}) BETWEEN 1 AND ${digits - 1} THEN lpad(${code}, ${digits}, '0') ELSE ${code} END`;
}

/** An NDC in its eleven digits (5-4-2), from that or a hyphenated ten-digit form; NULL for any other text. */
function elevenDigits(ndc: string, dialect: Dialect): string {
  const part = (from: number, length: number): string => `substr(${ndc}, ${from}, ${length})`;
  return `CASE
        WHEN ${dialect.matches(ndc, '[0-9]{11}')} THEN ${ndc}
        WHEN ${dialect.matches(ndc, '[0-9]{5}-[0-9]{4}-[0-9]{2}')} THEN replace(${ndc}, '-', '')
        WHEN ${dialect.matches(ndc, '[0-9]{4}-[0-9]{4}-[0-9]{2}')} THEN concat('0', replace(${ndc}, '-', ''))
        WHEN ${dialect.matches(ndc, '[0-9]{5}-[0-9]{3}-[0-9]{2}')} THEN concat(${part(1, 5)}, '0', ${part(7, 3)}, ${part(11, 2)})
        WHEN ${dialect.matches(ndc, '[0-9]{5}-[0-9]{4}-[0-9]{1}')} THEN concat(${part(1, 5)}, ${part(7, 4)}, '0', ${part(12, 1)})
      END`;
}

/** The columns of a medical row that hold codes, in the order of their `place` in the exploded list. */
export const CODE_COLUMNS: readonly string[] = [
  ...Array.from({ length: MOST_CODES }, (_, index) => `dx_${index + 1}`),
  ...Array.from({ length: MOST_CODES }, (_, index) => `px_${index + 1}`),
  'procedure_code',
  'revenue_code',
  'bill_type',
  'place_of_service',
];
