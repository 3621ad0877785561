import { TABLES } from '../tables/columns.js';
import type { Condition, Join, Kind, Layout, Span, Step, Value } from './layout.js';

/** Month names as in RIF column names. */
const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEPT', 'OCT', 'NOV', 'DEC'];
const MOST = 25;

/**
 * A name with a number in the place of `#`, `##` or `#MON`.
 *
 * @example numbered('PTC_CNTRCT_#MON_ID', 9) // 'PTC_CNTRCT_SEPT_ID'
 */
export function numbered(name: string, place: number): string {
  return name
    .replaceAll('#MON', MONTHS[place - 1] ?? '#')
    .replaceAll('##', String(place).padStart(2, '0'))
    .replaceAll('#', String(place));
}

/** The numbers that a name with `#` expands to; none for other names. */
export function numbersOf(name: string): number[] {
  if (!name.includes('#')) return [];
  const most = name.includes('##') || name.includes('#MON') ? MONTHS.length : MOST;
  return Array.from({ length: most }, (_, index) => index + 1);
}

/** The columns of each kind that a layout reads, in lower case. */
export function columnsRead(
  { kinds }: Pick<Layout, 'kinds'>,
  further: readonly string[] = [],
): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map(
    [...namesRead(kinds)].map(([kind, names]) => [
      kind,
      new Set([...names].flatMap((name) => expanded(name)).map((name) => name.toLowerCase())),
    ]),
  );
  for (const kind of kinds.filter(({ table }) => table === 'eligibility')) {
    for (const name of [kind.name, ...(kind.joins ?? []).map((join) => join.kind)]) {
      for (const column of further) found.get(name)?.add(column.toLowerCase());
    }
  }
  return found;
}

/** The names of the columns of each kind as the layout states them, such as `DX#`. */
export function namesRead(kinds: readonly Kind[]): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map(kinds.map(({ name }) => [name, new Set<string>()] as const));
  for (const kind of kinds) readBy(kind, found);
  return found;
}

/** The columns that a name stands for. */
export function expanded(name: string): string[] {
  const numbers = numbersOf(name);
  return numbers.length === 0 ? [name] : numbers.map((place) => numbered(name, place));
}

/**
 * The columns of each kind that hold days, in lower case: those that feed our date columns, and those that a
 * layout marks as days.
 */
export function daysRead({ kinds }: Pick<Layout, 'kinds'>): ReadonlyMap<string, ReadonlySet<string>> {
  const days = new Set(
    TABLES.flatMap(({ columns }) => columns.filter(({ kind }) => kind === 'date').map(({ name }) => name)),
  );
  const ofDays = kinds.map((kind): Kind => {
    const { name, match, joins, procedures, columns = {} } = kind;
    const stated = Object.entries(columns).filter(([ours]) => days.has(ours));
    return {
      ...{ name, match, joins: (joins ?? []).map((join) => withoutKeys(join)) },
      columns: { ...Object.fromEntries(stated), ...datesWithin(kind) },
      ...(procedures === undefined || isCodes(procedures) || procedures.date === undefined
        ? {}
        : { procedures: { code: procedures.date } }),
      spans: (kind.spans ?? []).flatMap((span) => daysOfSpan(span)),
    };
  });
  return columnsRead({ kinds: ofDays });
}

/**
 * The columns of each kind by which rows are compared with other rows, in lower case: people, claims, keys of joins,
 * and what a step groups by. Their texts must be written in one way, as ids are.
 */
export function idsRead({ kinds }: Pick<Layout, 'kinds'>): ReadonlyMap<string, ReadonlySet<string>> {
  const ofIds = kinds.map((kind): Kind => {
    const { name, match, person, persons, joins = [], steps = [], columns = {} } = kind;
    const grouped = [
      ...steps.flatMap((step) => (step.step === 'leave out' ? [] : step.per)),
      ...(columns['claim_id'] === undefined ? [] : [columns['claim_id']]),
    ];
    const keys = grouped.filter((value) => !isDay(value)).map((value, place) => [`key ${place}`, value]);
    return {
      ...{ name, match, columns: Object.fromEntries(keys) },
      ...(person === undefined ? {} : { person }),
      ...(persons === undefined ? {} : { persons: { ...persons, latest: [] } }),
      joins: joins.map((join) => ({
        ...{ name: join.name, kind: join.kind, as: join.as },
        on: join.on.filter(([here, there]) => !isDay(here) && !isDay(there)),
      })),
    };
  });
  return columnsRead({ kinds: ofIds });
}

/** The join with only the day of its codes and the keys that are days. */
function withoutKeys({ name, kind, as, on, date }: Join): Join {
  const keys = on.filter(([here, there]) => isDay(here) && isDay(there));
  return { name, kind, as, on: keys, ...(date === undefined ? {} : { date }) };
}

function isDay(value: Value): boolean {
  return typeof value === 'object' && 'date' in value;
}

/** Values of steps that a layout calls days. */
function datesWithin({ steps = [], persons }: Kind): Record<string, Value> {
  const values = [
    ...steps.flatMap((step) =>
      step.step === 'latest' || step.step === 'replace'
        ? [...step.per, ...step.by]
        : step.step === 'cancel'
          ? [...step.per, ...step.oldest]
          : [],
    ),
    ...(persons?.latest ?? []),
  ];
  return Object.fromEntries(values.filter(isDay).map((value, place) => [`of step ${place}`, value]));
}

function daysOfSpan(span: Span): Span[] {
  if ('from' in span) return [span];
  return 'year' in span && span.cut !== undefined ? [{ from: span.cut, to: span.cut }] : [];
}

function readBy(kind: Kind, found: ReadonlyMap<string, Set<string>>): void {
  const { joins = [] } = kind;
  const addTo = (name: string, column: string): void => {
    if (!column.startsWith('@')) found.get(name)?.add(column);
  };
  const add = (reference: string): void => {
    const join = joins.find(({ name }) => reference.startsWith(`${name}.`));
    if (join === undefined) addTo(kind.name, reference);
    else addTo(join.kind, reference.slice(join.name.length + 1));
  };
  for (const reference of referencesOf(kind)) add(reference);
  for (const { kind: other, on, code, order, date } of joins) {
    for (const [here, there] of on) {
      for (const reference of referencesIn(here)) add(reference);
      for (const reference of referencesIn(there)) addTo(other, reference);
    }
    for (const value of [code, order, date]) {
      if (value !== undefined) for (const reference of referencesIn(value)) addTo(other, reference);
    }
  }
}

/** The columns that a kind itself reads, as the layout names them; the keys of its joins are not among them. */
export function referencesOf(kind: Kind): string[] {
  const { persons, diagnoses, procedures, also } = kind;
  const values: Value[] = [
    ...Object.values(kind.columns ?? {}),
    ...Object.values(also?.columns ?? {}),
    ...(kind.person === undefined ? [] : [kind.person]),
    ...(persons === undefined ? [] : [persons.before, persons.now, ...persons.latest]),
    ...(diagnoses === undefined ? [] : [diagnoses.principal]),
    ...(diagnoses?.others ?? []).flatMap((value) => (isCodes(value) ? [] : [value])),
  ];
  if (procedures !== undefined && !isCodes(procedures)) {
    values.push(procedures.code, ...(procedures.date === undefined ? [] : [procedures.date]));
  }
  const conditions = [
    ...(kind.leave_out ?? []).map(({ where }) => where),
    ...(also === undefined ? [] : [also.where]),
  ];
  return [
    ...values.flatMap(referencesIn),
    ...conditions.flatMap(referencesInCondition),
    ...(kind.steps ?? []).flatMap(referencesInStep),
    ...(kind.spans ?? []).flatMap(referencesInSpan),
  ];
}

/** Whether a value represents the codes of a joined kind. */
export function isCodes(value: object | string): value is { readonly codes: string } {
  return typeof value === 'object' && 'codes' in value;
}

/** The columns that a value is built from. */
export function referencesIn(value: Value): string[] {
  if (typeof value === 'string') return [value];
  if ('constant' in value) return [];
  if ('first' in value) return value.first.flatMap(referencesIn);
  if ('joined' in value) return value.joined.flatMap(referencesIn);
  if ('number' in value) return referencesIn(value.number);
  if ('amount' in value) return referencesIn(value.amount);
  if ('date' in value) return referencesIn(value.date);
  return [
    ...referencesInCondition(value.when),
    ...referencesIn(value.value),
    ...(value.else === undefined ? [] : referencesIn(value.else)),
  ];
}

function referencesInCondition(condition: Condition): string[] {
  if ('any' in condition) return condition.any.flatMap(referencesInCondition);
  if ('all' in condition) return condition.all.flatMap(referencesInCondition);
  return [condition.column];
}

function referencesInStep(step: Step): string[] {
  switch (step.step) {
    case 'latest':
      return [...step.per, ...step.by].flatMap(referencesIn);
    case 'cancel':
      return [
        ...[...step.per, ...step.oldest, step.amount].flatMap(referencesIn),
        ...referencesInCondition(step.cancels),
      ];
    case 'replace':
      return [...[...step.per, ...step.by].flatMap(referencesIn), ...referencesInCondition(step.replaces)];
    case 'leave out':
      return referencesInCondition(step.where);
  }
}

function referencesInSpan(span: Span): string[] {
  if ('from' in span) return [span.from, span.to].flatMap(referencesIn);
  if ('month' in span) return referencesIn(span.month);
  return [
    span.year,
    span.months,
    ...(span.cut === undefined ? [] : [span.cut]),
    ...(span.marked === undefined ? [] : referencesInCondition(span.marked.where)),
  ];
}
