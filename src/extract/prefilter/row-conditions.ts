import type { Table } from '../../inputs/tables/columns.js';
import type { NoDays } from '../../inputs/tables/no-date.js';
import { type Condition, columnsOf, ROW_CHECKS } from '../../inputs/tables/row-checks.js';

/**
 * The conditions, by our column names, under which no check of a row (row-checks.ts) can apply except those
 * that depend on a word. They are stricter than the checks: a row that fails them can still be good.
 */
export interface RowConditions {
  readonly stated: readonly string[];
  readonly dates: readonly { readonly name: string; readonly noDays: NoDays }[];
  /** In each group, at least one date must be present. */
  readonly needed: readonly (readonly string[])[];
  /** Pairs of dates; the second must not be before the first. */
  readonly inOrder: readonly (readonly [string, string])[];
  /** Columns that must hold an NDC of eleven digits. */
  readonly drugs: readonly string[];
  /** Columns whose text affects the outcome. */
  readonly words: readonly string[];
  /** Columns with the type of a bill, which must not void another. */
  readonly bills: readonly string[];
}

export function conditionsOf({ name, columns }: Table): RowConditions {
  const conditions = ROW_CHECKS[name].flatMap(({ any }) => any);
  const isOfKind = (column: string, kind: string): boolean =>
    columns.some((one) => one.name === column && one.kind === kind);
  const isDate = (column: string): boolean => isOfKind(column, 'date');
  const of = (...kinds: readonly Condition['is'][]): string[] => [
    ...new Set(conditions.filter(({ is }) => kinds.includes(is)).flatMap(columnsOf)),
  ];
  return {
    stated: of('blank').filter((column) => !isDate(column) && !isOfKind(column, 'drug')),
    dates: columns
      .filter((column) => conditions.flatMap(columnsOf).includes(column.name) && isDate(column.name))
      .map(({ name: column, noDays }) => ({ name: column, noDays })),
    needed: conditions.flatMap((one) =>
      one.is === 'blank' && one.columns.every(isDate) ? [one.columns] : [],
    ),
    inOrder: conditions.flatMap((one) => (one.is === 'before' ? [[one.other, one.column] as const] : [])),
    drugs: of('ten digits', 'no drug'),
    words: of('unknown word', 'voided'),
    bills: of('void bill'),
  };
}
