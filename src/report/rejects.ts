import type { Cell } from '../packs/table.js';

/** rejects.csv: the rows that cannot be used (docs/outputs.md). */
export const REJECT_COLUMNS = ['file', 'line', 'claim_id', 'code', 'reason', 'raw'] as const;

export function rejectRow(row: {
  readonly file: string;
  readonly line: number | string;
  readonly claimId: string;
  readonly code: string;
  readonly reason: string;
  readonly raw: string;
}): Cell[] {
  return [row.file, row.line, row.claimId, row.code, row.reason, row.raw];
}
