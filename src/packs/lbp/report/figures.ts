import type { OutputRow } from '../../table.js';

/** `78.2–85.7 %`. */
export function interval(row: OutputRow): string {
  const { rate_low: low = '', rate_high: high = '' } = row;
  return low === '' || high === ''
    ? '–'
    : `${(Number(low) * 100).toFixed(1)}–${(Number(high) * 100).toFixed(1)} %`;
}

/** A sum of counts; null if one is suppressed. */
export function sumOf(rows: readonly OutputRow[], column: string): number | null {
  let sum = 0;
  for (const row of rows) {
    const text = row[column] ?? '';
    if (text === '') return null;
    sum += Number(text);
  }
  return sum;
}
