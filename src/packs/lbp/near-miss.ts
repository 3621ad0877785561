import type { Person } from '../../timeline/person.js';
import { readTimeline } from '../../timeline/records.js';
import { isWithin } from '../../timeline/window.js';
import { knownBy } from './as-of.js';
import type { Decided, Outcome } from './decision.js';
import { episodeFrom } from './episode.js';
import type { MeasureRules } from './resolve.js';
import { missedCover } from './rules/enrollment.js';
import { episodeRules } from './rules/in-order.js';
import { missedIndexEvents } from './rules/index-event.js';
import type { LbpRecords, Role } from './rules/kind.js';
import type { NearMiss } from './rules/near.js';

/**
 * Records that nearly decided. For a person with a row in members.csv: the records closest to meeting each
 * rule that found nothing, in the order of the rules, closest first within a rule. Without an index event:
 * why no line is one. Without coverage on the index date: the nearest span.
 *
 * @param outcome null for a person who is not a candidate
 */
export function nearMisses(given: Person, rules: MeasureRules, outcome: Outcome | null): NearMiss[] {
  const person = knownBy(given, rules.asOf);
  const records = readTimeline(person, rules.reading);
  if (outcome === null || outcome.index === null) return missedIndexEvents(records, rules);
  if (outcome.kind === 'decided') return missedByEpisode(person, records, rules, outcome);
  return outcome.reason === 'not_enrolled_on_index_date' ? missedCover(person, outcome.index.date) : [];
}

/**
 * The claims before the index date that did not qualify, and the near misses of each rule that found nothing.
 */
function missedByEpisode(
  person: Person,
  records: LbpRecords,
  rules: MeasureRules,
  { index, evidence }: Decided,
): NearMiss[] {
  const episode = episodeFrom(index.date, person, records, rules);
  if (episode === null) return [];
  const earlier = missedIndexEvents(records, rules).filter(
    ({ days, record }) => days === 0 && record.date !== null && record.date < index.date,
  );
  const found = new Set(evidence.map(({ rule }) => rule));
  const unmet = episodeRules(rules).filter(({ id }) => !found.has(id));
  return [...earlier, ...unmet.flatMap((rule) => rule.nearMisses(episode))];
}

/**
 * For each rule that one record meets, how many claims meet it besides the one in the evidence; rules without
 * any are left out. The rule would find nothing only if all of them were missing.
 */
export function furtherClaims(given: Person, rules: MeasureRules, decision: Decided): Map<string, number> {
  const person = knownBy(given, rules.asOf);
  const records = readTimeline(person, rules.reading);
  const roles = new Map<string, Role | null>(
    episodeRules(rules).map(({ id, metByOneOf }) => [id, metByOneOf]),
  );
  const further = new Map<string, number>();
  for (const { rule, windowStart, windowEnd, claimId } of decision.evidence) {
    const role = roles.get(rule) ?? null;
    if (role === null || windowEnd === null) continue;
    const others = records
      .of(role)
      .filter((record) => record.claimId !== claimId)
      .filter(({ date }) => isWithin(date, { start: windowStart, end: windowEnd }));
    const claims = new Set(others.map((record) => record.claimId)).size;
    if (claims > 0) further.set(rule, claims);
  }
  return further;
}
