import type { Day } from '../../../timeline/day.js';
import type { Evidence } from '../../../timeline/evidence.js';
import { type Meanings, setGiving } from '../../../timeline/meaning.js';
import { compareLineNumbers, compareText } from '../../../timeline/order.js';
import type { Fill } from '../../../timeline/person.js';
import { isWithin, type Window } from '../../../timeline/window.js';
import { need } from '../../sets.js';
import { counted, daysInAll } from '../phrases.js';
import { windowOf } from '../window.js';
import type { SteroidRule, YearRules } from '../years/year-rules.js';
import { type DenominatorExclusion, type Episode, NO_SETS, type Role, useOf } from './kind.js';
import { NEAR_DAYS, type NearMiss, type Reach } from './near.js';
import { namesDetail, numberDetail, windowDetail } from './statement.js';
import { fromRecords, type RuleWords, withoutIt } from './words.js';

/** The exclusion for steroids dispensed for many days in a row (docs/measure-logic.md 3.2). */
export function steroidExclusion(rule: SteroidRule, { year }: YearRules): DenominatorExclusion {
  const { id, label, reference, medicationLists, consecutiveDays } = rule;
  const at = (iesd: Day): Window => windowOf(rule.window, year, iesd);
  const exclusion: DenominatorExclusion = {
    ...NO_SETS,
    id,
    statement: {
      ...{ id, kind: 'exclusion', label, reference },
      details: [
        windowDetail('fills dispensed and days covered', rule.window, reference),
        numberDetail('consecutive_days', 'consecutive covered days', consecutiveDays, reference),
        ...namesDetail('medication_lists', 'medication lists', medicationLists, reference),
      ],
    },
    words: WORDS,
    needs: [need<Role>(id, id, [], { medicationLists })],
    uses: [useOf(id, at)],
    settledBy: () => exclusion,
    windows: (iesd) => [at(iesd)],
    evidence: ({ person, sets, iesd }) => {
      const window = at(iesd);
      return prolongedSteroids(steroidFills(person.fills, rule, sets, window), rule, window);
    },
    nearMisses: (episode) => longestStretch(rule, episode, at(episode.iesd)),
    reach: (episode) => reachOf(rule, episode, at(episode.iesd)),
    warnings: ({ person, sets, iesd }) =>
      steroidFills(person.fills, rule, sets, at(iesd)).some(lacksDaysSupply)
        ? ['fill_without_days_supply']
        : [],
  };
  return exclusion;
}

const WORDS: RuleWords = {
  requirement: withoutIt('corticosteroids'),
  reason: fromRecords(
    (first, rows) => `which cover ${counted(daysInAll(rows), 'consecutive day')} from ${first['date']}`,
  ),
  edge: (rows) => {
    const last = rows.at(-1);
    const stretch = `${rows[0]?.['date']} to ${last?.['end_date'] || last?.['date']}`;
    return { days: null, text: `${daysInAll(rows)} consecutive days are covered (${stretch})` };
  },
};

/**
 * The days that a fill covers after earlier supply is used up, closed at both ends and cut at the window's
 * end.
 */
interface CoveredFill {
  readonly fill: Fill;
  readonly start: Day;
  readonly end: Day;
}

/** The listed steroid fills dispensed in the window, in the order in which they are used. */
export function steroidFills(
  fills: readonly Fill[],
  rule: SteroidRule,
  sets: Meanings<Role>,
  window: Window,
): Fill[] {
  return fills
    .filter((fill) => isWithin(fill.dispensed, window) && setGiving(rule.id, fill.drug, sets) !== null)
    .sort(
      (a, b) =>
        a.dispensed - b.dispensed ||
        compareText(a.claimId, b.claimId) ||
        compareLineNumbers(a.lineNumber, b.lineNumber) ||
        compareText(a.drug.code, b.drug.code) ||
        (a.daysSupply ?? 0) - (b.daysSupply ?? 0) ||
        compareText(a.source, b.source) ||
        compareText(a.locator, b.locator),
    );
}

/** Whether a fill states no supply that could cover a day. */
export function lacksDaysSupply(fill: Fill): boolean {
  return fill.daysSupply === null || fill.daysSupply <= 0;
}

/**
 * The calendar of all fills as one stream: a fill dispensed while earlier supply runs starts when that ends, so supply
 * is shifted, never lost and never doubled (docs/measure-logic.md 3.2).
 *
 * @example fills of 30 days on 2025-01-01 and 2025-01-21 cover 2025-01-01 to 2025-01-30, then 2025-01-31 to 2025-03-01
 */
export function coveredBy(fills: readonly Fill[], lastDay: Day): CoveredFill[] {
  const covered: CoveredFill[] = [];
  let suppliedTo = Number.NEGATIVE_INFINITY;
  for (const fill of fills) {
    if (fill.daysSupply === null || fill.daysSupply <= 0) continue;
    const start = Math.max(fill.dispensed, suppliedTo + 1);
    suppliedTo = start + fill.daysSupply - 1;
    if (start <= lastDay) covered.push({ fill, start, end: Math.min(suppliedTo, lastDay) });
  }
  return covered;
}

/**
 * All fills of the first stretch that has the required number of consecutive covered days; empty without one.
 *
 * @example 30 days each, dispensed on 2025-01-01, 2025-01-31, 2025-03-02 and 2025-04-01: four fills, whose 120 days
 * end on 2025-04-30
 */
export function prolongedSteroids(fills: readonly Fill[], rule: SteroidRule, window: Window): Evidence[] {
  const stretch = stretchesOf(coveredBy(fills, window.end)).find(
    (run) => daysOf(run) >= rule.consecutiveDays,
  );
  return (stretch ?? []).map((member) => evidence(member, rule.id, listOf(member.fill, rule), window));
}

/** Fills that follow each other without a gap: each starts on the day after the previous supply ends. */
type Stretch = readonly CoveredFill[];

function stretchesOf(covered: readonly CoveredFill[]): Stretch[] {
  const stretches: CoveredFill[][] = [];
  for (const fill of covered) {
    const last = stretches.at(-1);
    if (last !== undefined && fill.start === endOf(last) + 1) last.push(fill);
    else stretches.push([fill]);
  }
  return stretches;
}

function endOf(stretch: Stretch): Day {
  return stretch.at(-1)?.end ?? Number.NEGATIVE_INFINITY;
}

function daysOf(stretch: Stretch): number {
  const [first] = stretch;
  return first === undefined ? 0 : endOf(stretch) - first.start + 1;
}

function listOf({ drug }: Fill, { medicationLists }: SteroidRule): string {
  return drug.sets.find((set) => medicationLists.includes(set)) ?? '';
}

/**
 * The row states the covered days, which begin after the dispensing date if earlier supply was still running.
 */
function evidence(
  { fill, start, end }: CoveredFill,
  rule: SteroidRule['id'],
  valueSet: string,
  window: Window,
): Evidence {
  return {
    rule,
    date: start,
    endDate: end,
    codeSystem: fill.drug.system,
    code: fill.drug.code,
    valueSet,
    claimId: fill.claimId,
    lineNumber: fill.lineNumber,
    windowStart: window.start,
    windowEnd: window.end,
    source: fill.source,
    locator: fill.locator,
  };
}

/** The longest stretch of covered days, which is too short. */
function longestStretch(rule: SteroidRule, { person, sets }: Episode, window: Window): NearMiss[] {
  const fills = steroidFills(person.fills, rule, sets, window);
  const longest = stretchesOf(coveredBy(fills, window.end)).reduce<Stretch>(
    (best, next) => (daysOf(next) > daysOf(best) ? next : best),
    [],
  );
  const [first] = longest;
  if (first === undefined) return [];
  const count = daysOf(longest);
  const valueSet = setGiving(rule.id, first.fill.drug, sets) ?? '';
  return [
    {
      rule: rule.id,
      missedBy: 'too_few_days',
      days: rule.consecutiveDays - count,
      had: { count, of: rule.consecutiveDays },
      record: evidence({ ...first, end: endOf(longest) }, rule.id, valueSet, window),
    },
  ];
}

/** Nearly long enough, or long enough if one fill had been dispensed some days earlier or later. */
function reachOf(rule: SteroidRule, { person, sets }: Episode, window: Window): Reach {
  const fills = person.fills.filter(({ drug }) => setGiving(rule.id, drug, sets) !== null);
  if (fills.length === 0) return 'not_reached';
  const isProlonged = (all: readonly Fill[], days: number): boolean =>
    prolongedSteroids(steroidFills(all, rule, sets, window), { ...rule, consecutiveDays: days }, window)
      .length > 0;
  if (isProlonged(fills, rule.consecutiveDays)) return 'met';
  if (isProlonged(fills, rule.consecutiveDays - NEAR_DAYS)) return 'near';
  for (const [at, moved] of fills.entries()) {
    for (let by = -NEAR_DAYS; by <= NEAR_DAYS; by += 1) {
      const others = fills.with(at, { ...moved, dispensed: moved.dispensed + by });
      if (isProlonged(others, rule.consecutiveDays)) return 'near';
    }
  }
  return 'missed';
}
