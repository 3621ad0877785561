import type { Cell } from '../../../report/output-folder.js';
import { rateOf, wilson } from './rate.js';
import type { Tally } from './tally.js';

/** summary.csv: the rates by product line and age band (docs/outputs.md). */
export const SUMMARY_COLUMNS = [
  'measurement_year',
  'product_line',
  'age_band',
  'candidates',
  'ineligible',
  'excluded',
  'denominator',
  'imaging',
  'rate',
  'rate_low',
  'rate_high',
] as const;

export function summaryRows(tally: Tally, year: number): Cell[][] {
  return tally.strata.map(({ productLine, band, counts }) => {
    const { candidates, ineligible, excluded, denominator, imaging } = counts;
    const rate = rateOf(counts);
    const interval = wilson(denominator - imaging, denominator);
    const rates =
      rate === null || interval === null ? [null, null, null] : [rate, interval.low, interval.high];
    return [
      year,
      productLine,
      band,
      candidates,
      ineligible,
      excluded,
      denominator,
      imaging,
      ...rates.map((value) => (value === null ? '' : value.toFixed(6))),
    ];
  });
}
