import type { ReportTable } from '../../report.js';
import type { OutputRow } from '../../table.js';

/** `82.3 %`; a dash where there is no figure: an empty denominator, or a suppressed count. */
export function percent(text: string): string {
  return text === '' ? '–' : `${(Number(text) * 100).toFixed(1)} %`;
}

/** `78.2–85.7 %`. */
export function interval(row: OutputRow): string {
  const { rate_low: low = '', rate_high: high = '' } = row;
  return low === '' || high === ''
    ? '–'
    : `${(Number(low) * 100).toFixed(1)}–${(Number(high) * 100).toFixed(1)} %`;
}

/** A count with its thousands apart; a dash where it is suppressed. */
export function count(text: string): string {
  return text === '' ? '–' : Number(text).toLocaleString('en-US');
}

/** `negative history` for `negative_history`. */
export function words(name: string): string {
  return name.replaceAll('_', ' ');
}

/** A sum of counts; null where one is suppressed. */
export function sumOf(rows: readonly OutputRow[], column: string): number | null {
  let sum = 0;
  for (const row of rows) {
    const text = row[column] ?? '';
    if (text === '') return null;
    sum += Number(text);
  }
  return sum;
}

/** Columns whose names say whether they hold numbers: those behind the first `texts`. */
export function table(
  caption: string,
  names: readonly string[],
  rows: readonly (readonly string[])[],
  { texts = 1, isSortable = false }: { readonly texts?: number; readonly isSortable?: boolean } = {},
): ReportTable {
  const columns = names.map((name, index) => ({ name, isNumber: index >= texts }));
  return { caption, columns, rows, isSortable };
}
