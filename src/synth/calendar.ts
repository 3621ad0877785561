/** Days as whole numbers (since 1970-01-01), and the period that a plan covers. */

export type Day = number;

const MILLISECONDS = 86_400_000;

/** The day of a date; month 1 is January. Day 0 of a month is the last day of the month before. */
export function dayOf(year: number, month: number, date: number): Day {
  return Date.UTC(year, month - 1, date) / MILLISECONDS;
}

// Cached, because every claim line has two or more dates. Prefilled, so that it stays a plain array.
const FIRST = dayOf(1900, 1, 1);
const written: string[] = new Array<string>(dayOf(2040, 1, 1) - FIRST).fill('');

/** A day as ISO text, `2025-03-09`. */
export function iso(day: Day): string {
  const known = written[day - FIRST];
  if (known !== undefined && known !== '') return known;
  const text = new Date(day * MILLISECONDS).toISOString().slice(0, 10);
  written[day - FIRST] = text;
  return text;
}

/** The first day of the day's month: 2025-03-01 for 2025-03-09. */
export function monthStart(day: Day): Day {
  const date = new Date(day * MILLISECONDS);
  return dayOf(date.getUTCFullYear(), date.getUTCMonth() + 1, 1);
}

/** The last day of the day's month: 2025-03-31 for 2025-03-09. */
export function monthEnd(day: Day): Day {
  const date = new Date(day * MILLISECONDS);
  return dayOf(date.getUTCFullYear(), date.getUTCMonth() + 2, 0);
}

/** A stretch of days, closed at both ends. */
export interface Stretch {
  readonly start: Day;
  readonly end: Day;
}

/**
 * The year that a plan is for, and the days of its claims: a year and a half of history, and the year itself.
 */
export interface PlanPeriod extends Stretch {
  readonly year: number;
  readonly yearStart: Day;
  /** Length in years, for turning yearly rates into counts. */
  readonly years: number;
}

/** The period of a plan for a year: 2023-07-01 to 2025-12-31 for 2025. */
export function planPeriod(year: number): PlanPeriod {
  const start = dayOf(year - 2, 7, 1);
  const end = dayOf(year, 12, 31);
  return { year, start, end, yearStart: dayOf(year, 1, 1), years: (end - start + 1) / 365.25 };
}
