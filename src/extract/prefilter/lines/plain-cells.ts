import type { CellKind } from '../../../codes/readings.js';

/*
 * Cells that need no cleaning (src/codes). Any doubtful cell goes to the engine: these checks may be stricter
 * than the readings, but never laxer.
 */

const BLANK = 0x20;
const QUOTE = 0x22;
const APOSTROPHE = 0x27;
const PLUS = 0x2b;
const DOT = 0x2e;
const ZERO = 0x30;
const LAST_VISIBLE = 0x7e;
const SMALL_N = 0x6e;

/**
 * The length of the longest word that means "no value" and begins with a letter; all of them begin with N.
 */
const LONGEST_NOTHING = 4;

/**
 * An id that needs no cleaning, is not a word for "no value", and is not a number that a spreadsheet has cut.
 */
export function isPlainId(text: Uint8Array, from: number, to: number): boolean {
  const length = to - from;
  const first = text[from] ?? 0;
  if (length === 0 || !(isDigit(first) || isCapital(first & ~0x20))) return false;
  for (let at = from; at < to; at += 1) {
    const byte = text[at] ?? 0;
    if (byte < BLANK || byte > LAST_VISIBLE || byte === PLUS) return false;
  }
  const last = text[to - 1] ?? 0;
  if (last === BLANK || last === APOSTROPHE || last === QUOTE) return false;
  if (length <= LONGEST_NOTHING && (first | 0x20) === SMALL_N) return false;
  return !(last === ZERO && length > 2 && text[to - 2] === DOT);
}

/**
 * Whether a cell holds one code of its kind, or something too short for its first three characters to tell.
 */
export function isPlainCode(text: Uint8Array, from: number, to: number, kind: CellKind): boolean {
  switch (kind) {
    case 'diagnosis':
      return isPlainDiagnosis(text, from, to) || isNoDiagnosis(text, from, to);
    case 'procedure':
      return to - from === 5 && isAlphanumeric(text, from, to);
    case 'icd_procedure':
      return to - from === 7 && isAlphanumeric(text, from, to);
    default:
      return to - from <= 4 && isAlphanumeric(text, from, to);
  }
}

/** A letter, a digit, one to five more letters or digits, and an optional dot after the third character. */
export function isPlainDiagnosis(text: Uint8Array, from: number, to: number): boolean {
  const length = to - from;
  if (length < 3 || !isCapital(text[from] ?? 0) || !isDigit(text[from + 1] ?? 0)) return false;
  if (text[from + 3] !== DOT || length === 3) return length <= 7 && isAlphanumeric(text, from + 2, to);
  return (
    length >= 5 &&
    length <= 8 &&
    isAlphanumeric(text, from + 2, from + 3) &&
    isAlphanumeric(text, from + 4, to)
  );
}

/** Digits, not starting with zero, with or without dots: a code of ICD-9 or of another system. */
export function isNoDiagnosis(text: Uint8Array, from: number, to: number): boolean {
  if (to - from < 3 || text[from] === ZERO) return false;
  for (let at = from; at < to; at += 1) {
    const byte = text[at] ?? 0;
    if (!isDigit(byte) && (byte !== DOT || at === from)) return false;
  }
  return true;
}

export function isDigit(byte: number): boolean {
  return byte >= ZERO && byte <= 0x39;
}

function isCapital(byte: number): boolean {
  return byte >= 0x41 && byte <= 0x5a;
}

function isAlphanumeric(text: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) {
    const byte = text[at] ?? 0;
    if (!isDigit(byte) && !isCapital(byte)) return false;
  }
  return true;
}
