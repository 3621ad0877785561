import { expect, it, vi } from 'vitest';
import { evaluate as judge } from '../../src/packs/policy/evaluate.js';
import { evaluate as review } from '../../src/packs/review/evaluate.js';
import type { Claim, ClaimLine, Person } from '../../src/timeline/person.js';
import * as policy from './policy/people.js';
import { codeOf } from './review/codes.js';
import * as reviewed from './review/people.js';

/*
 * How often rules look at the records of one person. An id that stands for many people, such as 999999999, has
 * hundreds of thousands of lines; with every line compared with every other one, a run does not end.
 */

const looks = vi.hoisted(() => ({ count: 0 }));
vi.mock('../../src/timeline/window.js', async (original) => {
  const real = await original<typeof import('../../src/timeline/window.js')>();
  const isWithin: typeof real.isWithin = (day, window) => {
    looks.count += 1;
    return real.isWithin(day, window);
  };
  return { ...real, isWithin };
});

/** Looks at four times the records, in looks at the records. */
function growth(decide: (size: number) => readonly unknown[]): number {
  const looksAt = (size: number): number => {
    looks.count = 0;
    expect(decide(size)).toHaveLength(size);
    return looks.count;
  };
  return looksAt(400) / looksAt(100);
}

const LINEAR = 5;

/** The same line, with every look at its codes counted. */
function watched(line: ClaimLine): ClaimLine {
  const { codes } = line;
  return Object.defineProperty({ ...line }, 'codes', {
    get: () => {
      looks.count += 1;
      return codes;
    },
  });
}

const several = <T>(size: number, make: (at: number) => T): T[] =>
  Array.from({ length: size }, (_, at) => make(at));

it('a policy does not look at all lines of a claim for each of them', () => {
  const rules = policy.rules({ id: 'own' });
  const lines = (size: number): Claim =>
    policy.claim(
      'I',
      several(size, (at) =>
        watched(
          policy.line('2025-03-05', [...policy.diagnoses(policy.PAIN), policy.other(policy.MRI)], {
            number: String(at + 1),
            facts: policy.facts(),
          }),
        ),
      ),
    );
  expect(growth((size) => judge(policy.person([lines(size)]), rules))).toBeLessThan(LINEAR);
});

it('a policy looks for the red flags of an episode once', () => {
  const rules = policy.rules('preferredone');
  const tooLate = policy.visit('2025-12-01', [policy.CANCER]);
  const claims = (size: number): Claim[] =>
    several(size, (at) => [
      policy.image('2025-03-05', { id: `I${at}` }),
      { ...tooLate, id: `C${at}` },
    ]).flat();
  expect(growth((size) => judge(policy.person(claims(size)), rules))).toBeLessThan(LINEAR);
});

it.each(['kp', 'aim'])('a review by %s looks at the days of a person, not at all records', (guideline) => {
  const rules = reviewed.rulesFor(guideline);
  const start = reviewed.day('2024-05-01');
  const DAYS = 20;
  const codes = ['72148', 'M54.50', 'M54.16', 'C50.911', '97110'].map((code) =>
    reviewed.stated(codeOf(code)),
  );
  const person = (size: number): Person => ({
    ...reviewed.personOf({}),
    claims: several(size, (at) => reviewed.claim(`C${at}`, [reviewed.line(start + (at % DAYS), codes)])),
  });
  expect(growth((size) => review(person(size), rules))).toBeLessThan(LINEAR);
});
