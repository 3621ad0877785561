import type { ReportTable } from './report.js';
import { rounded } from './rounding.js';

/** `82.3 %`; a dash if there is no figure (an empty denominator, or a suppressed count). */
export function percent(share: number | null): string {
  return share === null ? '–' : `${rounded(share * 100, 1)} %`;
}

/** A count with thousands separators; a dash if it is suppressed. */
export function count(text: string): string {
  return text === '' ? '–' : Number(text).toLocaleString('en-US');
}

/** `negative history` for `negative_history`. */
export function words(name: string): string {
  return name.replaceAll('_', ' ');
}

/** With a capital letter at the start and a period at the end. */
export function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1).replace(/[.]$/, '')}.`;
}

/** Named columns; those after the first `texts` hold numbers. */
export function table(
  caption: string,
  names: readonly string[],
  rows: readonly (readonly string[])[],
  { texts = 1, isSortable = false }: { readonly texts?: number; readonly isSortable?: boolean } = {},
): ReportTable {
  const columns = names.map((name, index) => ({ name, isNumber: index >= texts }));
  return { caption, columns, rows, isSortable };
}
