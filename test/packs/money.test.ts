import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addCents, amountOf, moneyText } from '../../src/packs/money.js';

describe('amounts', () => {
  it.each([
    ['', null, null],
    ['  ', null, null],
    ['0', 0, null],
    ['12', 1200, null],
    ['12.', 1200, null],
    ['.5', 50, null],
    ['12.5', 1250, null],
    [' 12.50 ', 1250, null],
    ['+12.50', 1250, null],
    ['-12.50', -1250, null],
    ['12.500', 1250, null],
    ['12.344', 1234, 'rounded'],
    ['12.345', 1235, 'rounded'],
    ['-12.345', -1235, 'rounded'],
    ['12.3449999999999999999', 1234, 'rounded'],
    ['-0.004', 0, 'rounded'],
    ['0.005', 1, 'rounded'],
    ['1.005', 101, 'rounded'],
    ['1e3', 100_000, null],
    ['1.25E-1', 13, 'rounded'],
    ['5e-05', 0, 'rounded'],
    ['5e-3', 1, 'rounded'],
    ['999999999.99', 99_999_999_999, null],
    ['1000000000', null, 'unreadable'],
    ['1e999', null, 'unreadable'],
    ['0e999', 0, null],
    ['1,234.50', null, 'unreadable'],
    ['$12', null, 'unreadable'],
    ['12.5.1', null, 'unreadable'],
    ['.', null, 'unreadable'],
    ['-', null, 'unreadable'],
    ['NaN', null, 'unreadable'],
    ['(12.50)', null, 'unreadable'],
  ])('%j', (text, cents, remark) => {
    expect(amountOf(text)).toEqual({ cents, remark });
    expect(Object.is(amountOf(text).cents, -0)).toBe(false);
  });

  it('reads again what it writes', () => {
    fc.assert(
      fc.property(fc.integer({ min: -99_999_999_999, max: 99_999_999_999 }), (cents) => {
        expect(amountOf(moneyText(cents))).toEqual({ cents, remark: null });
      }),
    );
  });

  it('rounds as whole numbers do, half away from zero', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -10_000_000n, max: 10_000_000n }), fc.nat({ max: 6 }), (units, places) => {
        const scale = 10n ** BigInt(places);
        const size = units < 0n ? -units : units;
        const text = `${units < 0n ? '-' : ''}${size / scale}.${String(size % scale).padStart(places, '0')}`;
        // Twice the hundredths, so that a half is whole.
        const rounded = (size * 200n + scale) / (2n * scale);
        expect(amountOf(text).cents).toBe(Number(units < 0n ? -rounded : rounded) + 0);
      }),
    );
  });

  it('adds what is stated, and knows nothing from zero', () => {
    expect([null, 10, null, 20].reduce(addCents, null)).toBe(30);
    expect([null, null].reduce(addCents, null)).toBeNull();
    expect([0, null].reduce(addCents, null)).toBe(0);
    // 0.1 + 0.2 in floating point is not 0.3.
    expect(moneyText(['0.1', '0.2'].map((text) => amountOf(text).cents ?? 0).reduce((a, b) => a + b))).toBe(
      '0.30',
    );
  });
});
