import { numberIn, stated } from './codes.js';
import type { Guidance } from './guidance.js';

/** Ages from here on are codes for days, weeks and months of the first year of life. */
const UNDER_ONE_YEAR = 7000;

/**
 * The age of a record in years, from the first of its age columns that is not blank (docs/ebi.md, "Age").
 *
 * @param texts the age columns in the order in which they are read
 * @returns null where all are blank, or the first that is not blank is not a number; 0 for 7000 and more
 * @example ageIn(['', '45'])  // 45
 * @example ageIn(['x', '45']) // null
 */
export function ageIn(texts: readonly string[]): number | null {
  const age = numberIn(texts.find((text) => stated(text) !== '') ?? '');
  return age !== null && age >= UNDER_ONE_YEAR ? 0 : age;
}

export function isOfAge(age: number, { ages }: Guidance): boolean {
  return age >= ages.from && age <= ages.to;
}

/** The bands of ebi-summary.csv, in their order. */
export const AGE_BANDS = [
  ...['0-18', '19-29', '30-39', '40-49', '50-59', '60-69', '70-79', '80+', 'unknown'],
] as const;
export type AgeBand = (typeof AGE_BANDS)[number];

/** The first age above each band; ages of 121 to 6999 are not valid. */
const BAND_ENDS: readonly (readonly [AgeBand, number])[] = [
  ['0-18', 19],
  ['19-29', 30],
  ['30-39', 40],
  ['40-49', 50],
  ['50-59', 60],
  ['60-69', 70],
  ['70-79', 80],
  ['80+', 121],
];

export function ageBand(age: number | null): AgeBand {
  if (age === null || age < 0) return 'unknown';
  return BAND_ENDS.find(([, end]) => age < end)?.[0] ?? 'unknown';
}
