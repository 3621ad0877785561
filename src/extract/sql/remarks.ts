import {
  carriedColumn,
  type EnrollmentRequest,
  enrollmentColumns,
  factColumn,
} from '../../inputs/tables/selected-columns.js';
import type { Selection } from '../../timeline/selection.js';
import { NO_DATES, unmappedWordOf } from './cleaned-columns.js';
import type { Dialect } from './dialect.js';
import { hasBadAmount } from './reversals.js';

/*
 * What a run should report about rows that are used anyway, or about words that cause a row to be rejected:
 * counted over the rows of candidates, and for rejected rows over all rows.
 */

/** A stay of more days than this is longer than a year, even a leap year. */
const DAYS_OF_YEAR = 366;

/**
 * How many days a line may lie outside its claim, as the patterns of candidates have it (docs/inputs.md, "Medical
 * claims").
 */
const DAYS_OUTSIDE_CLAIM = 31;

/**
 * The remarks of a cleaned medical row, separated by blanks; NULL without any. A procedure of a long stay may lie
 * before or after the part of it that its claim bills.
 */
export function lineRemarks(procedureDates: readonly string[], dialect: Dialect): string {
  const { plusDays } = dialect;
  const stayStart = 'coalesce(admission_date, claim_start_date)';
  const stayEnd = 'coalesce(discharge_date, claim_end_date)';
  const claimEnd = 'coalesce(claim_end_date, claim_start_date)';
  const isLong = `${stayEnd} > ${plusDays(stayStart, DAYS_OF_YEAR)}`;
  const first = 'least(service_date, claim_start_date, admission_date)';
  const last = `greatest(service_date, ${claimEnd}, discharge_date)`;
  const isOutside = [
    `service_date < ${plusDays('claim_start_date', -DAYS_OUTSIDE_CLAIM)}`,
    `service_date > ${plusDays(claimEnd, DAYS_OUTSIDE_CLAIM)}`,
    ...procedureDates.map((name) => `${name} < ${plusDays(first, -DAYS_OUTSIDE_CLAIM)}`),
    ...procedureDates.map((name) => `${name} > ${plusDays(last, DAYS_OUTSIDE_CLAIM)}`),
  ].join(' OR ');
  return `nullif(concat_ws(' ', CASE WHEN ${isLong} THEN 'long_stay' END, CASE WHEN ${isOutside} THEN 'outside_claim' END, CASE WHEN ${hasBadAmount('line', dialect)} THEN 'bad_amount' END, ${NO_DATES}), '')`;
}

/** The same for a fill that counts for a candidate if `isAsked`; amounts are read only then. */
export function fillRemarks(isAsked: string, dialect: Dialect): string {
  return `CASE WHEN ${isAsked} THEN nullif(concat_ws(' ', CASE WHEN ${hasBadAmount('fill', dialect)} THEN 'bad_amount' END, ${NO_DATES}), '') END`;
}

const STATUS_WORD = unmappedWordOf('claim_status');

/** Rows of `remark`, `word`, `file_no`, `claim_id` (the first) and `row_count`, by kind of remark. */
function remarksOf(
  table: string,
  { remark, word = 'CAST(NULL AS STRING)' }: { readonly remark: string; readonly word?: string },
  condition: string,
  { claimId = 'claim_id', rows = '1' }: { readonly claimId?: string; readonly rows?: string } = {},
): string {
  return `
SELECT remark, word, file_no, min(claim_id) AS claim_id, CAST(sum(row_count) AS BIGINT) AS row_count
FROM (
  SELECT ${remark} AS remark, ${word} AS word, file_no, ${claimId} AS claim_id, ${rows} AS row_count
  FROM ${table}
  WHERE ${condition}
) AS remarked
GROUP BY remark, word, file_no`;
}

const NO_CLAIM = 'CAST(NULL AS STRING)';

const OF_LINES = [
  // Several remarks of a row are in one text, which the reader splits.
  remarksOf(
    'coded',
    { remark: `'lines'`, word: 'remarks' },
    'code_no = 0 AND is_void = 0 AND remarks IS NOT NULL',
  ),
  remarksOf(
    'coded',
    { remark: `'status_word'`, word: STATUS_WORD },
    `code_no = 0 AND is_void = 0 AND ${STATUS_WORD} IS NOT NULL`,
  ),
  remarksOf('medical_scan', { remark: `'principal'`, word: 'principal' }, 'principal IS NOT NULL', {
    rows: 'row_count',
  }),
  remarksOf('taken_row', { remark: 'remark' }, 'remark IS NOT NULL', {
    // Of rows that are alike in all but the amount, those below zero are the reversals.
    rows: `CASE WHEN remark = 'reversal_alone' AND is_void = 0 THEN negative ELSE copies END`,
  }),
];

const OF_FILLS = [
  remarksOf('pharmacy_scan', { remark: `'fills'`, word: 'remarks' }, `outcome = '' AND remarks IS NOT NULL`, {
    rows: 'row_count',
  }),
  remarksOf('pharmacy_scan', { remark: 'remark' }, 'remark IS NOT NULL', { rows: 'row_count' }),
  remarksOf(
    'pharmacy_found',
    { remark: `'fill_status_word'`, word: 'least_status_word' },
    `outcome = '' AND least_status_word IS NOT NULL`,
  ),
];

const OF_SPANS = [
  remarksOf(
    'eligibility_scan',
    { remark: `'spans'`, word: NO_DATES },
    `outcome = '' AND ${NO_DATES} IS NOT NULL`,
    {
      claimId: NO_CLAIM,
      rows: 'row_count',
    },
  ),
  remarksOf('eligibility_scan', { remark: `'open_end'` }, `outcome = '' AND is_open`, {
    claimId: NO_CLAIM,
    rows: 'row_count',
  }),
  // A column that says yes and never no may say no by a blank.
  remarksOf(
    `(
    SELECT *
      , max(CASE WHEN medical_benefit THEN 0 ELSE 1 END) OVER () AS says_no
      , max(CASE WHEN NOT is_unsaid_benefit THEN 1 ELSE 0 END) OVER () AS says_yes
    FROM eligibility_scan
    WHERE outcome = ''
  ) AS benefits`,
    { remark: `'unsaid_benefit'` },
    'is_unsaid_benefit AND says_no = 0 AND says_yes = 1',
    { claimId: NO_CLAIM, rows: 'row_count' },
  ),
  remarksOf('eligibility_scan', { remark: 'outcome', word: 'strange_word' }, 'strange_word IS NOT NULL', {
    claimId: NO_CLAIM,
    rows: 'row_count',
  }),
];

/**
 * Claim ids that may be those of several claims: their lines name several billing providers (two may have used one
 * number), or begin more than a year apart (numbers may begin anew each year).
 */
function ofSharedIds(carried: Selection['carried']): string {
  const npi = carriedColumn('billingNpi');
  const hasProviders = carried?.facts.includes('billingNpi') === true;
  const start = 'coalesce(claim_start_day, service_day)';
  return remarksOf(
    `(
    SELECT min(file_no) AS file_no, min(claim_id) AS claim_id
    FROM coded
    WHERE code_no = 0 AND is_void = 0
    GROUP BY person_no, claim
    HAVING max(${start}) - min(${start}) > ${DAYS_OF_YEAR}${hasProviders ? ` OR min(${npi}) <> max(${npi})` : ''}
  ) AS shared`,
    { remark: `'shared_id'` },
    'TRUE',
  );
}

/**
 * Spans of candidates that another row states with a later end and nothing else changed, as older copies of a table do
 * of people who have left since: one for each further end. Rules that do not ask for the plan cannot tell them from rows
 * of two plans.
 */
function ofSeveralEnds({ enrollment, furtherEnrollment }: EnrollmentRequest): readonly string[] {
  if (!enrollment.includes('plan')) return [];
  const facts = enrollmentColumns({ enrollment, furtherEnrollment }).map(factColumn);
  return [
    remarksOf(
      `(
    SELECT max(file_no) AS file_no, count(DISTINCT span_end_day) - 1 AS further
    FROM eligibility_scan
    WHERE outcome = ''
    GROUP BY ${['person_no', 'span_start_day', 'product_line', 'medical_benefit', ...facts].join(', ')}
    HAVING min(span_end_day) <> max(span_end_day)
  ) AS ended`,
      { remark: `'several_ends'` },
      'TRUE',
      { claimId: NO_CLAIM, rows: 'further' },
    ),
  ];
}

/** All remarks: remark, word, file_no, claim_id, row_count. */
export function remarkQueries(
  hasPharmacy: boolean,
  { carried, ...enrollment }: Pick<Selection, 'carried'> & EnrollmentRequest,
): readonly string[] {
  return [
    ...[...OF_LINES, ofSharedIds(carried), ...(hasPharmacy ? OF_FILLS : [])],
    ...[...OF_SPANS, ...ofSeveralEnds(enrollment)],
  ];
}
