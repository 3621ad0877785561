import { dayOfIso } from '../../timeline/day.js';
import { daysOutside } from '../../timeline/window.js';
import type { OutputRow } from '../table.js';

/** `1 day`, `3 days`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** `M5450 on 2025-03-14 (claim C12 line 1)`; parts that a record does not have are left out. */
export function recordPhrase(row: OutputRow): string {
  const on = stretch(row);
  const code = row['code'] === '' ? '' : `${row['code']} `;
  const when = row['end_date'] === '' ? `on ${on}` : on;
  return `${code}${when}${claimPhrase(row)}`;
}

/** `2025-03-14`, or `2025-03-14 to 2025-03-16`. */
export function stretch({ date = '', end_date: end = '' }: OutputRow): string {
  return end === '' || end === date ? date : `${date} to ${end}`;
}

/** The number of days in a stretch, both ends included; 0 for a row without a date. */
function daysIn({ date = '', end_date: end = '' }: OutputRow): number {
  const first = dayOfIso(date);
  const last = dayOfIso(end) ?? first;
  return first === null || last === null ? 0 : last - first + 1;
}

/** The days of all stretches together: 2025-03-10 to 2025-03-12 and 2025-03-20 have 4. */
export function daysInAll(rows: readonly OutputRow[]): number {
  return rows.reduce((sum, row) => sum + daysIn(row), 0);
}

function claimPhrase({ claim_id: claim = '', claim_line_number: line = '' }: OutputRow): string {
  if (claim === '') return '';
  return line === '' ? ` (claim ${claim})` : ` (claim ${claim} line ${line})`;
}

/**
 * How many days a record within its window would have to move to leave it, and in which direction; null without
 * a date or a window.
 *
 * @example 2025-03-12 in 2025-03-10 to 2025-04-07: 3 days, earlier
 */
export function daysToLeave({
  date: on = '',
  window_start: first = '',
  window_end: last = '',
}: OutputRow): { days: number; direction: 'earlier' | 'later' } | null {
  const date = dayOfIso(on);
  const end = dayOfIso(last);
  const start = dayOfIso(first);
  if (date === null || end === null || daysOutside(date, { start, end }) > 0) return null;
  const later = end - date + 1;
  const earlier = start === null ? Number.POSITIVE_INFINITY : date - start + 1;
  return earlier < later ? { days: earlier, direction: 'earlier' } : { days: later, direction: 'later' };
}
