import type { PersonTable } from '../../pack.js';
import type { Outcome } from '../decision.js';
import type { MeasureRules } from '../resolve.js';

/**
 * pld.csv: one row per member and product line with the flags that patient-level files are built from
 * (docs/outputs.md). The numerator is NCQA's: imaging that should not have been done.
 */
export const PLD: PersonTable<Outcome, MeasureRules> = {
  name: 'pld.csv',
  about: 'one row per person and product line with denominator and numerator flags',
  columns: [
    { name: 'person_id', type: 'id', about: 'as in members.csv' },
    { name: 'product_line', type: 'text', about: 'as in members.csv' },
    { name: 'measure', type: 'text', about: '`LBP`' },
    { name: 'measurement_year', type: 'count', about: 'the year that was measured' },
    { name: 'stratification', type: 'text', about: 'the age band of members.csv' },
    { name: 'denominator', type: 'flag', about: '1 in the denominator' },
    { name: 'exclusion', type: 'flag', about: '1 for a required exclusion of someone who passes the gates' },
    {
      name: 'numerator',
      type: 'flag',
      about: '1 with imaging, in the denominator; as in idss.csv, so that fewer is better',
    },
  ],
  rows: (outcome, { year }) => {
    if (outcome.kind === 'unreported') return [];
    const { personId, productLines, ageBand, status, imaging } = outcome;
    const isCounted = status === 'denominator';
    return productLines.map((line) => [
      ...[personId, line, 'LBP', year.year, ageBand],
      ...[isCounted ? 1 : 0, status === 'excluded' ? 1 : 0, isCounted && imaging !== null ? 1 : 0],
    ]);
  },
};
