import type { Kind, Step, Value } from '../../inputs/layouts/layout.js';
import { literal } from '../sql/dialect.js';
import { DUCKDB } from '../sql/duckdb-dialect.js';
import { CUT_ID } from './stage.js';
import { amountOf, conditionOf, type Scope, scopeOf, sqlOf, stored } from './values.js';

/*
 * Which of several rows counts: the steps of a kind, each over the rows that the earlier steps leave.
 */

/**
 * The rows of a kind with their people, and with an outcome for those that do not count.
 *
 * @param rows the relation of its rows (placedRows)
 * @param hasPersons whether the table `layout_person`, of former ids, exists
 */
export function settledRows(kind: Kind, rows: string, hasPersons: boolean): string {
  const written = kind.person === undefined ? 'CAST(NULL AS VARCHAR)' : `rows.${stored(kind.person)}`;
  const withPerson =
    hasPersons && kind.person !== undefined
      ? `SELECT rows.*, coalesce(layout_person.now, ${written}) AS person
    FROM (${rows}) AS rows LEFT JOIN layout_person ON layout_person.before = ${written}`
      : `SELECT rows.*, ${written} AS person FROM (${rows}) AS rows`;
  return (kind.steps ?? []).reduce(
    (below, step) => `SELECT * REPLACE (${outcomeAfter(step, kind)} AS outcome)
  FROM (${below}) AS below`,
    withPerson,
  );
}

/** @param reason for rows whose keys are the same as another row's, which is kept; the first must be filled, as in joins */
export function withoutRepeats(rows: string, keys: readonly string[], reason: string): string {
  const among = ['outcome', ...keys].join(', ');
  return `SELECT * REPLACE (CASE WHEN outcome = '' AND ${keys[0]} IS NOT NULL AND row_number() OVER (PARTITION BY ${among} ORDER BY file_no DESC, row_no DESC) > 1 THEN ${literal(reason)} ELSE outcome END AS outcome)
  FROM (${rows}) AS below`;
}

/**
 * Whether any two rows that count have the same keys; compares hashes, so a rare false positive is possible.
 */
export function anyRepeat(relation: string, keys: readonly string[]): string {
  return `SELECT key FROM (SELECT hash(${keys.join(', ')}) AS key FROM ${relation} AS below WHERE outcome = '' AND ${keys[0]} IS NOT NULL)
GROUP BY key HAVING count(*) > 1 LIMIT 1`;
}

/** What orders rows by a value: as texts, `9` would come after `10`. */
function inOrder(value: Value, scope: Scope): string[] {
  const text = sqlOf(value, scope);
  const isNumber = typeof value === 'object' && ('number' in value || 'amount' in value);
  return isNumber ? [DUCKDB.amount(text), text] : [text];
}

/** Whether any row replaces others: a query for one, of the rows of a kind (placedRows). */
export function replacingRow({ replaces }: Extract<Step, { step: 'replace' }>, rows: string): string {
  return `SELECT 1 FROM (${rows}) AS below WHERE ${conditionOf(replaces, scopeOf('below', undefined))} LIMIT 1`;
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
      // Claims whose ids are cut may be others.
      const replaces = `outcome <> ${literal(CUT_ID)} AND ${conditionOf(step.replaces, scope)}`;
      const last = `max(CASE WHEN ${replaces} THEN ${place} END) OVER (PARTITION BY ${keys.join(', ')})`;
      const isFilled = keys.map((key) => `${key} IS NOT NULL`).join(' AND ');
      return `CASE WHEN outcome = '' AND ${isFilled} AND ${place} < ${last} THEN ${literal(step.reason)} ELSE outcome END`;
    }
    case 'cancel': {
      const cancels = conditionOf(step.cancels, scope);
      const alike = `${among(step.per)}, ${amountOf(scope.column(step.amount))}`;
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
