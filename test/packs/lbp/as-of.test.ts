import { describe, expect, it } from 'vitest';
import type { Decided } from '../../../src/packs/lbp/decision.js';
import { evaluate } from '../../../src/packs/lbp/evaluate.js';
import { LBP } from '../../../src/packs/lbp/pack.js';
import { resolveRules } from '../../../src/packs/lbp/resolve.js';
import { rulesOfYear } from '../../../src/packs/lbp/years/index.js';
import type { Person } from '../../../src/timeline/person.js';
import {
  claim,
  day,
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
  visit,
} from './people.js';
import { loaded, SEPARATE } from './sets.js';

// The index date is 2024-03-01, so day 28 is 2024-03-29. What is expected is in docs/measure-logic.md, "As of a day".
const IESD = '2024-03-01';
const CANCER = listed('ICD10CM', 'C509', 'Malignant Neoplasms');
const BACK = listed('ICD10CM', 'M5450', 'Uncomplicated Low Back Pain');

function asOf(date: string | null, person: Person = member(IESD)): Decided {
  const rules = resolveRules(rulesOfYear(2024), loaded(SEPARATE), { asOf: date === null ? null : day(date) });
  const decision = evaluate(person, rules);
  if (decision.kind !== 'decided') throw new Error(`${decision.kind}`);
  return decision;
}

function image(date: string) {
  return claim('I', [line(day(date), [principal(BACK), other(RADIOGRAPH)])]);
}

describe('an episode as of a day', () => {
  it.each([
    ['2024-03-01', 28],
    ['2024-03-27', 2],
    // Day 27.
    ['2024-03-28', 1],
  ])('is open on %s, with %i days left', (date, left) => {
    const { status, open } = asOf(date);
    expect(status).toBe('open');
    expect(open).toMatchObject({ daysLeft: left, lastDay: day('2024-03-29') });
  });

  // Day 28 and day 29.
  it.each(['2024-03-29', '2024-03-30', '2024-12-30'])('is settled on %s', (date) => {
    expect(asOf(date)).toMatchObject({ status: 'denominator', open: null });
  });

  it('is absent before its index date', () => {
    const rules = resolveRules(rulesOfYear(2024), loaded(SEPARATE), { asOf: day('2024-02-29') });
    expect(evaluate(member(IESD), rules).kind).toBe('not_a_candidate');
  });

  it('is open whatever was found so far', () => {
    const found = member(IESD, { claims: [image('2024-03-05'), record(day('2024-03-06'), CANCER, 'C')] });
    const { status, reasons, imaging } = asOf('2024-03-10', found);
    expect([status, reasons, imaging?.days]).toEqual(['open', ['cancer'], 4]);
    expect(asOf('2024-03-29', found).status).toBe('excluded');
  });
});

describe('what is known by a day', () => {
  it.each([
    ['2024-03-09', null],
    ['2024-03-10', 9],
    ['2024-03-11', 9],
  ])('on %s imaging of 2024-03-10 is %s days after', (date, days) => {
    expect(asOf(date, member(IESD, { claims: [image('2024-03-10')] })).imaging?.days ?? null).toBe(days);
  });

  it.each([
    ['2024-03-09', []],
    ['2024-03-10', ['cancer']],
  ])('on %s a cancer of 2024-03-10 gives %j', (date, reasons) => {
    const person = member(IESD, { claims: [record(day('2024-03-10'), CANCER, 'C')] });
    expect(asOf(date, person).reasons).toEqual(reasons);
  });

  it('holds no stay that ends later, and no death, hospice or fill', () => {
    const bone = listed('NDC', '00000000003', 'Osteoporosis Medications');
    const place = { source: 'e.csv', locator: '' };
    const person = member(IESD, {
      claims: [
        claim(
          'S',
          [line(day('2024-03-08'), [stated(CANCER), other(listed('UBREV', '0120', 'Inpatient Stay'))])],
          {
            admission: day('2024-03-08'),
            discharge: day('2024-03-12'),
          },
        ),
      ],
      deaths: [{ date: day('2024-03-12'), ...place }],
      hospice: [{ date: day('2024-03-12'), ...place }],
      fills: [fill(day('2024-03-12'), bone, 30)],
    });
    expect(asOf('2024-03-11', person).reasons).toEqual([]);
    expect(asOf('2024-03-12', person).reasons).toEqual(['cancer', 'osteoporosis', 'hospice', 'death']);
  });

  it('asks for cover up to the day and no further', () => {
    const until = (end: string): Person => member(IESD, { spans: [span(day('2023-01-01'), day(end))] });
    expect(asOf('2024-03-15', until('2024-03-15')).reasons).toEqual([]);
    expect(asOf('2024-03-15', until('2024-03-14')).reasons).toEqual(['enrollment']);
    expect(asOf('2024-03-29', until('2024-03-28')).reasons).toEqual(['enrollment']);
    // No day after day 28 is ever asked about.
    expect(asOf('2024-06-15', until('2024-03-29')).reasons).toEqual([]);
  });

  it('takes the first visit, and not one that is still to come', () => {
    const person = member(IESD, { claims: [visit(day('2024-02-28'), 'W')] });
    expect(asOf('2024-02-28', person).index.claimId).toBe('W');
  });
});

describe('what a later record could still exclude', () => {
  it('leaves out what holds, and rules whose window is over', () => {
    const person = member(IESD, { claims: [record(day('2024-03-06'), CANCER, 'C')] });
    const { open } = asOf('2024-03-10', person);
    expect(open?.wouldExclude).toContain('hiv');
    expect(open?.wouldExclude).toContain('hospice');
    expect(open?.wouldExclude).not.toContain('cancer');
    // Steroids count to the index date.
    expect(open?.wouldExclude).not.toContain('corticosteroids');
  });

  it('names frailty from 66 on', () => {
    const aged = (birth: string): Person => member(IESD, { birth: day(birth) });
    expect(asOf('2024-03-10', aged('1959-01-01')).open?.wouldExclude).not.toContain(
      'frailty_advanced_illness',
    );
    expect(asOf('2024-03-10', aged('1958-12-31')).open?.wouldExclude).toContain('frailty_advanced_illness');
  });
});

describe('the question of a day', () => {
  it.each(['2024-12-31', '2025-01-01', '2030-06-01'])('is that of a plain run on %s', (date) => {
    const plain = LBP.question({ year: 2024 });
    expect(LBP.question({ year: 2024, 'as-of': date })).toEqual(plain);
    expect(LBP.asSettings(LBP.question({ year: 2024, 'as-of': date }))).toEqual({
      year: 2024,
      coverage: false,
    });
  });

  it('is kept from the first day to the last but one', () => {
    for (const date of ['2024-01-01', '2024-12-30']) {
      expect(LBP.asSettings(LBP.question({ year: 2024, 'as-of': date }))).toMatchObject({ 'as-of': date });
    }
  });

  it.each(['2023-12-31', '2024-02-30', '15/06/2024', ''])('refuses %j', (date) => {
    expect(() => LBP.question({ year: 2024, 'as-of': date })).toThrow(/as-of/);
  });

  it('reads columns one by one or between commas, each once', () => {
    const by = (given: unknown): unknown => LBP.question({ year: 2024, by: given }).by;
    expect(by('plan,race')).toEqual(['plan', 'race']);
    expect(by(['plan', 'race', 'plan'])).toEqual(['plan', 'race']);
  });
});
