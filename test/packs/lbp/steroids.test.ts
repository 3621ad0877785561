import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluate } from '../../../src/packs/lbp/evaluate.js';
import { resolveRules } from '../../../src/packs/lbp/resolve.js';
import { coveredBy, prolongedSteroids, steroidFills } from '../../../src/packs/lbp/rules/steroids.js';
import { rulesOfYear } from '../../../src/packs/lbp/years/index.js';
import type { SteroidRule } from '../../../src/packs/lbp/years/year-rules.js';
import type { Fill } from '../../../src/timeline/person.js';
import { day, fill, listed, member } from './people.js';
import { loaded, SEPARATE } from './sets.js';

const PREDNISONE = listed('NDC', '00000000001', 'Corticosteroid Medications');
const DEXAMETHASONE = listed('NDC', '00000000002', 'Corticosteroid Medications');
const ALENDRONATE = listed('NDC', '00000000003', 'Osteoporosis Medications');

const RULES = resolveRules(rulesOfYear(2024), loaded(SEPARATE));
const IESD = day('2024-06-30');
const WINDOW = { start: IESD - 365, end: IESD };

function steroidRule(): SteroidRule {
  for (const rule of rulesOfYear(2024).exclusions) if (rule.kind === 'steroids') return rule;
  throw new Error('2024 has no rule on steroids');
}
const RULE = steroidRule();

/** One pill a day from the available pills, day by day: the days on which there is one. */
function pillDays(fills: readonly Fill[], first: number, last: number): number[] {
  const covered: number[] = [];
  let pills = 0;
  for (let today = first; today <= last; today++) {
    for (const { dispensed, daysSupply } of fills) if (dispensed === today) pills += daysSupply ?? 0;
    if (pills === 0) continue;
    pills -= 1;
    covered.push(today);
  }
  return covered;
}

function longestRun(days: readonly number[]): number {
  let longest = 0;
  let run = 0;
  days.forEach((d, index) => {
    run = d - 1 === days[index - 1] ? run + 1 : 1;
    longest = Math.max(longest, run);
  });
  return longest;
}

const supply = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(7, 14, 28, 29, 30, 30, 30, 31, 60, 89, 90) },
  { weight: 1, arbitrary: fc.constantFrom(null, 0, 1, 400) },
);

/** Fills about a refill's distance from each other, so that runs near 90 days are common. */
const fills = fc
  .tuple(
    fc.oneof(
      fc.integer({ min: WINDOW.start - 40, max: IESD }),
      fc.constantFrom(WINDOW.start, IESD - 89, IESD - 88),
    ),
    fc.array(
      fc.record({
        wait: fc.constantFrom(0, 0, 10, 25, 29, 30, 30, 31, 45),
        daysSupply: supply,
        drug: fc.constantFrom(PREDNISONE, DEXAMETHASONE),
      }),
      { maxLength: 9 },
    ),
  )
  .map(([first, drawn]) => {
    let date = first;
    return drawn.map(({ wait, daysSupply, drug }, index): Fill => {
      date += wait;
      return fill(date, drug, daysSupply, `F${index}`);
    });
  });

const FIRST = WINDOW.start - 400;

describe('the steroid calendar', () => {
  it('covers the days on which pills are at hand, each once, to the last day', () => {
    const property = fc.property(fills, (drawn) => {
      const ordered = steroidFills(drawn, RULE, RULES.sets, { start: null, end: IESD + 400 });
      const covered = coveredBy(ordered, IESD);
      const days = covered.flatMap(({ start, end }) =>
        Array.from({ length: end - start + 1 }, (_, index) => start + index),
      );
      expect(days).toEqual(pillDays(drawn, FIRST, IESD));
    });
    fc.assert(property, { numRuns: 3000, seed: 13 });
  });

  it('is prolonged when 90 days run together, of the fills of the 366 days to the IESD', () => {
    const seen = { prolonged: 0, not: 0 };
    const property = fc.property(fills, (drawn) => {
      const inWindow = drawn.filter(({ dispensed }) => dispensed >= IESD - 365 && dispensed <= IESD);
      const expected = longestRun(pillDays(inWindow, FIRST, IESD)) >= 90;
      seen[expected ? 'prolonged' : 'not'] += 1;
      const found = prolongedSteroids(steroidFills(drawn, RULE, RULES.sets, WINDOW), RULE, WINDOW);
      expect(found.length > 0).toBe(expected);
      if (!expected) return;
      // The evidence is one run that reaches 90 days, stated fill by fill.
      found.slice(1).forEach((row, index) => {
        expect(row.date).toBe((found[index]?.endDate ?? 0) + 1);
      });
      const [first, last] = [found[0]?.date ?? 0, found.at(-1)?.endDate ?? 0];
      expect(last - first + 1).toBeGreaterThanOrEqual(90);
      expect(last).toBeLessThanOrEqual(IESD);
      // All of it: on the day before there is no pill, nor on the day after, unless the window ends there.
      const pills = pillDays(inWindow, FIRST, IESD + 1);
      expect(pills).not.toContain(first - 1);
      if (last < IESD) expect(pills).not.toContain(last + 1);
    });
    fc.assert(property, { numRuns: 3000, seed: 17 });
    expect(seen.prolonged).toBeGreaterThan(200);
    expect(seen.not).toBeGreaterThan(200);
  });

  it('shifts supply: 30 days on 1 June and 30 days on 26 June cover 1 June to 30 July', () => {
    const ordered = [fill(day('2024-06-01'), PREDNISONE, 30), fill(day('2024-06-26'), DEXAMETHASONE, 30)];
    const covered = coveredBy(ordered, day('2024-12-31'));
    expect(covered.map(({ start, end }) => [start, end])).toEqual([
      [day('2024-06-01'), day('2024-06-30')],
      [day('2024-07-01'), day('2024-07-30')],
    ]);
  });

  it('gives the whole stretch: 30 days on 1 January, 31 January, 1 March and 31 March cover 120 days to 29 April', () => {
    const dates = ['2024-01-01', '2024-01-31', '2024-03-01', '2024-03-31'];
    const dispensed = dates.map((date) => fill(day(date), PREDNISONE, 30, date));
    const found = prolongedSteroids(steroidFills(dispensed, RULE, RULES.sets, WINDOW), RULE, WINDOW);
    expect(found.map(({ claimId }) => claimId)).toEqual(dates);
    expect(found.at(-1)?.endDate).toBe(day('2024-04-29'));
  });

  it.each([0, null])('leaves out a fill of %j days', (supply) => {
    const ordered = [fill(IESD - 80, PREDNISONE, 30, 'A'), fill(IESD - 70, PREDNISONE, supply, 'B')];
    const covered = coveredBy([...ordered, fill(IESD - 50, PREDNISONE, 30, 'C')], IESD);
    expect(covered.map((one) => one.fill.claimId)).toEqual(['A', 'C']);
  });

  it('cuts a fill of 90 days on the IESD to one day', () => {
    const covered = coveredBy([fill(IESD, PREDNISONE, 90)], IESD);
    expect(covered.map(({ start, end }) => [start, end])).toEqual([[IESD, IESD]]);
  });
});

function reasonsWith(...dispensed: readonly Fill[]): readonly string[] {
  const decision = evaluate(member('2024-06-30', { fills: dispensed }), RULES);
  if (decision.kind !== 'decided') throw new Error(decision.kind);
  return [...decision.reasons, ...decision.warnings];
}

describe('the exclusion for prolonged steroids', () => {
  it.each<[string, Fill[], string[]]>([
    ['90 days up to the IESD', [fill(IESD - 89, PREDNISONE, 90)], ['corticosteroids']],
    ['89 days up to the IESD', [fill(IESD - 88, PREDNISONE, 90)], []],
    ['90 days from the first day of the window', [fill(IESD - 365, PREDNISONE, 90)], ['corticosteroids']],
    ['90 days from the day before the window', [fill(IESD - 366, PREDNISONE, 90)], []],
    [
      'three fills without a gap',
      [0, 30, 60].map((d) => fill(IESD - 200 + d, PREDNISONE, 30, `${d}`)),
      ['corticosteroids'],
    ],
    [
      'three fills with one gap day',
      [0, 31, 61].map((d) => fill(IESD - 200 + d, PREDNISONE, 30, `${d}`)),
      [],
    ],
    [
      'two drugs as one stream',
      [fill(IESD - 200, PREDNISONE, 45, 'A'), fill(IESD - 200, DEXAMETHASONE, 45, 'B')],
      ['corticosteroids'],
    ],
    ['90 days of another drug', [fill(IESD - 100, ALENDRONATE, 90)], ['osteoporosis']],
    ['a fill without days of supply', [fill(IESD - 100, PREDNISONE, null)], ['fill_without_days_supply']],
    ['a fill of zero days', [fill(IESD - 100, PREDNISONE, 0)], ['fill_without_days_supply']],
    ['a fill without days of supply outside the window', [fill(IESD + 1, PREDNISONE, null)], []],
  ])('%s', (_, dispensed, said) => {
    expect(reasonsWith(...dispensed)).toEqual(said);
  });
});
