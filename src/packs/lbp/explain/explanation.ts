import { cell, type OutputRow } from '../../../report/output-rows.js';
import type { RunFolder } from '../../../report/run-folder.js';
import type { NearMiss } from '../near-miss.js';
import type { YearRules } from '../years/year-rules.js';
import { answerOf } from './answer.js';
import { type Change, changesOf } from './changes.js';
import { type Gate, gatesOf, type ImagingFound, imagingOf } from './gates.js';
import type { PersonRows } from './person-rows.js';
import { type SeenInInputs, type TimelineEntry, timelineOf } from './timeline.js';

/** Why one person came out as they did. */
export interface Explanation {
  readonly person_id: string;
  /** One sentence: in the denominator or not, and why. */
  readonly answer: string;
  /** One for each outcome of the person; product lines with the same outcome share one. */
  readonly outcomes: readonly Outcome[];
}

export interface Outcome {
  readonly product_lines: readonly string[];
  readonly status: 'denominator' | 'excluded' | 'ineligible' | 'unreported' | 'not_a_candidate';
  /** On 31 December; empty without a row in members.csv. */
  readonly age: string;
  readonly age_band: string;
  /** Empty without an index event. */
  readonly index_date: string;
  readonly reasons: readonly string[];
  readonly gates: readonly Gate[];
  readonly imaging: ImagingFound;
  readonly changes: readonly Change[];
  readonly timeline: readonly TimelineEntry[];
}

/** What the inputs add to the rows of a run. */
export interface FromInputs extends SeenInInputs {
  readonly nearMisses: readonly NearMiss[];
  readonly furtherClaims: ReadonlyMap<string, number>;
}

/** What else there is to say of someone whom a run does not mention, as a phrase; null where the inputs were not asked. */
export type KnownOtherwise = string | null;

/**
 * Explains the rows of one person.
 *
 * @param inUse the exclusions of the run, in the order of the reasons
 */
export function explain(
  personId: string,
  rows: PersonRows,
  rules: { readonly year: YearRules; readonly inUse: readonly string[] },
  inputs: FromInputs | null,
  known: KnownOtherwise,
): Explanation {
  const groups = sameOutcomes(rows);
  return {
    person_id: personId,
    answer: answerOf(personId, groups, rules.year, known),
    outcomes: groups.map((group) => outcomeOf(group, rules, inputs)),
  };
}

/** The exclusions that a run could decide, in the order of the reasons: the rules of its waterfall. */
export function exclusionsInUse(run: RunFolder): string[] {
  const table = run.table('waterfall.csv');
  try {
    const rules = [...table.all()].map((record) => cell(table.row(record), 'rule'));
    const others = ['candidates', 'age', 'negative_history', 'enrollment', 'denominator'];
    return [...new Set(rules)].filter((rule) => !others.includes(rule));
  } finally {
    table.close();
  }
}

/** Everything but the line is the same in a person's lines, as a rule: they are explained together. */
function sameOutcomes({ members, evidence, unreported }: PersonRows): PersonRows[] {
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

function outcomeOf(
  rows: PersonRows,
  { year, inUse }: { readonly year: YearRules; readonly inUse: readonly string[] },
  inputs: FromInputs | null,
): Outcome {
  const [member] = rows.members;
  const gates = gatesOf(rows, inUse, year);
  const imaging = imagingOf(rows, year);
  const changes = changesOf(rows, year, inputs);
  const indexDate = member?.['index_date'] ?? rows.unreported?.['index_date'] ?? '';
  return {
    product_lines: rows.members.map((row) => row['product_line'] ?? ''),
    status: statusOf(rows),
    age: member?.['age'] ?? '',
    age_band: member?.['age_band'] ?? '',
    index_date: indexDate,
    reasons: reasonsOf(rows),
    gates,
    imaging,
    changes,
    timeline: timelineOf(indexDate, { gates, imaging, changes }, inputs),
  };
}

function statusOf({ members, unreported }: PersonRows): Outcome['status'] {
  const status = members[0]?.['status'];
  if (status === 'denominator' || status === 'excluded' || status === 'ineligible') return status;
  return unreported === null ? 'not_a_candidate' : 'unreported';
}

function reasonsOf({ members, unreported }: PersonRows): string[] {
  const reasons = members[0]?.['reasons'] ?? unreported?.['reason'] ?? '';
  return reasons.split(';').filter((reason) => reason !== '');
}
