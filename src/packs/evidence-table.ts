import { isoDay } from '../calendar.js';
import type { Cell } from '../report/output-folder.js';
import type { Day } from '../timeline/person.js';
import type { Decided, Evidence } from './lbp/decision.js';

/** evidence.csv: one row per record that decided something (docs/outputs.md). */
export const EVIDENCE_COLUMNS = [
  'person_id',
  'product_line',
  'rule',
  'date',
  'end_date',
  'code_system',
  'code',
  'value_set',
  'claim_id',
  'claim_line_number',
  'window_start',
  'window_end',
  'source',
  'locator',
] as const;

export function evidenceRows(decision: Decided): Cell[][] {
  return decision.productLines.flatMap((line) =>
    decision.evidence.map((row) => [decision.personId, line, ...evidenceCells(row)]),
  );
}

/** The cells of a record from `rule` on. */
export function evidenceCells(row: Evidence): Cell[] {
  return [
    row.rule,
    day(row.date),
    day(row.endDate),
    row.codeSystem,
    row.code,
    row.valueSet,
    row.claimId,
    row.lineNumber,
    day(row.windowStart),
    day(row.windowEnd),
    row.source,
    row.locator,
  ];
}

function day(value: Day | null): string {
  return value === null ? '' : isoDay(value);
}
