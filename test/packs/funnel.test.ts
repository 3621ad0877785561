import { describe, expect, it } from 'vitest';
import { funnelLimits } from '../../src/packs/funnel.js';

/** How likely `from` to `to` of `n` are, by Pascal's triangle and powers, not by logarithms. */
function chance(n: number, share: number, from: number, to: number): number {
  let row = [1];
  for (let size = 1; size <= n; size += 1) {
    row = Array.from({ length: size + 1 }, (_, k) => (row[k - 1] ?? 0) + (row[k] ?? 0));
  }
  let sum = 0;
  for (let k = Math.max(0, from); k <= Math.min(n, to); k += 1) {
    sum += (row[k] ?? 0) * share ** k * (1 - share) ** (n - k);
  }
  return sum;
}

const CASES = [1, 2, 5, 10, 33, 50].flatMap((n) =>
  [0.2, 0.5, 0.8].flatMap((center) => [0.95, 0.998].map((coverage) => [n, center, coverage] as const)),
);

describe('funnel limits', () => {
  it.each(CASES)(
    'of %d trials around %d at %d leave no more than the tails, and no less',
    (n, center, coverage) => {
      const { low, high } = funnelLimits(n, center, coverage);
      const [first, last] = [Math.round(low * n), Math.round(high * n)];
      const tail = (1 - coverage) / 2;
      expect(chance(n, center, 0, first - 1)).toBeLessThanOrEqual(tail + 1e-12);
      expect(chance(n, center, 0, first)).toBeGreaterThan(tail - 1e-12);
      expect(chance(n, center, last + 1, n)).toBeLessThanOrEqual(tail + 1e-12);
      expect(chance(n, center, last, n)).toBeGreaterThan(tail - 1e-12);
    },
  );

  it('of one person take in both answers, so that nobody is marked for one episode', () => {
    expect(funnelLimits(1, 0.8, 0.998)).toEqual({ low: 0, high: 1 });
  });

  it('of 10 around one half are 2 and 8 at 95 %', () => {
    expect(funnelLimits(10, 0.5, 0.95)).toEqual({ low: 0.2, high: 0.8 });
  });
});
