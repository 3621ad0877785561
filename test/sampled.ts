import { it } from 'vitest';

/*
 * Sweeps try a rule on many inputs. `npm test` takes a sample of each, so that it ends in minutes; with
 * LBP_TESTS=all, which .ci/run sets, it runs them completely.
 */
export const IS_WHOLE = process.env['LBP_TESTS'] === 'all';

/** The cases of a sweep: all of them, or the first and each `every`th after it. */
export function sampled<T>(cases: readonly T[], every: number): readonly T[] {
  return IS_WHOLE ? cases : cases.filter((_, index) => index % every === 0);
}

/** How many random inputs a sweep tries: all, or a few. */
export function rounds(all: number, few: number): number {
  return IS_WHOLE ? all : few;
}

/** A test of which others say nearly the same in less time: it runs where the sweeps are whole. */
export const whole = it.runIf(IS_WHOLE);
