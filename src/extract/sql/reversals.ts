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
 * - identical rows whose amounts add up to zero, some of them negative; money and units add up each for itself, and
 *   rows that state neither stay;
 * - a bill that voids (frequency 8), and all other lines of the claim, unless one of them replaces;
 * - a bill that replaces (frequency 7), and the lines of the first bill (frequency 1).
 *
 * A voided row that reverses nothing is taken for a version that another line replaces. It is reported if a line stands
 * that it may mean: like it and of its number; like it and of its amount, or where only one states an amount, or its own is
 * negative; any line of the claim, if it has no procedure and no revenue code; a line like it of another claim id, if its
 * own amount is negative and its claim has no other line.
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
const MONEY_OF_LINE = ['paid_amount', 'allowed_amount'];
const UNITS_OF_LINE = 'service_unit_quantity';
const AMOUNTS_OF_LINE = [...MONEY_OF_LINE, UNITS_OF_LINE];
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
  const stated = (names: readonly string[]): string =>
    `coalesce(${names.map((name) => `nullif(${amount(name)}, 0)`).join(', ')})`;
  return {
    is_void: `CASE WHEN outcome = '' THEN 0 ELSE 1 END`,
    bill_action: BILL_ACTION,
    // The first one filled: for an unpaid line, the amount that would have been paid.
    amount: stated(AMOUNTS_OF_LINE),
    // Whether that is money; else it is units, which do not add up with money.
    is_money: `CASE WHEN ${stated(MONEY_OF_LINE)} IS NOT NULL THEN 1 ELSE 0 END`,
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
  , min(service_key) AS service_key
  , ${ofLines('1')} AS copies
  , ${ofLines('coalesce(amount, 0)')} AS amount
  , min(CASE WHEN code_no = 0 THEN amount END) AS least_amount
  , max(CASE WHEN code_no = 0 THEN amount END) AS greatest_amount
  , ${ofLines('CASE WHEN amount > 0 THEN amount ELSE 0 END')} AS charged
  , ${ofLines('CASE WHEN amount < 0 THEN -amount ELSE 0 END')} AS credited
  , ${ofLines('CASE WHEN amount < 0 THEN 1 ELSE 0 END')} AS negative
  , ${ofLines('is_money')} AS with_money
  , ${ofLines('CASE WHEN is_money = 0 AND amount IS NOT NULL THEN 1 ELSE 0 END')} AS with_units
  , ${ofLines('CASE WHEN is_money = 0 THEN coalesce(amount, 0) ELSE 0 END')} AS units
  , ${ofLines('CASE WHEN is_money = 0 AND amount < 0 THEN 1 ELSE 0 END')} AS negative_units
  , max(CASE WHEN code_no > 0 THEN 1 ELSE 0 END) AS has_code
  , max(CASE WHEN hcpcs_code IS NULL AND revenue_center_code IS NULL THEN 0 ELSE 1 END) AS has_service
  , max(CASE WHEN code_no > 0 AND (${holdsForClaim}) THEN 1 ELSE 0 END) AS holds_for_claim${wanted}
FROM coded
GROUP BY file_no, person_no, claim, line_number, row_key, content_key, is_void, bill_action`;
}

const OF_ROW = 'PARTITION BY person_no, claim, line_number, row_key';
const OF_LINE = 'PARTITION BY person_no, claim, content_key, line_number';
const OF_CONTENT = 'PARTITION BY person_no, claim, content_key';
const OF_CLAIM = 'PARTITION BY person_no, claim';
const hasBill = (action: string): string =>
  `max(CASE WHEN bill_action = '${action}' THEN 1 ELSE 0 END) OVER (${OF_CLAIM})`;
const TAKES_BACK = `is_void = 1 OR negative > 0 OR bill_action IN ('void', 'replace')`;

const onceOfRow = (value: string): string =>
  `CASE WHEN row_number() OVER (${OF_ROW}, ${value} ORDER BY file_no) = 1 THEN ${value} ELSE 0 END`;

/** By content, what voided rows with negative amounts take back of a person, and what stands that they may take. */
const CREDITS = `
            SELECT
                person_no
              , content_key
              , sum(CASE WHEN is_void = 1 THEN amount ELSE 0 END) AS voided_of_person
              , sum(CASE WHEN is_void = 0 THEN charged ELSE 0 END) AS charged_of_person
            FROM row_alike
            WHERE content_key IN (SELECT content_key FROM row_alike WHERE is_void = 1 AND negative > 0)
            GROUP BY person_no, content_key`;

/**
 * The rows of claims with a reversal, few of all, with what voided rows may take back of the person, and `amount_once`: what
 * they amount to if the same amount in a further file, such as a month's and the year's to date, is the same row again. It
 * may as well be billed again, so a reversal of the one alone is not certain. The inner join is the last: below an outer one
 * the engine would make it a cross product.
 */
const ROWS_OF_TAKERS = `
        SELECT *, ${onceOfRow('charged')} - ${onceOfRow('credited')} AS amount_once
        FROM (
          SELECT row_alike.*, credit.voided_of_person, credit.charged_of_person
          FROM row_alike
          LEFT JOIN (${CREDITS}
          ) AS credit ON credit.person_no = row_alike.person_no AND credit.content_key = row_alike.content_key
          JOIN (SELECT DISTINCT person_no, claim FROM row_alike WHERE ${TAKES_BACK}) AS taker
            ON taker.person_no = row_alike.person_no AND taker.claim = row_alike.claim
        ) AS of_takers`;

/** The rows that are compared with a row: those like it, on its line, and with its content. */
const SCOPES = { row: OF_ROW, line: OF_LINE, content: OF_CONTENT };
type Scope = keyof typeof SCOPES;

/** What the rows that are not voided state in each scope, of money and of units. */
const LEDGERS = Object.entries(SCOPES)
  .flatMap(([scope, over]) => [
    `${sumOf('amount - units', 0, over)} AS money_of_${scope}`,
    `${sumOf('negative - negative_units', 0, over)} AS negative_money_of_${scope}`,
    `${sumOf('units', 0, over)} AS units_of_${scope}`,
    `${sumOf('negative_units', 0, over)} AS negative_units_of_${scope}`,
  ])
  .map((ledger) => `\n        , ${ledger}`)
  .join('');

/** Whether all that a row states, of money and of units, adds up to zero in a scope, some of it negative. */
function addsUpToZero(scope: Scope): string {
  const isSettled = (ledger: 'money' | 'units'): string =>
    `(with_${ledger}_of_row = 0 OR negative_${ledger}_of_${scope} > 0 AND ${ledger}_of_${scope} = 0)`;
  return `(with_money_of_row + with_units_of_row > 0 AND ${isSettled('money')} AND ${isSettled('units')})`;
}

const IS_STANDING = `is_void = 0 AND taken = ''`;

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
      WHEN is_void = 1 AND is_taken_by_void = 0 AND has_void_bill = 0 AND (
          stands_on_line = 1
          OR stands_alike = 1 AND (negative > 0 OR amount = 0 OR amount_alike = 0 OR greatest_amount BETWEEN least_standing AND greatest_standing)
          OR stands_of_claim = 1 AND has_service = 0
        ) THEN 'reversal_alone'
      WHEN is_void = 1 AND negative > 0 AND plain_of_claim = 0 AND voided_of_person < 0
        AND voided_of_person + charged_of_person >= 0 THEN 'reversal_alone'
      WHEN is_void = 0 AND negative_units > 0 AND units_of_content < 0 THEN 'reversal_alone'
      WHEN is_void = 0 AND negative > 0 AND plain_amount < 0 AND amount_alike < 0 THEN 'reversal_alone'
      WHEN is_void = 0 AND negative > 0 AND (
          plain_amount > 0 AND plain_once <= 0 OR amount_alike > 0 AND amount_once_alike <= 0
        ) THEN 'reversal_alone'
      WHEN is_void = 0 AND bill_action = 'replace' AND has_first_bill = 0 THEN 'replacement_alone'
    END AS remark
FROM (
  SELECT
      *
    , ${hasStanding(OF_LINE)} AS stands_on_line
    , ${hasStanding(OF_CONTENT)} AS stands_alike
    , min(CASE WHEN ${IS_STANDING} THEN least_amount END) OVER (${OF_CONTENT}) AS least_standing
    , max(CASE WHEN ${IS_STANDING} THEN greatest_amount END) OVER (${OF_CONTENT}) AS greatest_standing
    , ${hasStanding(OF_CLAIM)} AS stands_of_claim
  FROM (
    SELECT
        *
      , CASE
          WHEN is_void = 1 THEN ''
          WHEN is_taken_by_void = 1 THEN 'reversed'
          WHEN ${(['row', 'line', 'content'] as const).map(addsUpToZero).join(' OR ')} THEN 'reversed'
          WHEN credit_alike < 0 AND amount_alike + credit_alike = 0 THEN 'reversed'
          WHEN has_void_bill = 1 AND has_replacing_bill = 0 THEN 'reversed'
          WHEN bill_action = 'first' AND has_replacing_bill = 1 AND has_void_bill = 0 THEN 'replaced'
          ELSE ''
        END AS taken
    FROM (
      SELECT
          *
        , CASE
            WHEN plain_alike > 0 AND voided_alike >= plain_alike
              AND (voided_amount = 0 OR plain_amount = 0 OR abs(voided_amount) = abs(plain_amount)) THEN 1
            ELSE 0
          END AS is_taken_by_void
        , sum(CASE WHEN is_void = 1 AND plain_alike = 0 AND negative > 0 THEN amount ELSE 0 END) OVER (${OF_CONTENT}) AS credit_alike
      FROM (
        SELECT
            *
          , ${sumOf('copies', 1, OF_LINE)} AS voided_alike
          , ${sumOf('copies', 0, OF_LINE)} AS plain_alike
          , ${sumOf('amount', 1, OF_LINE)} AS voided_amount
          , ${sumOf('amount', 0, OF_LINE)} AS plain_amount
          , ${sumOf('with_money', 0, OF_ROW)} AS with_money_of_row
          , ${sumOf('with_units', 0, OF_ROW)} AS with_units_of_row${LEDGERS}
          , ${sumOf('amount', 0, OF_CONTENT)} AS amount_alike
          , ${sumOf('amount_once', 0, OF_CONTENT)} AS amount_once_alike
          , ${sumOf('amount_once', 0, OF_LINE)} AS plain_once
          , ${sumOf('copies', 0, OF_CLAIM)} AS plain_of_claim
          , ${hasBill('void')} AS has_void_bill
          , ${hasBill('replace')} AS has_replacing_bill
          , ${hasBill('first')} AS has_first_bill
        FROM (${ROWS_OF_TAKERS}
        ) AS once_read
      ) AS compared
    ) AS answered
  ) AS judged
) AS settled`;

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
 * reverses one of its own claim, if the negative rows of the claim and the voided rows before it leave any
 * (`left_of_claim`).
 *
 * Identical rows are one fill, but as many of them must be reversed: a fill that is billed, reversed and billed
 * again stands. If it is billed again only because files overlap, the reversal is `reversal_alone`.
 */
export const FILLS_THAT_STAND = `
SELECT
    *
  , CASE WHEN kind = 'negative' OR number <= takers THEN 'reversed' ELSE outcome END AS final_outcome
  , CASE
      WHEN kind = 'negative' AND (
          plain = 0
          OR max(CASE WHEN number > takers AND number - copies + copies_of_file <= takers THEN 1 ELSE 0 END) OVER of_fill = 1
        ) THEN 'reversal_alone'
      WHEN kind = 'negative' OR number <= takers THEN 'taken_back'
    END AS remark
FROM (
  SELECT
      *
    , sum(CASE kind WHEN 'negative' THEN copies WHEN 'voided' THEN greatest(0, least(plain_of_row, left_of_claim)) ELSE 0 END) OVER of_fill AS takers
    , sum(CASE WHEN kind = 'plain' THEN copies ELSE 0 END) OVER of_fill AS plain
    , CASE WHEN kind = 'plain' THEN sum(copies) OVER (
        PARTITION BY person_no, dispensed_day, code_no, supply, kind
        ORDER BY CASE WHEN takers_of_claim > 0 THEN 0 ELSE 1 END, claim_id, line_number, file_no
        ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) END AS number
  FROM (
    SELECT
        *
      , max(CASE WHEN kind = 'plain' THEN copies ELSE 0 END) OVER of_claim AS plain_of_row
      , sum(CASE WHEN kind = 'plain' THEN 0 ELSE 1 END) OVER of_claim AS takers_of_claim
      , sum(CASE kind WHEN 'plain' THEN copies WHEN 'negative' THEN -copies ELSE 0 END) OVER of_claim
        - max(CASE WHEN kind = 'plain' THEN copies ELSE 0 END) OVER of_claim
        * (row_number() OVER (PARTITION BY person_no, dispensed_day, code_no, supply, claim_id, kind ORDER BY line_number, file_no) - 1) AS left_of_claim
    FROM (
      SELECT
          *
        , abs(days_supply) AS supply
        , CASE WHEN outcome <> '' THEN 'voided' WHEN is_negative THEN 'negative' ELSE 'plain' END AS kind
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
) AS numbered
WINDOW of_fill AS (PARTITION BY person_no, dispensed_day, code_no, supply)`;

/** 1 where a line stands among rows that are judged. */
function hasStanding(over: string): string {
  return `max(CASE WHEN ${IS_STANDING} THEN 1 ELSE 0 END) OVER (${over})`;
}

function sumOf(value: string, isVoid: 0 | 1, over: string): string {
  return `sum(CASE WHEN is_void = ${isVoid} THEN ${value} ELSE 0 END) OVER (${over})`;
}
