import { type Evidence, evidenceWithoutClaim } from '../../../timeline/evidence.js';
import { compareText } from '../../../timeline/order.js';
import type { EnrollmentFact } from '../../../timeline/person.js';
import { isWithin, type Window } from '../../../timeline/window.js';
import type { RuleId } from '../decision.js';

/** The earliest fact of the enrollment file in the window, as evidence; empty if there is none. */
export function earliestFact(rule: RuleId, facts: readonly EnrollmentFact[], window: Window): Evidence[] {
  const [fact] = facts
    .filter(({ date }) => isWithin(date, window))
    .sort((a, b) => a.date - b.date || compareText(a.source, b.source) || compareText(a.locator, b.locator));
  if (fact === undefined) return [];
  const { date, source, locator } = fact;
  return [evidenceWithoutClaim(rule, window, { date, source, locator })];
}
