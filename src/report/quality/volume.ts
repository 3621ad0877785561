import type { Finding, QualityFacts, QualityRules, ReachRule, Severity } from '../../packs/quality.js';
import { type Day, dayOfIso, isoDay } from '../../timeline/day.js';
import type { Part } from '../../timeline/part.js';
import { percentOf } from './severity.js';

/** Thresholds: shares from 0 to 1. */
const LIMITS = {
  /** Share of the year's median month: the data reach from the first month with that much to the last. */
  regular: { all: 0.25, candidates: 0.02 },
  /** Share of the median of the months around it. */
  drop: { warning: 0.6, error: 0.25 },
  /** Share of index events whose window is not fully covered. */
  unseen: { warning: 0.01, error: 0.2 },
  /** The fewest index events with which candidates' rows show how far the claims reach. */
  fewestEvents: 100,
  /**
   * Months on each side that a month is compared with, and the fewest rows of a usual month for the
   * comparison.
   */
  neighbors: 3,
  fewestRows: 100,
} as const;

interface Month {
  /** `2025-03` */
  readonly name: string;
  readonly rows: number;
}

/**
 * Findings from the days of claims and fills: how far they reach in both directions, and which months are
 * thin.
 */
export function volumeFindings(facts: QualityFacts, rules: QualityRules): Finding[] {
  const events = eventsWhere(facts, () => true).of;
  const isKnown = facts.basis === 'all' || events >= LIMITS.fewestEvents;
  const reach = isKnown ? reachOf(facts.claims.days, facts, rules) : null;
  return [
    ...(reach === null
      ? []
      : [
          ...rules.reach.flatMap((rule) => unseenEvents(facts, reach, rule, rules)),
          ...thinMonths(facts, reach, rules),
        ]),
    ...fillReach(facts, rules),
  ];
}

interface Reach {
  /**
   * First day of the first month, and last day of the last month, with about as many rows as the year's
   * months.
   */
  readonly first: Day;
  readonly last: Day;
}

function reachOf(
  days: ReadonlyMap<Day, number>,
  { basis, today }: QualityFacts,
  { period }: QualityRules,
): Reach | null {
  const months = monthsOf(upTo(today, days));
  const [from, to] = [isoDay(period.first).slice(0, 7), isoDay(period.last).slice(0, 7)];
  const ofYear = months.filter(({ name, rows }) => from <= name && name <= to && rows > 0);
  if (ofYear.length === 0) return null;
  const least = median(ofYear.map(({ rows }) => rows)) * LIMITS.regular[basis];
  const regular = months.filter(({ rows }) => rows >= least);
  const [first, last] = [regular[0], regular.at(-1)];
  if (first === undefined || last === undefined) return null;
  return { first: firstDay(first.name), last: firstDay(nextMonth(last.name)) - 1 };
}

/** Without future days, which are mistyped. */
function upTo(today: Day, days: ReadonlyMap<Day, number>): Map<Day, number> {
  return new Map([...days].filter(([day]) => day <= today));
}

/** Every month from the first to the last with rows, including empty ones. */
function monthsOf(days: ReadonlyMap<Day, number>): Month[] {
  const counts = new Map<string, number>();
  for (const [day, rows] of days) {
    const name = isoDay(day).slice(0, 7);
    counts.set(name, (counts.get(name) ?? 0) + rows);
  }
  const names = [...counts.keys()].sort();
  const [first, last] = [names[0], names.at(-1)];
  const months: Month[] = [];
  // A mistyped year must not add every month up to it.
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

/** The share of index events whose day meets a condition. */
function eventsWhere({ persons }: QualityFacts, holds: (day: Day) => boolean): Part {
  let [count, of] = [0, 0];
  for (const [day, people] of persons.eventDays) {
    of += people;
    if (holds(day)) count += people;
  }
  return { count, of };
}

/** Events whose window is partly uncovered; the text says which part. */
function reachFindings(
  size: Part,
  events: string,
  text: string,
  rule: Pick<Finding, 'code' | 'effect' | 'fix'>,
): Finding[] {
  if (size.count === 0) return [];
  const share = size.count / size.of;
  const { warning, error } = LIMITS.unseen;
  const severity: Severity = share >= error ? 'error' : share >= warning ? 'warning' : 'info';
  const { code, effect, fix } = rule;
  const whole = `for ${percentOf(size)} of ${events} (${size.count} of ${size.of}) ${text}`;
  return [{ code, severity, size, text: whole, effect, fix }];
}

/**
 * Claims that do not reach as far before or after an event as a rule looks.
 *
 * @example claims from 2024-01-01 do not cover the look-back of 180 days of an event on 2024-03-01 (to
 *   2023-09-03)
 */
function unseenEvents(
  facts: QualityFacts,
  { first, last }: Reach,
  rule: ReachRule,
  { events }: QualityRules,
): Finding[] {
  const { days } = rule;
  if (days < 0) {
    const size = eventsWhere(facts, (day) => day + days < first);
    const since = isoDay(first);
    return reachFindings(
      size,
      events,
      `the claims, which begin about ${since}, do not reach back ${-days} days`,
      rule,
    );
  }
  const size = eventsWhere(facts, (day) => day + days > last);
  return reachFindings(
    size,
    events,
    `the claims, which end about ${isoDay(last)}, do not reach ${days} days further`,
    rule,
  );
}

/** Months with far fewer rows than those around them. Candidates are too few per month to judge. */
function thinMonths(facts: QualityFacts, { first, last }: Reach, { thinMonth }: QualityRules): Finding[] {
  if (facts.basis === 'candidates') return [];
  const months = monthsOf(upTo(facts.today, facts.claims.days)).filter(
    ({ name }) => first <= firstDay(name) && firstDay(name) <= last,
  );
  return months.flatMap(({ name, rows }, index): Finding[] => {
    const around = [
      ...months.slice(Math.max(0, index - LIMITS.neighbors), index),
      ...months.slice(index + 1, index + 1 + LIMITS.neighbors),
    ];
    const typicalRows = Math.round(median(around.map((month) => month.rows)));
    if (around.length < 2 || typicalRows < LIMITS.fewestRows || rows >= typicalRows * LIMITS.drop.warning)
      return [];
    const size = { count: rows, of: typicalRows };
    return [
      {
        code: 'LBP-D104',
        severity: rows < typicalRows * LIMITS.drop.error ? 'error' : 'warning',
        text: `${name} has ${percentOf(size)} of the claim rows of the months around it (${rows} where ${typicalRows} are usual)`,
        size,
        ...thinMonth,
      },
    ];
  });
}

function fillReach(facts: QualityFacts, rules: QualityRules): Finding[] {
  const { fills, events } = rules;
  if (fills === null) return [];
  const { pharmacy, persons } = facts;
  const of = [...persons.eventDays.values()].reduce((sum, people) => sum + people, 0);
  const size = { count: of, of };
  if (pharmacy === null) {
    const text = 'there are no pharmacy claims';
    return [{ code: 'LBP-D301', severity: 'warning', text, size, ...fills.none }];
  }
  if (pharmacy.days === null || pharmacy.rows === 0) return [];
  const reach = reachOf(pharmacy.days, facts, rules);
  if (reach === null) {
    const text = 'there are no pharmacy claims of the year';
    return [{ code: 'LBP-D302', severity: 'error', text, size, ...fills.noneOfPeriod }];
  }
  return reachFindings(
    eventsWhere(facts, (day) => day > reach.last || day - fills.daysBack < reach.first),
    events,
    `pharmacy claims, which go from about ${isoDay(reach.first)} to ${isoDay(reach.last)}, do not cover the ${fills.daysBack} days before`,
    { code: 'LBP-D302', ...fills.tooShort },
  );
}
