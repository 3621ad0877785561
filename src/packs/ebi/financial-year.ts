import { type Day, isoDay } from '../../timeline/day.js';

/** Shown as the financial year of a record without a date. */
export const UNKNOWN_YEAR = 'unknown';

/**
 * The financial year of a day, which begins on 1 April.
 *
 * @example financialYear(dayOf(2024, 3, 31)) // '2023/24'
 * @example financialYear(dayOf(2024, 4, 1))  // '2024/25'
 */
export function financialYear(day: Day | null): string {
  if (day === null) return UNKNOWN_YEAR;
  const text = isoDay(day);
  const first = Number(text.slice(0, 4)) - (text.slice(5) < '04-01' ? 1 : 0);
  return `${first}/${String((first + 1) % 100).padStart(2, '0')}`;
}
