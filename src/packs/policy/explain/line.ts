import { type Day, dayOfIso, isoDay } from '../../../timeline/day.js';
import { cell, type OutputRow } from '../../table.js';
import { REASONS, type Reason } from '../decision.js';
import { flagWindow } from '../flags.js';
import type { Flag, Policy } from '../policy.js';

/** The result of one test of the policy for a line. */
export interface TestResult {
  readonly test: Reason;
  /** `decided` if this test settles the line; tests after it are not reached. */
  readonly result: 'passed' | 'decided' | 'not_reached';
  /** What the test requires, as a phrase. */
  readonly asked: string;
}

/** A red flag with the days on which a record raises it, ISO; an empty start means any time before. */
export interface FlagResult {
  readonly flag: string;
  readonly holds: boolean;
  readonly window: { readonly start: string; readonly end: string };
  /** The earliest record, as a row of evidence.csv. */
  readonly record: OutputRow | null;
}

/** A judged line with its explanation. */
export interface ExplainedLine {
  /** The row of policy-lines.csv. */
  readonly line: OutputRow;
  /** The tests of the policy, in order. */
  readonly tests: readonly TestResult[];
  /** The record that starts the episode; null without an episode. */
  readonly episode: OutputRow | null;
  /** All flags of the policy; none without an episode. */
  readonly flags: readonly FlagResult[];
  /** Why no episode covers the line; empty if one does, or without the inputs. */
  readonly without_episode: string;
}

/** @param evidence the rows of evidence.csv of the same person */
export function explainedLine(
  line: OutputRow,
  evidence: readonly OutputRow[],
  policy: Policy,
  withoutEpisode: string,
): ExplainedLine {
  const own = evidence.filter(
    (row) =>
      row['imaging_claim_id'] === line['claim_id'] &&
      row['imaging_claim_line_number'] === line['claim_line_number'],
  );
  const start = dayOfIso(cell(line, 'episode_start'));
  const isEpisode = (row: OutputRow): boolean =>
    row['rule'] === 'episode' && row['window_end'] === line['service_date'];
  return {
    line,
    tests: testsOf(line, policy),
    episode: own.find(isEpisode) ?? null,
    flags: start === null ? [] : policy.flags.map((flag) => flagResult(flag, start, own)),
    without_episode: withoutEpisode,
  };
}

function flagResult(flag: Flag, start: Day, evidence: readonly OutputRow[]): FlagResult {
  const window = flagWindow(flag, start);
  const end = isoDay(window.end);
  const record = evidence.find((row) => row['rule'] === flag.id && row['window_end'] === end) ?? null;
  return {
    flag: flag.id,
    holds: record !== null,
    window: { start: window.start === null ? '' : isoDay(window.start), end },
    record,
  };
}

function testsOf(line: OutputRow, policy: Policy): TestResult[] {
  const reasons: readonly string[] = REASONS;
  const decided = reasons.indexOf(cell(line, 'reason'));
  return REASONS.flatMap((test, index): TestResult[] => {
    const asked = requirementOf(test, line, policy);
    if (asked === null) return [];
    const result = index < decided ? 'passed' : index === decided ? 'decided' : 'not_reached';
    return [{ test, result, asked }];
  });
}

/** What a test requires; null if the policy does not have the test. */
function requirementOf(test: Reason, line: OutputRow, policy: Policy): string | null {
  const { ages, imaging, episode, flags } = policy;
  switch (test) {
    case 'claim_type':
      return `claim type ${policy.claim_types.join(' or ')}; it is ${cell(line, 'claim_type')}`;
    case 'line_of_business':
      return policy.lines_of_business === null
        ? null
        : `enrolled on the day in ${policy.lines_of_business.join(' or ')}`;
    case 'place':
      return placeRequirement(line, policy);
    case 'age_unknown':
      return ages === null ? null : 'a birth date';
    case 'age':
      return ages === null ? null : `${ages.from} to ${ages.to} years old on the service date`;
    case 'claim_diagnosis':
      return imaging.claim_diagnosis === 'none'
        ? null
        : `low back pain on the claim, ${imaging.claim_diagnosis === 'any' ? 'in any position' : 'as principal diagnosis'}`;
    case 'no_new_episode': {
      const day = dayOfIso(cell(line, 'service_date')) ?? 0;
      return `an episode that starts from ${isoDay(day - imaging.days)} to ${isoDay(day)}, after ${episode.clean_days} days without low back pain`;
    }
    case 'attested':
      return policy.attestation_modifiers.length === 0
        ? null
        : `no modifier ${policy.attestation_modifiers.join(' or ')}; the line has ${cell(line, 'modifiers') || 'none'}`;
    case 'red_flag':
      return flags.length === 0 ? null : `none of ${flags.map(({ id }) => id).join(', ')}`;
    case 'imaging_within_days':
      return `imaging within ${imaging.days} days of the start, and no other reason to pay`;
  }
}

function placeRequirement(line: OutputRow, policy: Policy): string | null {
  const places = policy.excluded_places.map((place) => `place ${place}`);
  const revenue = policy.excluded_revenue_codes.map((code) => `revenue code ${code}`);
  if (places.length + revenue.length === 0) return null;
  return `not ${[...places, ...revenue].join(', ')}; the place is ${cell(line, 'place_of_service') || 'not stated'}`;
}
