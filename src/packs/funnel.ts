import type { Chart } from './report.js';

/**
 * Limits of a funnel plot: the lowest and the highest share of `n` trials, both included, that chance alone
 * explains. They are exact binomial limits: beyond each lies at most half of what `coverage` leaves
 * (Spiegelhalter, D. J. (2005), Statistics in Medicine 24, 1185-1202).
 *
 * @param n trials, 1 or more
 * @param center the share of all, 0 to 1
 * @param coverage the probability between the limits: 0.95, 0.998
 * @example funnelLimits(10, 0.5, 0.95) // { low: 0.2, high: 0.8 }: fewer than 2 of 10 come by chance in 1.1 of 100
 */
export function funnelLimits(n: number, center: number, coverage: number): { low: number; high: number } {
  const tail = (1 - coverage) / 2;
  if (center <= 0 || center >= 1) return { low: center, high: center };
  let [low, high] = [-1, n];
  let upTo = 0;
  for (let count = 0; count <= n; count += 1) {
    upTo += Math.exp(logMass(n, count, center));
    if (low < 0 && upTo > tail) low = count;
    if (upTo >= 1 - tail) {
      high = count;
      break;
    }
  }
  return { low: low / n, high: high / n };
}

function logMass(n: number, count: number, share: number): number {
  const ways = logFactorial(n) - logFactorial(count) - logFactorial(n - count);
  return ways + count * Math.log(share) + (n - count) * Math.log(1 - share);
}

const LOG_FACTORIALS: number[] = [0];

function logFactorial(n: number): number {
  for (let next = LOG_FACTORIALS.length; next <= n; next += 1) {
    LOG_FACTORIALS.push((LOG_FACTORIALS[next - 1] ?? 0) + Math.log(next));
  }
  return LOG_FACTORIALS[n] ?? 0;
}

type Funnel = Extract<Chart, { kind: 'funnel' }>;

/** How many of a provider's trials met the condition. */
export interface Trials {
  readonly n: number;
  readonly met: number;
}

/** Whether a provider is beyond the outer limits, where chance alone would put at most 2 in 1,000. */
export function isOutside({ n, met }: Trials, center: number): boolean {
  const { low, high } = funnelLimits(n, center, 0.998);
  // Both sides are counts over the same number: a distance of half a count is a real difference.
  return met / n < low - 0.5 / n || met / n > high + 0.5 / n;
}

/**
 * The points of a funnel plot: providers with the same counts share a point, which keeps their number small.
 */
export function funnelOf(
  all: readonly Trials[],
  center: number,
): Pick<Funnel, 'center' | 'points' | 'limits'> {
  const most = all.reduce((largest, { n }) => Math.max(largest, n), 1);
  const different = new Map(all.map((one) => [`${one.n} ${one.met}`, one]));
  return {
    center,
    points: [...different.values()].map((one) => ({
      ...{ n: one.n, share: one.met / one.n, isOutside: isOutside(one, center) },
    })),
    limits: sizesUpTo(most).map((n) => {
      const [inner, outer] = [funnelLimits(n, center, 0.95), funnelLimits(n, center, 0.998)];
      return { n, low95: inner.low, high95: inner.high, low998: outer.low, high998: outer.high };
    }),
  };
}

/** Numbers of trials at which limits are drawn: every small one, then farther and farther apart. */
function sizesUpTo(most: number): number[] {
  const sizes: number[] = [];
  for (let n = 1; n < most; n += Math.max(1, Math.floor(n / 20))) sizes.push(n);
  return [...sizes, most];
}
