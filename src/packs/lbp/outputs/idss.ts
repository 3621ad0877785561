import type { Cell } from '../../../report/output-folder.js';
import { rateOf } from './rate.js';
import type { Tally } from './tally.js';

/** idss.csv: the data elements that are submitted (docs/outputs.md). */
export const IDSS_COLUMNS = [
  'Metric',
  'ProductLine',
  'Stratification',
  'EligiblePopulation',
  'ExclusionAdminRequired',
  'NumeratorByAdmin',
  'Rate',
] as const;

/** The eligible population is the one the rate is of: required exclusions are taken out and stated beside it. */
export function idssRows(tally: Tally): Cell[][] {
  return tally.strata
    .filter(({ band }) => band !== 'other')
    .map(({ productLine, band, counts }) => {
      const rate = rateOf(counts);
      return [
        'LowBackPainImaging',
        productLine,
        band,
        counts.denominator,
        counts.excluded,
        counts.imaging,
        rate === null ? '' : (rate * 100).toFixed(2),
      ];
    });
}
