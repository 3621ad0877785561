import { describe, expect, test } from 'vitest';
import type { ClaimIdentity } from '../../../src/inputs/x12/claim.js';
import {
  type EligibilityRow,
  findPerson,
  indexPersons,
  patientKey,
} from '../../../src/inputs/x12/identity.js';

const ELIGIBILITY: readonly EligibilityRow[] = [
  // One family with member ids of its own, numbered in the last two digits.
  {
    person_id: 'ann',
    member_id: 'W1234567801',
    subscriber_id: 'W12345678',
    birth_date: '1970-05-01',
    gender: 'female',
    first_name: 'Ann',
  },
  {
    person_id: 'ann',
    member_id: 'W1234567801',
    subscriber_id: 'W12345678',
    birth_date: '1970-05-01',
    gender: 'female',
    first_name: 'Ann',
  },
  {
    person_id: 'tom',
    member_id: 'W1234567802',
    subscriber_id: 'W12345678',
    birth_date: '2001-02-03',
    gender: 'male',
    first_name: 'Tom',
  },
  // Twins of different sex, then of the same sex.
  {
    person_id: 'eva',
    member_id: 'W1234567803',
    subscriber_id: 'W12345678',
    birth_date: '2004-06-07',
    gender: 'female',
    first_name: 'Éva Maria',
  },
  {
    person_id: 'leo',
    member_id: 'W1234567804',
    subscriber_id: 'W12345678',
    birth_date: '2004-06-07',
    gender: 'male',
    first_name: 'Leo',
  },
  {
    person_id: 'max',
    member_id: 'W1234567805',
    subscriber_id: 'W12345678',
    birth_date: '2006-06-07',
    gender: 'male',
    first_name: 'Max',
  },
  {
    person_id: 'jan',
    member_id: 'W1234567806',
    subscriber_id: 'W12345678',
    birth_date: '2006-06-07',
    gender: 'male',
    first_name: 'Jan',
  },
  // A family that shares one member id.
  { person_id: 'kim', member_id: 'SHARED01X', birth_date: '19800101', gender: 'F', first_name: 'Kim' },
  { person_id: 'lou', member_id: 'SHARED01X', birth_date: '19820202', gender: 'M', first_name: 'Lou' },
  // Only the subscriber id is known, and the stems of member ids name the family.
  { person_id: 'pat', subscriber_id: 'S-777 000', birth_date: '1990-09-09', gender: 'F', first_name: 'Pat' },
  { person_id: 'rex', member_id: 'Q8888888802', birth_date: '2010-10-10', gender: 'M', first_name: 'Rex' },
];

const index = indexPersons(ELIGIBILITY);

function claim(facts: Partial<ClaimIdentity>): ClaimIdentity {
  return { subscriberId: '', isSubscriber: true, birthDate: 0, gender: '', firstName: '', ...facts };
}

function find(facts: Partial<ClaimIdentity>): string {
  const found = findPerson(claim(facts), index);
  return found.personId ?? found.reason;
}

describe('a subscriber', () => {
  test('is found by member id, whatever else is wrong', () => {
    expect(find({ subscriberId: 'W1234567801', birthDate: 19990101 })).toBe('ann');
  });
  test('is not the only one of the member id who was born on another day and is of another sex', () => {
    const ann = { subscriberId: 'W1234567801' };
    expect(find({ ...ann, birthDate: 20250522, gender: 'M' })).toBe('unmatched_person');
    // One of the two is often wrong.
    expect(find({ ...ann, birthDate: 20250522, gender: 'F' })).toBe('ann');
    expect(find({ ...ann, birthDate: 19700501, gender: 'M' })).toBe('ann');
    expect(find({ ...ann, birthDate: 20250522, gender: 'U' })).toBe('ann');
    expect(find({ ...ann, gender: 'M' })).toBe('ann');
  });
  test('is not the only one of the member id who was born on another day and has another first name', () => {
    const ann = { subscriberId: 'W1234567801', gender: 'F' };
    expect(find({ ...ann, birthDate: 20250522, firstName: 'BABY GIRL' })).toBe('unmatched_person');
    // A daughter billed under the mother's number is found by her own birth date.
    expect(find({ ...ann, birthDate: 20040607, firstName: 'EVA' })).toBe('eva');
    // One of the two is often wrong, and short and long forms are one name.
    expect(find({ ...ann, birthDate: 19700501, firstName: 'NANCY' })).toBe('ann');
    for (const firstName of ['ANN', 'ANNE MARIE', 'A', '']) {
      expect(find({ ...ann, birthDate: 19700105, firstName })).toBe('ann');
    }
  });
  test('is not told apart by a birth date that stands for none', () => {
    const nobody = {
      person_id: 'x',
      member_id: 'X1',
      subscriber_id: 'S1',
      birth_date: '1900-01-01',
      gender: 'F',
    };
    const other = indexPersons([nobody]);
    const patient = claim({ subscriberId: 'X1', birthDate: 19800101, gender: 'M' });
    expect(findPerson(patient, other)).toEqual({ personId: 'x' });
    const dependant = claim({ subscriberId: 'S1', isSubscriber: false, birthDate: 19000101 });
    expect(findPerson(dependant, other)).toMatchObject({ reason: 'unmatched_person' });
  });
  test('is a child of the member, where the birth date finds one', () => {
    expect(find({ subscriberId: 'W1234567801', birthDate: 20010203, gender: 'M' })).toBe('tom');
  });
  test('born on a day of nobody who shares the number is not chosen by sex', () => {
    for (const gender of ['F', 'M', '']) {
      expect(find({ subscriberId: 'SHARED01X', birthDate: 20250522, gender })).toBe('unmatched_person');
    }
  });
  test('is found by subscriber id and birth date', () => {
    expect(find({ subscriberId: 'W12345678', birthDate: 19700501 })).toBe('ann');
    expect(find({ subscriberId: 'W12345678' })).toBe('unmatched_person');
  });
  test('is found although blanks, hyphens and small letters differ', () => {
    expect(find({ subscriberId: 's777000', birthDate: 19900909 })).toBe('pat');
  });
  test('of a shared member id is told by birth date', () => {
    expect(find({ subscriberId: 'SHARED01X', birthDate: 19820202 })).toBe('lou');
    expect(find({ subscriberId: 'SHARED01X' })).toBe('ambiguous_person');
    expect(find({ subscriberId: 'SHARED01X', gender: 'F' })).toBe('kim');
  });
  test('that nobody fits is unmatched', () => {
    expect(find({ subscriberId: 'NOBODY', birthDate: 19700501 })).toBe('unmatched_person');
  });
});

describe('a dependant', () => {
  const dependant = { subscriberId: 'W12345678', isSubscriber: false };

  test('is found by family and birth date', () => {
    expect(find({ ...dependant, birthDate: 20010203 })).toBe('tom');
  });
  test('is found although sex and first name differ, when the birth date fits one person', () => {
    expect(find({ ...dependant, birthDate: 20010203, gender: 'F', firstName: 'TOMMY' })).toBe('tom');
  });
  test('is not the subscriber, although the member id on the claim is the subscriber’s', () => {
    expect(find({ subscriberId: 'W1234567801', isSubscriber: false, birthDate: 20010203 })).toBe('tom');
  });
  test('among twins is told by sex, then by first name', () => {
    expect(find({ ...dependant, birthDate: 20040607, gender: 'F' })).toBe('eva');
    expect(find({ ...dependant, birthDate: 20040607, gender: 'U', firstName: 'EVA' })).toBe('eva');
    expect(find({ ...dependant, birthDate: 20060607, gender: 'M', firstName: 'JAN' })).toBe('jan');
    expect(find({ ...dependant, birthDate: 20060607, gender: 'M', firstName: 'J' })).toBe('ambiguous_person');
  });
  test('is found by the stem of member ids', () => {
    expect(find({ subscriberId: 'Q88888888', isSubscriber: false, birthDate: 20101010 })).toBe('rex');
    expect(find({ subscriberId: 'Q8888888801', isSubscriber: false, birthDate: 20101010 })).toBe('rex');
  });
  test('without a birth date is unmatched', () => {
    expect(find(dependant)).toBe('unmatched_person');
  });
});

test('the patient key tells the people of a family apart', () => {
  const key = { subscriberId: 'W1', birthDate: 20040607 };
  expect(patientKey(claim(key))).toBe('W1-20040607');
  expect(patientKey(claim({ subscriberId: 'W1' }))).toBe('W1');
  expect(patientKey(claim({ ...key, isSubscriber: false, gender: 'F', firstName: 'Éva Maria' }))).toBe(
    'W1-20040607-F-EVA',
  );
});
