import { expect, test } from 'vitest';
import { ratePairs, ratesTable } from '../../../src/packs/lbp/compare/rates.js';

test('counts that a run suppressed are unknown, and not 0', () => {
  const row = { product_line: 'commercial', age_band: 'total' };
  const pairs = ratePairs(
    [{ ...row, candidates: '7', denominator: '2', imaging: '0', rate: '1.000000' }],
    [{ ...row, candidates: '', denominator: '', imaging: '', rate: '' }],
  );
  expect(pairs[0]?.before).toEqual({ candidates: 7, denominator: 2, imaging: 0, rate: 1 });
  expect(pairs[0]?.after).toEqual({ candidates: null, denominator: null, imaging: null, rate: null });
  expect(ratesTable(pairs)).toMatchObject({
    rows: [['commercial', 'total', 2, '', 0, '', '100.00', '', '']],
  });
});

test('percentages are those of the counts, and not of the rate that the table has rounded', () => {
  const row = { product_line: 'commercial', age_band: 'total', candidates: '300' };
  const pairs = ratePairs(
    // 183 of 218 are 83.9449... %.
    [{ ...row, denominator: '218', imaging: '35', rate: '0.839450' }],
    // 97 of 160 are 60.625 %, and 23.3199... points less.
    [{ ...row, denominator: '160', imaging: '63', rate: '0.606250' }],
  );
  expect(ratesTable(pairs)).toMatchObject({
    rows: [['commercial', 'total', 218, 160, 35, 63, '83.94', '60.63', '-23.32']],
  });
  expect(pairs[0]).toMatchObject({ before: { rate: 0.83945 }, difference: -0.2332 });
});

test('no change has no sign', () => {
  const row = { product_line: 'commercial', age_band: 'total', candidates: '90000' };
  const pairs = ratePairs(
    [{ ...row, denominator: '90000', imaging: '30000', rate: '0.666667' }],
    [{ ...row, denominator: '89999', imaging: '30000', rate: '0.666663' }],
  );
  expect(ratesTable(pairs)).toMatchObject({
    rows: [['commercial', 'total', 90_000, 89_999, 30_000, 30_000, '66.67', '66.67', '0.00']],
  });
});
