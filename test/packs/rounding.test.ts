import { expect, test } from 'vitest';
import { rounded } from '../../src/packs/rounding.js';

test.each([
  // 97 of 160 are 60.625 %, and 7 of 800 are 0.875 %.
  [(1 - 63 / 160) * 100, 2, '60.63'],
  [(7 / 800) * 100, 2, '0.88'],
  [(1 - 7 / 800) * 100, 2, '99.13'],
  [1.005, 2, '1.01'],
  [-1.005, 2, '-1.01'],
  [60.6249, 2, '60.62'],
  [-0.001, 2, '0.00'],
  [-0.04, 1, '0.0'],
  [0, 2, '0.00'],
  [100, 1, '100.0'],
  [1 - 1 / 640, 6, '0.998438'],
])('%f with %i decimals is %s', (value, decimals, text) => {
  expect(rounded(value, decimals)).toBe(text);
});

test('every share of up to 400 people is rounded as with whole numbers', () => {
  for (let of = 1; of <= 400; of += 1) {
    for (let count = 0; count <= of; count += 1) {
      // In hundredths of a percent, half of one added.
      const hundredths = Math.floor((count * 20_000 + of) / (2 * of));
      const text = `${Math.floor(hundredths / 100)}.${String(hundredths % 100).padStart(2, '0')}`;
      if (rounded((1 - (of - count) / of) * 100, 2) !== text) expect([count, of]).toBe(text);
    }
  }
});
