import { CAUSES, type Cause, type PersonInBoth, type RunDifferences } from '../../comparison.js';
import { pairedLines } from '../../paired-lines.js';
import { cell, type OutputRow } from '../../table.js';
import { EVIDENCE } from '../outputs/evidence.js';
import { POLICY_LINES } from '../outputs/lines.js';

/**
 * - `entered`, `left`: only one of the runs judges the line
 * - `decision`: paid in one run and not in the other
 * - `details`: the same decision, but another reason, episode, flag, amount or fact of the line
 */
export type ChangeKind = 'entered' | 'left' | 'decision' | 'details';

export interface LineChange {
  readonly personId: string;
  readonly change: ChangeKind;
  /** The rows of policy-lines.csv; null for a run that does not judge the line. */
  readonly before: OutputRow | null;
  readonly after: OutputRow | null;
  /** The differences between the runs that may have caused it; empty if none explains it. */
  readonly causes: readonly Cause[];
  /** The columns of policy-lines.csv that differ; none if only one run has the line. */
  readonly columns: readonly string[];
}

/** The changes of one person, line by line, in the order of policy-lines.csv. */
export function changesOf(person: PersonInBoth, runs: RunDifferences): LineChange[] {
  const evidence = [...(person.before[EVIDENCE.name] ?? []), ...(person.after[EVIDENCE.name] ?? [])];
  const linesOf = (rows: PersonInBoth['before']): readonly OutputRow[] => rows[POLICY_LINES.name] ?? [];
  const pairs = pairedLines(linesOf(person.before), linesOf(person.after), (row) => row);
  return pairs.flatMap(({ before, after }): LineChange[] => {
    const columns = before === null || after === null ? [] : differingColumns(before, after);
    if (before !== null && after !== null && columns.length === 0) return [];
    const causes = causesOf(before ?? after, columns, evidence, runs);
    return [{ personId: person.personId, change: kindOf(before, after), before, after, causes, columns }];
  });
}

function differingColumns(a: OutputRow, b: OutputRow): string[] {
  return POLICY_LINES.columns.map(({ name }) => name).filter((name) => cell(a, name) !== cell(b, name));
}

function kindOf(a: OutputRow | null, b: OutputRow | null): ChangeKind {
  if (a === null) return 'entered';
  if (b === null) return 'left';
  return cell(a, 'decision') === cell(b, 'decision') ? 'details' : 'decision';
}

/** Columns with facts of the line, not results of the policy. */
const FACTS: ReadonlySet<string> = new Set([
  ...['claim_type', 'modifiers', 'place_of_service', 'claim_status'],
  ...['billing_npi', 'rendering_npi', 'ordering_npi', 'allowed_amount', 'paid_amount'],
]);

/** Enrollment affects a line only by age and line of business. */
const OF_ENROLLMENT: ReadonlySet<string> = new Set(['line_of_business', 'age_unknown', 'age']);

function causesOf(
  line: OutputRow | null,
  columns: readonly string[],
  evidence: readonly OutputRow[],
  runs: RunDifferences,
): Cause[] {
  const possible = new Set<Cause>(['tool_version', 'settings', 'claims']);
  const areFacts = columns.length > 0 && columns.every((column) => FACTS.has(column));
  if (!areFacts) {
    possible.add('rules_version');
    possible.add('value_sets');
    if (OF_ENROLLMENT.has(cell(line ?? {}, 'reason')) || columns.includes('reason')) {
      possible.add('eligibility');
    }
    if (evidence.some((row) => row['code_system'] === 'NDC')) possible.add('pharmacy');
  }
  return CAUSES.filter(
    (cause) => possible.has(cause) && runs.causes.some((difference) => difference.cause === cause),
  );
}
