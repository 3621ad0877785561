import { dayOfIso, isoDay } from '../../../calendar.js';
import type { Day } from '../../../timeline/person.js';
import { type Finding, type Part, percentOf, type QualityFacts, type Severity } from './facts.js';

/** Thresholds: shares from 0 to 1. */
const LIMITS = {
  /** Of the median month of the year: from the first month with so much the data are there, to the last one. */
  regular: { all: 0.25, candidates: 0.02 },
  /** Of the median of the months around it. */
  drop: { warning: 0.6, error: 0.25 },
  /** Of the index events, those whose window is not all there. */
  unseen: { warning: 0.01, error: 0.2 },
  /** Index events, the fewest of which candidates' rows say how far the claims reach. */
  fewestEvents: 100,
  /** Months on each side that a month is compared with. */
  neighbours: 3,
} as const;

interface Month {
  /** `2025-03` */
  readonly name: string;
  readonly rows: number;
}

/** What the days of claims and fills say: how far they reach back and on, and where months are thin. */
export function volumeFindings(facts: QualityFacts): Finding[] {
  const events = eventsWhere(facts, () => true).of;
  const isKnown = facts.basis === 'all' || events >= LIMITS.fewestEvents;
  const reach = isKnown ? reachOf(facts.claims.days, facts) : null;
  return [
    ...(reach === null ? [] : [...observable(facts, reach), ...drops(facts, reach)]),
    ...pharmacyReach(facts, reach),
  ];
}

interface Reach {
  /** First day of the first month and last day of the last one that have about as many rows as the year's months. */
  readonly first: Day;
  readonly last: Day;
}

function reachOf(days: ReadonlyMap<Day, number>, { year, basis, today }: QualityFacts): Reach | null {
  const months = monthsOf(upTo(today, days));
  const [from, to] = [isoDay(year.first).slice(0, 7), isoDay(year.last).slice(0, 7)];
  const ofYear = months.filter(({ name, rows }) => from <= name && name <= to && rows > 0);
  if (ofYear.length === 0) return null;
  const least = median(ofYear.map(({ rows }) => rows)) * LIMITS.regular[basis];
  const regular = months.filter(({ rows }) => rows >= least);
  const [first, last] = [regular[0], regular.at(-1)];
  if (first === undefined || last === undefined) return null;
  return { first: firstDay(first.name), last: firstDay(nextMonth(last.name)) - 1 };
}

/** Without the days that are still to come, which are mistyped. */
function upTo(today: Day, days: ReadonlyMap<Day, number>): Map<Day, number> {
  return new Map([...days].filter(([day]) => day <= today));
}

/** Every month from the first to the last with rows, those without any too. */
function monthsOf(days: ReadonlyMap<Day, number>): Month[] {
  const counts = new Map<string, number>();
  for (const [day, rows] of days) {
    const name = isoDay(day).slice(0, 7);
    counts.set(name, (counts.get(name) ?? 0) + rows);
  }
  const names = [...counts.keys()].sort();
  const [first, last] = [names[0], names.at(-1)];
  const months: Month[] = [];
  // A mistyped year must not make a month of every one up to it.
  const isLong = names.length > 0 && Number(last?.slice(0, 4)) - Number(first?.slice(0, 4)) > 50;
  if (isLong) return names.map((name) => ({ name, rows: counts.get(name) ?? 0 }));
  for (let name = first; name !== undefined && last !== undefined && name <= last; name = nextMonth(name)) {
    months.push({ name, rows: counts.get(name) ?? 0 });
  }
  return months;
}

function nextMonth(name: string): string {
  const [year = 0, month = 0] = name.split('-').map(Number);
  return month === 12 ? `${year + 1}-01` : `${name.slice(0, 4)}-${String(month + 1).padStart(2, '0')}`;
}

function firstDay(month: string): Day {
  return dayOfIso(`${month}-01`) ?? 0;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.floor(middle - 0.5)] ?? 0) + (sorted[Math.floor(middle)] ?? 0)) / 2;
}

/** The share of index events for which a condition on their day holds. */
function eventsWhere({ persons }: QualityFacts, holds: (day: Day) => boolean): Part {
  let [count, of] = [0, 0];
  for (const [day, people] of persons.firstDays) {
    of += people;
    if (holds(day)) count += people;
  }
  return { count, of };
}

function unseen(code: string, size: Part, text: string, effect: string, mend: string): Finding[] {
  if (size.count === 0) return [];
  const share = size.count / size.of;
  const { warning, error } = LIMITS.unseen;
  const severity: Severity = share >= error ? 'error' : share >= warning ? 'warning' : 'info';
  return [
    {
      ...{ code, severity, size, effect, mend },
      text: `for ${percentOf(size)} of index events (${size.count} of ${size.of}) ${text}`,
    },
  ];
}

function observable(facts: QualityFacts, { first, last }: Reach): Finding[] {
  const since = isoDay(first);
  return [
    ...unseen(
      'LBP-D101',
      eventsWhere(facts, (day) => day - 180 < first),
      `the claims, which begin about ${since}, do not reach back 180 days`,
      'Earlier low back pain is not seen, so people pass the negative history who should not: the denominator is too large.',
      'Give claims from July of the year before on, or earlier.',
    ),
    ...unseen(
      'LBP-D102',
      eventsWhere(facts, (day) => day - 365 < first),
      `the claims, which begin about ${since}, do not reach back 365 days`,
      'Exclusions that look back a year or for ever are missed: the denominator is too large, and more of it is imaged.',
      'Give claims from January of the year before on; for exclusions at any time, all there are.',
    ),
    ...unseen(
      'LBP-D103',
      eventsWhere(facts, (day) => day + 28 > last),
      `the claims, which end about ${isoDay(last)}, do not reach on 28 days`,
      'Imaging that has not come in counts as none: the rate is too high.',
      'Wait for the claims of the last month and of January, or give the files that are missing.',
    ),
  ];
}

/** Months with far fewer rows than those around them. Candidates are too few by month to say that of. */
function drops(facts: QualityFacts, { first, last }: Reach): Finding[] {
  if (facts.basis === 'candidates') return [];
  const months = monthsOf(upTo(facts.today, facts.claims.days)).filter(
    ({ name }) => first <= firstDay(name) && firstDay(name) <= last,
  );
  return months.flatMap(({ name, rows }, index): Finding[] => {
    const around = [
      ...months.slice(Math.max(0, index - LIMITS.neighbours), index),
      ...months.slice(index + 1, index + 1 + LIMITS.neighbours),
    ];
    const usual = Math.round(median(around.map((month) => month.rows)));
    if (around.length < 2 || usual === 0 || rows >= usual * LIMITS.drop.warning) return [];
    const size = { count: rows, of: usual };
    return [
      {
        code: 'LBP-D104',
        severity: rows < usual * LIMITS.drop.error ? 'error' : 'warning',
        text: `${name} has ${percentOf(size)} of the claim rows of the months around it (${rows} where ${usual} are usual)`,
        size,
        effect:
          'Events, history and imaging of the month are missed; where imaging is, the rate is too high.',
        mend: 'See whether a file of the month is missing, or whether its claims have not all come in.',
      },
    ];
  });
}

function pharmacyReach(facts: QualityFacts, claims: Reach | null): Finding[] {
  const { pharmacy, persons } = facts;
  const of = [...persons.firstDays.values()].reduce((sum, people) => sum + people, 0);
  if (pharmacy === null) {
    return [
      {
        code: 'LBP-D301',
        severity: 'warning',
        text: 'there are no pharmacy claims',
        size: { count: of, of },
        effect: 'Steroids, osteoporosis and dementia drugs exclude nobody: the denominator is too large.',
        mend: 'Give them with --pharmacy.',
      },
    ];
  }
  if (pharmacy.days === null) return [];
  const reach = reachOf(pharmacy.days, facts);
  if (reach === null || claims === null) {
    return [
      {
        code: 'LBP-D302',
        severity: 'error',
        text: 'there are no pharmacy claims of the year',
        size: { count: of, of },
        effect: 'Drugs exclude nobody in the year: the denominator is too large.',
        mend: 'Give the pharmacy claims of the year and the one before.',
      },
    ];
  }
  return unseen(
    'LBP-D302',
    eventsWhere(facts, (day) => day > reach.last || day - 365 < reach.first),
    `pharmacy claims, which go from about ${isoDay(reach.first)} to ${isoDay(reach.last)}, do not cover the 365 days before`,
    'Prolonged steroids are missed: the denominator is too large.',
    'Give the pharmacy claims of the whole year and the one before.',
  );
}
