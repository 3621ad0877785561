import { EVIDENCE_COLUMNS, evidenceCells } from '../../evidence-table.js';
import type { PersonTable } from '../../pack.js';
import type { JudgedLine } from '../decision.js';
import type { PolicyRules } from '../rules.js';

/** evidence.csv: the records behind the lines that have an episode (docs/policy.md). */
export const EVIDENCE: PersonTable<JudgedLine, PolicyRules> = {
  name: 'evidence.csv',
  about: 'the record of the episode, and of each red flag, behind every line that has an episode',
  columns: [
    { name: 'person_id', type: 'id', about: 'as in policy-lines.csv' },
    { name: 'imaging_claim_id', type: 'id', about: 'claim_id in policy-lines.csv' },
    { name: 'imaging_claim_line_number', type: 'id', about: 'claim_line_number in policy-lines.csv' },
    ...EVIDENCE_COLUMNS,
  ],
  rows: ({ personId, claimId, lineNumber, evidence }) =>
    evidence.map((row) => [personId, claimId, lineNumber, ...evidenceCells(row)]),
};
