import { ageIn, isOfAge } from './age.js';
import { codesByEpisode, codesOf, isMark, numberIn, stated } from './codes.js';
import { isExcludedDiagnosis, isIcd10, isPrivate } from './exclusions.js';
import type { Guidance } from './guidance.js';
import { PAIRINGS, type Pairing, type ProcedureRule, procedureRule } from './procedures.js';
import type { ActivityRecord } from './record.js';

/**
 * How to treat a record without a diagnosis or without an administrative category:
 * - `keep`: nothing excludes it
 * - `sql`: it is dropped, as in the published script, which compares with NULL
 */
export const NULL_READINGS = ['keep', 'sql'] as const;
export type NullReading = (typeof NULL_READINGS)[number];

/** How the guidance is read where it leaves a choice. */
export interface Reading {
  readonly pairing: Pairing;
  readonly nulls: NullReading;
}

/** The steps that can remove a record, in order; `flagged` is a record that passes all of them. */
export const STEPS = ['procedure', 'age_unknown', 'age', 'diagnosis', 'private', 'flagged'] as const;
export type Step = (typeof STEPS)[number];

/** The facts of a record that the steps test, for all readings at once. */
export interface RecordFacts {
  readonly rules: Readonly<Record<Pairing, ProcedureRule | null>>;
  /** Years; null where there is no number. */
  readonly age: number | null;
  /** `unread` where the texts hold no code of ICD-10, such as codes of SNOMED CT. */
  readonly diagnosis: 'none' | 'excluded' | 'other' | 'unread';
  /** `unread` where the text is not a number, such as the words of a category. */
  readonly category: 'none' | 'private' | 'other' | 'unread';
}

export function factsOf(record: ActivityRecord, guidance: Guidance): RecordFacts {
  const episodes = codesByEpisode(record.procedures);
  const [inRecord, inEpisode, adjacent] = PAIRINGS.map((pairing) =>
    procedureRule(episodes, pairing, guidance),
  );
  return {
    rules: { record: inRecord ?? null, episode: inEpisode ?? null, adjacent: adjacent ?? null },
    age: ageIn(record.ages),
    diagnosis: diagnosisOf(record.diagnoses, guidance),
    category: categoryOf(record.administrativeCategory, guidance),
  };
}

function diagnosisOf(text: string, guidance: Guidance): RecordFacts['diagnosis'] {
  const codes = codesOf(text);
  if (codes.length === 0) return 'none';
  if (codes.some((code) => isExcludedDiagnosis(code, guidance))) return 'excluded';
  return codes.some(isMark) || codes.some(isIcd10) ? 'other' : 'unread';
}

function categoryOf(text: string, guidance: Guidance): RecordFacts['category'] {
  if (stated(text) === '') return 'none';
  if (isPrivate(text, guidance)) return 'private';
  return isMark(stated(text)) || numberIn(text) !== null ? 'other' : 'unread';
}

/** The first step that removes a record, or `flagged` (docs/ebi.md, "The order of the steps"). */
export function stepOf(facts: RecordFacts, { pairing, nulls }: Reading, guidance: Guidance): Step {
  const { rules, age, diagnosis, category } = facts;
  if (rules[pairing] === null) return 'procedure';
  if (age === null) return 'age_unknown';
  if (!isOfAge(age, guidance)) return 'age';
  if (diagnosis === 'excluded' || (diagnosis === 'none' && nulls === 'sql')) return 'diagnosis';
  if (category === 'private' || (category === 'none' && nulls === 'sql')) return 'private';
  return 'flagged';
}
