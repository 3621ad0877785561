import type { Evidence } from '../../timeline/evidence.js';
import type { Person } from '../../timeline/person.js';
import { readTimeline } from '../../timeline/records.js';
import { daysLeft, exclusionsToCome, knownBy } from './as-of.js';
import {
  type Decision,
  GATES,
  type ImagingEvent,
  type IndexEvent,
  type OpenEpisode,
  type Reason,
  type Status,
  type Warning,
} from './decision.js';
import { episodeFrom } from './episode.js';
import type { MeasureRules } from './resolve.js';
import { ageBandOf } from './rules/age.js';
import { coverOn, productLinesOn } from './rules/enrollment.js';
import { findIndexEpisode, type IndexEpisode } from './rules/index-event.js';
import type { Episode, Rule } from './rules/kind.js';
import { isCandidate } from './rules/low-back-pain-lines.js';

/** The results of the gates, the exclusions and the imaging rule for an index episode. */
export interface Judgment {
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
 * each evaluated regardless of the others (docs/measure-logic.md).
 */
export function evaluate(given: Person, rules: MeasureRules): Decision {
  const { year, by, asOf } = rules;
  const person = knownBy(given, asOf);
  const records = readTimeline(person, rules.reading);
  const found = findIndexEpisode(records, rules);
  const unreported = (reason: 'no_index_event' | 'no_eligibility'): Decision => ({
    kind: 'unreported',
    personId: person.id,
    reason,
    index: found?.event ?? null,
  });
  if (found === null) {
    return isCandidate(records, rules)
      ? unreported('no_index_event')
      : { kind: 'not_a_candidate', personId: person.id };
  }
  const { event } = found;
  const episode = episodeFrom(event.date, person, records, rules);
  if (episode === null || person.spans.length === 0) return unreported('no_eligibility');

  const lines = productLinesOn(event.date, person.spans, year);
  if (lines.reported.length === 0) {
    const reason = lines.isEnrolled ? 'product_line_not_reported' : 'not_enrolled_on_index_date';
    return { kind: 'unreported', personId: person.id, reason, index: event };
  }
  const judgment = judgeEpisode(found, episode, rules);
  const open = openEpisode(judgment, rules);
  return {
    kind: 'decided',
    personId: person.id,
    productLines: lines.reported,
    covers: lines.reported.map((line) => coverOn(event.date, person.spans, line, by)),
    ageBand: ageBandOf(judgment.age, year),
    status: open === null ? statusOf(judgment.reasons) : 'open',
    open,
    ...judgment,
    warnings: warningsFor(episode, rules),
  };
}

/**
 * The same without product lines, for deck members, who are always scored (docs/deck.md); null for a person
 * without an index event or a birth date.
 */
export function judge(given: Person, rules: MeasureRules): Judgment | null {
  const person = knownBy(given, rules.asOf);
  const records = readTimeline(person, rules.reading);
  const found = findIndexEpisode(records, rules);
  const episode = found === null ? null : episodeFrom(found.event.date, person, records, rules);
  return found === null || episode === null ? null : judgeEpisode(found, episode, rules);
}

function judgeEpisode(found: IndexEpisode, episode: Episode, rules: MeasureRules): Judgment {
  const reasons: Reason[] = [];
  const evidence: Evidence[] = [found.evidence];
  const ask = (rule: Rule<Reason>): void => {
    const records = rule.evidence(episode);
    if (records.length === 0) return;
    reasons.push(rule.id);
    evidence.push(...records);
  };
  rules.gates.forEach(ask);
  rules.exclusions.forEach(ask);
  const imaging = rules.imaging.find(episode);
  if (imaging !== null) evidence.push(imaging.evidence);
  return { index: found.event, age: episode.age, reasons, imaging: imaging?.event ?? null, evidence };
}

/** The open part of an episode whose last imaging day is still to come; null for any other. */
function openEpisode(judgment: Judgment, { imaging, exclusions, asOf }: MeasureRules): OpenEpisode | null {
  const [{ end: lastDay } = { end: judgment.index.date }] = imaging.windows(judgment.index.date);
  const left = daysLeft(lastDay, asOf);
  if (asOf === null || left === 0) return null;
  return { lastDay, daysLeft: left, wouldExclude: exclusionsToCome(judgment, exclusions, asOf) };
}

function warningsFor(episode: Episode, { exclusions }: MeasureRules): Warning[] {
  const warnings: Warning[] = [];
  for (const { warnings: of } of exclusions) if (of !== null) warnings.push(...of(episode));
  return warnings;
}

/** docs/measure-logic.md 5 */
function statusOf(reasons: readonly Reason[]): Status {
  const gates: readonly Reason[] = GATES;
  if (reasons.some((reason) => gates.includes(reason))) return 'ineligible';
  return reasons.length > 0 ? 'excluded' : 'denominator';
}
