import { describe, expect, it } from 'vitest';
import { evaluate } from '../../../src/packs/lbp/evaluate.js';
import { furtherClaims, nearMisses } from '../../../src/packs/lbp/near-miss.js';
import { resolveRules } from '../../../src/packs/lbp/resolve.js';
import { missedCover } from '../../../src/packs/lbp/rules/enrollment.js';
import type { NearMiss } from '../../../src/packs/lbp/rules/near.js';
import { rulesOfYear } from '../../../src/packs/lbp/years/index.js';
import type { Claim, Person } from '../../../src/timeline/person.js';
import {
  BACK_PAIN,
  BED,
  claim,
  day,
  EMPTY,
  fill,
  line,
  listed,
  member,
  other,
  principal,
  RADIOGRAPH,
  record,
  span,
  stated,
  VISIT,
} from './people.js';
import { loaded, SEPARATE } from './sets.js';

const rules = resolveRules(rulesOfYear(2024), loaded(SEPARATE));
const IESD = day('2024-06-10');
const CANCER = listed('ICD10CM', 'C61', 'Malignant Neoplasms');
const FRACTURE = listed('ICD10CM', 'S62101A', 'Trauma');
const STEROID = listed('NDC', '00000000001', 'Corticosteroid Medications');
const NECK_PAIN = listed('ICD10CM', 'M542');

/** Rule, cause and days of what nearly decided about someone in the denominator of 2024. */
function missesOf(rest: Partial<Person>): string[] {
  const person = member('2024-06-10', rest);
  const decision = evaluate(person, rules);
  if (decision.kind !== 'decided') throw new Error(decision.kind);
  return nearMisses(person, rules, decision).map(shown);
}

function shown({ rule, missedBy, days, had }: NearMiss): string {
  return [rule, missedBy, days, ...(had === null ? [] : [`${had.count}/${had.of}`])].join(' ');
}

function image(date: number, rest: Parameters<typeof line>[2] = {}, diagnosis = BACK_PAIN): Claim {
  return claim('I', [line(date, [stated(diagnosis), other(RADIOGRAPH)], rest)]);
}

describe('imaging that does not count', () => {
  it('is named on day 29 and not on day 28', () => {
    expect(missesOf({ claims: [image(IESD + 29)] })).toEqual(['imaging after_window 1']);
    expect(missesOf({ claims: [image(IESD + 28)] })).toEqual([]);
  });

  it('is named where it was denied, and where its claim has no low back pain', () => {
    expect(missesOf({ claims: [image(IESD + 4, { status: 'denied' })] })).toEqual(['imaging denied 0']);
    expect(missesOf({ claims: [image(IESD + 4, {}, NECK_PAIN)] })).toEqual([
      'imaging no_low_back_pain_on_claim 0',
    ]);
  });

  it.each([0, 28])('is left out on day %i of a supplemental record, which misses no window', (by) => {
    expect(missesOf({ claims: [image(IESD + by, { status: 'supplemental' })] })).toEqual([]);
  });

  it('is left out where both a wrong day and a denial keep it from counting', () => {
    expect(missesOf({ claims: [image(IESD + 29, { status: 'denied' })] })).toEqual([]);
  });
});

describe('records beside a window', () => {
  it.each([
    ['cancer on day 29', IESD + 29, CANCER, ['cancer after_window 1']],
    ['trauma on day -91', IESD - 91, FRACTURE, ['trauma before_window 1']],
    ['trauma on day 35', IESD + 35, FRACTURE, ['trauma after_window 7']],
    ['low back pain on day -181', IESD - 181, BACK_PAIN, ['negative_history before_window 1']],
  ])('are named: %s', (_, date, code, expected) => {
    expect(missesOf({ claims: [record(date, code)] })).toEqual(expected);
  });

  it('are the nearest on each side, the nearer one first', () => {
    const dates = [IESD - 200, IESD - 100, IESD + 31, IESD + 40];
    const claims = dates.map((date, index) => record(date, FRACTURE, `T${index}`));
    expect(missesOf({ claims })).toEqual(['trauma after_window 3', 'trauma before_window 10']);
  });

  it('are of no interest where a record lies within', () => {
    expect(missesOf({ claims: [record(IESD + 28, CANCER, 'A'), record(IESD + 29, CANCER, 'B')] })).toEqual(
      [],
    );
  });

  it('may be enrollment facts', () => {
    const fact = { source: 'e.csv', locator: '' };
    expect(missesOf({ deaths: [{ date: day('2025-01-02'), ...fact }] })).toEqual(['death after_window 2']);
    expect(missesOf({ hospice: [{ date: day('2023-12-31'), ...fact }] })).toEqual([
      'hospice before_window 1',
    ]);
  });
});

describe('rules that ask for several', () => {
  it('say how much of it there was: the longest stretch of steroids', () => {
    // 30 days from 1 March, a bare day, then 59 days from 1 April: 30 and 59 in a row.
    const fills = [fill(day('2024-03-01'), STEROID, 30, 'A'), fill(day('2024-04-01'), STEROID, 59, 'B')];
    expect(missesOf({ fills })).toEqual(['corticosteroids too_few_days 31 59/90']);
    expect(missesOf({ fills: [fill(day('2024-01-01'), STEROID, 89)] })).toEqual([
      'corticosteroids too_few_days 1 89/90',
    ]);
    expect(missesOf({ fills: [fill(day('2024-01-01'), STEROID, 90)] })).toEqual([]);
  });

  it('say how many dates of frailty there were, from the age on', () => {
    const frail = record(day('2024-02-01'), listed('ICD10CM', 'R54', 'Frailty Diagnosis'));
    const old = { birth: day('1958-12-31'), claims: [frail] };
    const young = { birth: day('1959-01-01'), claims: [frail] };
    expect(missesOf(old)).toEqual(['frailty_advanced_illness too_few_dates 0 1/2']);
    expect(missesOf(young)).toEqual([]);
  });
});

describe('the event that was none', () => {
  const alone = (...claims: Claim[]): string[] => nearMisses({ ...EMPTY, claims }, rules, null).map(shown);
  const lowBackPain = [principal(BACK_PAIN), other(VISIT)];

  it.each<[string, Claim[], string]>([
    ['on 4 December', [claim('V', [line(day('2024-12-04'), lowBackPain)])], 'index outside_intake_period 1'],
    [
      'on 31 December before',
      [claim('V', [line(day('2023-12-31'), lowBackPain)])],
      'index outside_intake_period 1',
    ],
    ['without a visit code', [claim('V', [line(IESD, [principal(BACK_PAIN)])])], 'index no_visit_code 0'],
    [
      'on a laboratory line',
      [claim('V', [line(IESD, lowBackPain, { placeOfService: '81' })])],
      'index laboratory_line 0',
    ],
    ['of a stay', [claim('V', [line(IESD, [...lowBackPain, other(BED)])])], 'index inpatient_claim 0'],
  ])('says why: %s', (_, claims, expected) => {
    expect(alone(...claims)).toEqual([expected]);
  });

  it('says so of the day before an admission', () => {
    const stay = claim('S', [line(IESD + 1, [other(BED)])]);
    expect(alone(claim('V', [line(IESD, lowBackPain)]), stay)).toEqual(['index became_inpatient 0']);
    expect(alone(claim('V', [line(IESD - 1, lowBackPain)]), stay)).toEqual([]);
  });

  it('names a claim and day once, and the nearest first', () => {
    const lines = [
      line(day('2024-12-10'), lowBackPain),
      line(day('2024-12-10'), lowBackPain, { number: '2' }),
    ];
    const late = claim('A', lines);
    const later = claim('B', [line(day('2024-12-05'), lowBackPain)]);
    expect(alone(late, later)).toEqual(['index outside_intake_period 2', 'index outside_intake_period 7']);
  });

  it('is also named beside the event that took its place', () => {
    const laboratory = (by: number): Claim =>
      claim('L', [line(IESD + by, lowBackPain, { placeOfService: '81' })]);
    expect(missesOf({ claims: [laboratory(-5)] })).toEqual(['index laboratory_line 0']);
    expect(missesOf({ claims: [laboratory(-1)] })).toEqual(['index laboratory_line 0']);
    // On the index date it would have changed nothing.
    expect(missesOf({ claims: [laboratory(0)] })).toEqual([]);
  });
});

describe('other help for who audits', () => {
  it('finds the span that came nearest to the index date', () => {
    const spans = [span(IESD - 400, IESD - 30), span(IESD + 2, IESD + 400)];
    expect(missedCover({ ...EMPTY, spans }, IESD).map(shown)).toEqual(['enrollment not_covering 2']);
  });

  it('counts the claims that would do as well as the one that decided', () => {
    const dates = [IESD - 500, IESD - 10, IESD + 28, IESD + 29];
    const person = member('2024-06-10', {
      claims: dates.map((date, index) => record(date, CANCER, `C${index}`)),
    });
    const decision = evaluate(person, rules);
    if (decision.kind !== 'decided') throw new Error(decision.kind);
    // The first decided; those of day -10 and day 28 would do, that of day 29 would not.
    expect([...furtherClaims(person, rules, decision)]).toEqual([['cancer', 2]]);
  });

  it('names no rule that rests on a single claim', () => {
    const person = member('2024-06-10', { claims: [record(IESD - 10, CANCER)] });
    const decision = evaluate(person, rules);
    if (decision.kind !== 'decided') throw new Error(decision.kind);
    expect([...furtherClaims(person, rules, decision)]).toEqual([]);
  });
});
