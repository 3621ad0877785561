import type { TablePlan } from '../../inputs/tables/plan.js';
import { MISSHAPEN_NO } from './code-columns.js';
import type { Dialect } from './dialect.js';
import { cleanedRows } from './relations.js';

/*
 * What a run counts in the medical claims, over the tables of the extraction (steps.ts): rows by outcome, and
 * oddities on the rows of candidates.
 */

/** Rows of the medical files by outcome; an empty outcome means used. */
export const COUNT_MEDICAL = `
WITH outcomes AS (
  SELECT file_no, outcome, CAST(sum(row_count) AS BIGINT) AS row_count
  FROM medical_scan
  GROUP BY file_no, outcome
)
, fates AS (
  SELECT
      file_no
    , CASE
        WHEN taken <> '' THEN taken
        WHEN is_kept = 0 THEN 'not_selected'
        WHEN has_code = 0 AND is_claim_in_use = 0 THEN 'no_listed_code'
        ELSE ''
      END AS outcome
    , copies
    , CASE
        WHEN taken <> '' OR is_kept = 0 OR has_code = 0 AND is_claim_in_use = 0 THEN copies
        WHEN occurrence = 1 THEN 1
        ELSE 0
      END AS kept
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

/**
 * Principal diagnoses on usable rows that cannot be a code, out of all stated there, and the first file with
 * one; no row if there are none.
 */
export const COUNT_MISSHAPEN_PRINCIPALS = `
SELECT *
FROM (
  SELECT
      CAST(sum(CASE WHEN diagnosis_shape = 'misshapen' THEN row_count ELSE 0 END) AS BIGINT) AS misshapen
    , CAST(sum(CASE WHEN diagnosis_shape = 'blank' THEN 0 ELSE row_count END) AS BIGINT) AS stated
    , min(CASE WHEN diagnosis_shape = 'misshapen' THEN file_no END) AS file_no
  FROM medical_scan
  WHERE outcome = ''
) AS principals
WHERE misshapen > 0`;

/**
 * Claim lines that are stated more than once, with differences. Without line numbers these are rows that differ in
 * nothing but their diagnoses, as in tables with a row for each diagnosis.
 */
export const COUNT_CONFLICTS = `
SELECT count(*) AS row_count
FROM (
  SELECT person_no, claim, line_number
  FROM row_fate
  WHERE taken = ''
  GROUP BY person_no, claim, line_number, service_key
  HAVING count(DISTINCT CASE WHEN line_number = '' THEN content_key ELSE row_key END) > 1
) AS conflicting`;

/** Candidates' claim lines. */
export const COUNT_LINES = 'SELECT count(*) AS row_count FROM coded WHERE code_no = 0 AND is_void = 0';

export const COUNT_UNKNOWN_STATUS = `SELECT count(*) AS row_count FROM coded WHERE code_no = 0 AND is_void = 0 AND claim_status = 'unknown'`;

export const COUNT_BAD_PROCEDURE_DATES =
  'SELECT count(*) AS row_count FROM coded WHERE code_no = 0 AND is_void = 0 AND has_bad_procedure_date';

export const COUNT_GLUED_MODIFIERS =
  'SELECT count(*) AS row_count FROM coded WHERE code_no = 0 AND is_void = 0 AND has_glued_modifier';

export const COUNT_SEVERAL_CODES =
  'SELECT count(*) AS row_count FROM coded WHERE code_no = 0 AND is_void = 0 AND has_several_codes';

export const COUNT_CORRECTED_CODES =
  'SELECT count(*) AS row_count FROM coded WHERE code_no = 0 AND is_void = 0 AND has_corrected_code';

/** Cells on the rows of candidates that cannot be a code, by place, and the first file with one. */
export const COUNT_MISSHAPEN = `
SELECT place, count(*) AS row_count, min(file_no) AS file_no
FROM coded
WHERE code_no = ${MISSHAPEN_NO} AND is_void = 0
GROUP BY place
ORDER BY place`;

/** For each of some columns, how many usable rows fill it. */
export function countStated(plan: TablePlan, columns: readonly string[], dialect: Dialect): string {
  return `
SELECT ${columns.map((column) => `count(${column}) AS ${column}`).join(', ')}
FROM (${cleanedRows(plan, 'of candidates', dialect)}
) AS medical
WHERE outcome = ''`;
}

export const COUNT_CANDIDATES = 'SELECT count(*) AS row_count FROM candidate';
