/*
 * How a cell that holds a code is read, for each kind of code column: what a code looks like, and what else than the
 * bare code exports write. The patterns mean the same in JavaScript, RE2 (DuckDB) and Java (Spark), and match from end
 * to end. The SQL (src/extract/sql/code-cells.ts) and the reader in TypeScript (read-code.ts) are made from this.
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
   * What the pattern is asked of: the `cell` in capitals, without what shows nothing and without guards; or that `bare`
   * of dots and blanks.
   */
  readonly of: 'cell' | 'bare';
  readonly shape: string;
  /**
   * What is read where it matches: the text itself; what stands in the first group, without dots; the codes, separated
   * by single blanks; or a code and its modifiers, the same way.
   */
  readonly gives: 'text' | 'group' | 'codes' | 'code and modifiers';
}

export interface CellReadings {
  /** The code itself, in its final form but for zeros in front. */
  readonly plain: string;
  /** The code but for a dot in it, or for zeros in front; null where there is no such way to write it. */
  readonly nearlyPlain: string | null;
  /** Codes with fewer characters get zeros in front. */
  readonly digits: number | null;
  /** In this order, where the cell is not plain. */
  readonly readings: readonly Reading[];
}

/** More than this is no cell of codes. */
export const LONGEST_CELL = 1000;

/** Codes in one cell, at the most. */
const MOST_CODES = 24;

/** What stands between codes in one cell. */
export const SEPARATORS = '[;,|^~/ ]+';

const DIAGNOSIS = '[A-Z][0-9][A-Z0-9](?:[.]?[A-Z0-9]{1,4})?';
/**
 * Behind the third character come letters in few places, so that a word behind a blank is not taken for the rest of a
 * code.
 */
const SPACED_DIAGNOSIS = '[A-Z][0-9][A-Z0-9](?:[0-9XABC]{0,3}|[0-9XABC]{3}[A-Z0-9])';
/**
 * A word that cannot be a diagnosis: it begins with a digit, or is a letter with no digit behind it, or has two
 * characters.
 */
const NO_DIAGNOSIS = '(?:[0-9][A-Z0-9.]*|[A-Z](?:[A-Z.][A-Z0-9.]*)?|[A-Z][0-9]|[.]+)';
/** Text without any digit, or the name of the code system. */
const BEFORE_DIAGNOSIS =
  '(?:[^0-9]*[^A-Z0-9.]|[^0-9]*ICD[-_ ]?10[-_ ]?(?:CM)?[^A-Z0-9]+|HTTPS?:[-A-Z0-9:/._]*[|#])?';

const PROCEDURE = '[A-Z0-9][0-9]{3}[A-Z0-9]';
const MODIFIER = '[A-Z0-9]{2}';
const JOINED_MODIFIER = '(?:[A-Z][A-Z0-9]|[0-9][A-Z])';
const BETWEEN = '[-:,;/^~. ]+';
/** A word that cannot be a procedure: it has other than five characters, or one in the middle that is no digit. */
const NO_PROCEDURE =
  '(?:[A-Z0-9.]{1,4}|[A-Z0-9.]{6,}|[A-Z0-9.][A-Z.][A-Z0-9.]{3}|[A-Z0-9.]{2}[A-Z.][A-Z0-9.]{2}|[A-Z0-9.]{3}[A-Z.][A-Z0-9.])';
const PROCEDURE_SYSTEM = '(?:(?:CPT-?4?(?:/HCPCS)?|HCPCS|HC)[^A-Z0-9]+)?';

const ICD_PROCEDURE = '[0-9A-HJ-NP-Z]{7}';

const NDC =
  '[0-9]{11}|[0-9]{5}-[0-9]{4}-[0-9]{2}|[0-9]{4}-[0-9]{4}-[0-9]{2}|[0-9]{5}-[0-9]{3}-[0-9]{2}|[0-9]{5}-[0-9]{4}-[0-9]';

/** A number that was written as a fraction, as programs write columns of numbers. */
function fraction(digits: string): Reading {
  return { of: 'cell', shape: `(${digits})[.]0+`, gives: 'group' };
}

export const CELL_READINGS: Readonly<Record<CellKind, CellReadings>> = {
  diagnosis: {
    plain: '[A-Z][0-9][A-Z0-9]{1,5}',
    nearlyPlain: '[A-Z][0-9][A-Z0-9][.][A-Z0-9]{1,4}',
    digits: null,
    readings: [
      { of: 'cell', shape: `${DIAGNOSIS}(?:${SEPARATORS}${DIAGNOSIS}){1,${MOST_CODES}}`, gives: 'codes' },
      { of: 'cell', shape: '([A-Z][.]*[0-9][.]*[A-Z0-9](?:[.]*[A-Z0-9]){0,4}[.]*)', gives: 'group' },
      { of: 'bare', shape: SPACED_DIAGNOSIS, gives: 'text' },
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
      { of: 'cell', shape: `${PROCEDURE}(?:${SEPARATORS}${PROCEDURE}){1,8}`, gives: 'codes' },
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
      { of: 'cell', shape: '(?:[^0-9]*[^A-Z0-9.])?([0-9]{3,4})(?:[^A-Z0-9.][^0-9]*)?', gives: 'group' },
    ],
  },
  bill_type: {
    plain: '0[1-9][0-9][A-Z0-9]',
    nearlyPlain: '[1-9][0-9][A-Z0-9]',
    digits: 4,
    readings: [fraction('0?[1-9][0-9]{2}'), { of: 'bare', shape: '0?[1-9][0-9][A-Z0-9]', gives: 'text' }],
  },
  place: {
    plain: '[0-9]{2}',
    nearlyPlain: '[0-9]',
    digits: 2,
    readings: [
      fraction('[0-9]{1,2}'),
      { of: 'bare', shape: '[0-9]{1,2}', gives: 'text' },
      { of: 'cell', shape: '(?:[^0-9]*[^A-Z0-9.])?([0-9]{2})(?:[^A-Z0-9.][^0-9]*)?', gives: 'group' },
    ],
  },
  modifier: {
    plain: MODIFIER,
    nearlyPlain: null,
    digits: 2,
    readings: [
      fraction('[0-9]{1,2}'),
      { of: 'bare', shape: MODIFIER, gives: 'text' },
      { of: 'cell', shape: `${MODIFIER}(?:${SEPARATORS}${MODIFIER})+`, gives: 'codes' },
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
