import { CAUSES, type Cause, type PersonInBoth, type RunDifferences } from '../../comparison.js';
import { pairedLines } from '../../paired-lines.js';
import { cell, type OutputRow } from '../../table.js';
import { REVIEW } from '../outputs/lines.js';
import { type LineRows, linesIn, type ScenarioRows } from '../reviewed-rows.js';

/**
 * - `entered`, `left`: only one of the runs has the line
 * - `suggestion`: another suggestion, or in scope in only one of the runs
 * - `scenarios`: the same suggestion, but another result of a scenario
 * - `details`: another leaf, record or fact of the line
 */
export type ChangeKind = 'entered' | 'left' | 'suggestion' | 'scenarios' | 'details';

export interface LineChange {
  readonly personId: string;
  readonly change: ChangeKind;
  /** The rows of review.csv; null for a run that does not have the line. */
  readonly before: OutputRow | null;
  readonly after: OutputRow | null;
  /** The differences between the runs that may have caused it; empty if none explains it. */
  readonly causes: readonly Cause[];
  /** The columns of review.csv that differ, and `scenario: from > to`; none if only one run has the line. */
  readonly differences: readonly string[];
}

/** The changes of one person, line by line, in the order of review.csv. */
export function changesOf(person: PersonInBoth, runs: RunDifferences): LineChange[] {
  const pairs = pairedLines(linesIn(person.before), linesIn(person.after), ({ row }) => row);
  return pairs.flatMap(({ before, after }) => {
    const change = changeOf(before, after, runs);
    return change === null ? [] : [{ personId: person.personId, ...change }];
  });
}

function changeOf(
  before: LineRows | null,
  after: LineRows | null,
  runs: RunDifferences,
): Omit<LineChange, 'personId'> | null {
  const sides = { before: before?.row ?? null, after: after?.row ?? null };
  if (before === null || after === null) {
    const causes = causesOf(runs, [...(before?.scenarios ?? []), ...(after?.scenarios ?? [])], []);
    return { change: before === null ? 'entered' : 'left', ...sides, causes, differences: [] };
  }
  const columns = REVIEW.columns
    .map(({ name }) => name)
    .filter((name) => cell(before.row, name) !== cell(after.row, name));
  const results = differingResults(before.scenarios, after.scenarios);
  const areRecordsOther = recordsOf(before.scenarios) !== recordsOf(after.scenarios);
  if (columns.length + results.length === 0 && !areRecordsOther) return null;
  return {
    change: kindOf(columns, results),
    ...sides,
    causes: causesOf(runs, [...before.scenarios, ...after.scenarios], areRecordsOther ? [] : columns),
    differences: [...columns, ...results, ...(areRecordsOther ? ['evidence'] : [])],
  };
}

function kindOf(columns: readonly string[], results: readonly string[]): ChangeKind {
  if (columns.includes('suggestion') || columns.includes('in_scope')) return 'suggestion';
  return results.length > 0 ? 'scenarios' : 'details';
}

/** `kp-I.C: open > met`; a scenario that a run does not list is `-`. */
function differingResults(before: readonly ScenarioRows[], after: readonly ScenarioRows[]): string[] {
  const [a, b] = [before, after].map((all) => new Map(all.map(({ id, result }) => [id, result])));
  const ids = [...new Set([...before, ...after].map(({ id }) => id))];
  return ids
    .filter((id) => a?.get(id) !== b?.get(id))
    .map((id) => `${id}: ${a?.get(id) ?? '-'} > ${b?.get(id) ?? '-'}`);
}

/** The results of the leaves and the records behind them, without the paths of their files. */
function recordsOf(scenarios: readonly ScenarioRows[]): string {
  return JSON.stringify(
    scenarios.map(({ id, values, evidence }) => [
      id,
      [...values].sort(([a], [b]) => a - b),
      [...evidence].map(([leaf, rows]) => [leaf, rows.map((row) => SAME_RECORD.map((name) => row[name]))]),
    ]),
  );
}

const SAME_RECORD = ['date', 'code_system', 'code', 'value_set', 'claim_id', 'claim_line_number'];

/** Columns with facts of the line, not results of the guideline. */
const FACTS: ReadonlySet<string> = new Set([
  'billing_npi',
  'rendering_npi',
  'ordering_npi',
  'allowed_amount',
]);

function causesOf(
  runs: RunDifferences,
  scenarios: readonly ScenarioRows[],
  columns: readonly string[],
): Cause[] {
  const areFacts = columns.length > 0 && columns.every((column) => FACTS.has(column));
  const hasFills = scenarios.some(({ evidence }) =>
    [...evidence.values()].some((rows) => rows.some((row) => row['code_system'] === 'NDC')),
  );
  const possible: Cause[] = areFacts
    ? ['tool_version', 'settings', 'claims']
    : [
        ...(['tool_version', 'settings', 'claims', 'rules_version', 'value_sets', 'eligibility'] as const),
        ...(hasFills ? (['pharmacy'] as const) : []),
      ];
  return CAUSES.filter(
    (cause) => possible.includes(cause) && runs.causes.some((difference) => difference.cause === cause),
  );
}
