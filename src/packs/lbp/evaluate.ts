import type { Day } from '../../timeline/day.js';
import type { Evidence } from '../../timeline/evidence.js';
import type { Person } from '../../timeline/person.js';
import { readTimeline } from '../../timeline/records.js';
import type { Window } from '../../timeline/window.js';
import { ageAtYearEnd, ageBandOf, ageOutOfRange } from './age.js';
import {
  type Decision,
  GATES,
  type ImagingEvent,
  type IndexEvent,
  type Reason,
  type Status,
  type Warning,
} from './decision.js';
import { gapsInEnrollment, productLinesOn } from './enrollment.js';
import { evidenceForExclusion } from './exclusions.js';
import { findImaging } from './imaging.js';
import { findIndexEpisode, type IndexEpisode, isCandidate } from './index-episode.js';
import { historyOfLowBackPain } from './negative-history.js';
import type { LbpRecords, MeasureRules } from './resolve.js';
import { lacksDaysSupply, steroidFills } from './steroids.js';
import { windowOf } from './window.js';
import type { WindowRule } from './years/year-rules.js';

/** What the gates, the exclusions and the imaging rule say of an index episode. */
export interface Judgement {
  readonly index: IndexEvent;
  /** In whole years on 31 December of the measurement year. */
  readonly age: number;
  /** Every failed gate and every exclusion, in the order of GATES and EXCLUSIONS. */
  readonly reasons: readonly Reason[];
  readonly imaging: ImagingEvent | null;
  readonly evidence: readonly Evidence[];
}

/**
 * Decides one person for one measurement year: the index episode, the three gates, every exclusion and the imaging,
 * each evaluated whatever the others say (docs/measure-logic.md).
 */
export function evaluate(person: Person, rules: MeasureRules): Decision {
  const { year } = rules;
  const records = readTimeline(person, rules.reading);
  const episode = findIndexEpisode(records, rules);
  const unreported = (reason: 'no_index_event' | 'no_eligibility'): Decision => ({
    kind: 'unreported',
    personId: person.id,
    reason,
    index: episode?.event ?? null,
  });
  if (episode === null) {
    return isCandidate(records, rules)
      ? unreported('no_index_event')
      : { kind: 'not_a_candidate', personId: person.id };
  }
  if (person.birth === null || person.spans.length === 0) return unreported('no_eligibility');

  const lines = productLinesOn(episode.event.date, person.spans, year);
  if (lines.reported.length === 0) {
    const reason = lines.isEnrolled ? 'product_line_not_reported' : 'not_enrolled_on_index_date';
    return { kind: 'unreported', personId: person.id, reason, index: episode.event };
  }
  const judgement = judgeEpisode(episode, person, person.birth, records, rules);
  return {
    kind: 'decided',
    personId: person.id,
    productLines: lines.reported,
    ageBand: ageBandOf(judgement.age, year),
    status: statusOf(judgement.reasons),
    ...judgement,
    warnings: warningsFor(person, rules, episode.event.date),
  };
}

/**
 * The same without the question of product lines, for those who must be scored in any case (docs/deck.md); null for
 * someone without an index event or a birth date.
 */
export function judge(person: Person, rules: MeasureRules): Judgement | null {
  const records = readTimeline(person, rules.reading);
  const episode = findIndexEpisode(records, rules);
  if (episode === null || person.birth === null) return null;
  return judgeEpisode(episode, person, person.birth, records, rules);
}

function judgeEpisode(
  episode: IndexEpisode,
  person: Person,
  birth: Day,
  records: LbpRecords,
  rules: MeasureRules,
): Judgement {
  const { year } = rules;
  const iesd = episode.event.date;
  const age = ageAtYearEnd(birth, year);
  const at = (window: WindowRule): Window => windowOf(window, year.year, iesd);
  const asked = { person, records, rules, iesd, age };
  const reasons: Reason[] = [];
  const evidence: Evidence[] = [episode.evidence];
  const test = (reason: Reason, found: readonly Evidence[]): void => {
    if (found.length === 0) return;
    reasons.push(reason);
    evidence.push(...found);
  };
  test('age', ageOutOfRange(birth, year));
  test('negative_history', historyOfLowBackPain(records, at(year.negativeHistory)));
  test('enrollment', gapsInEnrollment(person.spans, iesd, year));
  for (const rule of rules.exclusions) test(rule.id, evidenceForExclusion(rule, asked));
  const imaging = findImaging(records, rules, iesd, at(year.imaging));
  if (imaging !== null) evidence.push(imaging.evidence);
  return { index: episode.event, age, reasons, imaging: imaging?.event ?? null, evidence };
}

/** docs/measure-logic.md 5 */
function statusOf(reasons: readonly Reason[]): Status {
  const gates: readonly Reason[] = GATES;
  if (reasons.some((reason) => gates.includes(reason))) return 'ineligible';
  return reasons.length > 0 ? 'excluded' : 'denominator';
}

function warningsFor(person: Person, rules: MeasureRules, iesd: Day): Warning[] {
  const unsupplied = rules.exclusions.some(
    (rule) =>
      rule.kind === 'steroids' &&
      steroidFills(person.fills, rule, rules, windowOf(rule.window, rules.year.year, iesd)).some(
        lacksDaysSupply,
      ),
  );
  return unsupplied ? ['fill_without_days_supply'] : [];
}
