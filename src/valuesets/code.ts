import { readCode } from '../codes/read-code.js';
import { readId } from '../codes/read-id.js';
import { type CellKind, MISSHAPEN } from '../codes/readings.js';
import type { CodeSystem } from '../timeline/person.js';
import { ndcProblem, normalizeNdc } from './ndc.js';

type SystemOfCells = Exclude<CodeSystem, 'NDC' | 'RXNORM'>;

/** As what a code is read, and what it needs. */
const CELLS: Readonly<Record<SystemOfCells, { kind: CellKind; words: string }>> = {
  ICD10CM: { kind: 'diagnosis', words: 'a letter, a digit and one to five more characters' },
  ICD10PCS: { kind: 'icd_procedure', words: 'seven digits or letters without I and O' },
  // Directories label some CPT codes as HCPCS and vice versa, so both systems accept both shapes.
  CPT: { kind: 'procedure', words: 'five digits or letters' },
  HCPCS: { kind: 'procedure', words: 'five digits or letters' },
  UBREV: { kind: 'revenue', words: 'up to four digits' },
  UBTOB: { kind: 'bill_type', words: 'three digits or letters after an optional zero' },
  POS: { kind: 'place', words: 'one or two digits' },
  Modifier: { kind: 'modifier', words: 'two digits or letters' },
};

/** Systems whose codes spreadsheets and claims strip of leading zeros, with the length they are compared at. */
const PADDED: Readonly<Partial<Record<CodeSystem, number>>> = { UBREV: 4, UBTOB: 4, POS: 2 };

/**
 * The form in which codes are compared (docs/value-sets.md, "How codes are compared"), or null for text that
 * cannot be a code of the system.
 *
 * @example normalizeCode('ICD10CM', 'm54.50') // 'M5450'
 * @example normalizeCode('UBREV', '450') // '0450'
 * @example normalizeCode('UBTOB', '131') // '0131'
 */
export function normalizeCode(system: CodeSystem, text: string): string | null {
  if (system === 'RXNORM') return normalizeRxNorm(text);
  if (system !== 'NDC') return oneCode(readCode(CELLS[system].kind, text));
  // A number from a spreadsheet, written out.
  const number = /^\s*(\d+)\.0+\s*$/.exec(text)?.[1];
  return normalizeNdc(number === undefined ? text : codeOfNumber(system, Number(number)));
}

/**
 * A directory row holds one code, not several codes, a code with modifiers, or text that cannot be a code.
 */
function oneCode(cell: string | null): string | null {
  return cell === null || cell === MISSHAPEN || cell.includes(' ') ? null : cell;
}

function normalizeRxNorm(text: string): string | null {
  const bare = (readId(text) ?? '').replace(/[.]0+$/, '').replaceAll('.', '');
  return /^\d+$/.test(bare) ? bare : null;
}

/** The length of codes that can be all digits and begin with zeros. */
const DIGITS: Readonly<Partial<Record<CodeSystem, number>>> = {
  ...PADDED,
  ICD10PCS: 7,
  CPT: 5,
  HCPCS: 5,
  Modifier: 2,
  NDC: 11,
};

/**
 * The code that a spreadsheet stored as a number, which lost its leading zeros. Directories write NDCs with
 * eleven digits, so fewer digits are not another form of NDC here.
 *
 * @example codeOfNumber('UBREV', 450) // '0450'
 * @example codeOfNumber('NDC', 71015523) // '00071015523'
 */
export function codeOfNumber(system: CodeSystem, number: number): string {
  return Number.isInteger(number) ? String(number).padStart(DIGITS[system] ?? 0, '0') : String(number);
}

/** The beginning of a code, and what stands for the rest. */
const PATTERNS: Readonly<Partial<Record<CodeSystem, RegExp>>> = {
  // Also the hyphen of ICD-10-CM's own tables (`C50.9-`), and an X, with which none of its codes ends.
  ICD10CM: /^\W*[A-Z][0-9][A-Z0-9.]{0,5}(?:[*%-]|X+)\W*$/i,
  // `13x`, as manuals write bill types of any frequency; claims have X as a frequency only on abbreviated encounters.
  UBTOB: /^\W*0?[0-9]{2}X\W*$/i,
};

/**
 * Whether a row means all codes that begin alike. Codes are compared whole, so it would list one of them at most.
 *
 * @example isPattern('ICD10CM', 'C50.*') // true
 */
export function isPattern(system: CodeSystem, text: string): boolean {
  return PATTERNS[system]?.test(text) === true;
}

/** Why a text is no code of a row, to follow "no ... code:". */
export function codeProblem(system: CodeSystem, text: string): string {
  if (isPattern(system, text)) return 'every code that it stands for is needed, in a row of its own';
  if (system === 'NDC') return ndcProblem(text);
  return `${system === 'RXNORM' ? 'digits' : CELLS[system].words} needed`;
}
