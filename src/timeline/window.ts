import type { Day } from './day.js';

/** A stretch of days, closed at both ends; a null start means "any time before". */
export interface Window {
  readonly start: Day | null;
  readonly end: Day;
}

/** Whether the day lies in the window; both ends count. */
export function isWithin(day: Day, window: Window): boolean {
  return day <= window.end && (window.start === null || day >= window.start);
}

/** Days from the day to the window; 0 within it. */
export function daysOutside(day: Day, window: Window): number {
  if (window.start !== null && day < window.start) return window.start - day;
  return Math.max(0, day - window.end);
}
