import type { PersonTable } from '../../pack.js';
import type { Outcome } from '../decision.js';
import type { MeasureRules } from '../resolve.js';

/** unreported.csv: the candidates that have no row in members.csv, and why (docs/outputs.md). */
export const UNREPORTED: PersonTable<Outcome, MeasureRules> = {
  name: 'unreported.csv',
  about: 'candidates without a row in members.csv, and why',
  columns: [
    { name: 'person_id', type: 'id', about: 'as in the input' },
    { name: 'reason', type: 'text', about: 'why there is no row in members.csv' },
    { name: 'index_date', type: 'date', about: 'the index date; blank without an index event' },
    { name: 'index_claim_id', type: 'id', about: 'its claim' },
  ],
  rows: (decision) =>
    decision.kind === 'unreported'
      ? [[decision.personId, decision.reason, decision.index?.date ?? null, decision.index?.claimId ?? null]]
      : [],
};
