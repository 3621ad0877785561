/** Drugs by NDC. Demonstration and invented codes are in labeler ranges that no one uses. */
import { type Weighted, weighted } from '../random.js';

/** Tablets and injections of corticosteroids: demonstration codes. */
export const STEROIDS: readonly string[] = numbered('999990101', 10);

/** Drugs for osteoporosis: demonstration codes. */
export const BONE_DRUGS: readonly string[] = numbered('999990201', 5);

/** Drugs for dementia: real codes (donepezil, memantine, galantamine), from public lists of products. */
export const DEMENTIA_DRUGS: readonly string[] = [
  '00054009021',
  '00115112008',
  '00378102577',
  '00527122105',
  '13668010205',
];

/** A drug of no interest to any rule. */
export interface Drug {
  readonly ndc: string;
  readonly days: number;
  readonly perDay: number;
  readonly cents: number;
}

function drug(item: number, days: number, perDay: number, cents: number): Drug {
  return { ndc: `99998${String(item).padStart(4, '0')}01`, days, perDay, cents };
}

/** Drugs taken continuously, filled monthly or quarterly. */
export const LONG_TERM_DRUGS: Weighted<Drug> = weighted([
  [drug(1, 90, 1, 900), 20],
  [drug(2, 90, 1, 1200), 18],
  [drug(3, 30, 2, 700), 12],
  [drug(4, 30, 1, 500), 12],
  [drug(5, 30, 1, 1400), 10],
  [drug(6, 30, 1, 42000), 4],
  [drug(7, 90, 1, 2100), 12],
  [drug(8, 30, 1, 3300), 12],
]);

/** Drugs taken for a while. */
export const SHORT_TERM_DRUGS: Weighted<Drug> = weighted([
  [drug(21, 10, 2, 900), 35],
  [drug(22, 5, 1, 1100), 20],
  [drug(23, 7, 3, 700), 15],
  [drug(24, 30, 1, 2600), 15],
  [drug(25, 14, 1, 1900), 15],
]);

/** For a painful back: relaxants, pain tablets. */
export const BACK_DRUGS: Weighted<Drug> = weighted([
  [drug(41, 14, 2, 800), 45],
  [drug(42, 10, 3, 900), 40],
  [drug(43, 5, 4, 1200), 15],
]);

function numbered(stem: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${stem}${String(index + 1).padStart(2, '0')}`);
}
