import type { Explanation, ToExplain } from '../../explanation.js';
import { cell, type OutputRow } from '../../table.js';
import type { Outcome as Decision } from '../decision.js';
import {
  furtherClaims,
  knownRecords,
  missedCover,
  missedIndexEvents,
  type NearMiss,
  nearMisses,
} from '../near-miss.js';
import { WATERFALL } from '../outputs/waterfall.js';
import type { MeasureRules } from '../resolve.js';
import type { YearRules } from '../years/year-rules.js';
import { answerOf } from './answer.js';
import { knownPhrase } from './known.js';
import { type LbpRows, lbpRows } from './lbp-rows.js';
import { type FromInputs, outcomeOf } from './outcome.js';
import { outcomeBlocks } from './text.js';

/** Explains one person: the answer, one outcome for each group of product lines that came out alike, and a text. */
export function explain(
  { personId, rows, totals, again }: ToExplain<MeasureRules, Decision>,
  year: YearRules,
): Explanation {
  const groups = sameOutcomes(lbpRows(rows));
  const inUse = again?.rules.exclusions.map(({ id }) => id) ?? exclusionsInUse(totals(WATERFALL.name));
  const inputs = again === null ? null : fromInputs(again);
  const known =
    again === null || again.outcomes.length > 0 ? null : knownPhrase(again.person, again.inInputs, year);
  const outcomes = groups.map((group) => outcomeOf(group, { year, inUse }, inputs));
  return {
    facts: { person_id: personId, answer: answerOf(personId, groups, year, known), outcomes },
    blocks: outcomes.flatMap(outcomeBlocks),
  };
}

/** The exclusions that a run could decide, in the order of the reasons: the rules of its waterfall. */
function exclusionsInUse(waterfall: readonly OutputRow[]): string[] {
  const others = ['candidates', 'age', 'negative_history', 'enrollment', 'denominator'];
  return [...new Set(waterfall.map((row) => cell(row, 'rule')))].filter((rule) => !others.includes(rule));
}

function fromInputs({ person, rules, outcomes }: NonNullable<Asked['again']>): FromInputs {
  const [outcome] = outcomes;
  return {
    person,
    records: knownRecords(person, rules),
    nearMisses: missesOf(person, rules, outcome),
    furtherClaims: outcome?.kind === 'decided' ? furtherClaims(person, rules, outcome) : new Map(),
  };
}

type Asked = ToExplain<MeasureRules, Decision>;

function missesOf(
  person: FromInputs['person'],
  rules: MeasureRules,
  outcome: Decision | undefined,
): NearMiss[] {
  if (outcome?.kind === 'decided') return nearMisses(person, rules, outcome);
  if (outcome?.reason === 'not_enrolled_on_index_date' && outcome.index !== null)
    return missedCover(person, outcome.index.date);
  return outcome === undefined || outcome.index === null ? missedIndexEvents(person, rules) : [];
}

/** Everything but the line is the same in a person's lines, as a rule: they are explained together. */
function sameOutcomes({ members, evidence, unreported }: LbpRows): LbpRows[] {
  if (members.length === 0) return [{ members, evidence, unreported }];
  const groups = new Map<string, OutputRow[]>();
  for (const member of members) {
    const { product_line: _, ...rest } = member;
    const key = JSON.stringify(rest);
    groups.set(key, [...(groups.get(key) ?? []), member]);
  }
  return [...groups.values()].map((alike) => ({
    members: alike,
    evidence: evidence.filter((row) => row['product_line'] === alike[0]?.['product_line']),
    unreported,
  }));
}
