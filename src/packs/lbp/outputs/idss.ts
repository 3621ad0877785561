import type { TotalTable } from '../../pack.js';
import type { MeasureRules } from '../resolve.js';
import { rateOf } from './rate.js';
import { hiddenStrata } from './suppression.js';
import type { LbpTotals } from './tally.js';

/**
 * idss.csv: the data elements for submission (docs/outputs.md). The eligible population is the rate's:
 * required exclusions are removed from it and stated separately.
 */
export const IDSS: TotalTable<LbpTotals, MeasureRules> = {
  name: 'idss.csv',
  about: 'the data elements that are submitted',
  columns: [
    { name: 'Metric', type: 'text', about: '`LowBackPainImaging`' },
    { name: 'ProductLine', type: 'text', about: 'as in members.csv' },
    { name: 'Stratification', type: 'text', about: 'age band, or `total`; no `other`' },
    { name: 'EligiblePopulation', type: 'count', about: 'the denominator, after required exclusions' },
    { name: 'ExclusionAdminRequired', type: 'count', about: 'people that the exclusions took out' },
    { name: 'NumeratorByAdmin', type: 'count', about: 'people with imaging' },
    { name: 'Rate', type: 'percent', about: 'percent without imaging; blank without a denominator' },
  ],
  rows: ({ people: { strata } }, { suppressBelow }) => {
    const hidden = hiddenStrata(strata, suppressBelow);
    return strata
      .filter(({ band }) => band !== 'other')
      .map((stratum) => {
        const { productLine, band, counts } = stratum;
        const { denominator, excluded, imaging } = counts;
        const numbers = hidden.has(stratum) ? [] : [denominator, excluded, imaging, rateOf(counts)];
        return ['LowBackPainImaging', productLine, band, ...numbers];
      });
  },
};
