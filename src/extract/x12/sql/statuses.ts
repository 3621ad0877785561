import type { TablePlan } from '../../../inputs/tables/plan.js';
import { unmappedWordOf } from '../../sql/cleaned-columns.js';
import { type Dialect, literal } from '../../sql/dialect.js';
import { readParquet } from '../../sql/duckdb-files.js';
import { cleanedRows, statusesOf } from '../../sql/relations.js';
import { ROW_GROUP } from './own-files.js';

/* The payer's decisions according to a claim-status table. */

/** The output files for one part of the statuses. */
export interface StatusFiles {
  readonly statuses: string;
  readonly decided: string;
}

/** No claim has a known status. */
export const NO_STATUSES = [
  `CREATE VIEW x12_status AS SELECT '' AS claim_id, '' AS status, '' AS fate WHERE FALSE`,
  `CREATE VIEW x12_decided AS SELECT CAST(0 AS BIGINT) AS claim_key, '' AS status WHERE FALSE`,
];

/**
 * One part of the status of each claim id in the claim-status table, whether it is of use, and the copies of
 * claims that it decides. An id with two statuses has none; an id in no 837 file is of no use; an id shared
 * by counting claims of several providers or subscribers decides none of them. The output is Parquet files,
 * like x12_claim, from one grouping of statuses and claims together: joining them all takes longer. Statuses
 * are numbers in it, because the minimum of texts is kept in memory that cannot spill to disk.
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
        WHEN min(owner) <> max(owner) THEN 'ambiguous_status'
        WHEN min(status) <> max(status) THEN 'conflicting_status'
        ELSE ''
      END AS fate
  FROM (
    SELECT claim_id, CAST(list_position(${words}, status) AS TINYINT) AS status, FALSE AS is_claim, NULL AS owner
    FROM (${cleanedRows(plan, 'all', dialect)}
    ) AS status_row
    WHERE outcome = '' AND ${inPart}
    UNION ALL
    SELECT claim_id, NULL AS status, TRUE AS is_claim
      , CASE WHEN x12_lost.claim_key IS NULL THEN hash(billing_npi, subscriber_id) END AS owner
    FROM x12_claim
    LEFT JOIN x12_lost ON x12_lost.claim_key = x12_claim.claim_key
    WHERE ${inPart}
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

/** The rows of the claim-status table by outcome. */
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

/** The words of the claim-status table that are not understood, the most frequent first. */
export function countStatusWords(plan: TablePlan, dialect: Dialect): string {
  const word = unmappedWordOf('status');
  return `
SELECT ${word} AS word, count(*) AS row_count
FROM (${cleanedRows(plan, 'all', dialect)}
) AS status_row
WHERE outcome = '' AND ${word} IS NOT NULL
GROUP BY word
ORDER BY row_count DESC, word`;
}
