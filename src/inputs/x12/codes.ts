/** True if the bytes are a code in the compared form: digits and upper-case letters only. */
export function isPlainCode(bytes: Uint8Array, from: number, to: number): boolean {
  for (let i = from; i < to; i += 1) {
    const code = bytes[i] ?? 0;
    if (!(code <= 57 ? code >= 48 : code >= 65 && code <= 90)) return false;
  }
  return true;
}

/** Upper case, without dots and blanks: how every code is compared. */
export function cleanCode(text: string): string {
  return text.replace(/[.\s]/g, '').toUpperCase();
}

/** The classifications a code can belong to by its shape: bit 1 ICD-10, bit 2 ICD-9. */
export const NO_SHAPE = 0;
export const ICD10 = 1;
export const ICD9 = 2;

/** V and E codes of ICD-9 have the shape of ICD-10 too: V5811, E8888. Every other letter is ICD-10 only. */
export function shapeOf(bytes: Uint8Array, from: number, to: number): number {
  const length = to - from;
  const first = bytes[from] ?? 0;
  let digits = 0;
  for (let i = from + 1; i < to; i += 1) if (isDigit(bytes[i] ?? 0)) digits += 1;
  const onlyDigits = digits === length - 1;
  if (isDigit(first)) return onlyDigits && length >= 3 && length <= 5 ? ICD9 : NO_SHAPE;
  if (!isLetter(first)) return NO_SHAPE;
  const icd10 = length >= 3 && length <= 7 && isDigit(bytes[from + 1] ?? 0) ? ICD10 : NO_SHAPE;
  return onlyDigits && isIcd9Letter(bytes, from, length) ? icd10 | ICD9 : icd10;
}

function isLetter(code: number): boolean {
  return code >= 65 && code <= 90;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** V codes of ICD-9, and E codes from E000 to E030 and from E800 to E999; the caller has seen that digits follow. */
function isIcd9Letter(bytes: Uint8Array, from: number, length: number): boolean {
  const first = bytes[from] ?? 0;
  if (first === LETTER_V) return length >= 3 && length <= 5;
  if (first !== LETTER_E || length < 4 || length > 5) return false;
  const second = bytes[from + 1] ?? 0;
  return second === 48 ? (bytes[from + 2] ?? 0) <= 51 : second >= 56;
}

const LETTER_E = 69;
const LETTER_V = 86;
