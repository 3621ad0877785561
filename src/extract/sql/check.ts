import { MISSHAPEN } from '../../codes/readings.js';
import type { TablePlan } from '../../inputs/tables/plan.js';
import type { LinePattern } from '../../timeline/selection.js';
import { IS_UNSAID_BENEFIT } from './cleaned-columns.js';
import { COLUMN_AT_PLACE, codeColumns, kindNumber, serviceColumns } from './code-columns.js';
import { type Dialect, literal } from './dialect.js';
import { anyOf, fitsPattern, isDrugPattern } from './line-pattern.js';
import { cleanedRows } from './relations.js';
import { OPEN_END, SEX } from './single-scans.js';
import { isInRelation } from './stated-columns.js';
import { claimKey, serviceKey } from './steps.js';

/*
 * Statistics of the inputs for `lbp check`. Each table is read once into a narrow engine table, which may
 * spill to disk; all queries use that table. Nothing is decided here.
 *
 * Tables: checked_claim, checked_fill, checked_span; listed_code and listed_drug as in the extraction.
 */

/** Claim rows with the columns that the queries need; persons, lines and rows as hashes. */
export function readClaims(plan: TablePlan, candidates: readonly LinePattern[], dialect: Dialect): string {
  // Without slack: the line's own day is close enough to the day of the event.
  const own = candidates.filter((one) => !isDrugPattern(one)).map((one) => ({ ...one, slack: null }));
  const stated = ['service_date', 'claim_start_date', 'claim_end_date', 'claim_status'];
  const rowKey = dialect.hash([...stated, ...codeColumns(plan)]);
  const ofService = serviceKey([...stated, ...serviceColumns(plan)], dialect);
  return `
CREATE OR REPLACE TABLE checked_claim AS
SELECT
    outcome
  , ${dialect.hash(['person_id'])} AS person_key
  , ${dialect.dayNumber('service_date')} AS service_day
  , ${dialect.dayNumber('coalesce(discharge_date, claim_end_date, service_date)')} AS coded_day
  , diagnosis_code_1
  , diagnosis_code_2
  , hcpcs_code
  , revenue_center_code
  , place_of_service_code IS NULL AS is_without_place
  , claim_status
  , ${anyOf(own.map((one) => fitsPattern(one, plan, dialect)))} AS is_candidate_line
  , ${dialect.hash([claimKey(dialect), 'line_number', 'service_key'])} AS line_key
  , ${dialect.hash([claimKey(dialect)])} AS claim_hash
  , row_key
  , misshapen
FROM (
  SELECT *, ${rowKey} AS row_key, ${ofService} AS service_key, ${misshapenColumns(plan)} AS misshapen
  FROM (${cleanedRows(plan, 'all', dialect)}
  ) AS medical
) AS keyed`;
}

/** The names of a row's columns whose content cannot be a code; empty for nearly all rows. */
function misshapenColumns(plan: TablePlan): string {
  const columns = [...COLUMN_AT_PLACE.values()].filter((column) => isInRelation(column, plan));
  const names = columns.map(
    (column) => `CASE WHEN ${column} = ${literal(MISSHAPEN)} THEN ${literal(column)} END`,
  );
  return `concat_ws(' ', ${names.join(', ')})`;
}

/** Rows by the columns that are misshapen in them. */
export const COUNT_MISSHAPEN = `
SELECT misshapen, count(*) AS row_count
FROM checked_claim
WHERE outcome = '' AND misshapen <> ''
GROUP BY misshapen`;

/**
 * For each of some columns, how many usable rows fill it, and the first file where its content cannot be a
 * code.
 */
export function countStated(plan: TablePlan, columns: readonly string[], dialect: Dialect): string {
  const counts = columns.flatMap((column) => [
    `count(${column}) AS ${column}`,
    `min(CASE WHEN ${column} = ${literal(MISSHAPEN)} THEN file_no END) AS ${column}_file`,
  ]);
  return `
SELECT ${counts.join(', ')}
FROM (${cleanedRows(plan, 'all', dialect)}
) AS medical
WHERE outcome = ''`;
}

export function readFills(plan: TablePlan, dialect: Dialect): string {
  return `
CREATE OR REPLACE TABLE checked_fill AS
SELECT
    outcome
  , ${dialect.hash(['person_id'])} AS person_key
  , ${dialect.dayNumber('dispensing_date')} AS dispensed_day
  , ndc_code
  , days_supply IS NULL AS is_blank_supply
  , days_supply IS NULL OR days_supply <= 0 AS is_without_supply
FROM (${cleanedRows(plan, 'all', dialect)}
) AS pharmacy`;
}

export function readSpans(plan: TablePlan, dialect: Dialect): string {
  return `
CREATE OR REPLACE TABLE checked_span AS
SELECT
    outcome
  , ${dialect.hash(['person_id'])} AS person_key
  , ${dialect.dayNumber('birth_date')} AS birth_day
  , ${dialect.dayNumber('enrollment_start_date')} AS start_day
  , ${dialect.dayNumber(`coalesce(enrollment_end_date, DATE '${OPEN_END}')`)} AS end_day
  , payer_type AS product_line
  , medical_benefit
  , ${IS_UNSAID_BENEFIT} AS is_unsaid_benefit
  , ${SEX} AS sex
  , file_no
FROM (${cleanedRows(plan, 'all', dialect)}
) AS eligibility`;
}

export type CheckedTable = 'checked_claim' | 'checked_fill' | 'checked_span';

/** Rows by outcome; an empty outcome means used. */
export function countOutcomes(table: CheckedTable): string {
  return `SELECT outcome, count(*) AS row_count FROM ${table} GROUP BY outcome ORDER BY outcome`;
}

/** Usable rows by day. */
export function countDays(table: 'checked_claim' | 'checked_fill'): string {
  const day = table === 'checked_claim' ? 'service_day' : 'dispensed_day';
  return `SELECT ${day} AS day, count(*) AS row_count FROM ${table} WHERE outcome = '' GROUP BY ${day} ORDER BY ${day}`;
}

export const COUNT_CLAIMS = `
SELECT
    count(diagnosis_code_2) AS with_second
  , sum(CASE WHEN is_without_place THEN 1 ELSE 0 END) AS without_place
  , sum(CASE WHEN claim_status = 'unknown' THEN 1 ELSE 0 END) AS unknown_status
  , sum(CASE WHEN claim_status = 'denied' THEN 1 ELSE 0 END) AS denied
  , count(hcpcs_code) AS with_procedure
  , count(revenue_center_code) AS with_revenue
FROM checked_claim
WHERE outcome = ''`;

/** Rows repeated identically, and lines repeated with differences. */
export const COUNT_REPEATS = `
SELECT
    sum(CASE WHEN first_row = last_row THEN row_count - 1 ELSE 0 END) AS alike
  , sum(CASE WHEN first_row <> last_row THEN 1 ELSE 0 END) AS unlike
FROM (
  SELECT count(*) AS row_count, min(row_key) AS first_row, max(row_key) AS last_row
  FROM checked_claim
  WHERE outcome = ''
  GROUP BY line_key
) AS lines`;

/** Claims, and those with no principal diagnosis on any row. */
export const COUNT_UNDIAGNOSED = `
SELECT count(*) AS all_claims, sum(CASE WHEN diagnoses = 0 THEN 1 ELSE 0 END) AS without_diagnosis
FROM (
  SELECT count(diagnosis_code_1) AS diagnoses
  FROM checked_claim
  WHERE outcome = ''
  GROUP BY claim_hash
) AS claims`;

/** Rows of people with a usable enrollment row, and those on a day that none of their spans covers. */
export const COUNT_OUTSIDE_SPANS = `
SELECT sum(row_count) AS all_rows, sum(CASE WHEN covering = 0 THEN row_count ELSE 0 END) AS outside_rows
FROM (
  SELECT
      person_days.row_count
    , sum(CASE WHEN service_day BETWEEN start_day AND end_day THEN 1 ELSE 0 END) AS covering
  FROM (
    SELECT person_key, service_day, count(*) AS row_count
    FROM checked_claim
    WHERE outcome = ''
    GROUP BY person_key, service_day
  ) AS person_days
  JOIN (SELECT * FROM checked_span WHERE outcome = '') AS spans ON spans.person_key = person_days.person_key
  GROUP BY person_days.person_key, person_days.service_day, person_days.row_count
) AS days`;

export const COUNT_BLANK_SUPPLY = `
SELECT count(*) AS all_rows, sum(CASE WHEN is_blank_supply THEN 1 ELSE 0 END) AS blank
FROM checked_fill
WHERE outcome = ''`;

/** People with claims or with fills, and those of them without a usable enrollment row. */
export function countPersons(table: 'checked_claim' | 'checked_fill'): string {
  return `
WITH claimants AS (SELECT DISTINCT person_key FROM ${table} WHERE outcome = '')
, enrolled AS (SELECT DISTINCT person_key FROM checked_span WHERE outcome = '')
SELECT
    count(*) AS all_people
  , sum(CASE WHEN enrolled.person_key IS NULL THEN 1 ELSE 0 END) AS without_eligibility
FROM claimants
LEFT JOIN enrolled ON enrolled.person_key = claimants.person_key`;
}

/** People by their first day with a line that makes a candidate: roughly when events occur. */
export const COUNT_FIRST_DAYS = `
WITH enrolled AS (SELECT DISTINCT person_key FROM checked_span WHERE outcome = '')
, firsts AS (
  SELECT person_key, min(service_day) AS day
  FROM checked_claim
  WHERE outcome = '' AND is_candidate_line
  GROUP BY person_key
)
SELECT
    day
  , count(*) AS person_count
  , sum(CASE WHEN enrolled.person_key IS NULL THEN 1 ELSE 0 END) AS without_eligibility
FROM firsts
LEFT JOIN enrolled ON enrolled.person_key = firsts.person_key
GROUP BY day
ORDER BY day`;

/** The columns whose codes are counted: of diagnoses the first two. */
const COUNTED_COLUMNS = {
  diagnosis_code_1: 'diagnosis',
  diagnosis_code_2: 'diagnosis',
  hcpcs_code: 'procedure',
  revenue_center_code: 'revenue',
} as const;

/** How often each listed code occurs in one of the counted columns. */
export const COUNT_LISTED = `
SELECT listed_code.code_no, sum(counted.row_count) AS row_count
FROM (
  ${Object.entries(COUNTED_COLUMNS)
    .map(
      ([column, kind]) =>
        `SELECT ${column} AS code, ${kindNumber(kind)} AS kind, count(*) AS row_count FROM checked_claim WHERE outcome = '' GROUP BY ${column}`,
    )
    .join('\n  UNION ALL\n  ')}
) AS counted
JOIN listed_code ON listed_code.code = counted.code AND listed_code.kind = counted.kind
GROUP BY listed_code.code_no`;

/** Fills by listed drug. */
export const COUNT_DRUGS = `
SELECT
    listed_drug.code_no
  , sum(counted.row_count) AS row_count
  , sum(counted.without_supply) AS without_supply
FROM (
  SELECT ndc_code AS code, count(*) AS row_count, sum(CASE WHEN is_without_supply THEN 1 ELSE 0 END) AS without_supply
  FROM checked_fill
  WHERE outcome = ''
  GROUP BY ndc_code
) AS counted
JOIN listed_drug ON listed_drug.code = counted.code
GROUP BY listed_drug.code_no`;

/** Enrollment spans by product line, with impossible birth dates. */
export function countSpans(today: number, oldest: number): string {
  return `
SELECT
    product_line
  , count(*) AS row_count
  , sum(CASE WHEN birth_day > ${today} OR birth_day < ${oldest} THEN 1 ELSE 0 END) AS impossible_births
FROM checked_span
WHERE outcome = ''
GROUP BY product_line
ORDER BY product_line`;
}

/** People with several birth dates or sexes, and one of their rows. */
export const COUNT_CONTRADICTED = `
WITH contradicted AS (
  SELECT person_key, max(birth_day) AS birth_day, max(file_no) AS file_no
  FROM checked_span
  WHERE outcome = ''
  GROUP BY person_key
  HAVING min(birth_day) <> max(birth_day) OR min(sex) <> max(sex)
)
SELECT
    (SELECT count(DISTINCT person_key) FROM checked_span WHERE outcome = '') AS people
  , count(*) AS row_count
  , min(person_key) AS person_key
  , arg_min(file_no, person_key) AS file_no
FROM contradicted`;

/**
 * Spans after which a single day is not covered before the next one begins.
 *
 * @example spans to 2024-03-30 and from 2024-04-01 leave 2024-03-31 uncovered
 */
export const COUNT_ONE_DAY_GAPS = `
SELECT sum(CASE WHEN start_day = covered_to + 2 THEN 1 ELSE 0 END) AS one_day_gaps, count(*) AS row_count
FROM (
  SELECT
      start_day
    , max(end_day) OVER (
        PARTITION BY person_key ORDER BY start_day, end_day ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
      ) AS covered_to
  FROM checked_span
  WHERE outcome = '' AND medical_benefit
) AS spans`;

/** Spans whose medical benefit is blank, and counts as yes for that; none where a span says no, or none says yes. */
export const COUNT_UNSAID_BENEFITS = `
SELECT CASE WHEN says_no = 0 AND says_yes > 0 THEN unsaid ELSE 0 END AS unsaid, row_count
FROM (
  SELECT
      sum(CASE WHEN medical_benefit THEN 0 ELSE 1 END) AS says_no
    , sum(CASE WHEN NOT is_unsaid_benefit THEN 1 ELSE 0 END) AS says_yes
    , sum(CASE WHEN is_unsaid_benefit THEN 1 ELSE 0 END) AS unsaid
    , count(*) AS row_count
  FROM checked_span
  WHERE outcome = ''
) AS benefits`;

/** Revenue codes as they are written, and how many of them lack the leading zero; null where no file has the column. */
export function countRevenueCodes(plan: TablePlan, dialect: Dialect): string | null {
  const selects = plan.groups.flatMap((group) => {
    const source = group.sources.get('revenue_center_code');
    if (source?.from !== 'column') return [];
    const code = `trim(CAST(c${source.index} AS VARCHAR))`;
    return [
      `SELECT sum(CASE WHEN length(${code}) = 3 THEN 1 ELSE 0 END) AS short, sum(CASE WHEN ${code} <> '' THEN 1 ELSE 0 END) AS all_codes FROM ${dialect.files(group)} AS file`,
    ];
  });
  if (selects.length === 0) return null;
  return `SELECT sum(short) AS short, sum(all_codes) AS all_codes FROM (${selects.join(' UNION ALL ')}) AS counted`;
}

/**
 * How often each diagnosis occurs in one of the counted columns, by the ICD-10-CM fiscal years of service and
 * of coding.
 */
export const COUNT_DIAGNOSES = `
SELECT code, ${fiscalYear('service_day')} AS served, ${fiscalYear('coded_day')} AS coded, count(*) AS row_count
FROM (
  ${Object.entries(COUNTED_COLUMNS)
    .filter(([, kind]) => kind === 'diagnosis')
    .map(
      ([column]) =>
        `SELECT ${column} AS code, service_day, coded_day FROM checked_claim WHERE outcome = '' AND ${column} IS NOT NULL`,
    )
    .join('\n  UNION ALL\n  ')}
) AS diagnoses
GROUP BY ALL`;

/**
 * A fiscal year begins on October 1 of the year before it.
 *
 * @example 2023-10-01 to 2024-09-30 is fiscal year 2024
 */
function fiscalYear(day: string): string {
  return `year(DATE '1970-01-01' + CAST(${day} AS INTEGER) + INTERVAL 3 MONTH)`;
}
