import type { Explanation, ToExplain } from '../../explanation.js';
import { cell, type OutputRow } from '../../table.js';
import { type Outcome as Decision, GATES } from '../decision.js';
import { furtherClaims, nearMisses } from '../near-miss.js';
import { MEMBERS } from '../outputs/members.js';
import { WATERFALL } from '../outputs/waterfall.js';
import type { MeasureRules } from '../resolve.js';
import { rulesInOrder } from '../rules/in-order.js';
import type { YearRules } from '../years/year-rules.js';
import { answerOf } from './answer.js';
import { knownPhrase } from './known.js';
import { knownRecords } from './known-records.js';
import { type LbpRows, lbpRows } from './lbp-rows.js';
import { type ExplainedYear, type FromInputs, outcomeOf } from './outcome.js';
import { outcomeBlocks } from './text.js';

/** Explains one person: the answer, one outcome for each group of product lines with the same result, and a text. */
export function explain({ personId, rows, totals, again }: LbpToExplain, year: YearRules): Explanation {
  const groups = sameOutcomes(lbpRows(rows));
  const explained: ExplainedYear = {
    year: year.year,
    rules: rulesInOrder(year),
    inUse: again?.rules.exclusions.map(({ id }) => id) ?? exclusionsInUse(totals(WATERFALL.name)),
  };
  const inputs = again === null ? null : fromInputs(again);
  const known =
    again === null || again.outcomes.length > 0 ? null : knownPhrase(again.person, again.inInputs, year);
  const outcomes = groups.map((group) => outcomeOf(group, explained, inputs));
  return {
    facts: { person_id: personId, answer: answerOf(personId, groups, explained, known), outcomes },
    blocks: outcomes.flatMap(outcomeBlocks),
  };
}

/** The exclusions that a run could decide, in the order of the reasons: the rules of its waterfall. */
function exclusionsInUse(waterfall: readonly OutputRow[]): string[] {
  const others: readonly string[] = ['candidates', ...GATES, 'open', 'denominator'];
  return [...new Set(waterfall.map((row) => cell(row, 'rule')))].filter((rule) => !others.includes(rule));
}

type LbpToExplain = ToExplain<MeasureRules, Decision>;

function fromInputs({ person, rules, outcomes }: NonNullable<LbpToExplain['again']>): FromInputs {
  const [outcome] = outcomes;
  return {
    person,
    records: knownRecords(person, rules),
    nearMisses: nearMisses(person, rules, outcome ?? null),
    furtherClaims: outcome?.kind === 'decided' ? furtherClaims(person, rules, outcome) : new Map(),
  };
}

/** The fields that belong to the product line, not the person: its coverage. */
const OF_LINE: readonly string[] = ['product_line', 'plan'];
const ALIKE = MEMBERS.columns.filter(({ name }) => !OF_LINE.includes(name));

/** A person's product lines usually differ only in these, so they are explained together. */
function sameOutcomes({ members, evidence, unreported }: LbpRows): LbpRows[] {
  if (members.length === 0) return [{ members, evidence, unreported }];
  const groups = new Map<string, OutputRow[]>();
  for (const member of members) {
    const key = JSON.stringify(ALIKE.map(({ name }) => cell(member, name)));
    groups.set(key, [...(groups.get(key) ?? []), member]);
  }
  return [...groups.values()].map((alike) => ({
    members: alike,
    evidence: evidence.filter((row) => row['product_line'] === alike[0]?.['product_line']),
    unreported,
  }));
}
