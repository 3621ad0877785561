import type { RulesInOrder } from '../rules/in-order.js';
import type { NearMiss } from '../rules/near.js';
import { type Change, changesOf } from './changes.js';
import { type Gate, gatesOf, type ImagingFound, imagingOf } from './gates.js';
import type { LbpRows } from './lbp-rows.js';
import { type SeenInInputs, type TimelineEntry, timelineOf } from './timeline.js';

/** The result of a person in some product lines, and the reasons. */
export interface Outcome {
  readonly product_lines: readonly string[];
  readonly status: 'denominator' | 'excluded' | 'ineligible' | 'open' | 'unreported' | 'not_a_candidate';
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

/** The rules that explain a person. */
export interface ExplainedYear {
  readonly year: number;
  /** All exclusions of the year, whether or not the run could decide them. */
  readonly rules: RulesInOrder;
  /** The exclusions that the run could decide, in the order of the reasons. */
  readonly inUse: readonly string[];
}

export function outcomeOf(
  rows: LbpRows,
  { rules, inUse }: ExplainedYear,
  inputs: FromInputs | null,
): Outcome {
  const [member] = rows.members;
  const gates = gatesOf(rows, inUse, rules);
  const imaging = imagingOf(rows, rules);
  const changes = changesOf(rows, rules, inputs);
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

function statusOf({ members, unreported }: LbpRows): Outcome['status'] {
  const status = members[0]?.['status'];
  if (status === 'denominator' || status === 'excluded' || status === 'ineligible' || status === 'open')
    return status;
  return unreported === null ? 'not_a_candidate' : 'unreported';
}

function reasonsOf({ members, unreported }: LbpRows): string[] {
  const reasons = members[0]?.['reasons'] ?? unreported?.['reason'] ?? '';
  return reasons.split(';').filter((reason) => reason !== '');
}
