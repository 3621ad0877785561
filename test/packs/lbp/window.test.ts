import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { windowOf } from '../../../src/packs/lbp/window.js';
import { day } from './people.js';

function isoPlus(iso: string, days: number): string {
  return DateTime.fromISO(iso, { zone: 'utc' }).plus({ days }).toISODate() ?? '';
}

describe('windowOf', () => {
  it.each([
    ['2024-02-01', -180, 28, '2023-08-05', '2024-02-29'],
    ['2023-02-01', -180, 28, '2022-08-05', '2023-03-01'],
    ['2024-12-03', 0, 28, '2024-12-03', '2024-12-31'],
    ['2023-12-03', 0, 28, '2023-12-03', '2023-12-31'],
    ['2024-03-01', -365, 0, '2023-03-02', '2024-03-01'],
    ['2025-03-01', -365, 28, '2024-03-01', '2025-03-29'],
    ['2024-03-30', -90, 28, '2023-12-31', '2024-04-27'],
  ])('from the IESD %s, %i to %i days are %s to %s', (iesd, from, to, first, last) => {
    const year = Number(iesd.slice(0, 4));
    const window = windowOf({ from: { days: from }, to: { days: to } }, year, day(iesd));
    expect(window).toEqual({ start: day(first), end: day(last) });
  });

  it('is the calendar year whatever the IESD', () => {
    const window = windowOf({ from: 'first_day_of_year', to: 'last_day_of_year' }, 2024, day('2024-05-05'));
    expect(window).toEqual({ start: day('2024-01-01'), end: day('2024-12-31') });
  });

  it('begins with the year before', () => {
    const rule = { from: 'first_day_of_prior_year', to: 'last_day_of_year' } as const;
    const window = windowOf(rule, 2025, day('2025-05-05'));
    expect(window).toEqual({ start: day('2024-01-01'), end: day('2025-12-31') });
  });

  it('has no start for any time', () => {
    const window = windowOf({ from: 'any_time', to: { days: 28 } }, 2024, day('2024-05-05'));
    expect(window).toEqual({ start: null, end: day('2024-06-02') });
  });

  it('counts days of the calendar as luxon does', () => {
    const iesds = fc.integer({ min: day('2018-01-01'), max: day('2026-12-03') });
    const offsets = fc.integer({ min: -800, max: 800 });
    fc.assert(
      fc.property(iesds, offsets, offsets, (iesd, from, to) => {
        const iso = new Date(iesd * 86_400_000).toISOString().slice(0, 10);
        const window = windowOf({ from: { days: from }, to: { days: to } }, Number(iso.slice(0, 4)), iesd);
        expect(window).toEqual({ start: day(isoPlus(iso, from)), end: day(isoPlus(iso, to)) });
      }),
      { numRuns: 500, seed: 11 },
    );
  });
});
