import type { TablePlan } from '../../inputs/tables/plan.js';
import { CLAIM_LIST_COLUMNS, COLUMNS } from '../../inputs/x12/rows.js';
import { type Dialect, literal } from '../sql/dialect.js';
import { identifier } from '../sql/duckdb-dialect.js';
import { readCsv, readParquet } from '../sql/duckdb-files.js';
import { cleanedRows, personNames, statusesOf } from '../sql/relations.js';

/*
 * From converted 837 files to one claim relation: who the patient is, which version of a claim counts, what the payer
 * decided. What takes more than joining and counting is decided by the pure functions in src/inputs/x12.
 *
 * Tables: x12_claim (one row for each copy of a claim), x12_identity and x12_matched (patients as claims name them, and
 * who they are), x12_linked (claims that a replacement or void may be about),
 * x12_lost (claims that do not count, and why), x12_status (the payer's decisions) and x12_decided (the claims they are of).
 */

/** Columns of the claim list that are counts; all others are text. */
const COUNTS: Readonly<Record<string, string>> = {
  row_bytes: 'BIGINT',
  decided_bytes: 'INTEGER',
  line_count: 'BIGINT',
  segment: 'INTEGER',
  file_number: 'INTEGER',
  claim_ordinal: 'INTEGER',
};

const IDENTITY = ['person_id', 'patient_relation', 'patient_gender', 'patient_first_name']
  .map((column) => `coalesce(${column}, '')`)
  .join(` || '|' || `);

/** What a claim says of its patient, as one number: as text it would take more memory than all else. */
const IDENTITY_KEY = `CAST(md5(${IDENTITY}) AS UUID)`;

/**
 * Makes x12_claim, one row for each copy of a claim, from the claim lists of the converted files: a view of a Parquet file,
 * of which each statement reads the columns it needs. A table of the engine's is held in its memory, and as it does not fit
 * there, written to the disk five times as large.
 *
 * @param path of the file to write
 */
export function claimsOf(lists: readonly string[], path: string): readonly string[] {
  const texts = CLAIM_LIST_COLUMNS.filter((column) => COUNTS[column] === undefined);
  return [
    `
COPY (
  SELECT
      (CAST(file_number AS BIGINT) << ${ORDINAL_BITS}) + claim_ordinal AS claim_key
    , file_number AS file_no
    , claim_ordinal AS ordinal
    , segment
    , line_count
    , row_bytes
    , decided_bytes
${texts.map((column) => `    , coalesce(${column}, '') AS ${column}`).join('\n')}
    , ${IDENTITY_KEY} AS identity_key
  FROM ${rowsOf(lists)}
) TO ${literal(path)} (FORMAT parquet, ROW_GROUP_SIZE ${ROW_GROUP})`,
    `CREATE VIEW x12_claim AS SELECT * FROM ${readParquet([path])}`,
  ];
}

/** A claim's key is one number: its file's, and its own in the file. */
const ORDINAL_BITS = 32;

function rowsOf(lists: readonly string[]): string {
  const types = CLAIM_LIST_COLUMNS.map((column) => [column, COUNTS[column] ?? 'VARCHAR'] as const);
  if (lists.length === 0) {
    const none = types.map(([column, type]) => `CAST(NULL AS ${type}) AS ${column}`).join(', ');
    return `(SELECT ${none} WHERE FALSE) AS none`;
  }
  return ownCsv(lists, false, Object.fromEntries(types));
}

/** CSV as we write it. */
function ownCsv(
  files: readonly string[],
  header: boolean,
  columns: Readonly<Record<string, string>>,
): string {
  const options = [
    `header = ${header}`,
    `delim = ','`,
    `quote = '"'`,
    `escape = '"'`,
    `buffer_size = ${BUFFER}`,
  ];
  return readCsv(files, columns, options);
}

/** Bytes that a thread reads at a time; by default 32 MB, of which little memory has too few. */
const BUFFER = 4 << 20;

/** Row groups are small: each thread holds one, and rows are wide. */
const ROW_GROUP = 20_480;

/** Ids without what senders add and drop; coarser than the matching itself, which decides (src/inputs/x12/identity). */
function idKey(text: string): string {
  return `regexp_replace(upper(coalesce(${text}, '')), '[^0-9A-Z]', '', 'g')`;
}

function stemKey(key: string): string {
  return `CASE WHEN regexp_matches(${key}, '[0-9]{2}$') THEN left(${key}, length(${key}) - 2) ELSE '' END`;
}

/**
 * What the ids of a family have in common: the stem, or the id where it has none. An id that equals another or shares its
 * stem has the same kin; one that is the stem of another has the kin of that stem.
 */
function kinOf(key: string): string {
  return `coalesce(nullif(${stemKey(key)}, ''), ${key})`;
}

export const IDENTITIES = `
CREATE TABLE x12_identity AS
SELECT *, ${kinOf('id_key')} AS kin
FROM (
  SELECT
      CAST(row_number() OVER () - 1 AS INTEGER) AS identity_no
    , *
    , ${idKey('subscriber_id')} AS id_key
  FROM (
    SELECT DISTINCT
      identity_key, subscriber_id, patient_relation, patient_birth_date, patient_gender, patient_first_name
    FROM x12_claim
  ) AS stated
) AS keyed`;

export const COUNT_IDENTITIES = 'SELECT count(*) AS row_count FROM x12_identity';

/** Those people of the enrolment files who are of kin with a claim's patient by one of their numbers, and by which. */
export function enrolled(plan: TablePlan, dialect: Dialect): string {
  const asked = (kin: string): string =>
    `CASE WHEN ${kin} IN (SELECT kin FROM asked) THEN ${kin} ELSE '' END`;
  return `
CREATE TABLE x12_enrolled AS
WITH asked AS (
  SELECT DISTINCT kin FROM x12_identity
  WHERE kin <> ''
)
, named AS (
  SELECT DISTINCT person_id, member_id, subscriber_id, birth, gender, first_name
  FROM (${personNames(plan, dialect)}
  ) AS stated
  WHERE person_id IS NOT NULL AND trim(person_id) <> ''
)
, keyed AS (
  SELECT *, ${idKey('member_id')} AS member_key, ${idKey('subscriber_id')} AS subscriber_key
  FROM named
)
, related AS (
  SELECT person_id, member_id, subscriber_id, CAST(birth AS VARCHAR) AS birth_date, gender, first_name
    , ${asked(kinOf('member_key'))} AS member_kin
    , ${asked(kinOf('subscriber_key'))} AS subscriber_kin
    , ${asked(kinOf(stemKey('member_key')))} AS stem_kin
  FROM keyed
)
SELECT * FROM related
WHERE member_kin <> '' OR subscriber_kin <> '' OR stem_kin <> ''`;
}

/** The rows of the enrolment files by whether they name anyone. */
export function countEnrolled(plan: TablePlan, dialect: Dialect): string {
  return `
SELECT file_no, outcome, count(*) AS row_count
FROM (
  SELECT file_no, CASE WHEN person_id IS NULL OR trim(person_id) = '' THEN 'no_person' ELSE '' END AS outcome
  FROM (${personNames(plan, dialect)}
  ) AS stated
) AS named
GROUP BY file_no, outcome`;
}

/**
 * One part of the identities, so that matching holds no more than that in memory. Parts keep kin together: by the id
 * alone, nearly everybody enrolled shared a stem with somebody in each part, and each part had nearly all of them.
 */
function inPart(kin: string, part: number, parts: number): string {
  return `hash(${kin}) % ${parts} = ${part}`;
}

export function identitiesOfPart(part: number, parts: number): string {
  return `
SELECT identity_no, subscriber_id, patient_relation, patient_birth_date, patient_gender, patient_first_name
FROM x12_identity
WHERE ${inPart('kin', part, parts)}`;
}

/** Everybody whom an identity of the part can be, and others of their kin. */
export function enrolledOfPart(part: number, parts: number): string {
  const kins = ['member_kin', 'subscriber_kin', 'stem_kin'];
  return `
SELECT person_id, member_id, subscriber_id, birth_date, gender, first_name
FROM x12_enrolled
WHERE ${kins.map((kin) => `${kin} <> '' AND ${inPart(kin, part, parts)}`).join('\n   OR ')}`;
}

export const FOUND_TABLE = 'CREATE TABLE x12_found (identity_no INTEGER, person_id VARCHAR, reason VARCHAR)';

export const MATCHED = `
CREATE TABLE x12_matched AS
SELECT x12_identity.identity_key, x12_found.person_id, x12_found.reason
FROM x12_identity
JOIN x12_found ON x12_found.identity_no = x12_identity.identity_no`;

/** Without enrolment everyone is who the claim says: the patient key stands for the person, and nobody is matched. */
export const NOBODY_MATCHED = `
CREATE TABLE x12_matched AS
SELECT identity_key, person_id, '' AS reason FROM x12_claim WHERE FALSE`;

export const FREQUENCIES = 'SELECT DISTINCT claim_frequency FROM x12_claim';

/** @param acting frequencies of claims that replace or void others */
export function linked(acting: readonly string[]): string {
  const acts = `SELECT claim_id, payer_claim_number FROM x12_claim
    WHERE ${acting.length === 0 ? 'FALSE' : `claim_frequency IN (${acting.map(literal).join(', ')})`}`;
  return `
CREATE TABLE x12_linked AS
WITH acts AS (
  ${acts}
)
, numbers AS (
  SELECT claim_id AS number FROM acts
  UNION
  SELECT payer_claim_number FROM acts WHERE payer_claim_number <> ''
)
SELECT claim_key
FROM x12_claim
WHERE claim_id IN (SELECT number FROM numbers)
   OR payer_claim_number <> '' AND payer_claim_number IN (SELECT number FROM numbers)`;
}

/** Who the claim is about: the person matched, else the patient key. */
const PERSON = `coalesce(nullif(x12_matched.person_id, ''), x12_claim.person_id)`;

/** The claims for which the order of versions decides, with the person where one is known. */
export const LINKED_CLAIMS = `
SELECT x12_claim.claim_key, interchange_time, isa13, file_no, ordinal, claim_id, billing_npi, subscriber_id
  , ${PERSON} AS person_id
  , claim_start_date, claim_frequency, payer_claim_number, content_hash
FROM x12_claim
JOIN x12_linked ON x12_linked.claim_key = x12_claim.claim_key
LEFT JOIN x12_matched ON x12_matched.identity_key = x12_claim.identity_key`;

export const LOST_TABLE = 'CREATE TABLE x12_lost (claim_key BIGINT, outcome VARCHAR, by_key BIGINT)';

export const COUNT_CLAIMS = 'SELECT count(*) AS row_count FROM x12_claim';

/** Contents that several claims have, and how many. */
export const REPEATED_TABLE = 'CREATE TABLE x12_repeated (content_hash VARCHAR, claims BIGINT)';

export function repeatedOfPart(part: number, parts: number): string {
  return `
INSERT INTO x12_repeated
SELECT content_hash, count(*) FROM x12_claim
WHERE hash(content_hash) % ${parts} = ${part}
GROUP BY content_hash
HAVING count(*) > 1`;
}

export const COUNT_REPEATED =
  'SELECT CAST(coalesce(sum(claims), 0) AS BIGINT) AS row_count FROM x12_repeated';

/**
 * Of identical claims that no replacement or void is about, all but the first are copies. One part of those whose content is
 * repeated at a time, because a window holds what it orders: an archive may hold all of its files twice.
 */
export function lostCopies(part: number, parts: number): string {
  return `
INSERT INTO x12_lost
SELECT claim_key, 'duplicate_claim', first_key
FROM (
  SELECT claim_key, first_value(claim_key) OVER in_order AS first_key, row_number() OVER in_order AS place
  FROM x12_claim
  JOIN (
    SELECT content_hash AS repeated_hash FROM x12_repeated WHERE hash(content_hash) % ${parts} = ${part}
  ) AS repeated ON repeated.repeated_hash = x12_claim.content_hash
  WHERE claim_key NOT IN (SELECT claim_key FROM x12_linked)
  WINDOW in_order AS (
    PARTITION BY claim_id, billing_npi, subscriber_id, content_hash
    ORDER BY interchange_time, isa13, file_no, ordinal
  )
) AS copies
WHERE place > 1`;
}

/** Where one part of the statuses goes. */
export interface StatusFiles {
  readonly statuses: string;
  readonly decided: string;
}

/** Nothing is said of any claim. */
export const NO_STATUSES = [
  `CREATE VIEW x12_status AS SELECT '' AS claim_id, '' AS status, '' AS fate WHERE FALSE`,
  `CREATE VIEW x12_decided AS SELECT CAST(0 AS BIGINT) AS claim_key, '' AS status WHERE FALSE`,
];

/**
 * One part of what the side table says of each claim, and whether that is of use (a claim that is stated with two statuses
 * has none, and one that no 837 file holds is of no use), and of the copies of claims that it decides. Parquet files, as
 * x12_claim is, and one grouping of statuses and claims together: joins of all of them with each other take longer. Statuses
 * are numbers there, because the least of texts is kept where it cannot go to the disk.
 */
export function statusesOfPart(
  plan: TablePlan,
  [part, parts]: readonly [part: number, parts: number],
  to: StatusFiles,
  dialect: Dialect,
): readonly string[] {
  const words = `[${statusesOf(plan).map(literal).join(', ')}]`;
  const inPart = `hash(claim_id) % ${parts} = ${part}`;
  return [
    `
COPY (
  SELECT
      claim_id
    , ${words}[min(status)] AS status
    , CASE
        WHEN NOT bool_or(is_claim) THEN 'no_such_claim'
        WHEN min(status) <> max(status) THEN 'conflicting_status'
        ELSE ''
      END AS fate
  FROM (
    SELECT claim_id, CAST(list_position(${words}, status) AS TINYINT) AS status, FALSE AS is_claim
    FROM (${cleanedRows(plan, 'all', dialect)}
    ) AS status_row
    WHERE outcome = '' AND ${inPart}
    UNION ALL
    SELECT claim_id, NULL AS status, TRUE AS is_claim FROM x12_claim WHERE ${inPart}
  ) AS stated
  GROUP BY claim_id
  HAVING count(status) > 0
) TO ${literal(to.statuses)} (FORMAT parquet, ROW_GROUP_SIZE ${ROW_GROUP})`,
    `
COPY (
  SELECT x12_claim.claim_key, part.status
  FROM x12_claim
  JOIN (
    SELECT claim_id, status FROM ${readParquet([to.statuses])} WHERE fate = ''
  ) AS part ON part.claim_id = x12_claim.claim_id
) TO ${literal(to.decided)} (FORMAT parquet, ROW_GROUP_SIZE ${ROW_GROUP})`,
  ];
}

/** Makes x12_status and x12_decided of all parts. */
export function statusesOfParts(parts: readonly StatusFiles[]): readonly string[] {
  return [
    `CREATE VIEW x12_status AS SELECT * FROM ${readParquet(parts.map(({ statuses }) => statuses))}`,
    `CREATE VIEW x12_decided AS SELECT * FROM ${readParquet(parts.map(({ decided }) => decided))}`,
  ];
}

/** The rows of the side table by what becomes of them. */
export function countStatuses(plan: TablePlan, dialect: Dialect): string {
  return `
SELECT file_no, coalesce(nullif(outcome, ''), useless.fate, '') AS outcome, count(*) AS row_count
FROM (${cleanedRows(plan, 'all', dialect)}
) AS status_row
LEFT JOIN (
  SELECT claim_id, fate FROM x12_status WHERE fate <> ''
) AS useless ON useless.claim_id = status_row.claim_id
GROUP BY ALL`;
}

/** Lines and claims of each file by what keeps them from being used. */
export const COUNT_LOST = `
SELECT file_no, outcome, CAST(sum(line_count) AS BIGINT) AS row_count, count(*) AS claim_count
FROM (
  SELECT x12_claim.file_no, x12_claim.line_count
    , coalesce(x12_lost.outcome, nullif(x12_matched.reason, '')) AS outcome
  FROM x12_claim
  LEFT JOIN x12_lost ON x12_lost.claim_key = x12_claim.claim_key
  LEFT JOIN x12_matched ON x12_matched.identity_key = x12_claim.identity_key
) AS claims
WHERE outcome IS NOT NULL
GROUP BY file_no, outcome
ORDER BY file_no, outcome`;

/** Claims whose patient was not found, in the order of the files. */
export function unmatchedClaims(limit: number): string {
  return `
SELECT x12_claim.file_no, isa13, gs06, st02, segment, claim_id, x12_matched.reason
  , concat_ws(',', subscriber_id, patient_relation, patient_birth_date, patient_gender, patient_first_name) AS raw
FROM x12_claim
JOIN x12_matched ON x12_matched.identity_key = x12_claim.identity_key
LEFT JOIN x12_lost ON x12_lost.claim_key = x12_claim.claim_key
WHERE x12_matched.reason <> '' AND x12_lost.claim_key IS NULL
ORDER BY file_no, ordinal
LIMIT ${limit}`;
}

/** Every claim that another one set aside, and that other one. */
export const VERSIONS = `
SELECT lost.outcome
  , claim.claim_id, claim.file_no, claim.isa13, claim.gs06, claim.st02, claim.segment
  , other.claim_id AS by_claim_id, other.file_no AS by_file_no, other.isa13 AS by_isa13, other.gs06 AS by_gs06
  , other.st02 AS by_st02, other.segment AS by_segment
FROM x12_lost AS lost
JOIN x12_claim AS claim ON claim.claim_key = lost.claim_key
LEFT JOIN x12_claim AS other ON other.claim_key = lost.by_key
ORDER BY claim.file_no, claim.ordinal`;

/** The key of a claim, from the number of its file and its own in the file. */
export function claimKey(fileNumber: number, ordinal: number): number {
  return fileNumber * 2 ** ORDINAL_BITS + ordinal;
}

/**
 * What was decided of claims, in the order in which their rows stand.
 *
 * @param after the key of the last claim before them
 * @param last the key of the last of them
 */
export function settledClaims(after: number, last: number): string {
  const inPart = `claim_key > ${after} AND claim_key <= ${last}`;
  return `
SELECT claim.file_no, claim.ordinal, claim.row_bytes, claim.decided_bytes
  , lost.claim_key IS NULL AND coalesce(x12_matched.reason, '') = '' AS is_used
  , coalesce(nullif(x12_matched.person_id, ''), claim.person_id) AS person_id
  , decided.status
FROM (SELECT * FROM x12_claim WHERE ${inPart}) AS claim
LEFT JOIN (SELECT claim_key FROM x12_lost WHERE ${inPart}) AS lost ON lost.claim_key = claim.claim_key
LEFT JOIN x12_matched ON x12_matched.identity_key = claim.identity_key
LEFT JOIN (
  SELECT claim_key, status FROM x12_decided WHERE ${inPart}
) AS decided ON decided.claim_key = claim.claim_key
ORDER BY claim.file_no, claim.ordinal`;
}

/** Writes a claim table as Parquet, days as dates. */
export function asParquet(csv: string, to: string): string {
  const columns = Object.fromEntries(COLUMNS.map((column) => [column, 'VARCHAR']));
  return `
COPY (
  SELECT
      ${COLUMNS.map(typed).join('\n    , ')}
  FROM ${ownCsv([csv], true, columns)}
) TO ${literal(to)} (FORMAT parquet, ROW_GROUP_SIZE ${ROW_GROUP})`;
}

/** The rows hold days as ISO text. */
function typed(column: string): string {
  const own = identifier(column);
  return /_date(_\d+)?$/.test(column) ? `CAST(${own} AS DATE) AS ${own}` : own;
}
