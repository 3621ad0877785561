/** Claims as they are sent: a replaced claim twice, a voided one twice, every other once. */
import type { Day } from '../calendar.js';
import type { Claim, Gender, SyntheticPerson } from '../person.js';

/** What an 837 says of a person: small enough to keep for a while, unlike the whole person. */
export interface Patient {
  readonly number: number;
  readonly firstName: string;
  readonly lastName: string;
  readonly subscriberFirstName: string;
  readonly gender: Gender;
  readonly birth: Day;
}

/** One submission of a claim. */
export interface Submission {
  readonly patient: Patient;
  readonly claim: Claim;
  /** CLM01. */
  readonly id: string;
  readonly diagnoses: readonly string[];
  /** CLM05-3: 1 original, 7 replacement, 8 void. */
  readonly frequency: string;
  /** REF*F8: the claim that is replaced or voided; empty on an original. */
  readonly corrects: string;
}

export function patientOf(person: SyntheticPerson): Patient {
  const { number, firstName, lastName, subscriberFirstName, gender, birth } = person;
  return { number, firstName, lastName, subscriberFirstName, gender, birth };
}

/** A claim as first sent. */
export function original(patient: Patient, claim: Claim): Submission {
  const { id, diagnoses, replaced, billType } = claim;
  if (replaced !== undefined) return { patient, claim, ...replaced, frequency: '1', corrects: '' };
  return { patient, claim, id, diagnoses, frequency: billType.slice(2) || '1', corrects: '' };
}

/**
 * What was sent later about the same claim, in order: a replacement, then a void. Most claims have neither.
 */
export function corrections(patient: Patient, claim: Claim): Submission[] {
  const { id, diagnoses, replaced, status } = claim;
  const later: Submission[] = [];
  if (replaced !== undefined) {
    later.push({ patient, claim, id, diagnoses, frequency: '7', corrects: replaced.id });
  }
  if (status === 'voided') later.push({ patient, claim, id, diagnoses, frequency: '8', corrects: id });
  return later;
}
