import { isoDay } from '../../../timeline/day.js';
import type { PersonInInputs } from '../../../timeline/person-in-inputs.js';
import type { Explanation, ToExplain } from '../../explanation.js';
import { cell } from '../../table.js';
import type { Outcome } from '../decision.js';
import { REGIONS } from '../guideline/tree.js';
import { type OutlineNode, outlineOf } from '../outline.js';
import type { ReviewQuestion } from '../question.js';
import type { ReviewRules } from '../resolve.js';
import { type LineRows, linesIn, type ScenarioRows } from '../reviewed-rows.js';
import type { ExplainedScenario } from './explained.js';
import { headingOf, lineBlocks } from './text.js';

/** Explains one person: each line in scope with its scenarios as outlines. */
export function explain(
  { personId, rows, again }: ToExplain<ReviewRules, Outcome>,
  question: ReviewQuestion,
): Explanation {
  const lines = linesIn(rows).map((line) => ({ line, scenarios: scenariosOf(line, question) }));
  return {
    facts: {
      person_id: personId,
      answer: answerOf(
        personId,
        lines.map(({ line }) => line),
        question,
        again?.inInputs ?? null,
      ),
      guideline: question.guideline.id,
      lines: lines.map(({ line, scenarios }) => ({ line: line.row, scenarios })),
    },
    blocks: lines.flatMap(({ line, scenarios }) => lineBlocks(line, scenarios)),
  };
}

function scenariosOf(line: LineRows, question: ReviewQuestion): ExplainedScenario[] {
  return line.scenarios.map((found) => explainedScenario(found, line, question));
}

function explainedScenario(
  { id, result, values, evidence }: ScenarioRows,
  { row }: LineRows,
  { guideline }: ReviewQuestion,
): ExplainedScenario {
  const region = REGIONS.find((one) => one === row['region']) ?? null;
  const scenario = guideline.scenarios.find(
    (one) => one.id === id && one.versions.includes(cell(row, 'version')),
  );
  if (scenario === undefined) return { scenario: id, title: '', result, outline: null, leaves: [] };
  const outline = outlineOf(scenario, guideline, region);
  return {
    ...{ scenario: id, title: scenario.title, result, outline },
    leaves: leavesIn(outline).map(({ number, asks, words }) => ({
      ...{ leaf: number, asks, words },
      value: values.get(number) ?? '',
      records: evidence.get(number) ?? [],
    })),
  };
}

function leavesIn(node: OutlineNode): Extract<OutlineNode, { kind: 'leaf' }>[] {
  return node.kind === 'leaf' ? [node] : node.of.flatMap(leavesIn);
}

function answerOf(
  personId: string,
  lines: readonly LineRows[],
  { guideline, from, to }: ReviewQuestion,
  inInputs: PersonInInputs | null,
): string {
  const period = `from ${isoDay(from)} to ${isoDay(to)}`;
  if (lines.length === 0)
    return `${personId} has no imaging line in the scope of ${guideline.id} ${period}${knownText(inInputs)}.`;
  const count = lines.length === 1 ? '1 imaging line' : `${lines.length} imaging lines`;
  return `${personId} has ${count} in the scope of ${guideline.id} ${period}: ${lines.map(headingOf).join('; ')}.`;
}

/** What the inputs hold about a person without a line; empty if they were not read. */
function knownText(inInputs: PersonInInputs | null): string {
  if (inInputs === null) return '';
  const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);
  const { claims, eligibility, pharmacy } = inInputs;
  const claimRows = sum(claims.map(({ rows }) => rows));
  const others = sum([...Object.values(eligibility), ...Object.values(pharmacy)]);
  if (claimRows + others === 0) return '; the inputs hold nothing of this person_id, check the id';
  const unused = sum(claims.filter(({ outcome }) => outcome !== '').map(({ rows }) => rows));
  return `; the inputs hold ${claimRows} claim rows of this person${unused === 0 ? '' : `, of which ${unused} are not used`}`;
}
