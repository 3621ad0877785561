import type { PersonRows } from '../../explanation.js';
import type { OutputRow } from '../../table.js';
import { EVIDENCE } from '../outputs/evidence.js';
import { MEMBERS } from '../outputs/members.js';
import { UNREPORTED } from '../outputs/unreported.js';

/** The rows of one person in members.csv and evidence.csv, or in unreported.csv; empty for any other person. */
export interface LbpRows {
  readonly members: readonly OutputRow[];
  readonly evidence: readonly OutputRow[];
  readonly unreported: OutputRow | null;
}

export function lbpRows(rows: PersonRows): LbpRows {
  return {
    members: rows[MEMBERS.name] ?? [],
    evidence: rows[EVIDENCE.name] ?? [],
    unreported: rows[UNREPORTED.name]?.[0] ?? null,
  };
}
