import type { Day } from '../../../timeline/day.js';
import { type Evidence, evidenceWithoutClaim } from '../../../timeline/evidence.js';
import type { EnrollmentFact } from '../../../timeline/person.js';
import { type DatedRecord, evidenceOf } from '../../../timeline/records.js';
import { daysOutside, isWithin, type Window } from '../../../timeline/window.js';
import type { RuleId } from '../decision.js';

/*
 * Records that nearly decided: for an auditor, who needs more than "no record in the window" about a person;
 * and for an analyst, to see which rules nobody meets and which feeds are empty (docs/outputs.md,
 * coverage.csv).
 */

/**
 * How a person meets a rule: meets it (passes a gate), nearly does, misses by more, or has no record for it.
 */
export type Reach = 'met' | 'near' | 'missed' | 'not_reached';

/** A near miss is at most this many days off. */
export const NEAR_DAYS = 7;

/** Why a line whose claim has a principal diagnosis of low back pain is not the start of an episode (2.1 to 2.4). */
export type Disqualification =
  | 'laboratory_line'
  | 'outside_intake_period'
  | 'inpatient_claim'
  | 'became_inpatient'
  | 'no_visit_code';

/** Why a record that a rule looks for did not count for it. */
export type MissedBy =
  | 'before_window'
  | 'after_window'
  | 'denied'
  | 'no_low_back_pain_on_claim'
  | 'too_few_days'
  | 'too_few_dates'
  | 'not_covering'
  | Disqualification;

export interface NearMiss {
  readonly rule: RuleId;
  readonly missedBy: MissedBy;
  /** Days between the record and its window, or missing days of supply; 0 where it failed for another reason. */
  readonly days: number;
  /** How much there was, and how much was required; null if one record would have been enough. */
  readonly had: { readonly count: number; readonly of: number } | null;
  /** The record; its window is the one that it missed. */
  readonly record: Evidence;
}

/**
 * In the window, in the days around it, elsewhere, or nowhere.
 *
 * @example in the window 2025-03-10 to 2025-04-07: 2025-04-07 is `met`, 2025-04-14 `near`, 2025-04-15 `missed`
 */
export function reachOfDates(dates: readonly Day[], window: Window): Reach {
  if (dates.length === 0) return 'not_reached';
  if (dates.some((date) => isWithin(date, window))) return 'met';
  return dates.some((date) => isWithin(date, widened(window))) ? 'near' : 'missed';
}

export function datesOf(records: readonly { readonly date: Day }[]): Day[] {
  return records.map(({ date }) => date);
}

/** The window plus 7 days at both ends: 2025-03-10 to 2025-04-07 gives 2025-03-03 to 2025-04-14. */
export function widened({ start, end }: Window): Window {
  return { start: start === null ? null : start - NEAR_DAYS, end: end + NEAR_DAYS };
}

/** The window minus 7 days at both ends: 2025-03-10 to 2025-04-07 gives 2025-03-17 to 2025-03-31. */
export function narrowed({ start, end }: Window): Window {
  return { start: start === null ? null : start + NEAR_DAYS, end: end - NEAR_DAYS };
}

/** A record of a claim or a fill, or a fact of the enrollment file, which has no code. */
type RecordOrFact = DatedRecord | EnrollmentFact;

/**
 * The nearest record before the window and the nearest one after it, the nearer of the two first.
 *
 * @param records in date order
 * @example for 2025-03-10 to 2025-04-07, a record of 2025-03-08 is 2 days before, one of 2025-04-08 is 1 day after
 */
export function nearestOutside(
  rule: RuleId,
  records: readonly RecordOrFact[],
  window: Window,
  sides: readonly ('before_window' | 'after_window')[] = ['before_window', 'after_window'],
): NearMiss[] {
  const { start, end } = window;
  const before = start === null ? undefined : records.findLast(({ date }) => date < start);
  const after = records.find(({ date }) => date > end);
  const misses = sides.flatMap((missedBy): NearMiss[] => {
    const record = missedBy === 'before_window' ? before : after;
    if (record === undefined) return [];
    const days = daysOutside(record.date, window);
    return [{ rule, missedBy, days, had: null, record: asEvidence(rule, record, window) }];
  });
  return misses.sort((a, b) => a.days - b.days);
}

function asEvidence(rule: RuleId, record: RecordOrFact, window: Window): Evidence {
  return 'listed' in record
    ? evidenceOf(rule, record, window)
    : evidenceWithoutClaim(rule, window, {
        date: record.date,
        source: record.source,
        locator: record.locator,
      });
}

export function inDateOrder<Dated extends { readonly date: Day }>(records: readonly Dated[]): Dated[] {
  return records.toSorted((a, b) => a.date - b.date);
}
