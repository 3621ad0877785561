import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rateOf } from '../../../src/packs/lbp/outputs/rate.js';
import { wilson } from '../../../src/packs/wilson.js';

const Z = 1.959963984540054;

/**
 * Wilson's bounds computed another way: the p for which the share is z standard errors of p away, found by
 * bisection. It uses only the definition, not the closed form.
 */
function byHalving(successes: number, trials: number): { low: number; high: number } {
  const share = successes / trials;
  const isOutside = (p: number): boolean => Math.abs(share - p) > Z * Math.sqrt((p * (1 - p)) / trials);
  const edge = (inside: number, outside: number): number => {
    if (!isOutside(outside)) return outside;
    let [near, far] = [inside, outside];
    for (let step = 0; step < 60; step += 1) {
      const middle = (near + far) / 2;
      if (isOutside(middle)) far = middle;
      else near = middle;
    }
    return near;
  };
  return { low: edge(share, 0), high: edge(share, 1) };
}

describe('wilson', () => {
  it.each([
    // Published: Newcombe (1998), Statistics in Medicine 17, 857-872, table I, method 3 (four decimals).
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
    // What common statistics packages give.
    [0, 10, 0, 0.277533],
    [5, 10, 0.236593, 0.763407],
    [10, 10, 0.722467, 1],
    [1, 1, 0.206549, 1],
    [0, 1, 0, 0.793451],
  ])('%i of %i: %f to %f', (successes, trials, low, high) => {
    const found = wilson(successes, trials);
    const digits = low === 0.2553 || String(high).length <= 6 ? 4 : 6;
    expect(found?.low).toBeCloseTo(low, digits);
    expect(found?.high).toBeCloseTo(high, digits);
  });

  it('of nothing is nothing', () => {
    expect(wilson(0, 0)).toBeNull();
  });

  const COUNTS = fc
    .integer({ min: 1, max: 1_000_000 })
    .chain((trials) => fc.tuple(fc.integer({ min: 0, max: trials }), fc.constant(trials)));

  it('solves its definition', () => {
    fc.assert(
      fc.property(COUNTS, ([successes, trials]) => {
        const expected = byHalving(successes, trials);
        const found = wilson(successes, trials);
        expect(found?.low).toBeCloseTo(expected.low, 9);
        expect(found?.high).toBeCloseTo(expected.high, 9);
      }),
      { seed: 1, numRuns: 500 },
    );
  });

  it('holds the share, stays within 0 and 1, and turns over with its complement', () => {
    fc.assert(
      fc.property(COUNTS, ([successes, trials]) => {
        const found = wilson(successes, trials) ?? { low: Number.NaN, high: Number.NaN };
        const other = wilson(trials - successes, trials) ?? { low: Number.NaN, high: Number.NaN };
        const share = successes / trials;
        expect(found.low).toBeGreaterThanOrEqual(0);
        expect(found.low).toBeLessThanOrEqual(share + 1e-12);
        expect(found.high).toBeGreaterThanOrEqual(share - 1e-12);
        expect(found.high).toBeLessThanOrEqual(1);
        expect(other.low).toBeCloseTo(1 - found.high, 12);
      }),
      { seed: 2, numRuns: 500 },
    );
  });
});

describe('rateOf', () => {
  it.each([
    [{ denominator: 4, imaging: 1 }, 0.75],
    [{ denominator: 1, imaging: 0 }, 1],
    [{ denominator: 1, imaging: 1 }, 0],
    [{ denominator: 3, imaging: 1 }, 2 / 3],
  ])('%o is %f: the share without imaging', (counts, rate) => {
    expect(rateOf(counts)).toBeCloseTo(rate, 15);
  });

  it('an empty denominator has no rate, and not one of 0 or 1', () => {
    expect(rateOf({ denominator: 0, imaging: 0 })).toBeNull();
  });
});
