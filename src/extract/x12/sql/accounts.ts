/* The outcomes of claims that are not passed on. */

/** Lines and claims of each file by the reason they are not used. */
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
