import { byCodeUnit } from './order.js';

/**
 * The shortest stem: a category and one more character. Codes of a category alone ("M54") have too little in common.
 */
const STEM = 4;

/**
 * The codes that a set does not have although it has one with the same stem: one begins with the other, or
 * they differ only in their last character. This reveals a set that is a year too old.
 *
 * @example relativesOf(['M545'], [{ code: 'M5450', rows: 3 }]) // [{ code: 'M5450', rows: 3, relatives: ['M545'] }]
 */
export function relativesOf<T extends { readonly code: string; readonly rows: number }>(
  known: readonly string[],
  met: readonly T[],
): (T & { readonly relatives: readonly string[] })[] {
  const codes = new Set(known);
  const byStart = new Map<string, string[]>();
  for (const code of known) {
    for (let length = STEM; length <= code.length; length += 1) {
      const start = code.slice(0, length);
      byStart.set(start, [...(byStart.get(start) ?? []), code]);
    }
  }
  return met
    .filter(({ code }) => !codes.has(code))
    .map((one) => ({ ...one, relatives: relatives(one.code, codes, byStart) }))
    .filter((one) => one.relatives.length > 0)
    .sort((a, b) => b.rows - a.rows || byCodeUnit(a.code, b.code));
}

function relatives(
  code: string,
  known: ReadonlySet<string>,
  byStart: ReadonlyMap<string, readonly string[]>,
): string[] {
  const shorter = Array.from({ length: Math.max(0, code.length - STEM) }, (_, index) =>
    code.slice(0, STEM + index),
  ).filter((start) => known.has(start));
  const longer = byStart.get(code) ?? [];
  const stem = code.slice(0, -1);
  const beside = (stem.length >= STEM ? (byStart.get(stem) ?? []) : []).filter(
    (other) => other.length === code.length,
  );
  return [...new Set([...shorter, ...longer, ...beside])].sort(byCodeUnit);
}
