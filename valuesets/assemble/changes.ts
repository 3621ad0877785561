import type { CodeLife, FiscalYear } from '../../src/valuesets/code-life.js';
import { byCodeUnit } from '../../src/valuesets/order.js';

/**
 * A row of the list of changes: a code, or with `add-stem` the codes below one, added or deleted with a
 * fiscal year.
 */
export interface Change {
  readonly year: FiscalYear;
  readonly action: string;
  readonly code: string;
}

const ACTIONS = ['add', 'add-stem', 'delete'];

/**
 * Compares the list of changes with the tables of the years that both cover.
 *
 * @param tables the billable codes of each available fiscal year
 * @throws Error naming the rows that the tables contradict, or an unknown action
 */
export function checkChanges(
  changes: readonly Change[],
  tables: ReadonlyMap<FiscalYear, ReadonlySet<string>>,
): void {
  const unknown = changes.find(({ action }) => !ACTIONS.includes(action));
  if (unknown !== undefined) throw new Error(`the list of changes has the action ${unknown.action}`);
  const wrong = changes.filter(({ year, action, code }) => {
    const before = tables.get(year - 1);
    const then = tables.get(year);
    if (action === 'delete') return before?.has(code) === false || then?.has(code) === true;
    const has = (table: ReadonlySet<string>): boolean =>
      action === 'add' ? table.has(code) : [...table].some((one) => one.startsWith(code));
    return (before !== undefined && has(before)) || (then !== undefined && !has(then));
  });
  if (wrong.length === 0) return;
  const rows = wrong.map(({ year, action, code }) => `${action} ${code} in FY${year}`);
  throw new Error(`the tables contradict the list of changes: ${rows.join(', ')}`);
}

/** Changes to our sets' codes in the years of the list that the tables show but the list lacks. */
export interface Unlisted {
  readonly came: readonly string[];
  readonly went: readonly string[];
}

/**
 * @param codes those of the sets that the list covers
 * @param lives the years of every code
 */
export function unlisted(
  changes: readonly Change[],
  codes: Iterable<string>,
  lives: ReadonlyMap<string, CodeLife>,
): Unlisted {
  const named = (actions: readonly string[]): Change[] =>
    changes.filter(({ action }) => actions.includes(action));
  const added = new Set(named(['add']).map(({ code }) => code));
  const stems = named(['add-stem']).map(({ code }) => code);
  const deleted = new Set(named(['delete']).map(({ code }) => code));
  const from = Math.min(...changes.map(({ year }) => year));
  const inOrder = [...new Set(codes)].sort(byCodeUnit);
  return {
    came: inOrder.filter((code) => {
      const first = lives.get(code)?.first ?? null;
      const isNamed = added.has(code) || stems.some((stem) => code.startsWith(stem));
      return first !== null && first.earliest >= from && !isNamed;
    }),
    went: inOrder.filter((code) => {
      const last = lives.get(code)?.last ?? null;
      return last !== null && last.latest >= from - 1 && !deleted.has(code);
    }),
  };
}
