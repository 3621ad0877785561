import { type Delimiters, repetitionOf } from './delimiters.js';

/** ISA is the one segment of fixed width: 106 characters with its terminator. */
const LENGTH = 106;

/** The maximum length of an ISA, including line ends and blanks in it and what must follow it. */
export const LONGEST_ISA = 256;

/**
 * The positions of the element separators in an ISA; all sixteen must agree before its delimiters are
 * trusted.
 */
const SEPARATORS_AT = [3, 6, 17, 20, 31, 34, 50, 53, 69, 76, 81, 83, 89, 99, 101, 103] as const;

/** An interchange header as found in a file. */
export interface Isa {
  readonly delimiters: Delimiters;
  /** Its elements in their proper fixed-width form, without a terminator. */
  readonly text: string;
  /** How many characters of the file it spans, including its terminator. */
  readonly length: number;
}

/**
 * Reads an ISA: properly fixed-width, or, if its content and the segment after it leave no doubt, one that is
 * not padded, has wrapped line ends, or has blanks before its terminator.
 *
 * @param text the text that begins there, as Latin-1
 * @param isAll whether the file ends with it
 * @returns `more` if it could be an ISA but more of the file is needed, null if it is not one
 */
export function readIsa(text: string, isAll: boolean): Isa | 'more' | null {
  if (text.length < 4) return !isAll && 'ISA'.startsWith(text.slice(0, 3)) ? 'more' : null;
  if (!text.startsWith('ISA') || isAlphanumeric(text.charCodeAt(3))) return null;
  if (text.length < LENGTH && !isAll && isPadded(text)) return 'more';
  const fixed = fixedIsa(text);
  // A line end can be wrapped in just before the terminator.
  if (fixed !== null && !isLineEnd(text.charAt(LENGTH - 1))) return fixed;
  const loose = looseIsa(text);
  if (loose !== 'more') return loose ?? fixed;
  return isAll || text.length >= LONGEST_ISA ? fixed : 'more';
}

function fixedIsa(text: string): Isa | null {
  if (text.length < LENGTH || !isPadded(text)) return null;
  const terminator = text.charAt(LENGTH - 1);
  const component = text.charAt(LENGTH - 2);
  if (isBlank(terminator) || isBlank(component) || isLineEnd(component)) return null;
  const header = text.slice(0, LENGTH - 1);
  const delimiters = delimitersOf(header, terminator);
  return delimiters === null ? null : { delimiters, text: header, length: LENGTH };
}

/** Whether the separators are where they should be, as far as the text goes. */
function isPadded(text: string): boolean {
  return SEPARATORS_AT.every((at) => at >= text.length || text.charAt(at) === text.charAt(3));
}

/** What each element of an ISA looks like, ignoring blanks around it. */
const SHAPES: readonly RegExp[] = [
  ...[/^\d\d$/, /^.{0,10}$/, /^\d\d$/, /^.{0,10}$/],
  ...[/^\w\w$/, /^.{1,15}$/, /^\w\w$/, /^.{1,15}$/],
  ...[/^\d{6}$/, /^\d{4}$/, /^\S$/, /^\d{5}$/],
  ...[/^\d{1,9}$/, /^[01]$/, /^[A-Z]$/, /^\S$/],
];
const WIDTHS = [2, 10, 2, 10, 2, 15, 2, 15, 6, 4, 1, 5, 9, 1, 1, 1] as const;

/** What can follow an ISA. */
const FOLLOWING = ['GS', 'TA1', 'IEA'] as const;

function looseIsa(text: string): Isa | 'more' | null {
  const separator = text.charAt(3);
  if (isBlank(separator) || isLineEnd(separator)) return null;
  const elements: string[] = [''];
  let at = 4;
  for (; elements.length < 16 || elements[15] === ''; at += 1) {
    if (at >= text.length) return 'more';
    const character = text.charAt(at);
    if (isLineEnd(character)) continue;
    if (character === separator) {
      if (elements.length === 16 || !hasShape(elements)) return null;
      elements.push('');
    } else elements[elements.length - 1] += character;
  }
  if (!hasShape(elements)) return null;
  const end = terminatorIn(text, at, separator);
  if (end === 'more' || end === null) return end;
  const padded = elements.map((element, index) => padding(element, index));
  const header = `ISA${separator}${padded.join(separator)}`;
  const delimiters = delimitersOf(header, text.charAt(end));
  return delimiters === null ? null : { delimiters, text: header, length: end + 1 };
}

/** Whether the last element so far fits an ISA. */
function hasShape(elements: readonly string[]): boolean {
  return SHAPES[elements.length - 1]?.test((elements[elements.length - 1] ?? '').trim()) === true;
}

function padding(element: string, index: number): string {
  const width = WIDTHS[index] ?? 0;
  return index === 12 ? element.trim().padStart(width, '0') : element.trim().padEnd(width, ' ');
}

/** The position of an ISA's terminator: a segment that can follow an ISA must come after it. */
function terminatorIn(text: string, from: number, separator: string): number | 'more' | null {
  let at = from;
  while (isBlank(text.charAt(at))) at += 1;
  const places = [at];
  // A line end may be the terminator, or wrapped in before it.
  while (isLineEnd(text.charAt(at))) at += 1;
  places.push(at);
  for (const place of places) {
    const rest = text
      .slice(place + 1)
      .replace(/[\r\n]/g, '')
      .trimStart();
    if (place >= text.length || rest.length < 4) return 'more';
    if (FOLLOWING.some((tag) => rest.startsWith(tag + separator))) return place;
  }
  return null;
}

function delimitersOf(header: string, terminator: string): Delimiters | null {
  const element = header.charCodeAt(3);
  const component = header.charCodeAt(LENGTH - 2);
  const end = terminator.charCodeAt(0);
  if (element === component || element === end || component === end) return null;
  if (isAlphanumeric(element) || isAlphanumeric(end) || isAlphanumeric(component)) return null;
  const repetition = repetitionOf(header.charCodeAt(82), header.slice(84, 89), [element, component, end]);
  return { element, component, repetition, terminator: end };
}

function isAlphanumeric(code: number): boolean {
  return (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
}

function isBlank(character: string): boolean {
  return character === ' ' || character === '\t';
}

function isLineEnd(character: string): boolean {
  return character === '\r' || character === '\n';
}
