import type { Kind, Step, Value } from '../../inputs/layouts/layout.js';
import { literal } from '../sql/dialect.js';
import { DUCKDB } from '../sql/duckdb-dialect.js';
import { readParquet } from '../sql/duckdb-files.js';
import { CUT_ID } from './stage.js';
import { amountOf, conditionOf, type Scope, scopeOf, sqlOf, stored } from './values.js';

/*
 * Which of several rows counts: the steps of a kind, each over the rows that the earlier steps leave.
 */

/**
 * The rows of a kind with the person of each.
 *
 * @param rows the relation of its rows (placedRows)
 * @param hasPersons whether the table `layout_person`, of former ids, exists
 */
export function rowsOfPersons(kind: Kind, rows: string, hasPersons: boolean): string {
  const written = kind.person === undefined ? 'CAST(NULL AS VARCHAR)' : `rows.${stored(kind.person)}`;
  return hasPersons && kind.person !== undefined
    ? `SELECT rows.*, coalesce(layout_person.now, ${written}) AS person
    FROM (${rows}) AS rows LEFT JOIN layout_person ON layout_person.before = ${written}`
    : `SELECT rows.*, ${written} AS person FROM (${rows}) AS rows`;
}

/**
 * The rows that a step takes out, with the reason: a query of file_no, row_no and outcome. Few rows have others
 * with which to compare them, and only these are sorted.
 *
 * @param relation the rows that earlier steps leave, in a view
 */
export function takenOut(step: Step, kind: Kind, relation: string): string {
  const compared = comparedRows(step, kind, relation);
  return `SELECT file_no, row_no, after AS outcome FROM (
    SELECT file_no, row_no, outcome, ${outcomeAfter(step, kind)} AS after FROM ${relation} AS below${compared}
  ) AS judged WHERE after <> outcome`;
}

/**
 * The same for rows whose keys are those of another row, which is kept.
 *
 * @param keys the first must be filled, as in joins
 */
export function repeatsOf(relation: string, keys: readonly string[], reason: string): string {
  const counts = `outcome = '' AND ${keys[0]} IS NOT NULL`;
  return `SELECT file_no, row_no, ${literal(reason)} AS outcome FROM ${relation} AS below
  WHERE ${counts} AND hash(${keys.join(', ')}) IN (${severalRows(keys, relation, counts)})
  QUALIFY row_number() OVER (PARTITION BY ${keys.join(', ')} ORDER BY file_no DESC, row_no DESC) > 1`;
}

/** The rows of a relation with the outcomes that files of takenOut and repeatsOf give them; each row has one. */
export function withOutcomes(rows: string, paths: readonly string[]): string {
  if (paths.length === 0) return rows;
  return `SELECT rows.* REPLACE (coalesce(taken.outcome, rows.outcome) AS outcome)
  FROM (${rows}) AS rows
  LEFT JOIN ${readParquet(paths)} AS taken ON taken.file_no = rows.file_no AND taken.row_no = rows.row_no`;
}

/** Hashes of the keys of several rows; by a rare chance, of one row. */
function severalRows(keys: readonly string[], relation: string, where: string): string {
  return `SELECT key FROM (SELECT hash(${keys.join(', ')}) AS key FROM ${relation} AS below WHERE ${where}) AS hashed
    GROUP BY key HAVING count(*) > 1`;
}

/** The condition for the rows that a step must compare with one another. */
function comparedRows(step: Step, kind: Kind, relation: string): string {
  const scope = scopeOf('below', kind.dates);
  const among = (keys: readonly string[], rows: string): string => `
    WHERE hash(${keys.join(', ')}) IN (${rows})`;
  switch (step.step) {
    case 'leave out':
      return '';
    case 'latest': {
      const keys = step.per.map((value) => sqlOf(value, scope));
      const named = areNamed(step.per, kind, scope);
      return among(
        keys,
        step.whole === true
          ? severalVersions(step, keys, relation, named, scope)
          : severalRows(keys, relation, named),
      );
    }
    case 'replace': {
      const keys = step.per.map((value) => sqlOf(value, scope));
      return among(
        keys,
        `SELECT hash(${keys.join(', ')}) FROM ${relation} AS below WHERE ${isReplacing(step, scope)}`,
      );
    }
    case 'cancel': {
      const keys = cancelKeys(step, scope);
      return among(
        keys,
        `SELECT hash(${keys.join(', ')}) FROM ${relation} AS below WHERE outcome = '' AND ${conditionOf(step.cancels, scope)}`,
      );
    }
  }
}

/** Hashes of the keys whose rows differ in what orders them. */
function severalVersions(
  { by }: Extract<Step, { step: 'latest' }>,
  keys: readonly string[],
  relation: string,
  where: string,
  scope: Scope,
): string {
  const columns = by.flatMap((value) => inOrder(value, scope)).map((sql, place) => `${sql} AS b${place}`);
  const differ = columns.map(
    (_, place) => `min(b${place}) <> max(b${place}) OR count(b${place}) NOT IN (0, count(*))`,
  );
  return `SELECT key FROM (
      SELECT hash(${keys.join(', ')}) AS key, ${columns.join(', ')} FROM ${relation} AS below WHERE ${where}
    ) AS hashed GROUP BY key HAVING ${differ.join(' OR ')}`;
}

/** What orders rows by a value: as texts, `9` would come after `10`. */
function inOrder(value: Value, scope: Scope): string[] {
  const text = sqlOf(value, scope);
  const isNumber = typeof value === 'object' && ('number' in value || 'amount' in value);
  return isNumber ? [DUCKDB.amount(text), text] : [text];
}

/** Claims whose ids are cut may be others. */
function isReplacing({ replaces }: Extract<Step, { step: 'replace' }>, scope: Scope): string {
  return `outcome <> ${literal(CUT_ID)} AND ${conditionOf(replaces, scope)}`;
}

/** What a cancellation has in common with what it cancels. */
function cancelKeys({ per, amount }: Extract<Step, { step: 'cancel' }>, scope: Scope): string[] {
  return ['below.outcome', ...per.map((value) => sqlOf(value, scope)), amountOf(scope.column(amount))];
}

/**
 * Rows without their person or claim are not versions of each other. They are rejected for what they lack, later.
 */
function areNamed(per: readonly Value[], { person, columns }: Kind, scope: Scope): string {
  const names = per.filter(
    (value) => (value === '@person' && person !== undefined) || value === columns?.['claim_id'],
  );
  return ["outcome = ''", ...names.map((name) => `${sqlOf(name, scope)} IS NOT NULL`)].join(' AND ');
}

function outcomeAfter(step: Step, kind: Kind): string {
  const scope = scopeOf('below', kind.dates);
  const among = (per: readonly Value[]): string =>
    ['below.outcome', ...per.map((value) => sqlOf(value, scope))].join(', ');
  switch (step.step) {
    case 'leave out':
      return `CASE WHEN outcome = '' AND ${conditionOf(step.where, scope)} THEN ${literal(step.reason)} ELSE outcome END`;
    case 'latest': {
      const by = step.by.flatMap((value) => inOrder(value, scope)).map((sql) => `${sql} DESC NULLS LAST`);
      const place =
        step.whole === true
          ? `rank() OVER (PARTITION BY ${among(step.per)} ORDER BY ${by.join(', ')})`
          : `row_number() OVER (PARTITION BY ${among(step.per)} ORDER BY ${[...by, 'file_no DESC', 'row_no DESC'].join(', ')})`;
      return `CASE WHEN ${areNamed(step.per, kind, scope)} AND ${place} > 1 THEN ${literal(step.reason)} ELSE outcome END`;
    }
    case 'replace': {
      const keys = step.per.map((value) => sqlOf(value, scope));
      const place = `row(${step.by.map((value) => sqlOf(value, scope)).join(', ')})`;
      const last = `max(CASE WHEN ${isReplacing(step, scope)} THEN ${place} END) OVER (PARTITION BY ${keys.join(', ')})`;
      const isFilled = keys.map((key) => `${key} IS NOT NULL`).join(' AND ');
      return `CASE WHEN outcome = '' AND ${isFilled} AND ${place} < ${last} THEN ${literal(step.reason)} ELSE outcome END`;
    }
    case 'cancel': {
      const cancels = conditionOf(step.cancels, scope);
      const alike = cancelKeys(step, scope).join(', ');
      const oldest = [
        ...step.oldest.flatMap((value) => inOrder(value, scope)).map((sql) => `${sql} NULLS FIRST`),
        'file_no',
        'row_no',
      ];
      return `CASE
      WHEN outcome <> '' THEN outcome
      WHEN ${cancels} THEN ${literal(step.reason)}
      WHEN row_number() OVER (PARTITION BY ${alike}, ${cancels} ORDER BY ${oldest.join(', ')})
        <= count(*) FILTER (WHERE ${cancels}) OVER (PARTITION BY ${alike}) THEN ${literal(step.cancelled)}
      ELSE '' END`;
    }
  }
}
