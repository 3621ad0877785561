/*
 * A second implementation of the guidance on lower back imaging, written only from docs/ebi.md and in a
 * different way: texts are scanned character by character, and codes are compared as numbers. It shares
 * nothing with the product.
 */

export interface StatedRecord {
  readonly procedures: string;
  readonly diagnoses: string;
  /** Age columns in the order in which they are asked. */
  readonly ages: readonly string[];
  readonly category: string;
  /** ISO day, or empty. */
  readonly date: string;
}

export type Opinion = 'procedure' | 'age_unknown' | 'age' | 'diagnosis' | 'private' | 'flagged';

const BLANKS = ' \t\n\r\v\f\u00a0';
const NO_WIDTH = '.\u200b\ufeff';

function isNull(text: string): boolean {
  let bare = '';
  for (const character of text) if (!BLANKS.includes(character)) bare += character;
  return bare === '' || bare.toLowerCase() === 'null';
}

/** Codes with the number of their episode. */
function codesIn(text: string): { code: string; episode: number }[] {
  const found: { code: string; episode: number }[] = [];
  let code = '';
  let episode = 0;
  let barsBefore = 0;
  const finish = (): void => {
    if (code !== '' && code !== 'NULL') found.push({ code, episode });
    if (code !== '') barsBefore = 0;
    code = '';
  };
  for (const character of text) {
    if (NO_WIDTH.includes(character)) continue;
    if (character === '|') {
      finish();
      barsBefore += 1;
      if (barsBefore >= 2) episode += 1;
    } else if (character === ',' || character === ';' || BLANKS.includes(character)) finish();
    else code += character.toLocaleUpperCase('en');
  }
  finish();
  return found;
}

/** U054 as its letter and a number. */
function parts(code: string): { letter: string; number: number } {
  const digits = code.slice(1, 4);
  const isNumber = digits.length === 3 && [...digits].every((digit) => digit >= '0' && digit <= '9');
  return { letter: code.charAt(0), number: isNumber ? Number(digits) : -1 };
}

function isSpine(code: string): boolean {
  const { letter, number } = parts(code);
  return letter === 'U' && (number === 54 || number === 55);
}

function isSomeImaging(code: string): boolean {
  const { letter, number } = parts(code);
  const x = Math.floor(number / 10);
  const y = number % 10;
  if (letter !== 'U') return false;
  return (x === 13 && [2, 3, 5, 6].includes(y)) || (x === 21 && [1, 2, 6, 7].includes(y));
}

function isLowerBack(code: string): boolean {
  const { letter, number } = parts(code);
  return (letter === 'Z' && number === 665) || (letter === 'O' && number === 162);
}

type Coded = ReturnType<typeof codesIn>[number];

function meetsProcedures(text: string, pairing: string): boolean {
  const codes = codesIn(text);
  if (codes.some(({ code }) => isSpine(code))) return true;
  for (const [at, one] of codes.entries()) {
    if (!isSomeImaging(one.code)) continue;
    if (pairing === 'adjacent' ? isFollowedByBack(one, codes.slice(at + 1)) : hasBack(one, codes, pairing))
      return true;
  }
  return false;
}

function hasBack(imaging: Coded, codes: readonly Coded[], pairing: string): boolean {
  for (const { code, episode } of codes) {
    if (isLowerBack(code) && (pairing === 'record' || episode === imaging.episode)) return true;
  }
  return false;
}

function isFollowedByBack(imaging: Coded, behind: readonly Coded[]): boolean {
  for (const { code, episode } of behind) {
    if (episode !== imaging.episode) return false;
    if (isLowerBack(code)) return true;
    if (code.charAt(0) !== 'Y' && code.charAt(0) !== 'Z') return false;
  }
  return false;
}

function ageOf(texts: readonly string[]): number | null {
  for (const text of texts) {
    if (isNull(text)) continue;
    const trimmed = text.trim();
    let digits = 0;
    let dots = 0;
    for (const [at, character] of [...trimmed].entries()) {
      if (character >= '0' && character <= '9') digits += 1;
      else if (character === '.') dots += 1;
      else if (!(at === 0 && (character === '-' || character === '+'))) return null;
    }
    return digits === 0 || dots > 1 ? null : Number.parseFloat(trimmed);
  }
  return null;
}

function isCancer(code: string): boolean {
  const letter = code.charAt(0);
  const two = code.slice(1, 3);
  if (two.length < 2 || [...two].some((digit) => digit < '0' || digit > '9')) return false;
  const number = Number(two);
  return letter === 'C' || (letter === 'D' && (number <= 9 || (number >= 37 && number <= 48)));
}

function isPrivatePatient(text: string): boolean {
  const trimmed = text.trim();
  return [...trimmed].every((character) => '0123456789.'.includes(character)) && Number(trimmed) === 2;
}

export function secondOpinion(record: StatedRecord, pairing: string, nulls: string): Opinion {
  if (!meetsProcedures(record.procedures, pairing)) return 'procedure';
  const age = ageOf(record.ages);
  if (age === null) return 'age_unknown';
  if (age < 19 || age > 120) return 'age';
  const diagnoses = codesIn(record.diagnoses).map(({ code }) => code);
  if (diagnoses.some(isCancer)) return 'diagnosis';
  if (diagnoses.length === 0 && nulls === 'sql') return 'diagnosis';
  if (isNull(record.category)) return nulls === 'sql' ? 'private' : 'flagged';
  return isPrivatePatient(record.category) ? 'private' : 'flagged';
}
