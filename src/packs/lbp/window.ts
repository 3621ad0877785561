import { type Day, dayOf } from '../../timeline/day.js';
import type { Window } from '../../timeline/window.js';
import type { WindowRule } from './years/year-rules.js';

/** A window of the rules on the calendar, for an index episode start date in a measurement year. */
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
