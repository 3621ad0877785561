import { DateTime } from 'luxon';
import type { Day } from './timeline/person.js';

const MS_PER_DAY = 86_400_000;

/** With the locale stated: to ask for that of the system costs 20 ms, and nothing here depends on it. */
const UTC = { zone: 'utc', locale: 'en' } as const;

const written = new Map<Day, string>();

/** A day as ISO text; a run writes the same few thousand days over and over. */
export function isoDay(day: Day): string {
  let text = written.get(day);
  if (text === undefined) {
    text = DateTime.fromMillis(day * MS_PER_DAY, UTC).toISODate() ?? '';
    written.set(day, text);
  }
  return text;
}

/** The day of an ISO date; null for text that is none, an empty cell for one. */
export function dayOfIso(text: string): Day | null {
  const date = DateTime.fromFormat(text, 'yyyy-MM-dd', UTC);
  return date.isValid ? date.toMillis() / MS_PER_DAY : null;
}
