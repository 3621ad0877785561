/*
 * How a code cell is read, for each kind of code column: what a code looks like, and what exports write
 * besides the bare code. The patterns mean the same in JavaScript, RE2 (DuckDB) and Java (Spark), and match
 * the whole text. The SQL (src/extract/sql/code-cells.ts) and the TypeScript reader (read-code.ts) are built
 * from this.
 */

/** The columns that hold codes. */
export type CellKind =
  | 'diagnosis'
  | 'icd_procedure'
  | 'procedure'
  | 'revenue'
  | 'bill_type'
  | 'place'
  | 'drug'
  | 'modifier';

/** Stands for what cannot be a code of its kind. */
export const MISSHAPEN = '?';

/** One way to write a code. */
export interface Reading {
  /**
   * What the pattern is matched against: the `cell` in capitals, without invisible characters and guards; or
   * `bare`, the same without dots and blanks.
   */
  readonly of: 'cell' | 'bare';
  readonly shape: string;
  /**
   * What a match yields: the text itself; its first group, without dots; the same without hyphens and commas
   * too, which is counted; the codes of its first group, separated by single blanks; a code and its modifiers, or
   * modifiers alone, the same way; or nothing, because it could be several things.
   */
  readonly gives: 'text' | 'group' | 'corrected' | 'codes' | 'code and modifiers' | 'modifiers' | 'misshapen';
}

export interface CellReadings {
  /** The bare code in its final form, with any leading zeros. */
  readonly plain: string;
  /** The code with a dot in it, or without leading zeros; null if there is no such form. */
  readonly nearlyPlain: string | null;
  /** Shorter codes get leading zeros. */
  readonly digits: number | null;
  /** Tried in this order if the cell is not plain. */
  readonly readings: readonly Reading[];
}

/** A longer text is not a cell of codes. */
export const LONGEST_CELL = 1000;

/** How many codes can follow the first in one cell, at most. */
const MOST_CODES = 24;

/** What separates codes in one cell. */
export const SEPARATORS = `[;,|^~/ '"]+`;

const DIAGNOSIS = '[A-Z][0-9][A-Z0-9](?:[.]?[A-Z0-9]{1,4})?';
/**
 * After the third character, letters are allowed in few places, so that a word after a blank is not read as
 * the rest of a code.
 */
const SPACED_DIAGNOSIS = '[A-Z][0-9][A-Z0-9](?:[0-9XABC]{0,3}|[0-9XABC]{3}[A-Z0-9])';
/**
 * A word that cannot be a diagnosis: it begins with a digit, or is a letter with no digit after it, or has
 * two characters.
 */
const NO_DIAGNOSIS = '(?:[0-9][A-Z0-9.]*|[A-Z](?:[A-Z.][A-Z0-9.]*)?|[A-Z][0-9]|[.]+)';
/** Text without any digit, or the name of the code system. */
const BEFORE_DIAGNOSIS =
  '(?:[^0-9]*[^A-Z0-9.]|[^0-9]*ICD[-_ ]?10[-_ ]?(?:CM)?[^A-Z0-9]+|HTTPS?:[-A-Z0-9:/._]*[|#])?';

/**
 * A hyphen or a decimal comma in place of the dot. The rest begins with a digit, as words do not, and is not 1 alone,
 * which could be a flag or a number behind the code.
 */
const MISDOTTED_DIAGNOSIS = '[A-Z][0-9][A-Z0-9][-,](?:[02-9]|[0-9][0-9XABC]{1,2}|[0-9][0-9XABC]{2}[A-Z0-9])';
/**
 * A category and, behind a sign that may stand for the dot, digits that may or may not be the rest of the code. Signs
 * that separate codes leave no doubt: `C61;1` is C61.
 */
const DOUBTFUL_DIAGNOSIS = '[A-Z][0-9][A-Z0-9][-,/:_][0-9].*';

const PROCEDURE = '[A-Z0-9][0-9]{3}[A-Z0-9]';
const MODIFIER = '[A-Z0-9]{2}';
const JOINED_MODIFIER = '(?:[A-Z][A-Z0-9]|[0-9][A-Z])';
const BETWEEN = '[-:,;/^~. ]+';
const BETWEEN_MODIFIERS = '[-:,;/|^~. ]+';
/**
 * A modifier, or several without a sign between them: one of them has a digit, or they are four letters that are no
 * word for nothing.
 */
const MODIFIERS = `(?:${MODIFIER}|(?:[A-Z]{2})*(?:[0-9][A-Z0-9]|[A-Z][0-9])(?:${MODIFIER})*|[A-MO-Z][A-Z]{3})`;
/** How many groups of modifiers can follow the first in one cell. */
const MOST_MODIFIERS = 8;
/** How many modifiers are read of one cell: the first, and as many as can follow it. */
export const MODIFIERS_READ = MOST_MODIFIERS + 1;
/**
 * A word that cannot be a procedure: it has other than five characters, or a middle one that is not a digit.
 */
const NO_PROCEDURE =
  '(?:[A-Z0-9.]{1,4}|[A-Z0-9.]{6,}|[A-Z0-9.][A-Z.][A-Z0-9.]{3}|[A-Z0-9.]{2}[A-Z.][A-Z0-9.]{2}|[A-Z0-9.]{3}[A-Z.][A-Z0-9.])';
const PROCEDURE_SYSTEM = '(?:(?:CPT-?4?(?:/HCPCS)?|HCPCS|HC)[^A-Z0-9]+)?';

/** Text without any digit around a number that is a code. */
const BEFORE_NUMBER = '(?:[^0-9]*[^A-Z0-9.])?';
const BEHIND_NUMBER = '(?:[^A-Z0-9.][^0-9]*)?';

const ICD_PROCEDURE = '[0-9A-HJ-NP-Z]{7}';

const NDC =
  '[0-9]{11}|[0-9]{5}-[0-9]{4}-[0-9]{2}|[0-9]{4}-[0-9]{4}-[0-9]{2}|[0-9]{5}-[0-9]{3}-[0-9]{2}|[0-9]{5}-[0-9]{4}-[0-9]';

/** A whole number with a decimal part of zeros, as programs write numeric columns. */
function fraction(digits: string): Reading {
  return { of: 'cell', shape: `(${digits})[.]0+`, gives: 'group' };
}

/** Several codes, also between brackets and quotes, as arrays are written. */
function listOf(code: string, mostFurther: number): Reading {
  const codes = `${code}(?:${SEPARATORS}${code}){1,${mostFurther}}`;
  return { of: 'cell', shape: `(?:[\\[({][ '"]*)?(${codes})(?:${SEPARATORS})?[\\])}]?`, gives: 'codes' };
}

export const CELL_READINGS: Readonly<Record<CellKind, CellReadings>> = {
  diagnosis: {
    plain: '[A-Z][0-9][A-Z0-9]{1,5}',
    nearlyPlain: '[A-Z][0-9][A-Z0-9][.][A-Z0-9]{1,4}',
    digits: null,
    readings: [
      listOf(DIAGNOSIS, MOST_CODES),
      { of: 'cell', shape: '([A-Z][.]*[0-9][.]*[A-Z0-9](?:[.]*[A-Z0-9]){0,4}[.]*)', gives: 'group' },
      { of: 'bare', shape: SPACED_DIAGNOSIS, gives: 'text' },
      {
        of: 'cell',
        shape: `${BEFORE_DIAGNOSIS}(${MISDOTTED_DIAGNOSIS})(?:[^A-Z0-9.]+${NO_DIAGNOSIS})*[^A-Z0-9.]*`,
        gives: 'corrected',
      },
      { of: 'cell', shape: `${BEFORE_DIAGNOSIS}${DOUBTFUL_DIAGNOSIS}`, gives: 'misshapen' },
      {
        of: 'cell',
        shape: `${BEFORE_DIAGNOSIS}(${DIAGNOSIS})(?:[^A-Z0-9.]+${NO_DIAGNOSIS})*[^A-Z0-9.]*`,
        gives: 'group',
      },
    ],
  },
  icd_procedure: {
    plain: ICD_PROCEDURE,
    nearlyPlain: null,
    digits: 7,
    readings: [
      fraction('[0-9]{1,7}'),
      { of: 'bare', shape: ICD_PROCEDURE, gives: 'text' },
      {
        of: 'cell',
        shape: `(?:(?:ICD[- ]?10[- ]?)?PCS[^A-Z0-9]+)?(${ICD_PROCEDURE})(?:[^A-Z0-9].*)?`,
        gives: 'group',
      },
    ],
  },
  procedure: {
    plain: PROCEDURE,
    nearlyPlain: null,
    digits: 5,
    readings: [
      fraction('[0-9]{1,5}'),
      { of: 'bare', shape: PROCEDURE, gives: 'text' },
      {
        of: 'cell',
        shape: `${PROCEDURE_SYSTEM}(${PROCEDURE}(?:${BETWEEN}${MODIFIER}|${JOINED_MODIFIER})(?:${BETWEEN}${MODIFIER}){0,3})`,
        gives: 'code and modifiers',
      },
      listOf(PROCEDURE, 8),
      {
        of: 'cell',
        shape: `(?:[^0-9]*[^A-Z0-9.]|CPT-?4[^A-Z0-9]+)?(${PROCEDURE})(?:[^A-Z0-9.]+${NO_PROCEDURE})*[^A-Z0-9.]*`,
        gives: 'group',
      },
    ],
  },
  revenue: {
    plain: '[0-9]{4}',
    nearlyPlain: '[0-9]{3}',
    digits: 4,
    readings: [
      fraction('[0-9]{1,4}'),
      { of: 'bare', shape: '[0-9]{1,4}', gives: 'text' },
      { of: 'cell', shape: `${BEFORE_NUMBER}([0-9]{3,4})${BEHIND_NUMBER}`, gives: 'group' },
    ],
  },
  bill_type: {
    plain: '0[1-9][0-9][A-Z0-9]',
    nearlyPlain: '[1-9][0-9][A-Z0-9]',
    digits: 4,
    readings: [
      fraction('0?[1-9][0-9]{2}'),
      { of: 'bare', shape: '0?[1-9][0-9][A-Z0-9]', gives: 'text' },
      // With text, 13X stands for any bill of the kind, not for a void.
      { of: 'cell', shape: `${BEFORE_NUMBER}(0?[1-9][0-9][0-9A-WYZ])${BEHIND_NUMBER}`, gives: 'group' },
      { of: 'cell', shape: `${BEFORE_NUMBER}(0?[1-9][0-9]-[0-9A-Z])${BEHIND_NUMBER}`, gives: 'corrected' },
    ],
  },
  place: {
    plain: '[0-9]{2}',
    nearlyPlain: '[0-9]',
    digits: 2,
    readings: [
      fraction('[0-9]{1,2}'),
      { of: 'bare', shape: '[0-9]{1,2}', gives: 'text' },
      { of: 'cell', shape: `${BEFORE_NUMBER}([0-9]{2})${BEHIND_NUMBER}`, gives: 'group' },
    ],
  },
  modifier: {
    plain: MODIFIER,
    nearlyPlain: null,
    digits: 2,
    readings: [
      fraction('[0-9]{1,2}'),
      { of: 'bare', shape: MODIFIER, gives: 'text' },
      {
        of: 'cell',
        shape: `${MODIFIERS}(?:${BETWEEN_MODIFIERS}${MODIFIERS}){0,${MOST_MODIFIERS}}`,
        gives: 'modifiers',
      },
      { of: 'cell', shape: `(${MODIFIER})[^A-Z0-9]+[A-Z]{3,}[^0-9]*`, gives: 'group' },
    ],
  },
  drug: {
    plain: NDC,
    nearlyPlain: null,
    digits: null,
    readings: [
      fraction('[0-9]{11}'),
      { of: 'bare', shape: NDC, gives: 'text' },
      { of: 'cell', shape: `(?:NDC[^A-Z0-9]*|N4)?(${NDC})(?:[^-A-Z0-9].*)?`, gives: 'group' },
    ],
  },
};
