import { EVIDENCE_COLUMNS, evidenceCells } from '../../evidence-table.js';
import type { PersonTable } from '../../pack.js';
import type { Outcome } from '../decision.js';
import type { MeasureRules } from '../resolve.js';

/** evidence.csv: one row per record that decided something (docs/outputs.md). */
export const EVIDENCE: PersonTable<Outcome, MeasureRules> = {
  name: 'evidence.csv',
  about: 'the record behind every decision: claim, line, code, date, window',
  columns: [
    { name: 'person_id', type: 'id', about: 'as in members.csv' },
    { name: 'product_line', type: 'text', about: 'as in members.csv' },
    ...EVIDENCE_COLUMNS,
  ],
  rows: (decision) =>
    decision.kind === 'unreported'
      ? []
      : decision.productLines.flatMap((line) =>
          decision.evidence.map((row) => [decision.personId, line, ...evidenceCells(row)]),
        ),
};
