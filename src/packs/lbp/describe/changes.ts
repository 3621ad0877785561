import type { Detail, Statement } from '../rules/statement.js';

/** One item in two years; null if a year does not have it. */
export interface Both<Thing> {
  readonly before: Thing | null;
  readonly after: Thing | null;
  /** The later one if it exists. */
  readonly either: Thing;
}

/** A rule that is not the same in two years. */
export interface RuleChange {
  readonly rule: Omit<Statement, 'details'>;
  readonly change: 'added' | 'removed' | 'changed';
  /** The windows, ages, lists and switches in which it differs. */
  readonly details: readonly Both<Detail>[];
}

/** The changes from one year to another, in the order of the rules; a removed rule keeps its old place. */
export function changesBetween(before: readonly Statement[], after: readonly Statement[]): RuleChange[] {
  return inBoth(before, after).flatMap(({ before: old, after: now, either }): RuleChange[] => {
    const details = inBoth(old?.details ?? [], now?.details ?? []).filter(
      (detail) => JSON.stringify(detail.before?.value) !== JSON.stringify(detail.after?.value),
    );
    const { details: _, ...rule } = either;
    if (old === null) return [{ rule, change: 'added', details }];
    if (now === null) return [{ rule, change: 'removed', details }];
    return details.length === 0 ? [] : [{ rule, change: 'changed', details }];
  });
}

/** Matches the items of two years by id, in the order of the later year; a removed item keeps its old predecessor. */
function inBoth<Thing extends { readonly id: string }>(
  before: readonly Thing[],
  after: readonly Thing[],
): Both<Thing>[] {
  const matched = after.map((thing): Both<Thing> => {
    const earlier = before.find(({ id }) => id === thing.id) ?? null;
    return { before: earlier, after: thing, either: thing };
  });
  before.forEach((thing, index) => {
    if (after.some(({ id }) => id === thing.id)) return;
    const previous = before[index - 1]?.id;
    const at = matched.findIndex(({ either }) => either.id === previous);
    matched.splice(at + 1, 0, { before: thing, after: null, either: thing });
  });
  return matched;
}
