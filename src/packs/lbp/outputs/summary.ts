import type { TotalTable } from '../../pack.js';
import type { OutputColumn } from '../../table.js';
import { wilson } from '../../wilson.js';
import type { MeasureRules } from '../resolve.js';
import { rateOf } from './rate.js';
import { hiddenStrata } from './suppression.js';
import type { LbpTotals } from './tally.js';

/** The columns that a table of counts adds for an unfinished year. */
export function openColumn({ asOf }: MeasureRules): OutputColumn[] {
  if (asOf === null) return [];
  return [{ name: 'open', type: 'count', about: 'with `--as-of`: people whose 28 days have not run out' }];
}

/** summary.csv: the rates by product line and age band (docs/outputs.md). */
export const SUMMARY: TotalTable<LbpTotals, MeasureRules> = {
  name: 'summary.csv',
  about: 'counts and rates by product line and age band',
  columns: [
    { name: 'measurement_year', type: 'count', about: 'the year that was measured' },
    { name: 'product_line', type: 'text', about: 'as in members.csv' },
    { name: 'age_band', type: 'text', about: "the year's bands, `other`, and `total`" },
    { name: 'candidates', type: 'count', about: 'people with a row in members.csv' },
    { name: 'ineligible', type: 'count', about: 'of these, people who fail a gate' },
    { name: 'excluded', type: 'count', about: 'of these, people who pass the gates and meet an exclusion' },
    { name: 'denominator', type: 'count', about: 'of these, all others' },
    { name: 'imaging', type: 'count', about: 'of the denominator, people with imaging' },
    { name: 'rate', type: 'share', about: 'share without imaging; blank without a denominator' },
    { name: 'rate_low', type: 'share', about: 'lower end of its 95 % interval (Wilson)' },
    { name: 'rate_high', type: 'share', about: 'upper end of its 95 % interval' },
  ],
  further: openColumn,
  rows: ({ people: { strata } }, { year, asOf, suppressBelow }) => {
    const hidden = hiddenStrata(strata, suppressBelow);
    return strata.map((stratum) => {
      const { productLine, band, counts } = stratum;
      if (hidden.has(stratum)) return [year.year, productLine, band];
      const { candidates, ineligible, excluded, denominator, imaging, open } = counts;
      const interval = wilson(denominator - imaging, denominator);
      return [
        ...[year.year, productLine, band, candidates, ineligible, excluded, denominator, imaging],
        ...[rateOf(counts), interval?.low ?? null, interval?.high ?? null],
        ...(asOf === null ? [] : [open]),
      ];
    });
  },
};
