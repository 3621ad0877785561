import { type Day, dayOf } from '../../timeline/day.js';
import type { Window } from '../../timeline/window.js';
import type { WindowRule } from './years/year-rules.js';

/**
 * A window of the rules on the calendar, for an index episode start date (IESD) in a measurement year.
 *
 * @example days -180 to -1 of the IESD 2025-03-10: 2024-09-11 to 2025-03-09
 * @example from the first day of the prior year to day 28 of the IESD 2025-03-10: 2024-01-01 to 2025-04-07
 */
export function windowOf(rule: WindowRule, year: number, iesd: Day): Window {
  return { start: startOf(rule.from, year, iesd), end: endOf(rule.to, year, iesd) };
}

function startOf(from: WindowRule['from'], year: number, iesd: Day): Day | null {
  switch (from) {
    case 'any_time':
      return null;
    case 'first_day_of_year':
      return dayOf(year, 1, 1);
    case 'first_day_of_prior_year':
      return dayOf(year - 1, 1, 1);
    default:
      return iesd + from.days;
  }
}

function endOf(to: WindowRule['to'], year: number, iesd: Day): Day {
  return to === 'last_day_of_year' ? dayOf(year, 12, 31) : iesd + to.days;
}
