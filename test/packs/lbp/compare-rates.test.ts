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
