import type { TotalTable } from '../../pack.js';
import type { ReviewRules } from '../resolve.js';
import { type Group, NOTHING, TOTAL } from './groups.js';
import type { ReviewTotals } from './tally.js';

/** review-summary.csv: lines by suggestion, modality, region and provider (docs/review.md). */
export const REVIEW_SUMMARY: TotalTable<ReviewTotals, ReviewRules> = {
  name: 'review-summary.csv',
  about: 'lines, claims, persons and money by suggestion, modality, region and provider, with totals',
  columns: [
    { name: 'suggestion', type: 'text', about: 'as in review.csv, `out of scope`, or `total`' },
    { name: 'modality', type: 'text', about: 'as in review.csv, or `total`' },
    { name: 'region', type: 'text', about: 'as in review.csv, or `total`' },
    {
      name: 'provider',
      type: 'id',
      about: 'who ordered the image, else who made or read it, else who billed it; `unknown`, or `total`',
    },
    { name: 'lines', type: 'count', about: 'lines of the group' },
    { name: 'claims', type: 'count', about: 'claims with such a line, each counted once' },
    { name: 'persons', type: 'count', about: 'people with such a line, each counted once' },
    {
      name: 'allowed_amount',
      type: 'money',
      about: 'the sum of the column in review.csv; blank where no line states an amount',
    },
  ],
  rows: ({ groups }) =>
    (groups.length > 0 ? groups : [EVERYTHING]).map(({ key, counts }) => [
      ...[key.suggestion, key.modality, key.region, key.provider],
      ...[counts.lines, counts.claims, counts.persons, counts.allowed],
    ]),
};

const EVERYTHING: Group = {
  key: { suggestion: TOTAL, modality: TOTAL, region: TOTAL, provider: TOTAL },
  counts: NOTHING,
};
