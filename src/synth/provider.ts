/**
 * Provider numbers. They start with 2: such NPIs are well formed, with a correct check digit, but none has
 * been issued, so a synthetic claim names no one.
 */
import { at, oneOf, type Random } from './random.js';

const CLINICIANS = 3000;
const ORGANIZATIONS = 400;

/** Builds an NPI: ten digits, the last a Luhn check over the prefix 80840 and the first nine. */
export function npi(index: number): string {
  const nine = `2${String(index).padStart(8, '0')}`;
  const digits = `80840${nine}`;
  let sum = 0;
  for (let place = 0; place < digits.length; place++) {
    const digit = Number(digits[digits.length - 1 - place]);
    const doubled = place % 2 === 0 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return `${nine}${(10 - (sum % 10)) % 10}`;
}

const clinicians = Array.from({ length: CLINICIANS }, (_, index) => npi(10_000_000 + index * 37));
const organizations = Array.from({ length: ORGANIZATIONS }, (_, index) => npi(50_000_000 + index * 91));

/** Someone who treats. */
export function clinician(random: Random): string {
  return oneOf(random, clinicians);
}

const practices = new Map(
  clinicians.map((clinicianNpi, index) => [clinicianNpi, at(organizations, index % ORGANIZATIONS)]),
);

/** The practice that bills for a clinician: always the same one. */
export function practiceOf(clinicianNpi: string): string {
  return practices.get(clinicianNpi) ?? clinicianNpi;
}

/** A hospital, laboratory or other organization. */
export function organization(random: Random): string {
  return oneOf(random, organizations);
}
