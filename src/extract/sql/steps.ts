import { END_ZEROS, FRACTION } from '../../codes/amount-text.js';
import { MISSHAPEN } from '../../codes/readings.js';
import { DIAGNOSES, PROCEDURE_DATES } from '../../inputs/tables/columns.js';
import type { TablePlan } from '../../inputs/tables/plan.js';
import { carriedColumn, FACT_COLUMNS } from '../../inputs/tables/selected-columns.js';
import type { LineFact, LinePattern, Selection } from '../../timeline/selection.js';
import { isNoDate, unmappedWordOf } from './cleaned-columns.js';
import {
  type CodePlace,
  codeColumns,
  furtherCodes,
  GLUED_MODIFIERS,
  HAS_FURTHER_CODES,
  hasRareCode,
  isPlaceOf,
  KIND_OF_PLACE,
  placeOfFurther,
  placesOfRow,
  serviceColumns,
} from './code-columns.js';
import { hasCorrectedCode } from './corrected-codes.js';
import { type Dialect, literal } from './dialect.js';
import { anyOf, fitsDrugPattern, fitsPattern, isDrugPattern } from './line-pattern.js';
import { cleanedRows } from './relations.js';
import { lineRemarks } from './remarks.js';
import { IS_TAKEN, joinTaken, reversalColumns, rowsAlike } from './reversals.js';
import { isInRelation } from './stated-columns.js';

/*
 * The extraction of the medical claims as a sequence of statements: first the candidates, then only their
 * rows with a listed code. Narrowing leaves out what no rule could use; nothing is decided here.
 *
 * Tables: candidate (person_id, person_no), listed_code (code_no, kind, code), coded (one row for each listed code on a
 * candidate's claim line, and one with code_no 0 for each line itself).
 */

const [PRINCIPAL = ''] = DIAGNOSES;

/**
 * Counts the rows of the medical files by outcome, and finds the candidates in the same scan. Principal diagnoses that
 * begin as an event's do are counted by code, with a claim each, because a mistyped one makes nobody a candidate.
 */
export function scanMedical(plan: TablePlan, { candidates, stems }: WhoToFetch, dialect: Dialect): string {
  // CASE instead of IN, which DuckDB would turn into a join that runs for every row.
  const ofEvent = stems.map((stem) => `WHEN ${literal(stem)} THEN ${PRINCIPAL}`).join(' ');
  const principal =
    stems.length === 0 ? 'CAST(NULL AS STRING)' : `CASE left(${PRINCIPAL}, ${STEM}) ${ofEvent} END`;
  return `
SELECT
    file_no
  , outcome
  , diagnosis_shape
  , person_id
  , principal
  , min(CASE WHEN principal IS NOT NULL THEN claim_id END) AS claim_id
  , CAST(sum(weight) AS BIGINT) AS row_count
FROM (
  SELECT
      file_no
    , weight
    , outcome
    , claim_id
    , CASE WHEN outcome = '' THEN ${principal} END AS principal
    , CASE WHEN ${PRINCIPAL} IS NULL THEN 'blank' WHEN ${PRINCIPAL} = ${literal(MISSHAPEN)} THEN 'misshapen' ELSE 'code' END AS diagnosis_shape
    , CASE WHEN outcome = '' AND ${isCandidateRow(candidates, plan, dialect)} THEN person_id END AS person_id
  FROM (${cleanedRows(plan, 'all', dialect)}
  ) AS medical
) AS classified
GROUP BY file_no, outcome, diagnosis_shape, person_id, principal`;
}

/** The people to fetch: those with a line of any of these patterns, or everyone with a claim. */
export type Candidates = readonly LinePattern[] | 'everyone';

export interface WhoToFetch {
  readonly candidates: Candidates;
  /** What the principal diagnoses of events begin with (whoToFetch). */
  readonly stems: readonly string[];
}

/** A category of ICD-10-CM has three characters. */
const STEM = 3;

/** Who is fetched, of those with a line of any pattern; the stems are the categories of the principal diagnoses. */
export function whoToFetch(patterns: readonly LinePattern[], candidates: Candidates = patterns): WhoToFetch {
  const codes = patterns.flatMap((one) => (one.position === 'principal' ? one.codes : []));
  return { candidates, stems: [...new Set(codes.map((code) => code.slice(0, STEM)))].sort() };
}

function isCandidateRow(candidates: Candidates, plan: TablePlan, dialect: Dialect): string {
  if (candidates === 'everyone') return 'TRUE';
  const ofClaims = candidates.filter((pattern) => !isDrugPattern(pattern));
  return anyOf(ofClaims.map((pattern) => fitsPattern(pattern, plan, dialect)));
}

/** People with a fill that makes a candidate. */
export function scanDrugCandidates(
  plan: TablePlan,
  patterns: readonly LinePattern[],
  dialect: Dialect,
): string {
  return `
SELECT DISTINCT person_id
FROM (${cleanedRows(plan, 'all', dialect)}
) AS pharmacy
WHERE outcome = '' AND ${anyOf(patterns.map((pattern) => fitsDrugPattern(pattern, plan, dialect)))}`;
}

/** Numbers the candidates in the order of their ids, compared by bytes. */
export function numberCandidates(hasDrugCandidates: boolean): string {
  const ofDrugs = hasDrugCandidates ? ' UNION SELECT person_id FROM drug_candidate' : '';
  return `
SELECT person_id, CAST(row_number() OVER (ORDER BY person_id) - 1 AS INTEGER) AS person_no
FROM (SELECT DISTINCT person_id FROM medical_scan WHERE person_id IS NOT NULL${ofDrugs}) AS found`;
}

/** What is read from the rows of candidates besides their codes. */
export type Reading = Pick<Selection, 'candidates' | 'carried' | 'kept'>;

/** A fact of a cleaned row as one text; several columns are joined in their order, with blanks between. */
function factOf(fact: LineFact): string {
  const columns = FACT_COLUMNS[fact].map((column) =>
    fact === 'billType' || fact === 'modifiers' ? shaped(column) : column,
  );
  const all = fact === 'modifiers' ? [GLUED_MODIFIERS, ...columns] : columns;
  return all.length === 1 ? all.join() : `concat_ws(' ', ${all.join(', ')})`;
}

const AMOUNTS: readonly string[] = (['units', 'allowedAmount', 'paidAmount'] as const).map(carriedColumn);

/** A fact as lines are compared by it. */
function comparedFact(column: string, { matches, replaced }: Dialect): string {
  if (!AMOUNTS.includes(column)) return column;
  return `CASE WHEN ${matches(column, FRACTION)} THEN ${replaced(column, END_ZEROS, '')} ELSE ${column} END`;
}

/** The cell if it can be a code, else NULL. */
function shaped(column: string): string {
  return `nullif(${column}, ${literal(MISSHAPEN)})`;
}

/** The cleaned rows of candidates, with the facts carried for some of them, and whether a row is wanted. */
function rowsOfCandidates(plan: TablePlan, reading: Reading, dialect: Dialect): string {
  const { carried, candidates, kept } = reading;
  const relation = cleanedRows(plan, 'of candidates', dialect);
  if (carried === null && kept === 'persons') return relation;
  const fits = (patterns: readonly LinePattern[]): string =>
    anyOf(patterns.filter((one) => !isDrugPattern(one)).map((one) => fitsPattern(one, plan, dialect)));
  const facts = (carried?.facts ?? []).map(
    (fact) => `, CASE WHEN is_carried THEN ${factOf(fact)} END AS ${carriedColumn(fact)}`,
  );
  return `
    SELECT * ${facts.join('\n      ')}
    FROM (
      SELECT *, ${fits(carried?.lines ?? [])} AS is_carried, ${fits(candidates)} AS is_wanted
      FROM (${relation}
      ) AS stated
    ) AS marked`;
}

/**
 * Which lines of a person form one claim (docs/inputs.md, "The key of a claim"): those with the same claim id
 * and source; a claim key, if the table has one, replaces both.
 */
export function claimKey(dialect: Dialect): string {
  const ofSource = `claim_id || ${dialect.literal('\u001f')} || data_source`;
  return `coalesce(claim_key, ${ofSource}, claim_id)`;
}

/** By which rows without a line number are known as one line: all but their diagnoses. */
export function serviceKey(columns: readonly string[], dialect: Dialect): string {
  return `CASE WHEN line_number = '' THEN ${dialect.hash(columns)} END`;
}

const FURTHER_KINDS = ['diagnosis', 'procedure'] as const;
type FurtherKind = (typeof FURTHER_KINDS)[number];

/** The candidates' rows, split into their listed codes. */
export function codeCandidates(plan: TablePlan, reading: Reading, dialect: Dialect): string {
  const carried = reading.carried === null ? [] : ['is_carried', ...reading.carried.facts.map(carriedColumn)];
  const marks = [...carried, ...(reading.kept === 'persons' ? [] : ['is_wanted'])];
  const distinguishing =
    reading.carried?.tellLinesApart === true ? carried.map((column) => comparedFact(column, dialect)) : [];
  const dates = [
    'service_date',
    'claim_line_end_date',
    'claim_start_date',
    'claim_end_date',
    'admission_date',
    'discharge_date',
  ];
  const codes = codeColumns(plan).filter((name) => name !== 'bill_type_code');
  const procedureDates = PROCEDURE_DATES.filter((name) => isInRelation(name, plan));
  const places = placesOfRow(plan);
  const ifRare = (list: string): string =>
    places.rare.length === 0 ? '' : `WHEN has_rare_code THEN ${list}`;
  const reversals = Object.entries(reversalColumns(dialect));
  // Voided rows are read for what they reverse; a line's content is everything except its number, status and
  // bill.
  const rows = `
    SELECT
        *
      , ${dialect.hash(['content_key', 'line_number', 'claim_status', 'bill_type_code', 'is_void', ...distinguishing])} AS row_key
    FROM (
      SELECT
          *
        , ${claimKey(dialect)} AS claim
        , ${dialect.hash([...dates, ...codes, ...procedureDates])} AS content_key
        , ${serviceKey([...dates, 'claim_status', ...serviceColumns(plan)], dialect)} AS service_key
        , ${anyOf(procedureDates.map(isNoDate))} AS has_bad_procedure_date
        , ${hasRareCode(places)} AS has_rare_code
        , ${hasCorrectedCode(plan, dialect)} AS has_corrected_code
        , ${lineRemarks(procedureDates, dialect)} AS remarks
        , ${reversals.map(([name, expression]) => `${expression} AS ${name}`).join('\n        , ')}
      FROM (${rowsOfCandidates(plan, reading, dialect)}
      ) AS medical
      WHERE outcome IN ('', 'voided', 'void')
    ) AS distinguished`;

  const list = (
    of: (place: CodePlace) => string,
    ofFurther: (kind: FurtherKind, words: string) => string,
  ) => {
    const all = dialect.array(places.all.map(of));
    const common = dialect.array(places.common.map(of));
    const further = FURTHER_KINDS.map((kind) =>
      ofFurther(kind, dialect.words(`coalesce(${furtherCodes(kind)}, '')`)),
    );
    return `CASE WHEN ${HAS_FURTHER_CODES} THEN ${dialect.concatenated([all, ...further])} ${ifRare(all)} ELSE ${common} END`;
  };
  const exploded = dialect.explode(rows, {
    code: list(
      ({ code }) => code,
      (_, words) => words,
    ),
    place: list(
      ({ place }) => String(place),
      (kind, words) => dialect.mapped(words, () => String(placeOfFurther(kind))),
    ),
    own_date: list(
      ({ ownDate }) => ownDate,
      (_, words) => dialect.mapped(words, () => 'CAST(NULL AS DATE)'),
    ),
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
  , ${dialect.dayNumber('claim_start_date')} AS claim_start_day
  , ${dialect.dayNumber('claim_end_date')} AS claim_end_day
  , ${dialect.dayNumber('admission_date')} AS admission_day
  , ${dialect.dayNumber('discharge_date')} AS discharge_day
  , ${shaped('place_of_service_code')} AS place_of_service_code
  , claim_status
  , ${shaped('hcpcs_code')} AS hcpcs_code
  , ${shaped('revenue_center_code')} AS revenue_center_code
  , listed_code.code_no
  , place
  , ${dialect.dayNumber('own_date')} AS own_day
  , has_bad_procedure_date
  , ${GLUED_MODIFIERS} IS NOT NULL AS has_glued_modifier
  , ${HAS_FURTHER_CODES} AS has_several_codes
  , has_corrected_code
  , content_key
  , service_key
  , is_void
  , bill_action
  , amount
  , is_money
  , remarks
  , ${unmappedWordOf('claim_status')}${marks.map((name) => `\n  , ${name}`).join('')}
FROM (${exploded}
) AS exploded
JOIN listed_code ON listed_code.code = exploded.code AND listed_code.kind = ${KIND_OF_PLACE}`;
}

/** Whether a code at a place holds for the whole claim. */
const HOLDS_FOR_CLAIM = (['diagnosis', 'icd_procedure', 'revenue'] as const).map(isPlaceOf).join(' OR ');

/** Identical rows of candidates, counted by file. */
export function alikeRows(kept: Selection['kept']): string {
  return rowsAlike(kept, HOLDS_FOR_CLAIM);
}

/**
 * For each candidate row that is not voided: whether another row reverses it, it is the first of identical
 * rows, it carries a listed code, or it is needed only for its dates, because another line of its claim
 * states something that holds for the whole claim (a diagnosis, an inpatient revenue code, an ICD-10-PCS
 * procedure).
 */
export function rowFates(kept: Selection['kept']): string {
  const wanted = {
    persons: '1',
    claims: 'max(is_wanted) OVER (PARTITION BY person_no, claim)',
    lines: 'is_wanted',
  }[kept];
  return `
SELECT
    file_no
  , person_no
  , claim
  , line_number
  , row_key
  , content_key
  , service_key
  , copies
  , has_code
  , taken
  , ${wanted} AS is_kept
  , max(holds_for_claim) OVER (PARTITION BY person_no, claim) AS is_claim_in_use
  , row_number() OVER (PARTITION BY person_no, claim, line_number, row_key ORDER BY file_no) AS occurrence
FROM (
  SELECT
      row_alike.file_no
    , row_alike.person_no
    , row_alike.claim
    , row_alike.line_number
    , row_alike.row_key
    , row_alike.content_key
    , row_alike.service_key
    , row_alike.copies
    , row_alike.has_code
    , coalesce(taken_row.taken, '') AS taken
    , CASE WHEN coalesce(taken_row.taken, '') = '' THEN holds_for_claim ELSE 0 END AS holds_for_claim${
      kept === 'persons'
        ? ''
        : `
    , CASE WHEN coalesce(taken_row.taken, '') = '' THEN is_wanted ELSE 0 END AS is_wanted`
    }
  FROM row_alike
  ${joinTaken('row_alike')}
  WHERE row_alike.is_void = 0
) AS rows_of_candidates`;
}

const EVENT_COLUMNS = `
    coded.person_no, coded.claim, coded.line_number, coded.service_day
  , coded.claim_start_day, coded.claim_end_day, coded.admission_day, coded.discharge_day
  , coalesce(coded.place_of_service_code, '') AS place_of_service_code, coded.claim_status
  , coalesce(coded.hcpcs_code, '') AS hcpcs_code, coalesce(coded.revenue_center_code, '') AS revenue_center_code
  , coded.code_no, coded.place, coded.own_day, coded.file_no
  , CASE WHEN coded.claim_id <> coded.claim THEN coded.claim_id END AS claim_id, coded.locator`;

/** The events of all candidates; code_no 0 is a line without its own listed code. */
export function claimEvents({ carried, kept }: Reading): string {
  const facts = carried === null ? [] : ['is_carried', ...carried.facts.map(carriedColumn)];
  const columns = `${EVENT_COLUMNS}${facts.map((name) => `, coded.${name}`).join('')}`;
  const joined = `JOIN row_fate
    ON row_fate.person_no = coded.person_no AND row_fate.claim = coded.claim
    AND row_fate.line_number = coded.line_number AND row_fate.row_key = coded.row_key
    AND row_fate.file_no = coded.file_no`;
  return `
SELECT * FROM (
  SELECT ${columns}
  FROM coded${kept === 'persons' ? '' : `\n  ${joined}`}
  ${joinTaken('coded')}
  WHERE coded.code_no > 0 AND coded.is_void = 0 AND NOT ${IS_TAKEN}${kept === 'persons' ? '' : ' AND row_fate.is_kept = 1'}
  UNION ALL
  SELECT ${columns}
  FROM coded
  ${joined}
  WHERE coded.code_no = 0 AND coded.is_void = 0 AND row_fate.taken = '' AND row_fate.has_code = 0 AND row_fate.is_claim_in_use = 1 AND row_fate.is_kept = 1
) AS events`;
}

export const CANDIDATES = 'SELECT person_no, person_id FROM candidate';

export const CANDIDATE_IDS = 'SELECT person_id FROM candidate';

/** Their number, and their total bytes. */
export const SIZE_OF_CANDIDATE_IDS =
  'SELECT count(*) AS people, CAST(coalesce(sum(strlen(person_id)), 0) AS BIGINT) AS bytes FROM candidate';
