import type { Day } from '../../timeline/day.js';
import type { Claim, Person } from '../../timeline/person.js';
import type { Decided, Exclusion } from './decision.js';
import type { DenominatorExclusion } from './rules/kind.js';

/**
 * A person's records up to the end of a day (docs/measure-logic.md, "As of a day"): no line, fill, death or
 * hospice date after it, and no stay whose discharge comes after it. Spans of enrollment stay as they are,
 * because the enrollment rule looks no further than that day.
 *
 * @param asOf null for a year that is over, when everything counts
 * @example as of 2026-06-15, a line of 2026-06-15 counts and one of 2026-06-16 does not; nor does any line of a stay
 * with discharge on 2026-06-16
 */
export function knownBy(person: Person, asOf: Day | null): Person {
  if (asOf === null) return person;
  return {
    ...person,
    claims: person.claims.flatMap((claim) => claimBy(claim, asOf)),
    fills: person.fills.filter(({ dispensed }) => dispensed <= asOf),
    deaths: person.deaths.filter(({ date }) => date <= asOf),
    hospice: person.hospice.filter(({ date }) => date <= asOf),
  };
}

function claimBy(claim: Claim, asOf: Day): Claim[] {
  if (claim.discharge !== null && claim.discharge > asOf) return [];
  const lines = claim.lines.filter(({ serviceDate }) => serviceDate <= asOf);
  if (lines.length === 0) return [];
  return [{ ...claim, lines, end: claim.end === null ? null : Math.min(claim.end, asOf) }];
}

/**
 * Days from the day to day 28 of the episode; 0 for an episode whose 28 days have run out. As of 2026-06-15 an episode of
 * 2026-05-18 has 0 days left (its day 28 is 2026-06-15), one of 2026-05-19 has 1.
 */
export function daysLeft(lastDay: Day, asOf: Day | null): number {
  return asOf === null ? 0 : Math.max(0, lastDay - asOf);
}

/**
 * The exclusions that are not met yet and that a record after the day could still meet, in the order of the
 * rules.
 *
 * @example a window that ends on 2026-06-20 can still be met as of 2026-06-19, and no longer as of 2026-06-20
 */
export function exclusionsToCome(
  { index, age, reasons }: Pick<Decided, 'index' | 'age' | 'reasons'>,
  exclusions: readonly DenominatorExclusion[],
  asOf: Day,
): Exclusion[] {
  return exclusions
    .filter(({ id, minimumAge }) => !reasons.includes(id) && age >= minimumAge)
    .filter(({ windows }) => windows(index.date).every(({ end }) => end > asOf))
    .map(({ id }) => id);
}
