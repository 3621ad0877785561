import type { PersonRows } from '../../explanation.js';
import type { OutputRow } from '../../table.js';
import { EVIDENCE } from '../outputs/evidence.js';
import { MEMBERS } from '../outputs/members.js';
import { UNREPORTED } from '../outputs/unreported.js';

/** What a run says of one person: the rows of members.csv and evidence.csv, or the one of unreported.csv; else nothing. */
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
