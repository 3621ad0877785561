import type { TablePlan } from '../../inputs/tables/plan.js';
import {
  type EnrollmentRequest,
  enrollmentColumns,
  factColumn,
} from '../../inputs/tables/selected-columns.js';
import { IS_UNSAID_BENEFIT, unmappedWordOf } from './cleaned-columns.js';
import type { Dialect } from './dialect.js';
import { anyOf, fitsDrugPattern, isDrugPattern } from './line-pattern.js';
import { cleanedRows } from './relations.js';
import { fillRemarks } from './remarks.js';
import { FILLS_THAT_STAND } from './reversals.js';
import type { Reading } from './steps.js';

/** The last day of a span without an end. */
export const OPEN_END = '9999-12-31';

/*
 * Pharmacy claims and enrollment, each in one scan, once the candidates are known.
 *
 * Tables: listed_drug (code_no, code), pharmacy_scan, eligibility_scan.
 */

/**
 * The pharmacy rows in one scan: a candidate's fills of listed drugs in full, all others counted by outcome.
 * Of identical rows, in one file or in several, the first is used.
 */
export function scanPharmacy(plan: TablePlan, { candidates, kept }: Reading, dialect: Dialect): string {
  const wanted = anyOf(
    candidates.filter(isDrugPattern).map((pattern) => fitsDrugPattern(pattern, plan, dialect)),
  );
  const isAsked = 'candidate.person_no IS NOT NULL AND listed_drug.code_no IS NOT NULL';
  const details = {
    person_no: 'candidate.person_no',
    claim_id: 'claim_id',
    line_number: 'line_number',
    dispensed_day: dialect.dayNumber('dispensing_date'),
    code_no: 'listed_drug.code_no',
    days_supply: 'days_supply',
    // Computed only where a fill can count: for all rows it takes a tenth of the scan.
    is_negative: `CASE WHEN ${isAsked} THEN coalesce(days_supply < 0 OR ${dialect.amount('quantity')} < 0 OR ${dialect.amount('paid_amount')} < 0, FALSE) END`,
    remarks: fillRemarks(isAsked, dialect),
  };
  return scan(details, {
    // The fill that a candidate's voided row reverses is looked for among the fills.
    detailed: `fate = '' OR fate = 'voided' AND person_no IS NOT NULL AND code_no IS NOT NULL`,
    outcome: `CASE
        WHEN outcome <> '' THEN outcome
        WHEN candidate.person_no IS NULL THEN 'not_a_candidate'
        WHEN listed_drug.code_no IS NULL THEN 'no_listed_code'${
          kept === 'persons'
            ? ''
            : `
        WHEN NOT ${wanted} THEN 'not_selected'`
        }
        ELSE ''
      END`,
    from: `(${cleanedRows(plan, 'all', dialect)}
    ) AS pharmacy
    LEFT JOIN candidate ON candidate.person_id = pharmacy.person_id
    LEFT JOIN listed_drug ON listed_drug.code = pharmacy.ndc_code`,
    // Not a detail: rows that differ in the word alone are one fill.
    seen: { status_word: unmappedWordOf('claim_status') },
  });
}

/** The sex that a row states, as one letter; NULL unless male or female. */
export const SEX = `CASE upper(left(gender, 1)) WHEN 'F' THEN 'F' WHEN 'M' THEN 'M' END`;

/** The enrollment rows in one scan, in the same way; with the sexes that otherwise identical rows state. */
export function scanEligibility(plan: TablePlan, asked: EnrollmentRequest, dialect: Dialect): string {
  const details = {
    ...Object.fromEntries(enrollmentColumns(asked).map((column) => [factColumn(column), column])),
    person_no: 'candidate.person_no',
    birth_day: dialect.dayNumber('birth_date'),
    death_day: dialect.dayNumber('death_date'),
    hospice_day: dialect.dayNumber('hospice_date'),
    span_start_day: dialect.dayNumber('enrollment_start_date'),
    span_end_day: dialect.dayNumber(`coalesce(enrollment_end_date, DATE '${OPEN_END}')`),
    product_line: 'payer_type',
    medical_benefit: 'medical_benefit',
    is_unsaid_benefit: IS_UNSAID_BENEFIT,
    no_dates: 'no_dates',
    is_open: 'enrollment_end_date IS NULL',
  };
  return scan(details, {
    detailed: `fate = ''`,
    noted: {
      strange_word: `CASE outcome WHEN 'unknown_product_line' THEN ${unmappedWordOf('payer_type')} WHEN 'unknown_medical_benefit' THEN ${unmappedWordOf('medical_benefit')} END`,
    },
    outcome: `CASE
        WHEN outcome <> '' THEN outcome
        WHEN candidate.person_no IS NULL THEN 'not_a_candidate'
        ELSE ''
      END`,
    from: `(${cleanedRows(plan, 'all', dialect)}
    ) AS eligibility
    LEFT JOIN candidate ON candidate.person_id = eligibility.person_id`,
    seen: { sex: SEX },
  });
}

/** The same without any enrollment file, for rules that do not need one: no rows. */
export function noEligibility(asked: EnrollmentRequest): string {
  const days = ['birth', 'death', 'hospice', 'span_start', 'span_end'].map((name) => `${name}_day`);
  const columns = [
    ...['file_no', 'person_no', ...days, 'row_count', 'occurrence'].map((name) => ['INTEGER', name]),
    ...[
      ...['outcome', 'product_line', 'no_dates', 'strange_word', 'least_sex', 'greatest_sex'],
      ...enrollmentColumns(asked).map(factColumn),
    ].map((name) => ['STRING', name]),
    ...['medical_benefit', 'is_unsaid_benefit', 'is_open'].map((name) => ['BOOLEAN', name]),
  ];
  return `
SELECT ${columns.map(([type, name]) => `CAST(NULL AS ${type}) AS ${name}`).join(', ')}
WHERE 1 = 0`;
}

interface Scan {
  readonly outcome: string;
  readonly from: string;
  /** Which rows keep their details; the others are counted, and their details left out. */
  readonly detailed: string;
  /** What is kept of every row; NULL for nearly all. */
  readonly noted?: Readonly<Record<string, string>>;
  /** Columns that do not distinguish rows: identical rows keep the least and the greatest value. */
  readonly seen?: Readonly<Record<string, string>>;
}

function scan(
  details: Readonly<Record<string, string>>,
  { outcome, from, detailed, noted = {}, seen = {} }: Scan,
): string {
  const names = [...Object.keys(details), ...Object.keys(noted)];
  const others = Object.keys(seen);
  return `
SELECT *, row_number() OVER (PARTITION BY outcome, ${names.join(', ')} ORDER BY file_no) AS occurrence
FROM (
  SELECT file_no, outcome, ${names.join(', ')}, CAST(sum(weight) AS BIGINT) AS row_count${others
    .map((name) => `, min(${name}) AS least_${name}, max(${name}) AS greatest_${name}`)
    .join('')}
  FROM (
    SELECT
        file_no
      , weight
      , fate AS outcome
${[...names, ...others].map((name) => `      , ${name in noted ? name : `CASE WHEN ${detailed} THEN ${name} END`} AS ${name}`).join('\n')}
    FROM (
      SELECT
          file_no
        , weight
        , ${outcome} AS fate
${Object.entries({ ...details, ...noted, ...seen })
  .map(([name, expression]) => `        , ${expression} AS ${name}`)
  .join('\n')}
      FROM ${from}
    ) AS with_fate
  ) AS detailed
  GROUP BY file_no, outcome, ${names.join(', ')}
) AS counted`;
}

/** Rows of a scanned table by outcome; one of several identical rows is used. */
export function countScanned(table: 'pharmacy_scan' | 'eligibility_scan'): string {
  return `
SELECT file_no, outcome, CAST(sum(CASE WHEN outcome <> '' THEN row_count WHEN occurrence = 1 THEN 1 ELSE 0 END) AS BIGINT) AS row_count
FROM ${table}
GROUP BY file_no, outcome
UNION ALL
SELECT file_no, 'duplicate', CAST(sum(CASE WHEN occurrence = 1 THEN row_count - 1 ELSE row_count END) AS BIGINT)
FROM ${table}
WHERE outcome = ''
GROUP BY file_no`;
}

const CONTRADICTED = `
  SELECT person_no, max(birth_day) AS birth_day, max(file_no) AS file_no
  FROM eligibility_scan
  WHERE outcome = ''
  GROUP BY person_no
  HAVING min(birth_day) <> max(birth_day) OR min(least_sex) <> max(greatest_sex)`;

/** Candidates with several birth dates or sexes. */
export const COUNT_CONTRADICTED = `SELECT count(*) AS row_count FROM (${CONTRADICTED}\n) AS contradicted`;

/** A row of one of them, by the hash of the id. */
export function exampleOfContradicted(dialect: Dialect): string {
  return `
SELECT ${dialect.hash(['person_id'])} AS person_key, file_no
FROM (${CONTRADICTED}
) AS contradicted
JOIN candidate ON candidate.person_no = contradicted.person_no
ORDER BY contradicted.person_no
LIMIT 1`;
}
const FILL_COLUMNS = [
  ...[
    'file_no',
    'person_no',
    'claim_id',
    'line_number',
    'dispensed_day',
    'code_no',
    'days_supply',
    'remarks',
  ],
  ...['row_count', 'occurrence'],
].join(', ');

/** The pharmacy rows; those that another reverses are `reversed`. */
export const PHARMACY_SCAN = `
SELECT ${FILL_COLUMNS}, outcome, CAST(NULL AS STRING) AS remark
FROM pharmacy_found
WHERE person_no IS NULL OR occurrence > 1
UNION ALL
SELECT ${FILL_COLUMNS}, final_outcome AS outcome, remark
FROM (${FILLS_THAT_STAND}) AS fills`;

/** The candidates' fills of listed drugs. */
export const DRUG_FILLS = `
SELECT person_no, claim_id, line_number, dispensed_day, code_no, days_supply, file_no
FROM pharmacy_scan
WHERE outcome = '' AND occurrence = 1`;

/** What the enrollment files state about the candidates. */
export function enrollmentOf(selection: EnrollmentRequest): string {
  const asked = enrollmentColumns(selection)
    .map((column) => `, ${factColumn(column)}`)
    .join('');
  return `
SELECT
    person_no, birth_day, death_day, hospice_day, span_start_day, span_end_day, product_line, medical_benefit, file_no${asked}
FROM eligibility_scan
WHERE outcome = '' AND occurrence = 1`;
}
