import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gapsInEnrollment, productLinesOn } from '../../../src/packs/lbp/rules/enrollment.js';
import { rulesOfYear } from '../../../src/packs/lbp/years/index.js';
import type { EnrollmentSpan } from '../../../src/timeline/person.js';
import { type Stretch, uncovered } from '../../../src/timeline/stretch.js';
import { day, span } from './people.js';

function daysOf({ start, end }: Stretch): number[] {
  return Array.from({ length: Math.max(0, end - start + 1) }, (_, index) => start + index);
}

/** The days of a stretch that no span covers, looked at one by one. */
function bareDays(spans: readonly Stretch[], within: Stretch): number[] {
  return daysOf(within).filter((d) => !spans.some(({ start, end }) => start <= d && d <= end));
}

/** Stretches anywhere about 0 to 60: inside, across an edge, outside, of one day, reversed. */
const stretch = fc.record({
  start: fc.integer({ min: -30, max: 90 }),
  end: fc.integer({ min: -30, max: 90 }),
});

/** A chain of spans, each set off against the end of the one before: overlapping, touching, a day apart. */
const chain = fc
  .tuple(
    fc.integer({ min: -20, max: 20 }),
    fc.array(fc.record({ skip: fc.integer({ min: -4, max: 3 }), length: fc.integer({ min: 1, max: 25 }) }), {
      maxLength: 8,
    }),
  )
  .map(([first, links]) => {
    let end = first;
    return links.map(({ skip, length }): Stretch => {
      const start = end + 1 + skip;
      end = start + length - 1;
      return { start, end };
    });
  });

const spansAnyhow = fc.oneof(
  fc.array(stretch, { maxLength: 8 }),
  chain,
  fc.tuple(chain, chain).map((two) => two.flat()),
);

describe('uncovered', () => {
  it('gives exactly the days without a span, in order, in stretches that do not touch', () => {
    const property = fc.property(spansAnyhow, stretch, fc.boolean(), (spans, within, turned) => {
      const gaps = uncovered(turned ? [...spans].reverse() : spans, within);
      expect(gaps.flatMap(daysOf)).toEqual(bareDays(spans, within));
      gaps.forEach((gap, index) => {
        expect(gap.start).toBeLessThanOrEqual(gap.end);
        const before = gaps[index - 1];
        if (before !== undefined) expect(gap.start).toBeGreaterThan(before.end + 1);
      });
    });
    fc.assert(property, { numRuns: 5000, seed: 3 });
  });

  it.each<[string, Stretch[], Stretch[]]>([
    ['no span', [], [{ start: 0, end: 9 }]],
    ['a span that just covers', [{ start: 0, end: 9 }], []],
    ['a day missing at the start', [{ start: 1, end: 9 }], [{ start: 0, end: 0 }]],
    ['a day missing at the end', [{ start: 0, end: 8 }], [{ start: 9, end: 9 }]],
    [
      'spans that touch',
      [
        { start: 0, end: 4 },
        { start: 5, end: 9 },
      ],
      [],
    ],
    [
      'spans a day apart',
      [
        { start: 0, end: 4 },
        { start: 6, end: 9 },
      ],
      [{ start: 5, end: 5 }],
    ],
    [
      'spans that overlap',
      [
        { start: 0, end: 6 },
        { start: 3, end: 9 },
      ],
      [],
    ],
    [
      'a span inside a longer one',
      [
        { start: -5, end: 8 },
        { start: 2, end: 3 },
        { start: 9, end: 20 },
      ],
      [],
    ],
    ['a reversed span over it all', [{ start: 9, end: 0 }], [{ start: 0, end: 9 }]],
    [
      'spans that only touch the outside',
      [
        { start: -5, end: -1 },
        { start: 10, end: 20 },
      ],
      [{ start: 0, end: 9 }],
    ],
  ])('%s', (_, spans, gaps) => {
    expect(uncovered(spans, { start: 0, end: 9 })).toEqual(gaps);
  });
});

const spanAround = (iesd: number) =>
  fc.record({
    start: fc.oneof(
      fc.integer({ min: iesd - 250, max: iesd + 60 }),
      fc.constantFrom(iesd - 181, iesd - 180, iesd - 179),
    ),
    length: fc.oneof(fc.integer({ min: 1, max: 260 }), fc.constantFrom(208, 209, 210)),
    medicalBenefit: fc.boolean(),
    productLine: fc.constantFrom('commercial', 'medicaid', 'medicare', 'other'),
  });

describe('continuous enrollment', () => {
  const iesd = day('2024-03-01');

  it('asks for medical benefit on each of the 209 days from 180 before to 28 after the IESD', () => {
    const property = fc.property(fc.array(spanAround(iesd), { maxLength: 5 }), (drawn) => {
      const spans = drawn.map(({ start, length, ...rest }) => span(start, start + length - 1, rest));
      const medical = spans.filter(({ medicalBenefit }) => medicalBenefit);
      const window = { start: iesd - 180, end: iesd + 28 };
      const gaps = gapsInEnrollment(spans, iesd, rulesOfYear(2024), null);
      const bare = gaps.flatMap(({ date, endDate }) => daysOf({ start: date ?? 0, end: endDate ?? 0 }));
      expect(bare).toEqual(bareDays(medical, window));
      for (const { rule, windowStart, windowEnd } of gaps) {
        expect([rule, windowStart, windowEnd]).toEqual(['enrollment', window.start, window.end]);
      }
    });
    fc.assert(property, { numRuns: 1000, seed: 5 });
  });

  it.each([
    ['2023-09-03', '2024-03-29', 0],
    ['2023-09-04', '2024-03-29', 1],
    ['2023-09-03', '2024-03-28', 1],
  ])('for the IESD 2024-03-01 a span from %s to %s leaves %i gaps', (start, end, gaps) => {
    expect(gapsInEnrollment([span(day(start), day(end))], iesd, rulesOfYear(2024), null)).toHaveLength(gaps);
  });
});

describe('product lines on the IESD', () => {
  const on = (year: number, ...spans: readonly EnrollmentSpan[]) =>
    productLinesOn(100, spans, rulesOfYear(year));
  const of = (productLine: EnrollmentSpan['productLine'], rest: Partial<EnrollmentSpan> = {}) =>
    span(50, 150, { productLine, ...rest });

  it.each<[string, number, EnrollmentSpan[], boolean, string[]]>([
    ['commercial drops Medicaid', 2024, [of('medicaid'), of('commercial')], true, ['commercial']],
    ['Medicaid and Medicare are two', 2024, [of('medicare'), of('medicaid')], true, ['medicaid', 'medicare']],
    [
      'commercial and Medicare are two',
      2022,
      [of('medicare'), of('commercial')],
      true,
      ['commercial', 'medicare'],
    ],
    ['Medicare is not reported before 2022', 2021, [of('medicare')], true, []],
    ['Medicare is reported from 2022', 2022, [of('medicare')], true, ['medicare']],
    ['Medicaid stays beside Medicare in 2021', 2021, [of('medicaid'), of('medicare')], true, ['medicaid']],
    ['other cover is reported nowhere', 2024, [of('other')], true, []],
    ['a span from the IESD on', 2024, [span(100, 150)], true, ['commercial']],
    ['a span to the IESD', 2024, [span(50, 100)], true, ['commercial']],
    ['a span from the day after', 2024, [span(101, 150)], false, []],
    ['a span to the day before', 2024, [span(50, 99)], false, []],
    ['a reversed span', 2024, [span(150, 50)], false, []],
    ['the same line twice', 2024, [of('medicaid'), of('medicaid')], true, ['medicaid']],
  ])('%s', (_, year, spans, isEnrolled, reported) => {
    expect(on(year, ...spans)).toEqual({ isEnrolled, reported });
  });
});
