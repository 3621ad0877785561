import type { Day } from '../../timeline/day.js';
import type { Episode } from './decision.js';
import type { Phase } from './guideline/tree.js';

/** The longest gap between consecutive dates of low back pain within an episode, in days. */
export const LONGEST_STEP = 180;
/** The last day of the phases, counted from the start of the episode as day 0. */
const LAST_DAY = { acute: 42, subacute: 90 } as const;

/**
 * The episode of low back pain on a day, and its phase: from the latest date up to the day, at most 180 days
 * back, through the dates before it as long as no gap is longer than that (docs/review.md, "Phase of the
 * pain"). With dates 260 and 80 days before, the episode starts 260 days before, and the pain is chronic;
 * with dates 261 and 80 days before it starts 80 days before, and is subacute.
 *
 * @param dates of low back pain, in any order; later ones do not count
 */
export function episodeOn(day: Day, dates: readonly Day[]): Episode {
  let start: Day = day;
  let hasDate = false;
  const backwards = dates.filter((date) => date <= day).sort((a, b) => b - a);
  for (const date of backwards) {
    if (start - date > LONGEST_STEP) break;
    start = date;
    hasDate = true;
  }
  return hasDate ? { phase: phaseAfter(day - start), start } : { phase: 'none', start: null };
}

function phaseAfter(days: number): Phase {
  if (days <= LAST_DAY.acute) return 'acute';
  return days <= LAST_DAY.subacute ? 'subacute' : 'chronic';
}
