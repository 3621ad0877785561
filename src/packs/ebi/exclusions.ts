import { numberIn } from './codes.js';
import type { Guidance } from './guidance.js';

const CATEGORY_LENGTH = 3;
const CATEGORY = /^[A-Z]\d\d$/;

/** Whether a code begins as those of ICD-10 do: with a letter and two digits. */
export function isIcd10(code: string): boolean {
  return CATEGORY.test(code.slice(0, CATEGORY_LENGTH));
}

/**
 * Whether a diagnosis is cancer, by the first three characters of its code. What follows them changes
 * nothing: an X that pads a three-character code, or a dagger or asterisk mark.
 *
 * @param code upper-case and without dots
 * @example isExcludedDiagnosis('C61X', GUIDANCE) // true
 * @example isExcludedDiagnosis('D36', GUIDANCE)  // false
 */
export function isExcludedDiagnosis(code: string, { excluded }: Guidance): boolean {
  const category = code.slice(0, CATEGORY_LENGTH);
  return isIcd10(code) && excluded.some(({ from, to }) => category >= from && category <= to);
}

/** Whether an administrative category is that of a private patient, with or without its leading zero. */
export function isPrivate(text: string, { privateCategory }: Guidance): boolean {
  return numberIn(text) === privateCategory;
}
