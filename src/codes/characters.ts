/*
 * Characters that exports leave in and around a value and that are not part of it. Stated once for both the
 * SQL and TypeScript: a range is two code points, both included.
 */

type Range = readonly [first: number, last: number];

/** Invisible characters: controls, the soft hyphen, zero-width and direction marks, the byte order mark. */
export const HIDDEN: readonly Range[] = [
  [0x00, 0x08],
  [0x0e, 0x1f],
  [0x7f, 0x84],
  [0x86, 0x9f],
  [0xad, 0xad],
  [0x61c, 0x61c],
  [0x180e, 0x180e],
  [0x200b, 0x200f],
  [0x202a, 0x202e],
  [0x2060, 0x2064],
  [0x2066, 0x206f],
  [0xfe00, 0xfe0f],
  [0xfeff, 0xfeff],
];

/** Tabs, line ends, no-break and wide blanks: everything that looks like a blank but is another character. */
export const BLANKS: readonly Range[] = [
  [0x09, 0x0d],
  [0x85, 0x85],
  [0xa0, 0xa0],
  [0x1680, 0x1680],
  [0x2000, 0x200a],
  [0x2028, 0x2029],
  [0x202f, 0x202f],
  [0x205f, 0x205f],
  [0x3000, 0x3000],
];

/**
 * Around a value: blanks, and the guards that keep Excel from reading text as a number (`="0450"`, `'0450`).
 */
export const GUARDS = `^[ ='"]+|[ '"]+$`;

/** The same around an id, which may itself begin with an equals sign. */
export const ID_GUARDS = `^(?:="|[ '"])+|[ '"]+$`;

/** Words that mean "no value", in capitals and without guards. */
export const NOTHING = `NULL|\\\\N|N/?A|#N/?A|<NA>|NAN|NAT|NONE|NIL|[-.?_*#]+`;

/** A character class as a regular expression, with code points as RE2 and Java write them. */
export function sqlClass(ranges: readonly Range[]): string {
  return classOf(ranges, (code) => `\\x{${code.toString(16)}}`);
}

/** The same for JavaScript, with the flag `u`. */
export function jsClass(ranges: readonly Range[]): string {
  return classOf(ranges, (code) => `\\u{${code.toString(16)}}`);
}

const HIDDEN_CHARACTERS = new RegExp(jsClass(HIDDEN), 'gu');
const BLANK_CHARACTERS = new RegExp(jsClass(BLANKS), 'gu');

/**
 * A text as people see it: without hidden characters, and with plain blanks in place of all other blanks.
 *
 * @example shownText('paid\u00a0\u200b') // 'paid '
 */
export function shownText(text: string): string {
  return text.replace(HIDDEN_CHARACTERS, '').replace(BLANK_CHARACTERS, ' ');
}

const GUARDS_AROUND = new RegExp(GUARDS, 'g');

/**
 * A text as people see it, without the blanks and guards around it.
 *
 * @example bareText('="2025-03-31"') // '2025-03-31'
 */
export function bareText(text: string): string {
  return shownText(text).replace(GUARDS_AROUND, '');
}

function classOf(ranges: readonly Range[], written: (code: number) => string): string {
  const parts = ranges.map(([first, last]) =>
    first === last ? written(first) : `${written(first)}-${written(last)}`,
  );
  return `[${parts.join('')}]`;
}
