import type { Day } from './day.js';

/** A stretch of days, closed at both ends; a null start means "any time before". */
export interface Window {
  readonly start: Day | null;
  readonly end: Day;
}

/**
 * Whether the day lies in the window; both ends count.
 *
 * @example
 * In the window 2025-01-01 to 2025-01-29 lie 2025-01-01 and 2025-01-29; 2024-12-31 and 2025-01-30 do not.
 */
export function isWithin(day: Day, window: Window): boolean {
  return day <= window.end && (window.start === null || day >= window.start);
}

/**
 * Days from the day to the window; 0 within it.
 *
 * @example
 * From 2025-01-30 to the window 2025-01-01 to 2025-01-29 it is 1 day, from 2024-12-30 it is 2.
 */
export function daysOutside(day: Day, window: Window): number {
  if (window.start !== null && day < window.start) return window.start - day;
  return Math.max(0, day - window.end);
}
