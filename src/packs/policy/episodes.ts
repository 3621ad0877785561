import type { Day } from '../../timeline/day.js';
import type { DatedRecord } from '../../timeline/records.js';
import type { PolicyRecords } from './rules.js';

/** The start of an episode of low back pain, on the day of the record. */
export interface Episode {
  readonly start: Day;
  /** The principal diagnosis that starts it. */
  readonly record: DatedRecord;
}

/**
 * The episodes of a person, in date order: each starts on a day with a principal low-back-pain diagnosis when no such
 * diagnosis, in any position, lies in the `cleanDays` days before it. The day itself is not before it.
 *
 * With 180 clean days, pain on 2025-01-01 and again on 2025-06-30 is one episode (180 days apart); on 2025-07-01 (181
 * days) a second one starts.
 */
export function episodesOf(records: PolicyRecords, cleanDays: number): Episode[] {
  const painDays = [...new Set(records.of('low_back_pain').map(({ date }) => date))];
  const isAfterCleanDays = (day: Day): boolean => {
    const before = painDays.findLast((earlier) => earlier < day);
    return before === undefined || before < day - cleanDays;
  };
  const episodes: Episode[] = [];
  for (const record of records.principal('low_back_pain')) {
    const { date } = record;
    if (date !== episodes.at(-1)?.start && isAfterCleanDays(date)) episodes.push({ start: date, record });
  }
  return episodes;
}

/**
 * The episode that covers a day: the latest that starts on it or up to `days` days before; null if there is
 * none. With 28 days, an episode of 2025-03-01 covers 2025-03-01 to 2025-03-29.
 */
export function episodeOn(day: Day, episodes: readonly Episode[], days: number): Episode | null {
  return episodes.findLast(({ start }) => start <= day && day <= start + days) ?? null;
}
