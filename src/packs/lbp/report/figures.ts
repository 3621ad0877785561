import { count } from '../../figures.js';
import { rounded } from '../../rounding.js';
import type { OutputRow } from '../../table.js';
import { wilson } from '../../wilson.js';
import { rateOf } from '../outputs/rate.js';

/** What a rate is computed from. */
interface Counted {
  readonly denominator: number;
  readonly imaging: number;
}

/**
 * The counts of a row, from which its percentages are computed: those of the table are rounded already, and rounding
 * twice would give another figure now and then. Null where they are suppressed.
 */
export function countsOf(row: OutputRow, of = 'denominator', imaged = 'imaging'): Counted | null {
  const [denominator, imaging] = [row[of] ?? '', row[imaged] ?? ''];
  if (denominator === '' || imaging === '') return null;
  return { denominator: Number(denominator), imaging: Number(imaging) };
}

/** The share not imaged; null without a denominator, and where the counts are suppressed. */
export function rateOfRow(row: OutputRow): number | null {
  const counts = countsOf(row);
  return counts === null ? null : rateOf(counts);
}

/** `78.2–85.7 %`. */
export function interval(counts: Counted | null): string {
  const found = counts === null ? null : wilson(counts.denominator - counts.imaging, counts.denominator);
  return found === null ? '–' : range(found);
}

export function range({ low, high }: { readonly low: number; readonly high: number }): string {
  return `${rounded(low * 100, 1)}–${rounded(high * 100, 1)} %`;
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
