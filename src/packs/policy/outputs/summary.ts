import type { TotalTable } from '../../pack.js';
import type { PolicyRules } from '../rules.js';
import { NOTHING, TOTAL } from './groups.js';
import type { PolicyTotals } from './tally.js';

/** policy-summary.csv: lines and money by what was decided (docs/policy.md). */
export const POLICY_SUMMARY: TotalTable<PolicyTotals, PolicyRules> = {
  name: 'policy-summary.csv',
  about: 'lines, claims, persons and money by claim type, modality, decision and reason, with totals',
  columns: [
    { name: 'claim_type', type: 'text', about: 'as in policy-lines.csv, or `total`' },
    { name: 'modality', type: 'text', about: 'as in policy-lines.csv, or `total`' },
    { name: 'decision', type: 'text', about: '`pay`, `deny`, or `total`' },
    { name: 'reason', type: 'text', about: 'as in policy-lines.csv, or `total`' },
    { name: 'lines', type: 'count', about: 'lines of the group' },
    { name: 'claims', type: 'count', about: 'claims with such a line, each counted once' },
    { name: 'persons', type: 'count', about: 'people with such a line, each counted once' },
    {
      name: 'allowed_amount',
      type: 'money',
      about: 'the sum of the column in policy-lines.csv; blank where no line states an amount',
    },
    { name: 'paid_amount', type: 'money', about: 'as allowed_amount' },
  ],
  rows: ({ groups }) => {
    const all = groups.length > 0 ? groups : [{ key: EVERYTHING, counts: NOTHING }];
    return all.map(({ key, counts }) => [
      ...[key.claimType, key.modality, key.decision, key.reason],
      ...[counts.lines, counts.claims, counts.persons, counts.allowed, counts.paid],
    ]);
  },
};

const EVERYTHING = { claimType: TOTAL, modality: TOTAL, decision: TOTAL, reason: TOTAL } as const;
