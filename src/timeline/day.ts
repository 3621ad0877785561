import type { Day } from './person.js';

const MS_PER_DAY = 86_400_000;

/** A stretch of days, closed at both ends; a null start means "any time before". */
export interface Window {
  readonly start: Day | null;
  readonly end: Day;
}

/** The day of a calendar date of the proleptic Gregorian calendar; month 1 to 12. */
export function dayOf(year: number, month: number, dayOfMonth: number): Day {
  return Date.UTC(year, month - 1, dayOfMonth) / MS_PER_DAY;
}

/** Whether the day lies in the window; both ends count. */
export function isWithin(day: Day, window: Window): boolean {
  return day <= window.end && (window.start === null || day >= window.start);
}

/**
 * Age in completed whole years on a day. Who is born on 29 February completes a year on 1 March of a common year
 * (no rule asks on either day, so the choice shows nowhere).
 */
export function ageOn(birth: Day, day: Day): number {
  const born = new Date(birth * MS_PER_DAY);
  const then = new Date(day * MS_PER_DAY);
  const years = then.getUTCFullYear() - born.getUTCFullYear();
  const birthdayCame =
    then.getUTCMonth() > born.getUTCMonth() ||
    (then.getUTCMonth() === born.getUTCMonth() && then.getUTCDate() >= born.getUTCDate());
  return birthdayCame ? years : years - 1;
}
