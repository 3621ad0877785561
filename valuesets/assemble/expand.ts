import { enumerated, parseRanges } from './ranges.js';
import type { CodeTable } from './tables.js';

/**
 * The table's codes within the ranges that are as long as the range ends.
 *
 * @throws Error naming the range that matches nothing
 */
export function codesInTable(text: string, table: CodeTable): string[] {
  return parseRanges(text).flatMap(({ first, last }) =>
    found(
      first === last ? first : `${first}-${last}`,
      table,
      (code) => code.length === first.length && first <= code && code <= last,
    ),
  );
}

/**
 * The table's codes below each stem, including the stem itself if it is a code. A range of stems is
 * enumerated: `C00-C96` means C00, C01 and so on, but not C4A.
 *
 * @throws Error naming the stem or range that matches nothing
 */
export function codesBelow(text: string, table: CodeTable): string[] {
  return parseRanges(text).flatMap(({ first, last }) => {
    if (first === last) return found(first, table, (code) => code.startsWith(first));
    const stems = new Set(enumerated(`${first}-${last}`));
    return found(`${first}-${last}`, table, (code) => stems.has(code.slice(0, first.length)));
  });
}

function found(what: string, table: CodeTable, belongs: (code: string) => boolean): string[] {
  const codes = table.codes.filter(belongs);
  if (codes.length === 0) throw new Error(`${what} matches nothing in ${table.name}`);
  return codes;
}
