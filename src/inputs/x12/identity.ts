import type { ClaimIdentity } from './claim.js';
import { readDay, type Ymd } from './dates.js';

/**
 * The eligibility columns that identify a person; there is one row per span, so a person can appear many
 * times.
 */
export interface EligibilityRow {
  readonly person_id: string;
  readonly member_id?: string;
  readonly subscriber_id?: string;
  /** YYYY-MM-DD or YYYYMMDD. */
  readonly birth_date?: string;
  readonly gender?: string;
  readonly first_name?: string;
}

interface Person {
  readonly id: string;
  readonly birthDate: Ymd;
  readonly gender: string;
  readonly firstName: string;
}

/** The people in eligibility, by the numbers that a claim can carry. */
export interface PersonIndex {
  readonly byMember: ReadonlyMap<string, readonly Person[]>;
  readonly bySubscriber: ReadonlyMap<string, readonly Person[]>;
  /** Member ids without their last two digits, which in many plans number the people of one family. */
  readonly byStem: ReadonlyMap<string, readonly Person[]>;
}

export type FoundPerson =
  | { readonly personId: string }
  | { readonly personId: undefined; readonly reason: 'unmatched_person' | 'ambiguous_person' };

/** Builds the index. Its size depends on the people, not the claims. */
export function indexPersons(rows: Iterable<EligibilityRow>): PersonIndex {
  const persons = new Map<string, Person>();
  const byMember = new Map<string, Person[]>();
  const bySubscriber = new Map<string, Person[]>();
  const byStem = new Map<string, Person[]>();
  for (const row of rows) {
    const person = personOf(row, persons);
    const member = normalizeId(row.member_id ?? '');
    add(byMember, member, person);
    add(byStem, stemOf(member), person);
    add(bySubscriber, normalizeId(row.subscriber_id ?? ''), person);
  }
  return { byMember, bySubscriber, byStem };
}

/** One object per person and set of facts, because eligibility spans repeat them. */
function personOf(row: EligibilityRow, persons: Map<string, Person>): Person {
  const person: Person = {
    id: row.person_id,
    birthDate: readBirthDate(row.birth_date ?? ''),
    gender: normalizeGender(row.gender ?? ''),
    firstName: normalizeName(row.first_name ?? ''),
  };
  const key = `${person.id}|${person.birthDate}|${person.gender}|${person.firstName}`;
  const known = persons.get(key);
  if (known !== undefined) return known;
  persons.set(key, person);
  return person;
}

function add(map: Map<string, Person[]>, key: string, person: Person): void {
  if (key === '') return;
  const list = map.get(key);
  if (list === undefined) map.set(key, [person]);
  else if (!list.includes(person)) list.push(person);
}

/**
 * Finds the person a claim is about.
 *
 * A subscriber: by member id, else by subscriber id and birth date. A dependent, who has no separate id in an
 * 837: by the family (subscriber id, or the stem of member ids) and birth date. If several match, sex and
 * then first name decide. Each of these three facts is often wrong, so one difference does not rule out the
 * only match; but a person whose birth date differs, and sex or first name too, is not the patient: a newborn
 * is billed under the mother's number. Of several people who share a number, one born on another day is never chosen.
 */
export function findPerson(stated: ClaimIdentity, index: PersonIndex): FoundPerson {
  const claim = { ...stated, birthDate: knownBirth(stated.birthDate) };
  const id = normalizeId(claim.subscriberId);
  if (claim.isSubscriber) {
    const members = index.byMember.get(id);
    if (members === undefined) return pick(narrow(sameBirthDate(index.bySubscriber.get(id), claim), claim));
    const isOther = isOne(members) ? isContradicted : isOfOtherBirth;
    if (members.some((person) => !isOther(person, claim))) return pick(narrow(members, claim));
  }
  return pick(narrow(family(id, claim, index), claim));
}

/** The family members born on the patient's birth date, found by the most reliable number that has any. */
function family(id: string, claim: ClaimIdentity, index: PersonIndex): readonly Person[] {
  const ways = [
    index.bySubscriber.get(id),
    index.byMember.get(id),
    index.byStem.get(id),
    index.byStem.get(stemOf(id)),
  ];
  for (const way of ways) {
    const fitting = sameBirthDate(way, claim);
    if (fitting.length > 0) return fitting;
  }
  return [];
}

function sameBirthDate(persons: readonly Person[] | undefined, claim: ClaimIdentity): readonly Person[] {
  if (persons === undefined || claim.birthDate === 0) return [];
  return persons.filter((person) => person.birthDate === claim.birthDate);
}

/** Whether the birth date differs from the patient's, and the sex or the first name as well. */
function isContradicted(person: Person, claim: ClaimIdentity): boolean {
  const gender = normalizeGender(claim.gender);
  const isOfOtherSex = gender !== '' && person.gender !== '' && person.gender !== gender;
  return isOfOtherBirth(person, claim) && (isOfOtherSex || isOfOtherName(person, claim));
}

/** Initials and short forms such as BEN for BENJAMIN are no other name. */
function isOfOtherName({ firstName: name }: Person, claim: ClaimIdentity): boolean {
  const stated = normalizeName(claim.firstName);
  return name !== '' && stated !== '' && !name.startsWith(stated) && !stated.startsWith(name);
}

function isOfOtherBirth({ birthDate }: Person, claim: ClaimIdentity): boolean {
  return birthDate !== 0 && claim.birthDate !== 0 && birthDate !== claim.birthDate;
}

function narrow(persons: readonly Person[], claim: ClaimIdentity): readonly Person[] {
  const gender = normalizeGender(claim.gender);
  const firstName = normalizeName(claim.firstName);
  let left = persons;
  for (const fits of [
    (person: Person) => claim.birthDate !== 0 && person.birthDate === claim.birthDate,
    (person: Person) => gender !== '' && person.gender === gender,
    (person: Person) => firstName !== '' && person.firstName === firstName,
  ]) {
    if (isOne(left)) return left;
    const fitting = left.filter(fits);
    if (fitting.length > 0) left = fitting;
  }
  return left;
}

function isOne(persons: readonly Person[]): boolean {
  const first = persons[0];
  return first === undefined || persons.every((person) => person.id === first.id);
}

function pick(persons: readonly Person[]): FoundPerson {
  const first = persons[0];
  if (first === undefined) return { personId: undefined, reason: 'unmatched_person' };
  return isOne(persons) ? { personId: first.id } : { personId: undefined, reason: 'ambiguous_person' };
}

/** Ids are compared in upper case without blanks and hyphens, which senders add and drop. */
function normalizeId(id: string): string {
  return /^[0-9A-Z]*$/.test(id) ? id : id.toUpperCase().replace(/[\s-]/g, '');
}

/** Shorter stems would match strangers. */
const SHORTEST_STEM = 6;

function stemOf(id: string): string {
  return id.length >= SHORTEST_STEM + 2 && /[0-9]{2}$/.test(id) ? id.slice(0, -2) : '';
}

function readBirthDate(text: string): Ymd {
  const digits = text.length >= 10 && text[4] === '-' ? text.slice(0, 10).replaceAll('-', '') : text;
  return digits.length === 8 ? knownBirth(readDay(digits)) : 0;
}

/** Days that mean "no date": the first day of 1900 and all before it, and the year 9999. */
function knownBirth(day: Ymd): Ymd {
  return day > 19000101 && day < 99990101 ? day : 0;
}

/** `M`, `F` or '': eligibility says `male`, an 837 `M`; U and blank mean unknown. */
function normalizeGender(gender: string): string {
  const first = gender.trim().charAt(0).toUpperCase();
  return first === 'M' || first === 'F' ? first : '';
}

/** The first word of the name, without accents: middle names and initials come and go. */
function normalizeName(name: string): string {
  if (/^[A-Z]*$/.test(name)) return name;
  const plain = name.normalize('NFD').replace(/\p{M}/gu, '').toUpperCase().trim();
  return plain.split(/[^A-Z]+/, 1)[0] ?? '';
}

/**
 * A key for the patient without eligibility: stable across claims, and different for the people of a family
 * if birth date, sex or first name differ.
 */
export function patientKey(claim: ClaimIdentity): string {
  const { subscriberId, birthDate } = claim;
  if (claim.isSubscriber) return birthDate === 0 ? subscriberId : `${subscriberId}-${birthDate}`;
  return `${subscriberId}-${birthDate}-${normalizeGender(claim.gender)}-${normalizeName(claim.firstName)}`;
}
