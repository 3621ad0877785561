import type { CodeSystem } from '../timeline/person.js';
import { ndcProblem, normalizeNdc } from './ndc.js';

type SystemWithShape = Exclude<CodeSystem, 'NDC'>;

/** What a code looks like once dots and blanks are gone and zeros are padded. */
const SHAPES: Readonly<Record<SystemWithShape, { shape: RegExp; words: string }>> = {
  ICD10CM: { shape: /^[A-Z]\d[A-Z0-9]{1,5}$/, words: 'a letter, a digit and one to five more characters' },
  ICD10PCS: { shape: /^[0-9A-HJ-NP-Z]{7}$/, words: 'seven digits or letters without I and O' },
  // Directories label some CPT codes HCPCS, and the other way round, so both systems take both shapes.
  CPT: { shape: /^[A-Z0-9]\d{3}[A-Z0-9]$/, words: 'five digits or letters' },
  HCPCS: { shape: /^[A-Z0-9]\d{3}[A-Z0-9]$/, words: 'five digits or letters' },
  UBREV: { shape: /^\d{4}$/, words: 'up to four digits' },
  UBTOB: { shape: /^0[1-9]\d[A-Z0-9]$/, words: 'three digits or letters after an optional zero' },
  POS: { shape: /^\d\d$/, words: 'one or two digits' },
  Modifier: { shape: /^[A-Z0-9]{2}$/, words: 'two digits or letters' },
  RXNORM: { shape: /^\d+$/, words: 'digits' },
};

/** Systems whose codes spreadsheets and claims strip of leading zeros, with the length they are compared at. */
const PADDED: Readonly<Partial<Record<CodeSystem, number>>> = { UBREV: 4, UBTOB: 4, POS: 2 };

/**
 * The form in which codes are compared (docs/value-sets.md, "How codes are compared"), or null for a text that
 * cannot be a code of the system.
 *
 * @example normalizeCode('ICD10CM', 'm54.50') // 'M5450'
 * @example normalizeCode('UBREV', '450') // '0450'
 * @example normalizeCode('UBTOB', '131') // '0131'
 */
export function normalizeCode(system: CodeSystem, text: string): string | null {
  // A spreadsheet's number, written out.
  if (/^\s*\d+\.0+\s*$/.test(text)) return normalizeCode(system, codeOfNumber(system, Number(text)));
  if (system === 'NDC') return normalizeNdc(text);
  const { shape } = SHAPES[system];
  if (shape.test(text)) return text;
  const bare = text.toUpperCase().replace(/[.\s]/g, '');
  if (bare === '') return null;
  const code = bare.padStart(PADDED[system] ?? 0, '0');
  return shape.test(code) ? code : null;
}

/** The length of the codes that can be all digits and begin with zeros. */
const DIGITS: Readonly<Partial<Record<CodeSystem, number>>> = {
  ...PADDED,
  ICD10PCS: 7,
  CPT: 5,
  HCPCS: 5,
  Modifier: 2,
  NDC: 11,
};

/**
 * The code that a spreadsheet stored as a number, which cost it the zeros in front. An NDC stands in directories with
 * eleven digits, so fewer of them are no other form of it here.
 *
 * @example codeOfNumber('UBREV', 450) // '0450'
 * @example codeOfNumber('NDC', 71015523) // '00071015523'
 */
export function codeOfNumber(system: CodeSystem, number: number): string {
  return Number.isInteger(number) ? String(number).padStart(DIGITS[system] ?? 0, '0') : String(number);
}

/** Why `normalizeCode` refused a text, to follow "no ... code:". */
export function codeProblem(system: CodeSystem, text: string): string {
  return system === 'NDC' ? ndcProblem(text) : `${SHAPES[system].words} needed`;
}
