import type { Cell } from '../../../report/output-folder.js';
import type { OutputRow } from '../../../report/output-rows.js';
import type { RunFolder } from '../../../report/run-folder.js';
import { EVIDENCE_COLUMNS, evidenceRows } from '../../evidence-table.js';
import type { Decision } from '../decision.js';
import { MEMBER_COLUMNS, memberRows } from '../outputs/members.js';
import { UNREPORTED_COLUMNS, unreportedRow } from '../outputs/unreported.js';

/** What a run says of one person: the rows of members.csv and evidence.csv, or the one of unreported.csv; else nothing. */
export interface PersonRows {
  readonly members: readonly OutputRow[];
  readonly evidence: readonly OutputRow[];
  readonly unreported: OutputRow | null;
}

/**
 * Finds a person in the outputs of a run.
 *
 * @throws LbpError E110 when an output is not there, or not as the run wrote it
 */
export function rowsInRun(run: RunFolder, personId: string): PersonRows {
  const find = (name: 'members.csv' | 'evidence.csv' | 'unreported.csv'): OutputRow[] => {
    const table = run.table(name);
    try {
      return table.ofPerson(personId);
    } finally {
      table.close();
    }
  };
  const members = find('members.csv');
  if (members.length > 0) return { members, evidence: find('evidence.csv'), unreported: null };
  return { members: [], evidence: [], unreported: find('unreported.csv')[0] ?? null };
}

/** The rows that a run would write for a decision. */
export function rowsOfDecision(decision: Decision, year: number): PersonRows {
  if (decision.kind === 'not_a_candidate') return { members: [], evidence: [], unreported: null };
  if (decision.kind === 'unreported') {
    return { members: [], evidence: [], unreported: asRow(UNREPORTED_COLUMNS, unreportedRow(decision)) };
  }
  return {
    members: memberRows(decision, year).map((row) => asRow(MEMBER_COLUMNS, row)),
    evidence: evidenceRows(decision).map((row) => asRow(EVIDENCE_COLUMNS, row)),
    unreported: null,
  };
}

/** Cells as they stand in a file, by column. */
export function asRow(columns: readonly string[], cells: readonly Cell[]): OutputRow {
  return Object.fromEntries(columns.map((column, index) => [column, String(cells[index] ?? '')]));
}
