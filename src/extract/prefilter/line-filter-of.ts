import type { CellKind } from '../../codes/readings.js';
import { DIAGNOSES } from '../../inputs/tables/columns.js';
import type { NoDays } from '../../inputs/tables/no-date.js';
import type { ColumnSource, FileGroup, TablePlan } from '../../inputs/tables/plan.js';
import { layoutOf } from './lines/days.js';
import type { CandidateColumn, DateColumn, LineFilter } from './lines/line-filter.js';
import { conditionsOf } from './row-conditions.js';

/** The beginnings of codes that make somebody a candidate, by column. */
export interface CandidateStems {
  readonly column: string;
  readonly cell: CellKind;
  readonly stems: readonly string[];
}

/** Which lines of a table the engine must see. */
export type Wanted =
  /** Lines that could make somebody a candidate; the others are counted. */
  | { readonly lines: 'of candidates'; readonly candidates: readonly CandidateStems[] }
  /** Lines of the people; the others are counted. */
  | { readonly lines: 'of people, others counted'; readonly people: LineFilter['people'] }
  /** Lines of the people, and lines whose person cannot be read, in files that are known to be plain. */
  | {
      readonly lines: 'of people';
      readonly people: LineFilter['people'];
      readonly plain: ReadonlySet<number>;
    };

/** One byte that does not occur in the numbers written next to a kept line. */
const SEPARATOR = /^[^\w\u0080-\uffff]$/;

/**
 * The filter for the lines of a group of files. Null if none is possible: not CSV, already filtered, an
 * unsuitable separator, dates of varying length, or constants where a column is needed.
 */
export function lineFilterOf(group: FileGroup, { table }: TablePlan, wanted: Wanted): LineFilter | null {
  if (group.format !== 'csv' || group.weightColumn !== undefined || !SEPARATOR.test(group.delimiter))
    return null;
  const conditions = conditionsOf(table);
  const column = (name: string): number | null => columnOf(group.sources.get(name));
  const there = conditions.dates.filter(({ name }) => group.sources.has(name));
  const dates = there.map(({ name, noDays }) => dateColumn(group.sources.get(name), noDays));
  const stated = conditions.stated.map(column);
  const drugs = conditions.drugs.map(column);
  // A constant or a missing column is the same in every line.
  const words = conditions.words.map(column).filter(isStated);
  const bills = conditions.bills.map(column).filter(isStated);
  const asked = (wanted.lines === 'of candidates' ? wanted.candidates : []).filter(({ column: name }) =>
    group.sources.has(name),
  );
  const candidates = asked.flatMap(({ column: name, cell, stems }): CandidateColumn[] => {
    const found = column(name);
    return found === null ? [] : [{ column: found, cell, stems }];
  });
  const principal = wanted.lines === 'of candidates' ? column(DIAGNOSES[0] ?? '') : null;
  if (
    !stated.every(isStated) ||
    !dates.every(isStated) ||
    !drugs.every(isStated) ||
    drugs.length > 1 ||
    candidates.length < asked.length ||
    (wanted.lines === 'of candidates' && principal === null)
  )
    return null;
  const place = new Map(there.map(({ name }, index) => [name, index]));
  const [drug = null] = drugs;
  const used =
    wanted.lines === 'of candidates'
      ? [
          ...stated,
          ...dates.map((date) => date.column),
          principal,
          ...candidates.map((one) => one.column),
          ...words,
          ...bills,
        ]
      : [...group.sources.values()].map(columnOf);
  return {
    separator: group.delimiter.charCodeAt(0),
    columns: group.columns.length,
    person: column('person_id') ?? 0,
    fileNumber: group.fileNoColumn === undefined ? null : group.columns.indexOf(group.fileNoColumn),
    stated,
    dates,
    needed: conditions.needed.map((choices) => choices.map((name) => place.get(name)).filter(isStated)),
    inOrder: conditions.inOrder.flatMap(([first, second]) => {
      const [start, end] = [place.get(first), place.get(second)];
      return start === undefined || end === undefined ? [] : [[start, end] as const];
    }),
    drug,
    words,
    bills,
    principal,
    candidates,
    people: wanted.lines === 'of candidates' ? null : wanted.people,
    isCounted: wanted.lines !== 'of people',
    copied: [...new Set(used.filter(isStated))].sort((a, b) => a - b),
  };
}

function isStated<T>(value: T | null | undefined): value is T {
  return value !== null && value !== undefined;
}

function columnOf(source: ColumnSource | undefined): number | null {
  return source?.from === 'column' ? source.index : null;
}

function dateColumn(source: ColumnSource | undefined, noDays: NoDays): DateColumn | null {
  if (source?.from !== 'column' || source.dateFormat === null) return null;
  const layout = layoutOf(source.dateFormat);
  return layout === null ? null : { column: source.index, layout, noDays };
}
