import { type Day, isoDay } from '../../../timeline/day.js';
import type { DatedRecord } from '../../../timeline/records.js';
import type { Policy } from '../policy.js';
import type { PolicyRecords } from '../rules.js';

/**
 * Why no episode covers a line, as a phrase: no pain that could start one, or earlier pain, so that it is not
 * new.
 */
export function withoutEpisode(
  day: Day,
  records: PolicyRecords,
  { episode: { clean_days: cleanDays }, imaging: { days } }: Policy,
): string {
  const last = records.principal('low_back_pain').findLast(({ date }) => date <= day);
  if (last === undefined || last.date < day - days) {
    return `no principal low-back-pain diagnosis from ${isoDay(day - days)} to ${isoDay(day)}`;
  }
  const older = records.of('low_back_pain').findLast(({ date }) => date < last.date);
  if (older === undefined) return '';
  return `the pain of ${recordText(last)} is not new: ${recordText(older)} lies ${last.date - older.date} days before it, and ${cleanDays} clean days are required`;
}

function recordText({ date, listed, claimId, lineNumber }: DatedRecord): string {
  return `${isoDay(date)} (${listed.code}, claim ${claimId} line ${lineNumber})`;
}
