/** An amount of money as a source states it, in whole cents, so that sums of it are exact. */
export interface Amount {
  /** Null if the source is blank or has no readable amount. */
  readonly cents: number | null;
  /** What went wrong: a fraction of a cent was rounded, or the text is not readable. */
  readonly remark: 'rounded' | 'unreadable' | null;
}

/** One billion: no line costs that much, and ninety thousand such lines still add up exactly. */
const MOST_CENTS = 100_000_000_000;

const DECIMAL = /^([+-]?)(?=\.?\d)(\d*)(?:\.(\d*))?(?:e([+-]?\d{1,3}))?$/i;

/**
 * Reads decimal text digit by digit, as in CSV files and as engines write floating-point numbers: `12.5`,
 * `-3`, `1e3`. Fractions of a cent are rounded, halves away from zero: `0.125` is 13 cents, `-0.125` -13.
 * Currency signs and thousands separators are not read: `1,234` could be over a thousand or a little over
 * one.
 */
export function amountOf(text: string): Amount {
  const trimmed = text.trim();
  if (trimmed === '') return { cents: null, remark: null };
  const parts = DECIMAL.exec(trimmed);
  if (parts === null) return { cents: null, remark: 'unreadable' };
  const [, sign, whole = '', fraction = '', exponent = '0'] = parts;
  const digits = whole + fraction;
  const cut = whole.length + Number(exponent) + 2;
  const kept = cut <= 0 ? '0' : digits.slice(0, cut).padEnd(cut, '0');
  const dropped = cut < 0 ? `${'0'.repeat(-cut)}${digits}` : digits.slice(cut);
  const cents = Number(kept) + (dropped >= '5' ? 1 : 0);
  if (cents >= MOST_CENTS) return { cents: null, remark: 'unreadable' };
  return {
    cents: sign === '-' && cents !== 0 ? -cents : cents,
    remark: /[1-9]/.test(dropped) ? 'rounded' : null,
  };
}

/** The sum of the stated amounts; null if none is stated. */
export function addCents(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : a + b;
}

/** `-1205` cents as `-12.05`; takes whole cents, so nothing is rounded. */
export function moneyText(cents: number): string {
  const whole = Math.trunc(Math.abs(cents) / 100);
  const rest = String(Math.abs(cents) % 100).padStart(2, '0');
  return `${cents < 0 ? '-' : ''}${whole}.${rest}`;
}
