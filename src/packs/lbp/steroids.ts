import type { Day } from '../../timeline/day.js';
import type { Evidence } from '../../timeline/evidence.js';
import { setGiving } from '../../timeline/meaning.js';
import { compareLineNumbers, compareText } from '../../timeline/order.js';
import type { Fill } from '../../timeline/person.js';
import { isWithin, type Window } from '../../timeline/window.js';
import type { MeasureRules } from './resolve.js';
import type { SteroidRule } from './years/year-rules.js';

/** The days a fill covers once earlier supply is used up, closed at both ends and cut at the window's end. */
interface CoveredFill {
  readonly fill: Fill;
  readonly start: Day;
  readonly end: Day;
}

/** The listed steroid fills dispensed in the window, in the order in which they are used. */
export function steroidFills(
  fills: readonly Fill[],
  rule: SteroidRule,
  rules: MeasureRules,
  window: Window,
): Fill[] {
  return fills
    .filter((fill) => isWithin(fill.dispensed, window) && setGiving(rule.id, fill.drug, rules.sets) !== null)
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
 */
export function coverage(fills: readonly Fill[], lastDay: Day): CoveredFill[] {
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
 * The fills of the first stretch that reaches the asked number of consecutive covered days; none when no stretch does.
 */
export function prolongedSteroids(fills: readonly Fill[], rule: SteroidRule, window: Window): Evidence[] {
  let run: CoveredFill[] = [];
  for (const covered of coverage(fills, window.end)) {
    const previous = run.at(-1);
    run = previous !== undefined && covered.start === previous.end + 1 ? [...run, covered] : [covered];
    const first = run[0] ?? covered;
    if (covered.end - first.start + 1 >= rule.consecutiveDays) {
      return run.map((member) => evidence(member, rule, window));
    }
  }
  return [];
}

/** The row gives the covered days, which begin after the dispensing date where earlier supply was still running. */
function evidence({ fill, start, end }: CoveredFill, rule: SteroidRule, window: Window): Evidence {
  return {
    rule: rule.id,
    date: start,
    endDate: end,
    codeSystem: fill.drug.system,
    code: fill.drug.code,
    valueSet: fill.drug.sets.find((set) => rule.medicationLists.includes(set)) ?? '',
    claimId: fill.claimId,
    lineNumber: fill.lineNumber,
    windowStart: window.start,
    windowEnd: window.end,
    source: fill.source,
    locator: fill.locator,
  };
}
