import type { Evidence } from '../timeline/evidence.js';
import type { Cell, OutputColumn } from './table.js';

/**
 * The columns that describe a record; every evidence file has them, after the columns that say whose it is.
 */
export const EVIDENCE_COLUMNS: readonly OutputColumn[] = [
  { name: 'rule', type: 'text', about: 'the rule that the record decided' },
  { name: 'date', type: 'date', about: 'day of the record, or first day of a stretch' },
  { name: 'end_date', type: 'date', about: 'last day of a stretch; blank for a single day' },
  { name: 'code_system', type: 'text', about: 'code system of the code' },
  { name: 'code', type: 'code', about: 'the code, without dots' },
  { name: 'value_set', type: 'text', about: 'the value set or medication list that holds the code' },
  { name: 'claim_id', type: 'id', about: 'claim of the record' },
  { name: 'claim_line_number', type: 'id', about: 'line of the claim' },
  {
    name: 'window_start',
    type: 'date',
    about: 'first day on which the record could count; blank for any time',
  },
  { name: 'window_end', type: 'date', about: 'last day on which the record could count' },
  { name: 'source', type: 'text', about: 'file in which the record stands' },
  { name: 'locator', type: 'text', about: 'place in the file, where the source has such places' },
];

/** The cells of a record under EVIDENCE_COLUMNS. */
export function evidenceCells(row: Evidence): Cell[] {
  return [
    ...[row.rule, row.date, row.endDate, row.codeSystem, row.code, row.valueSet],
    ...[row.claimId, row.lineNumber, row.windowStart, row.windowEnd, row.source, row.locator],
  ];
}
