import { literal } from '../../sql/dialect.js';

/* The claims that copies, replacements and voids refer to. */

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

/** The person of the claim: the matched person, else the patient key. */
const PERSON = `coalesce(nullif(x12_matched.person_id, ''), x12_claim.person_id)`;

/** The claims for which the order of versions decides, with the person if known. */
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
 * Of identical claims that no replacement or void refers to, all but the first are copies. The claims with
 * repeated content are processed in parts, because a window holds what it orders in memory: an archive may
 * hold all of its files twice.
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

/** Every claim that another claim set aside, and that other claim. */
export const VERSIONS = `
SELECT lost.outcome
  , claim.claim_id, claim.file_no, claim.isa13, claim.gs06, claim.st02, claim.segment
  , other.claim_id AS by_claim_id, other.file_no AS by_file_no, other.isa13 AS by_isa13, other.gs06 AS by_gs06
  , other.st02 AS by_st02, other.segment AS by_segment
FROM x12_lost AS lost
JOIN x12_claim AS claim ON claim.claim_key = lost.claim_key
LEFT JOIN x12_claim AS other ON other.claim_key = lost.by_key
ORDER BY claim.file_no, claim.ordinal`;
