import type { Cell, OutputTable } from '../packs/table.js';

/** rejects.csv: the rows that cannot be used (docs/outputs.md). */
export const REJECTS_TABLE: OutputTable = {
  name: 'rejects.csv',
  about: 'rows of the inputs that could not be used',
  columns: [
    { name: 'file', type: 'text', about: 'the file, as its path was given' },
    { name: 'line', type: 'text', about: 'line of the record, or place in a claim file' },
    { name: 'claim_id', type: 'id', about: 'claim of the row, where it is known' },
    { name: 'code', type: 'text', about: 'code of the reason' },
    { name: 'reason', type: 'text', about: 'why the row cannot be used' },
    { name: 'raw', type: 'text', about: 'the record as it was read' },
  ],
};

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
