/** True when the bytes are a code as it is compared: digits and upper-case letters only. */
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
  const isLetter = first >= 65 && first <= 90;
  let digits = isLetter ? 0 : isDigit(first) ? 1 : -9;
  for (let i = from + 1; i < to; i += 1) if (isDigit(bytes[i] ?? 0)) digits += 1;
  if (!isLetter) return digits === length && length >= 3 && length <= 5 ? ICD9 : NO_SHAPE;
  const icd10 = length >= 3 && length <= 7 && isDigit(bytes[from + 1] ?? 0) ? ICD10 : NO_SHAPE;
  if (digits < length - 1) return icd10;
  if (first === 86) return length >= 3 && length <= 5 ? icd10 | ICD9 : icd10;
  return first === 69 && isIcd9E(bytes, from, length) ? icd10 | ICD9 : icd10;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** E codes of ICD-9 run from E000 to E030 and from E800 to E999; all digits, as the caller has seen. */
function isIcd9E(bytes: Uint8Array, from: number, length: number): boolean {
  const second = bytes[from + 1] ?? 0;
  const third = bytes[from + 2] ?? 0;
  return (length === 4 || length === 5) && (second === 48 ? third <= 51 : second >= 56);
}
