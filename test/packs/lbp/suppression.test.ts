import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hiddenRows } from '../../../src/packs/lbp/outputs/suppression.js';

// docs/outputs.md, "Small numbers", with counts below 11 small.
const BELOW = 11;

function hidden(rows: readonly (readonly number[])[], below = BELOW): number[] {
  const found = hiddenRows(rows, (row) => row, below);
  return rows.flatMap((row, place) => (found.has(row) ? [place] : []));
}

describe('rows with small counts', () => {
  it('are blanked from 1 to one below the number, with the smallest of the others', () => {
    expect(hidden([[1], [100], [50]])).toEqual([0, 2]);
    expect(hidden([[10], [100], [50]])).toEqual([0, 2]);
    expect(hidden([[11], [100], [50]])).toEqual([]);
    expect(hidden([[0], [100], [50]])).toEqual([]);
  });

  it('are enough for each other where their sum is not small', () => {
    expect(hidden([[6], [5], [100], [50]])).toEqual([0, 1]);
    expect(hidden([[6], [4], [100], [50]])).toEqual([0, 1, 3]);
  });

  it('take a whole row with them, and need each of its sums to be large', () => {
    expect(
      hidden([
        [30, 2],
        [40, 20],
        [90, 3],
      ]),
    ).toEqual([0, 1, 2]);
    expect(
      hidden([
        [30, 5],
        [40, 20],
        [90, 6],
      ]),
    ).toEqual([0, 2]);
  });

  it('blank nothing without a number', () => {
    expect(hidden([[1], [2]], 0)).toEqual([]);
    expect(hidden([[1], [2]], 1)).toEqual([]);
    expect(hidden([[1], [2]], 2)).toEqual([0, 1]);
  });

  it('never leave one blanked row or a small blanked sum beside a visible one', () => {
    const row = fc.tuple(fc.nat(30), fc.nat(30));
    fc.assert(
      fc.property(fc.array(row, { maxLength: 12 }), (rows) => {
        const found = hiddenRows(rows, (one) => one, BELOW);
        for (const one of rows) {
          const isSmall = one.some((count) => count > 0 && count < BELOW);
          if (isSmall) expect(found.has(one)).toBe(true);
        }
        const isAnyVisible = rows.some((one) => !found.has(one) && one[0] + one[1] > 0);
        if (found.size === 0 || !isAnyVisible) return;
        expect(found.size).toBeGreaterThan(1);
        const sums = [0, 1].map((place) => [...found].reduce((sum, one) => sum + (one[place] ?? 0), 0));
        expect(sums.every((sum) => sum === 0 || sum >= BELOW)).toBe(true);
      }),
    );
  });
});
