import type { TotalTable } from '../../pack.js';
import { GATES } from '../decision.js';
import type { MeasureRules } from '../resolve.js';
import type { LbpTotals } from './tally.js';

/**
 * waterfall.csv: from the candidates to the denominator, rule by rule (docs/outputs.md). Step 0 is all candidates, the
 * last step the denominator. In between, each rule with the people it takes out first, so that the column adds up, and
 * with all people it holds for.
 */
export const WATERFALL: TotalTable<LbpTotals, MeasureRules> = {
  name: 'waterfall.csv',
  about: 'from the candidates to the denominator, rule by rule',
  columns: [
    { name: 'product_line', type: 'text', about: 'as in members.csv' },
    { name: 'age_band', type: 'text', about: 'as in summary.csv' },
    {
      name: 'step',
      type: 'count',
      about: '0 for the candidates, then one for each rule in use, last the denominator',
    },
    {
      name: 'rule',
      type: 'text',
      about: '`candidates`, a reason, with `--as-of` also `open`, or `denominator`',
    },
    { name: 'persons_first', type: 'count', about: 'people that this rule takes out first' },
    { name: 'persons_any', type: 'count', about: 'people for whom the rule holds at all' },
  ],
  rows: ({ people: { strata } }, { exclusions, asOf }) => {
    const reasons = [...GATES, ...exclusions.map(({ id }) => id)];
    const open = asOf === null ? [] : ['open'];
    return strata.flatMap(({ productLine, band, counts }) => [
      [productLine, band, 0, 'candidates', counts.candidates, counts.candidates],
      ...reasons.map((reason, index) => [
        ...[productLine, band, index + 1, reason],
        ...[counts.first.get(reason) ?? 0, counts.any.get(reason) ?? 0],
      ]),
      ...open.map((rule) => [productLine, band, reasons.length + 1, rule, counts.open, counts.open]),
      [
        productLine,
        band,
        reasons.length + open.length + 1,
        'denominator',
        counts.denominator,
        counts.denominator,
      ],
    ]);
  },
};
