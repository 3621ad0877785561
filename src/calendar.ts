import { DateTime } from 'luxon';
import type { Day } from './measure/timeline.js';

const MS_PER_DAY = 86_400_000;
const written = new Map<Day, string>();

/** A day as ISO text; a run writes the same few thousand days over and over. */
export function isoDay(day: Day): string {
  let text = written.get(day);
  if (text === undefined) {
    text = DateTime.fromMillis(day * MS_PER_DAY, { zone: 'utc' }).toISODate() ?? '';
    written.set(day, text);
  }
  return text;
}

/** The day of an ISO date. */
export function dayOfIso(iso: string): Day {
  return DateTime.fromISO(iso, { zone: 'utc' }).toMillis() / MS_PER_DAY;
}
