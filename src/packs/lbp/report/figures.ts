import { count } from '../../figures.js';
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

/** `cancer 1,204, HIV 12.` @param hidden names of bars that are not drawn, because their counts are suppressed */
export function barsInWords(
  bars: readonly { readonly label: string; readonly value: number }[],
  hidden: readonly string[],
): string {
  const drawn = `${bars.map(({ label, value }) => `${label} ${count(String(value))}`).join(', ')}.`;
  return hidden.length === 0 ? drawn : `${drawn} ${notDrawn(hidden)}`;
}

/** A missing bar must not pass for nobody. */
export function notDrawn(hidden: readonly string[]): string {
  return `Not drawn, because the counts are suppressed: ${hidden.join(', ')}.`;
}
