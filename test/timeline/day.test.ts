import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { ageOn, dayOf } from '../../src/timeline/day.js';
import { isWithin } from '../../src/timeline/window.js';
import { day } from '../packs/lbp/people.js';

const RUNS = { numRuns: 2000, seed: 7 };

function dateOf(daysSince1970: number): DateTime {
  return DateTime.fromObject({ year: 1970, month: 1, day: 1 }, { zone: 'utc' }).plus({ days: daysSince1970 });
}

// 1 January 1800 to 31 December 2299.
const days = fc.integer({ min: -62_091, max: 120_529 });

describe('dayOf', () => {
  it('counts days as luxon does', () => {
    fc.assert(
      fc.property(days, (number) => {
        const date = dateOf(number);
        expect(dayOf(date.year, date.month, date.day)).toBe(number);
      }),
      RUNS,
    );
  });

  it.each([
    [1970, 1, 1, 0],
    [1969, 12, 31, -1],
    [2000, 2, 29, 11_016],
    [2024, 2, 29, 19_782],
    [2024, 12, 3, 20_060],
  ])('%i-%i-%i is day %i', (year, month, dayOfMonth, number) => {
    expect(dayOf(year, month, dayOfMonth)).toBe(number);
  });
});

describe('ageOn', () => {
  it('is what luxon counts, for anyone not born on 29 February', () => {
    fc.assert(
      fc.property(days, fc.integer({ min: 0, max: 40_000 }), (birth, later) => {
        const born = dateOf(birth);
        fc.pre(!(born.month === 2 && born.day === 29));
        const years = Math.floor(dateOf(birth + later).diff(born, 'years').years);
        expect(ageOn(birth, birth + later)).toBe(years);
      }),
      RUNS,
    );
  });

  it('goes up on the birthday and on no other day', () => {
    fc.assert(
      fc.property(days, fc.integer({ min: 0, max: 36_500 }), (birth, later) => {
        const [before, after] = [ageOn(birth, birth + later), ageOn(birth, birth + later + 1)];
        const next = dateOf(birth + later + 1);
        const born = dateOf(birth);
        const isLeapling = born.month === 2 && born.day === 29;
        const birthday =
          isLeapling && !next.isInLeapYear
            ? next.month === 3 && next.day === 1
            : next.month === born.month && next.day === born.day;
        expect(after - before).toBe(birthday ? 1 : 0);
      }),
      RUNS,
    );
  });

  it.each([
    ['2000-02-29', '2018-02-28', 17],
    ['2000-02-29', '2018-03-01', 18],
    ['2000-02-29', '2020-02-28', 19],
    ['2000-02-29', '2020-02-29', 20],
    ['2004-02-29', '2022-01-01', 17],
    ['2004-02-29', '2022-12-31', 18],
    ['1972-02-29', '2022-12-31', 50],
    ['2006-12-31', '2024-12-31', 18],
    ['2007-01-01', '2024-12-31', 17],
    ['2006-01-01', '2024-01-01', 18],
    ['2006-01-02', '2024-01-01', 17],
    ['1969-12-31', '2019-12-31', 50],
    ['2024-03-01', '2024-03-01', 0],
  ])('who was born on %s is on %s %i years old', (birth, on, age) => {
    expect(ageOn(day(birth), day(on))).toBe(age);
  });
});

describe('isWithin', () => {
  it.each([
    [9, false],
    [10, true],
    [15, true],
    [20, true],
    [21, false],
  ])('day %i of 10 to 20: %s', (number, inside) => {
    expect(isWithin(number, { start: 10, end: 20 })).toBe(inside);
  });

  it('has no first day where the start is open', () => {
    expect(isWithin(-1_000_000, { start: null, end: 20 })).toBe(true);
    expect(isWithin(21, { start: null, end: 20 })).toBe(false);
  });
});
