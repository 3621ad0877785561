import { CLAIM_LIST_COLUMNS, COLUMNS } from '../../../inputs/x12/rows.js';
import { literal } from '../../sql/dialect.js';
import { identifier } from '../../sql/duckdb-dialect.js';
import { readParquet } from '../../sql/duckdb-files.js';
import { ownCsv, ROW_GROUP } from './own-files.js';

/*
 * From converted 837 files to one claim relation: who the patient is (persons.ts), which version of a claim
 * counts (versions.ts), what the payer decided (statuses.ts). The pure functions in src/inputs/x12 decide
 * whatever takes more than joining and counting.
 *
 * Tables: x12_claim (one row for each copy of a claim), x12_identity and x12_matched (patients as claims name them, and
 * who they are), x12_linked (claims that a replacement or void may be about), x12_lost (claims that do not count, and
 * why), x12_status (the payer's decisions) and x12_decided (the claims they are of).
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

/**
 * A claim's statement of its patient, as one number: as text it would take more memory than everything else.
 */
const IDENTITY_KEY = `CAST(md5(${IDENTITY}) AS UUID)`;

/**
 * Makes x12_claim, one row for each copy of a claim, from the claim lists of the converted files: a view of a
 * Parquet file, from which each statement reads the columns it needs. An engine table is held in memory and,
 * when it does not fit, spilled to disk at five times the size.
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

/** A claim's key is one number, built from its file's number and its own number in the file. */
const ORDINAL_BITS = 32;

/** The key of a claim, from the number of its file and its own in the file. */
export function claimKey(fileNumber: number, ordinal: number): number {
  return fileNumber * 2 ** ORDINAL_BITS + ordinal;
}

function rowsOf(lists: readonly string[]): string {
  const types = CLAIM_LIST_COLUMNS.map((column) => [column, COUNTS[column] ?? 'VARCHAR'] as const);
  if (lists.length === 0) {
    const none = types.map(([column, type]) => `CAST(NULL AS ${type}) AS ${column}`).join(', ');
    return `(SELECT ${none} WHERE FALSE) AS none`;
  }
  return ownCsv(lists, false, Object.fromEntries(types));
}

/**
 * The decisions about claims, in the order of their rows.
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
