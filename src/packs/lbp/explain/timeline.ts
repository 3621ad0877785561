import { dayOfIso, isoDay } from '../../../timeline/day.js';
import type { Person } from '../../../timeline/person.js';
import { cell, type OutputRow } from '../../table.js';
import type { Change } from './changes.js';
import type { Gate, ImagingFound } from './gates.js';
import type { KnownRecord } from './known-records.js';

/** An entry of a person's timeline. */
export interface TimelineEntry {
  readonly date: string;
  /** Empty for a single day. */
  readonly end_date: string;
  /** Days from the index date; null without one. */
  readonly day: number | null;
  readonly kind: 'record' | 'window' | 'enrollment' | 'fill' | 'fact';
  /** Whether it decided something, nearly did, or is only shown. */
  readonly weight: 'decided' | 'near_miss' | 'seen';
  readonly what: string;
  readonly code_system: string;
  readonly code: string;
  readonly value_set: string;
  readonly claim_id: string;
  readonly claim_line_number: string;
  readonly source: string;
  readonly locator: string;
}

/** The records of a person in the inputs, besides those that decided. */
export interface SeenInInputs {
  readonly person: Person;
  readonly records: readonly KnownRecord[];
}

/** All records of a person by day; within a day, those that decided come first. */
export function timelineOf(
  indexDate: string,
  { gates, imaging, changes }: { gates: readonly Gate[]; imaging: ImagingFound; changes: readonly Change[] },
  seen: SeenInInputs | null,
): TimelineEntry[] {
  const decided = [...gates, imaging].flatMap(({ records }) => records).filter((row) => row['date'] !== '');
  const missed = changes.flatMap(({ kind, record }) =>
    kind === 'near_miss' && record !== null && record['date'] !== '' ? [record] : [],
  );
  const entries: EntryWithoutDay[] = [
    ...mergedByRecord(decided).map((row) => ofRow(row, 'decided')),
    ...mergedByRecord(missed).map((row) => ofRow(row, 'near_miss')),
  ];
  const known = new Set(entries.map(keyOf));
  const others = seen === null ? [] : seenOnly(seen).filter((entry) => !known.has(keyOf(entry)));
  const iesd = dayOfIso(indexDate);
  return [...entries, ...others, ...(iesd === null ? [] : windowEdges(gates, imaging))]
    .map((entry) => ({ ...entry, day: iesd === null ? null : (dayOfIso(entry.date) ?? 0) - iesd }))
    .sort((a, b) => compare(a.date, b.date) || ORDER[a.weight] - ORDER[b.weight]);
}

type EntryWithoutDay = Omit<TimelineEntry, 'day'>;

const ORDER = { decided: 0, near_miss: 1, seen: 2 };

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** A record used by several rules is one entry. */
function mergedByRecord(rows: readonly OutputRow[]): OutputRow[] {
  const byRecord = new Map<string, OutputRow>();
  for (const row of rows) {
    const key = `${row['date']} ${row['code']} ${row['claim_id']} ${row['claim_line_number']} ${row['source']}`;
    const known = byRecord.get(key);
    const rules = known === undefined ? row['rule'] : `${known['rule']}, ${row['rule']}`;
    byRecord.set(key, { ...row, rule: rules ?? '' });
  }
  return [...byRecord.values()];
}

function keyOf({ date, code, claim_id: claim, claim_line_number: line }: EntryWithoutDay): string {
  return `${date} ${code} ${claim} ${line}`;
}

function ofRow(row: OutputRow, weight: 'decided' | 'near_miss'): EntryWithoutDay {
  const rule = cell(row, 'rule');
  return {
    date: cell(row, 'date'),
    end_date: cell(row, 'end_date'),
    kind: rule === 'enrollment' ? 'enrollment' : 'record',
    weight,
    what: rule !== 'enrollment' ? rule : weight === 'decided' ? 'no medical benefit' : 'enrolled',
    ...{ code_system: cell(row, 'code_system'), code: cell(row, 'code'), value_set: cell(row, 'value_set') },
    ...{ claim_id: cell(row, 'claim_id'), claim_line_number: cell(row, 'claim_line_number') },
    ...{ source: cell(row, 'source'), locator: cell(row, 'locator') },
  };
}

const NO_RECORD = {
  ...{ end_date: '', code_system: '', code: '', value_set: '' },
  ...{ claim_id: '', claim_line_number: '', source: '', locator: '' },
} as const;

function seenOnly({ person, records }: SeenInInputs): EntryWithoutDay[] {
  const ofClaims = records.map(
    ({ record, roles }): EntryWithoutDay => ({
      ...NO_RECORD,
      date: isoDay(record.date),
      kind: record.listed.system === 'NDC' ? 'fill' : 'record',
      weight: 'seen',
      what: roles.join(', '),
      ...{ code_system: record.listed.system, code: record.listed.code, value_set: record.set },
      ...{ claim_id: record.claimId, claim_line_number: record.lineNumber },
      ...{ source: record.source, locator: record.locator },
    }),
  );
  const spans = person.spans.map(
    ({ start, end, productLine, medicalBenefit, source }): EntryWithoutDay => ({
      ...NO_RECORD,
      date: isoDay(start),
      end_date: isoDay(end),
      kind: 'enrollment',
      weight: 'seen',
      what: `enrolled, ${productLine}${medicalBenefit ? '' : ', without medical benefit'}`,
      source,
    }),
  );
  const facts = [
    ...person.deaths.map((fact) => ({ ...fact, what: 'death' })),
    ...person.hospice.map((fact) => ({ ...fact, what: 'hospice' })),
  ].map(
    ({ date, source, what }): EntryWithoutDay => ({
      ...NO_RECORD,
      date: isoDay(date),
      kind: 'fact',
      weight: 'seen',
      what,
      source,
    }),
  );
  return [...ofClaims, ...spans, ...facts];
}

/** First and last days of the windows around the index date; windows that share a day share an entry. */
function windowEdges(gates: readonly Gate[], imaging: ImagingFound): EntryWithoutDay[] {
  const starts = new Map<string, string[]>();
  const ends = new Map<string, string[]>();
  const add = (to: Map<string, string[]>, day: string, name: string): void => {
    if (day !== '') to.set(day, [...new Set([...(to.get(day) ?? []), name])]);
  };
  for (const { gate, windows, result } of [...gates, { ...imaging, gate: 'imaging' }]) {
    if (gate === 'candidate' || gate === 'index_event' || result === 'not_reached') continue;
    for (const { start, end } of windows) {
      add(starts, start, gate);
      add(ends, end, gate);
    }
  }
  const edge = (what: string, days: Map<string, string[]>): EntryWithoutDay[] =>
    [...days].map(([date, names]) => ({
      ...NO_RECORD,
      date,
      kind: 'window',
      weight: 'seen',
      what: `${what} ${names.length > 3 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : names.join(', ')}`,
    }));
  return [...edge('first day of', starts), ...edge('last day of', ends)];
}
