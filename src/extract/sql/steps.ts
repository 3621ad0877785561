import { numbered } from '../../inputs/tables/columns.js';
import type { TablePlan } from '../../inputs/tables/plan.js';
import { type Dialect, literal } from './dialect.js';
import {
  CODE_COLUMNS,
  claimStatusRelation,
  eligibilityRelation,
  isBad,
  medicalRelation,
  pharmacyRelation,
} from './relations.js';

/*
 * The extraction of the medical claims as a sequence of statements: first who could have an index event, then only their rows that carry a
 * listed code. Narrowing leaves out what no rule could use, and nothing is decided here.
 *
 * Tables: candidate (person_id, person_no), listed_code (code_no, kind, code), coded (one row for each listed code on a
 * candidate's claim line, and one with code_no 0 for each line itself).
 */

/** What the extraction needs to know of the rules: codes, and the days between which an index event can lie. */
export interface Narrowing {
  /** ICD-10-CM codes of uncomplicated low back pain. */
  readonly lowBackPain: readonly string[];
  /** First and last day of the intake period, ISO. */
  readonly intake: { readonly first: string; readonly last: string };
  /** False keeps everyone with a claim; the tests compare the two. */
  readonly isOn: boolean;
}

/** Days between the lines of a claim that does not state its start and end, at the most (docs/inputs.md). */
const LONGEST_CLAIM_DAYS = 366;

/** Days that a line can lie before the start or after the end that its claim states, at the most. */
const DAYS_OUTSIDE_CLAIM = 31;

/** The kinds of column a code can stand in; a code is looked up among the codes of its kind. */
export type CodeKind =
  | 'line'
  | 'diagnosis'
  | 'icd_procedure'
  | 'procedure'
  | 'revenue'
  | 'bill_type'
  | 'place';

const KIND_NUMBERS: Record<CodeKind, number> = {
  line: 0,
  diagnosis: 1,
  icd_procedure: 2,
  procedure: 3,
  revenue: 4,
  bill_type: 5,
  place: 6,
};

export function kindNumber(kind: CodeKind): number {
  return KIND_NUMBERS[kind];
}

/** Counts the rows of the medical files by what becomes of them, and finds the candidates in the same scan. */
export function scanMedical(plan: TablePlan, narrowing: Narrowing, dialect: Dialect): string {
  const { first, last } = narrowing.intake;
  const before = (days: number): string => dialect.plusDays(`DATE ${literal(first)}`, -days);
  const after = (days: number): string => dialect.plusDays(`DATE ${literal(last)}`, days);
  // A line may qualify whose diagnosis only another line of its claim states, so the days around the intake period
  // are looked at too; the rules then tell who is no candidate.
  const isCandidate = narrowing.isOn
    ? `dx_1 IN (${narrowing.lowBackPain.map(literal).join(', ')})
          AND CASE
            WHEN claim_start IS NULL OR claim_end IS NULL
            THEN service_date BETWEEN ${before(LONGEST_CLAIM_DAYS)} AND ${after(LONGEST_CLAIM_DAYS)}
            ELSE least(service_date, claim_start) <= ${after(DAYS_OUTSIDE_CLAIM)}
              AND greatest(service_date, line_end, claim_end) >= ${before(DAYS_OUTSIDE_CLAIM)}
          END`
    : 'TRUE';
  return `
SELECT file_no, outcome, diagnosis_shape, person_id, CAST(sum(weight) AS BIGINT) AS row_count
FROM (
  SELECT
      file_no
    , weight
    , outcome
    , CASE WHEN dx_1 IS NULL THEN 'blank' WHEN dx_1 >= 'A' THEN 'letter' ELSE 'digit' END AS diagnosis_shape
    , CASE WHEN outcome = '' AND ${isCandidate} THEN person_id END AS person_id
  FROM (${medicalRelation(plan, 'all', dialect)}
  ) AS medical
) AS classified
GROUP BY file_no, outcome, diagnosis_shape, person_id`;
}

/** Numbers the candidates in the order of their ids, byte by byte. */
export const NUMBER_CANDIDATES = `
SELECT person_id, CAST(row_number() OVER (ORDER BY person_id) - 1 AS INTEGER) AS person_no
FROM (SELECT DISTINCT person_id FROM medical_scan WHERE person_id IS NOT NULL) AS found`;

/** A place on a claim line where a code can stand; the ICD-10-PCS ones have a date of their own. */
interface Slot {
  readonly code: string;
  readonly place: number;
  readonly ownDate: string;
}

const NO_DATE = 'CAST(NULL AS DATE)';

const SLOTS: readonly Slot[] = CODE_COLUMNS.map((column, index) => ({
  code: column,
  place: index + 1,
  ownDate: column.startsWith('px_') ? column.replace('px_', 'px_date_') : NO_DATE,
}));

/** Slots that few lines fill: to take the others apart alone, where these are empty, is several times faster. */
const RARE_SLOTS = SLOTS.filter(({ place }) => place > 12 && place <= 50);

/** The line itself goes through as if it were a code. */
const LINE_SLOT: Slot = { code: `'*'`, place: 0, ownDate: NO_DATE };

/** The candidates' rows, taken apart into their listed codes. */
export function codeCandidates(plan: TablePlan, dialect: Dialect): string {
  const statedOnce = [
    'line_number',
    'service_date',
    'line_end',
    'claim_start',
    'claim_end',
    'admission',
    'discharge',
    'status',
  ];
  const ownDates = SLOTS.map(({ ownDate }) => ownDate).filter((date) => date !== NO_DATE);
  const rows = `
    SELECT
        *
      , coalesce(claim_key, claim_id) AS claim
      , ${dialect.hash([...statedOnce, ...CODE_COLUMNS, ...ownDates])} AS row_key
      , ${numbered('px_date').map(isBad).join(' OR ')} AS has_bad_procedure_date
      , coalesce(${RARE_SLOTS.map(({ code }) => code).join(', ')}) IS NOT NULL AS has_rare_code
    FROM (${medicalRelation(plan, 'of candidates', dialect)}
    ) AS medical
    WHERE outcome = ''`;

  const common = [...SLOTS.filter((slot) => !RARE_SLOTS.includes(slot)), LINE_SLOT];
  const list = (of: (slot: Slot) => string): string =>
    `CASE WHEN has_rare_code THEN ${dialect.array([...SLOTS, LINE_SLOT].map(of))} ELSE ${dialect.array(common.map(of))} END`;
  const exploded = dialect.explode(rows, {
    code: list(({ code }) => code),
    place: list(({ place }) => String(place)),
    own_date: list(({ ownDate }) => ownDate),
  });
  return `
SELECT
    file_no
  , person_no
  , claim
  , claim_id
  , locator
  , line_number
  , row_key
  , ${dialect.dayNumber('service_date')} AS service_day
  , ${dialect.dayNumber('claim_start')} AS claim_start_day
  , ${dialect.dayNumber('claim_end')} AS claim_end_day
  , ${dialect.dayNumber('admission')} AS admission_day
  , ${dialect.dayNumber('discharge')} AS discharge_day
  , place_of_service
  , status
  , procedure_code
  , revenue_code
  , listed_code.code_no
  , place
  , ${dialect.dayNumber('own_date')} AS own_day
  , has_bad_procedure_date
FROM (${exploded}
) AS exploded
JOIN listed_code ON listed_code.code = exploded.code AND listed_code.kind = ${KIND_OF_PLACE}`;
}

const KIND_OF_PLACE = `CASE
    WHEN place = 0 THEN ${KIND_NUMBERS.line}
    WHEN place <= 25 THEN ${KIND_NUMBERS.diagnosis}
    WHEN place <= 50 THEN ${KIND_NUMBERS.icd_procedure}
    ELSE place - 48
  END`;

/**
 * What becomes of each candidate's row: whether it is the first of its like, carries a listed code, or is needed for
 * its dates only, because another line of its claim states something that holds for the whole claim (a diagnosis, an
 * inpatient revenue code, an ICD-10-PCS procedure).
 */
export const ROW_FATES = `
SELECT
    file_no
  , person_no
  , claim
  , line_number
  , row_key
  , copies
  , has_code
  , max(holds_for_claim) OVER (PARTITION BY person_no, claim) AS is_claim_in_use
  , row_number() OVER (PARTITION BY person_no, claim, line_number, row_key ORDER BY file_no) AS occurrence
FROM (
  SELECT
      file_no
    , person_no
    , claim
    , line_number
    , row_key
    , sum(CASE WHEN code_no = 0 THEN 1 ELSE 0 END) AS copies
    , max(CASE WHEN code_no > 0 THEN 1 ELSE 0 END) AS has_code
    , max(CASE WHEN code_no > 0 AND (place <= 50 OR place = 52) THEN 1 ELSE 0 END) AS holds_for_claim
  FROM coded
  GROUP BY file_no, person_no, claim, line_number, row_key
) AS rows_of_candidates`;

/** Rows of the medical files by what became of them; an empty outcome means used. */
export const COUNT_MEDICAL = `
WITH outcomes AS (
  SELECT file_no, outcome, CAST(sum(row_count) AS BIGINT) AS row_count
  FROM medical_scan
  GROUP BY file_no, outcome
)
, fates AS (
  SELECT
      file_no
    , CASE WHEN has_code = 0 AND is_claim_in_use = 0 THEN 'no_listed_code' ELSE '' END AS outcome
    , copies
    , CASE WHEN has_code = 0 AND is_claim_in_use = 0 THEN copies WHEN occurrence = 1 THEN 1 ELSE 0 END AS kept
  FROM row_fate
)
, of_candidates AS (
  SELECT file_no, outcome, CAST(sum(kept) AS BIGINT) AS row_count FROM fates GROUP BY file_no, outcome
  UNION ALL
  SELECT file_no, 'duplicate', CAST(sum(copies - kept) AS BIGINT) FROM fates GROUP BY file_no
)
, fetched AS (
  SELECT file_no, sum(row_count) AS row_count FROM of_candidates GROUP BY file_no
)
SELECT file_no, outcome, row_count FROM outcomes WHERE outcome <> ''
UNION ALL
SELECT file_no, outcome, row_count FROM of_candidates
UNION ALL
SELECT outcomes.file_no, 'not_a_candidate', outcomes.row_count - coalesce(fetched.row_count, 0)
FROM outcomes
LEFT JOIN fetched ON fetched.file_no = outcomes.file_no
WHERE outcomes.outcome = ''`;

/** Usable rows by the shape of their principal diagnosis. */
export const COUNT_SHAPES = `
SELECT diagnosis_shape, CAST(sum(row_count) AS BIGINT) AS row_count
FROM medical_scan
WHERE outcome = ''
GROUP BY diagnosis_shape`;

/** Claim lines that are stated more than once, and not alike. */
export const COUNT_CONFLICTS = `
SELECT count(*) AS row_count
FROM (
  SELECT person_no, claim, line_number
  FROM row_fate
  WHERE line_number <> ''
  GROUP BY person_no, claim, line_number
  HAVING count(DISTINCT row_key) > 1
) AS conflicting`;

export const COUNT_UNKNOWN_STATUS = `SELECT count(*) AS row_count FROM coded WHERE code_no = 0 AND status = 'unknown'`;

export const COUNT_BAD_PROCEDURE_DATES =
  'SELECT count(*) AS row_count FROM coded WHERE code_no = 0 AND has_bad_procedure_date';

export const COUNT_CANDIDATES = 'SELECT count(*) AS row_count FROM candidate';

const EVENT_COLUMNS = `
    coded.person_no, coded.claim, coded.line_number, coded.service_day
  , coded.claim_start_day, coded.claim_end_day, coded.admission_day, coded.discharge_day
  , coalesce(coded.place_of_service, '') AS place_of_service, coded.status
  , coalesce(coded.procedure_code, '') AS procedure_code, coalesce(coded.revenue_code, '') AS revenue_code
  , coded.code_no, coded.place, coded.own_day, coded.file_no
  , CASE WHEN coded.claim_id <> coded.claim THEN coded.claim_id END AS claim_id, coded.locator`;

/** The events of all candidates; code_no 0 is a line without a listed code of its own. */
export const CLAIM_EVENTS = `
SELECT * FROM (
  SELECT ${EVENT_COLUMNS}
  FROM coded
  WHERE coded.code_no > 0
  UNION ALL
  SELECT ${EVENT_COLUMNS}
  FROM coded
  JOIN row_fate
    ON row_fate.person_no = coded.person_no AND row_fate.claim = coded.claim
    AND row_fate.line_number = coded.line_number AND row_fate.row_key = coded.row_key
    AND row_fate.file_no = coded.file_no
  WHERE coded.code_no = 0 AND row_fate.has_code = 0 AND row_fate.is_claim_in_use = 1
) AS events`;

export const CANDIDATES = 'SELECT person_no, person_id FROM candidate';

export const CANDIDATE_IDS = 'SELECT person_id FROM candidate';

/** How many there are, and how many bytes they have together. */
export const SIZE_OF_CANDIDATE_IDS =
  'SELECT count(*) AS people, CAST(coalesce(sum(strlen(person_id)), 0) AS BIGINT) AS bytes FROM candidate';

/**
 * The rows of one file that cannot be used; the plan has that file alone.
 *
 * @param raw whether the whole records are wanted
 */
export function rejectedRows(
  plan: TablePlan,
  {
    reasons,
    limit,
    raw,
  }: { readonly reasons: readonly string[]; readonly limit: number; readonly raw: boolean },
  dialect: Dialect,
): string {
  const relations = {
    medical_claim: medicalRelation,
    pharmacy_claim: pharmacyRelation,
    eligibility: eligibilityRelation,
    claim_status: claimStatusRelation,
  };
  const claimId = plan.table.name === 'eligibility' ? `''` : 'claim_id';
  return `
SELECT
    file_no
  , record_no
  , ${plan.table.name === 'medical_claim' ? 'locator' : `''`} AS locator
  , ${claimId} AS claim_id
  , outcome
  , ${raw ? 'raw' : `'' AS raw`}
FROM (${relations[plan.table.name](plan, 'all', dialect)}
) AS numbered
WHERE outcome IN (${reasons.map(literal).join(', ')})
ORDER BY file_no, record_no
LIMIT ${limit}`;
}
