import { dayOfIso, isoDay } from '../../../timeline/day.js';
import type { PersonInInputs } from '../../../timeline/person-in-inputs.js';
import { readTimeline } from '../../../timeline/records.js';
import type { Explanation, ToExplain } from '../../explanation.js';
import { cell, type OutputRow } from '../../table.js';
import type { JudgedLine } from '../decision.js';
import { EVIDENCE } from '../outputs/evidence.js';
import { POLICY_LINES } from '../outputs/lines.js';
import type { PolicyQuestion } from '../question.js';
import type { PolicyRules } from '../rules.js';
import { explainedLine } from './line.js';
import { headingOf, lineBlocks } from './text.js';
import { withoutEpisode } from './without-episode.js';

/** Explains one person: every judged line with the tests of the policy, its episode and its flags. */
export function explain(
  { personId, rows, again }: ToExplain<PolicyRules, JudgedLine>,
  question: PolicyQuestion,
): Explanation {
  const { policy } = question;
  const judged = rows[POLICY_LINES.name] ?? [];
  const evidence = rows[EVIDENCE.name] ?? [];
  const records = again === null ? null : readTimeline(again.person, again.rules.reading);
  const explained = judged.map((line) => {
    const day = dayOfIso(cell(line, 'service_date'));
    const isWithout = cell(line, 'episode_start') === '' && records !== null && day !== null;
    return explainedLine(line, evidence, policy, isWithout ? withoutEpisode(day, records, policy) : '');
  });
  return {
    facts: {
      person_id: personId,
      answer: answerOf(personId, judged, question, again?.inInputs ?? null),
      policy: policy.id,
      lines: explained,
    },
    blocks: explained.flatMap(lineBlocks),
  };
}

/** The number of lines, and which of them would not be paid. */
function answerOf(
  personId: string,
  judged: readonly OutputRow[],
  { policy, from, to }: PolicyQuestion,
  inInputs: PersonInInputs | null,
): string {
  const period = `from ${isoDay(from)} to ${isoDay(to)}`;
  if (judged.length === 0) return `${personId} has no imaging line ${period}${knownText(inInputs)}.`;
  const denied = judged.filter((line) => cell(line, 'decision') === 'deny');
  const paid = judged.filter((line) => cell(line, 'decision') !== 'deny');
  const parts = [
    ...(denied.length > 0
      ? [`${denied.length} would not be paid (${denied.map(headingOf).join('; ')})`]
      : []),
    ...(paid.length > 0 ? [`${paid.length} would be paid (${paid.map(headingOf).join('; ')})`] : []),
  ];
  const lines = judged.length === 1 ? '1 imaging line' : `${judged.length} imaging lines`;
  return `${personId} has ${lines} ${period}; under policy ${policy.id} ${parts.join(', and ')}.`;
}

/** What the inputs hold about a person without an imaging line; empty if they were not read. */
function knownText(inInputs: PersonInInputs | null): string {
  if (inInputs === null) return '';
  const { claims, eligibility, pharmacy } = inInputs;
  const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);
  const claimRows = sum(claims.map(({ rows }) => rows));
  const others = sum([...Object.values(eligibility), ...Object.values(pharmacy)]);
  if (claimRows + others === 0) return '; the inputs hold nothing of this person_id, check the id';
  const unused = sum(claims.filter(({ outcome }) => outcome !== '').map(({ rows }) => rows));
  return `; the inputs hold ${claimRows} claim rows of this person${unused === 0 ? '' : `, of which ${unused} are not used`}`;
}
