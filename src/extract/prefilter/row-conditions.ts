import type { Table } from '../../inputs/tables/columns.js';
import type { NoDays } from '../../inputs/tables/no-date.js';
import { type Condition, columnsOf, ROW_CHECKS } from '../../inputs/tables/row-checks.js';

/**
 * What must hold of a row of a table so that none of its checks (row-checks.ts) applies but those that ask for a word,
 * by the names of our columns. It is stricter than the checks: a row for which it does not hold can be good all the
 * same.
 */
export interface RowConditions {
  readonly stated: readonly string[];
  readonly dates: readonly { readonly name: string; readonly noDays: NoDays }[];
  /** Of each of these dates one must be there. */
  readonly needed: readonly (readonly string[])[];
  /** Pairs of dates of which the second is not before the first. */
  readonly inOrder: readonly (readonly [string, string])[];
  /** Columns that must hold an NDC of eleven digits. */
  readonly drugs: readonly string[];
  /** Columns whose text makes a difference. */
  readonly words: readonly string[];
  /** Columns with the type of a bill, which must be of none that voids another. */
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
