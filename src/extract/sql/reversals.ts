import { NOTHING } from '../../codes/characters.js';
import { actionOf } from '../../inputs/bill-frequency.js';
import type { Selection } from '../../timeline/selection.js';
import { type Dialect, literal } from './dialect.js';

/*
 * Rows that reverse others, in claim tables: voided rows, negative amounts, bills that void or replace. Rows
 * that are certainly reversed do not count, as in claim files; all others count, with a warning
 * (docs/inputs.md, "Reversals").
 *
 * Certain reversals, within one claim of one person:
 * - a voided row, and a line like it in all but the status, with the same amount where both state one;
 * - a voided row with a negative amount, and a line of another number like it with that amount;
 * - identical rows whose amounts add up to zero, some of them negative;
 * - a bill that voids (frequency 8), and all other lines of the claim, unless one of them replaces;
 * - a bill that replaces (frequency 7), and the lines of the first bill (frequency 1).
 *
 * A voided row with other content is taken for the version that another line replaces. It may void something, but not
 * for certain, without a procedure and a revenue code (its claim), or with a line number of its own (the line like it).
 */

/** The column with the last character of a type of bill. */
export const BILL_FREQUENCY = 'bill_frequency';

const FREQUENCIES = [...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
const of = (action: ReturnType<typeof actionOf>): string =>
  FREQUENCIES.filter((frequency) => actionOf(frequency) === action)
    .map(literal)
    .join(', ');

/** Whether the bill of a row voids another bill. */
export const VOID_BILL = `${BILL_FREQUENCY} IN (${of('void')})`;

/** The frequency of a type of bill that has been read: a zero and three characters. */
export function billFrequency(code: string): string {
  return `CASE WHEN ${code} LIKE '0___' AND ${code} NOT LIKE '00%' THEN right(${code}, 1) END`;
}

/** What the bill of a cleaned row does to other bills. */
const BILL_ACTION = `CASE WHEN ${VOID_BILL} THEN 'void' WHEN ${BILL_FREQUENCY} IN (${of('replace')}) THEN 'replace' WHEN ${BILL_FREQUENCY} = '1' THEN 'first' END`;

/** The amounts of a claim line, and of a fill, that can take another back. */
const AMOUNTS_OF_LINE = ['paid_amount', 'allowed_amount', 'service_unit_quantity'];
const AMOUNTS_OF_FILL = ['quantity', 'paid_amount'];

/** Whether a row states an amount that cannot be read, so that it takes nothing back. */
export function hasBadAmount(of: 'line' | 'fill', dialect: Dialect): string {
  const names = of === 'line' ? AMOUNTS_OF_LINE : AMOUNTS_OF_FILL;
  const tests = names.map(
    (name) =>
      `${name} IS NOT NULL AND ${dialect.amount(name)} IS NULL AND NOT ${dialect.matches(`upper(${name})`, NOTHING)}`,
  );
  return tests.join(' OR ');
}

/** The columns of a cleaned medical row that decide what reverses it: name and expression. */
export function reversalColumns({ amount }: Dialect): Readonly<Record<string, string>> {
  const stated = AMOUNTS_OF_LINE.map((name) => `nullif(${amount(name)}, 0)`);
  return {
    is_void: `CASE WHEN outcome = '' THEN 0 ELSE 1 END`,
    bill_action: BILL_ACTION,
    // The first one filled: for an unpaid line, the amount that would have been paid.
    amount: `coalesce(${stated.join(', ')})`,
  };
}

/** Identical rows of candidates, counted by file. */
export function rowsAlike(kept: Selection['kept'], holdsForClaim: string): string {
  const wanted = kept === 'persons' ? '' : '\n  , max(CASE WHEN is_wanted THEN 1 ELSE 0 END) AS is_wanted';
  const ofLines = (value: string): string => `sum(CASE WHEN code_no = 0 THEN ${value} ELSE 0 END)`;
  return `
SELECT
    file_no
  , person_no
  , claim
  , line_number
  , row_key
  , content_key
  , is_void
  , bill_action
  , min(claim_id) AS claim_id
  , ${ofLines('1')} AS copies
  , ${ofLines('coalesce(amount, 0)')} AS amount
  , ${ofLines('CASE WHEN amount > 0 THEN amount ELSE 0 END')} AS charged
  , ${ofLines('CASE WHEN amount < 0 THEN -amount ELSE 0 END')} AS credited
  , ${ofLines('CASE WHEN amount < 0 THEN 1 ELSE 0 END')} AS negative
  , max(CASE WHEN code_no > 0 THEN 1 ELSE 0 END) AS has_code
  , max(CASE WHEN hcpcs_code IS NULL AND revenue_center_code IS NULL THEN 0 ELSE 1 END) AS has_service
  , max(CASE WHEN code_no > 0 AND (${holdsForClaim}) THEN 1 ELSE 0 END) AS holds_for_claim${wanted}
FROM coded
GROUP BY file_no, person_no, claim, line_number, row_key, content_key, is_void, bill_action`;
}

const OF_LINE = 'PARTITION BY row_alike.person_no, row_alike.claim, content_key, line_number';
const OF_CONTENT = 'PARTITION BY row_alike.person_no, row_alike.claim, content_key';
const OF_COMPARED = 'PARTITION BY person_no, claim, content_key';
const OF_CLAIM = 'PARTITION BY row_alike.person_no, row_alike.claim';
const hasBill = (action: string): string =>
  `max(CASE WHEN bill_action = '${action}' THEN 1 ELSE 0 END) OVER (${OF_CLAIM})`;
const TAKES_BACK = `is_void = 1 OR negative > 0 OR bill_action IN ('void', 'replace')`;

const OF_ROW = 'PARTITION BY person_no, claim, line_number, row_key';
const onceOfRow = (value: string): string =>
  `CASE WHEN row_number() OVER (${OF_ROW}, ${value} ORDER BY file_no) = 1 THEN ${value} ELSE 0 END`;

/**
 * Rows with `amount_once`: what they amount to if the same amount in a further file, such as a month's and the year's to
 * date, is the same row again. It may as well be billed again, so a reversal of the one alone is not certain.
 */
const WITH_AMOUNT_ONCE = `
        SELECT *, ${onceOfRow('charged')} - ${onceOfRow('credited')} AS amount_once
        FROM row_alike`;

/**
 * The rows of claims with a reversal, with `taken`: the outcome of a row that another reverses, else empty;
 * and `remark`, what a run reports about it:
 *
 * - `taken_back`: it does not count
 * - `reversal_alone`: it reverses something that is not found, or not for certain
 * - `replacement_alone`: it counts, but what it replaces is not found
 */
export const TAKEN_ROWS = `
SELECT
    *
  , CASE
      WHEN taken <> '' THEN 'taken_back'
      WHEN bill_action = 'void' AND (plain_of_claim = 0 OR has_replacing_bill = 1) THEN 'reversal_alone'
      WHEN is_void = 1 AND plain_alike > 0 AND is_taken_by_void = 0 AND has_void_bill = 0 THEN 'reversal_alone'
      WHEN is_void = 1 AND plain_alike = 0 AND has_void_bill = 0 AND (
          has_service = 0 AND plain_of_claim > 0
          OR negative > 0 AND amount_alike + credit_alike > 0
          OR credit_alike = 0 AND plain_of_content > 0 AND (amount = 0 OR amount_alike = 0 OR amount = amount_alike)
        ) THEN 'reversal_alone'
      WHEN is_void = 0 AND negative > 0 AND plain_amount < 0 AND amount_alike < 0 THEN 'reversal_alone'
      WHEN is_void = 0 AND negative > 0 AND plain_amount > 0 AND amount_once_alike <= 0 THEN 'reversal_alone'
      WHEN bill_action = 'replace' AND has_first_bill = 0 THEN 'replacement_alone'
    END AS remark
FROM (
  SELECT
      *
    , CASE
        WHEN is_void = 1 THEN ''
        WHEN is_taken_by_void = 1 THEN 'reversed'
        WHEN negative_on_line > 0 AND plain_amount = 0 OR negative_alike > 0 AND amount_alike = 0 THEN 'reversed'
        WHEN credit_alike < 0 AND amount_alike + credit_alike = 0 THEN 'reversed'
        WHEN has_void_bill = 1 AND has_replacing_bill = 0 THEN 'reversed'
        WHEN bill_action = 'first' AND has_replacing_bill = 1 AND has_void_bill = 0 THEN 'replaced'
        ELSE ''
      END AS taken
  FROM (
    SELECT
        *
      , CASE
          WHEN voided_alike > 0 AND voided_alike >= plain_alike
            AND (voided_amount = 0 OR plain_amount = 0 OR abs(voided_amount) = abs(plain_amount)) THEN 1
          ELSE 0
        END AS is_taken_by_void
      , sum(CASE WHEN is_void = 1 AND plain_alike = 0 AND negative > 0 THEN amount ELSE 0 END) OVER (${OF_COMPARED}) AS credit_alike
    FROM (
      SELECT
          row_alike.*
        , ${sumOf('copies', 1, OF_LINE)} AS voided_alike
        , ${sumOf('copies', 0, OF_LINE)} AS plain_alike
        , ${sumOf('amount', 1, OF_LINE)} AS voided_amount
        , ${sumOf('amount', 0, OF_LINE)} AS plain_amount
        , ${sumOf('negative', 0, OF_LINE)} AS negative_on_line
        , ${sumOf('negative', 0, OF_CONTENT)} AS negative_alike
        , ${sumOf('amount', 0, OF_CONTENT)} AS amount_alike
        , ${sumOf('amount_once', 0, OF_CONTENT)} AS amount_once_alike
        , ${sumOf('copies', 0, OF_CONTENT)} AS plain_of_content
        , ${sumOf('copies', 0, OF_CLAIM)} AS plain_of_claim
        , ${hasBill('void')} AS has_void_bill
        , ${hasBill('replace')} AS has_replacing_bill
        , ${hasBill('first')} AS has_first_bill
      FROM (${WITH_AMOUNT_ONCE}) AS row_alike
      JOIN (SELECT DISTINCT person_no, claim FROM row_alike WHERE ${TAKES_BACK}) AS taker
        ON taker.person_no = row_alike.person_no AND taker.claim = row_alike.claim
    ) AS compared
  ) AS answered
) AS judged`;

/** Whether a row of a query joined with `taken_row` is not a counting line. */
export const IS_TAKEN = `coalesce(taken_row.taken <> '' OR taken_row.is_void = 1, FALSE)`;

/** That join, for a relation with the rows of candidates. */
export function joinTaken(relation: string): string {
  return `LEFT JOIN (SELECT DISTINCT person_no, claim, row_key, taken, is_void FROM taken_row WHERE taken <> '' OR is_void = 1) AS taken_row
    ON taken_row.person_no = ${relation}.person_no AND taken_row.claim = ${relation}.claim AND taken_row.row_key = ${relation}.row_key`;
}

/**
 * The candidates' fills; those that another row reverses are `reversed`. A row with a negative supply,
 * quantity or amount is not a fill; it reverses one like it, preferably of the same claim. A voided row
 * reverses one of its own claim.
 *
 * Identical rows are one fill, but as many of them must be reversed: a fill that is billed, reversed and billed
 * again stands. If it is billed again only because files overlap, the reversal is `reversal_alone`.
 */
export const FILLS_THAT_STAND = `
SELECT
    *
  , CASE WHEN outcome = '' AND is_negative THEN 'reversed' WHEN outcome = '' AND number <= takers THEN 'reversed' ELSE outcome END AS final_outcome
  , CASE WHEN outcome = '' AND is_negative AND (plain = 0 OR plain > takers AND plain_of_file <= takers_of_file) THEN 'reversal_alone'
      WHEN outcome = '' AND (number <= takers OR is_negative) THEN 'taken_back' END AS remark
FROM (
  SELECT
      *
    , sum(CASE WHEN is_plain = 1 THEN 0 WHEN is_void = 0 THEN copies ELSE coalesce(plain_of_claim, 0) END) OVER of_fill AS takers
    , sum(CASE WHEN is_plain = 1 THEN 0 WHEN is_void = 0 THEN copies_of_file ELSE coalesce(plain_of_claim, 0) END) OVER of_fill AS takers_of_file
    , sum(CASE WHEN is_plain = 1 THEN copies ELSE 0 END) OVER of_fill AS plain
    , sum(CASE WHEN is_plain = 1 THEN copies_of_file ELSE 0 END) OVER of_fill AS plain_of_file
    , CASE WHEN is_plain = 1 THEN sum(copies) OVER (
        PARTITION BY person_no, dispensed_day, code_no, supply, is_plain
        ORDER BY CASE WHEN takers_of_claim > 0 THEN 0 ELSE 1 END, claim_id, line_number, file_no
        ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) END AS number
  FROM (
    SELECT
        *
      , max(CASE WHEN is_plain = 1 THEN copies END) OVER of_claim AS plain_of_claim
      , sum(1 - is_plain) OVER of_claim AS takers_of_claim
    FROM (
      SELECT
          *
        , abs(days_supply) AS supply
        , CASE WHEN outcome = '' THEN 0 ELSE 1 END AS is_void
        , CASE WHEN outcome = '' AND NOT is_negative THEN 1 ELSE 0 END AS is_plain
      FROM (
        SELECT *, sum(row_count) OVER of_row AS copies, max(row_count) OVER of_row AS copies_of_file
        FROM pharmacy_found
        WHERE person_no IS NOT NULL
        WINDOW of_row AS (PARTITION BY outcome, person_no, claim_id, line_number, dispensed_day, code_no, days_supply, is_negative, remarks)
      ) AS copied
      WHERE occurrence = 1
    ) AS fills
    WINDOW of_claim AS (PARTITION BY person_no, dispensed_day, code_no, supply, claim_id)
  ) AS of_claims
  WINDOW of_fill AS (PARTITION BY person_no, dispensed_day, code_no, supply)
) AS numbered`;

function sumOf(value: string, isVoid: 0 | 1, over: string): string {
  return `sum(CASE WHEN is_void = ${isVoid} THEN ${value} ELSE 0 END) OVER (${over})`;
}
