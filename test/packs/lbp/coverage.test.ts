import { describe, expect, it } from 'vitest';
import { coverageItems, coverageOf } from '../../../src/packs/lbp/coverage.js';
import { resolveRules } from '../../../src/packs/lbp/resolve.js';
import type { Reach } from '../../../src/packs/lbp/rules/near.js';
import { rulesOfYear } from '../../../src/packs/lbp/years/index.js';
import type { Day } from '../../../src/timeline/day.js';
import type { Claim, Person } from '../../../src/timeline/person.js';
import {
  BACK_PAIN,
  BED,
  claim,
  day,
  fill,
  further,
  line,
  listed,
  member,
  other,
  principal,
  RADIOGRAPH,
  record,
  span,
  VISIT,
  visit,
} from './people.js';
import { loaded, SEPARATE } from './sets.js';

/* Near misses at their edges, as in docs/outputs.md: up to seven days, and no more. */

const RULES = resolveRules(rulesOfYear(2024), loaded(SEPARATE));
const ITEMS = coverageItems(RULES);
const INDEX = '2024-06-10';
const IESD = day(INDEX);

/** How far a person comes with a rule, or with one of its sets; null for someone who is not counted at all. */
function reach(person: Person, rule: string, valueSet = ''): Reach | null {
  const at = ITEMS.findIndex((item) => item.rule === rule && item.valueSet === valueSet);
  if (at < 0) throw new Error(`nothing covers ${rule} ${valueSet}`);
  return coverageOf(person, RULES, ITEMS)?.[at] ?? null;
}

const withClaims = (...claims: readonly Claim[]): Person => member(INDEX, { claims });

describe('a record in a window of the rules', () => {
  const TRAUMA = listed('ICD10CM', 'S32010A', 'Trauma');
  it.each([
    [-98, 'missed'],
    [-97, 'near'],
    [-91, 'near'],
    [-90, 'met'],
    [28, 'met'],
    [29, 'near'],
    [35, 'near'],
    [36, 'missed'],
  ])('trauma on day %i: %s', (days, expected) => {
    const person = withClaims(record(IESD + days, TRAUMA));
    expect(reach(person, 'trauma')).toBe(expected);
    expect(reach(person, 'trauma', 'Trauma')).toBe(expected);
  });

  it.each([
    [-5000, 'met'],
    [28, 'met'],
    [29, 'near'],
    [35, 'near'],
    [36, 'missed'],
  ])('cancer on day %i, which has no first day: %s', (days, expected) => {
    const person = withClaims(record(IESD + days, listed('ICD10CM', 'C509', 'Malignant Neoplasms')));
    expect(reach(person, 'cancer')).toBe(expected);
    expect(reach(person, 'cancer', 'Malignant Neoplasms')).toBe(expected);
    expect(reach(person, 'cancer', 'Other Neoplasms')).toBe('not_reached');
  });

  it.each([
    ['2023-12-24', 'missed'],
    ['2023-12-25', 'near'],
    ['2023-12-31', 'near'],
    ['2024-01-01', 'met'],
    ['2024-12-31', 'met'],
    ['2025-01-07', 'near'],
    ['2025-01-08', 'missed'],
  ])('hospice and death on %s, by claim or by a fact: %s', (date, expected) => {
    const fact = [{ date: day(date), source: 'e.csv', locator: '' }];
    const claimed = withClaims(record(day(date), listed('HCPCS', 'T2042', 'Hospice Encounter')));
    expect(reach(claimed, 'hospice')).toBe(expected);
    expect(reach(member(INDEX, { hospice: fact }), 'hospice')).toBe(expected);
    expect(reach(member(INDEX, { deaths: fact }), 'death')).toBe(expected);
  });

  it('that nobody has is not reached', () => {
    for (const rule of [
      'trauma',
      'cancer',
      'hospice',
      'death',
      'corticosteroids',
      'frailty_advanced_illness',
      'imaging',
    ]) {
      expect([rule, reach(member(INDEX), rule)]).toEqual([rule, 'not_reached']);
    }
  });

  it('counts the nearest of several', () => {
    const person = withClaims(record(IESD - 500, TRAUMA, 'A'), record(IESD + 30, TRAUMA, 'B'));
    expect(reach(person, 'trauma')).toBe('near');
  });
});

describe('the index event', () => {
  const alone = (claims: readonly Claim[]): Person => ({ ...member(INDEX), claims });

  it.each([
    ['2023-12-24', null],
    ['2023-12-25', 'near'],
    ['2023-12-31', 'near'],
    ['2024-01-01', 'met'],
    ['2024-12-03', 'met'],
    ['2024-12-04', 'near'],
    ['2024-12-10', 'near'],
    ['2024-12-11', null],
  ])('with the only visit on %s: %s', (date, expected) => {
    expect(reach(alone([visit(day(date))]), 'index')).toBe(expected);
  });

  it('is missed by who has no visit code, and near by no date', () => {
    const noVisit = (date: Day): Claim => claim('N', [line(date, [principal(BACK_PAIN)])]);
    expect(reach(alone([noVisit(IESD)]), 'index')).toBe('missed');
    expect(reach(alone([noVisit(day('2024-12-04'))]), 'index')).toBeNull();
  });

  const stay = (from: number, to: number): Claim =>
    claim('S', [line(IESD + from, [other(BED)])], { admission: IESD + from, discharge: IESD + to });

  it.each([
    // Open again from day -7 on the one side, from day +8 on the other.
    [-5, 30, 'near'],
    [-6, 30, 'missed'],
    [-30, 6, 'near'],
    [-30, 7, 'missed'],
  ])('in a stay from day %i to day %i: %s', (from, to, expected) => {
    expect(reach(alone([visit(IESD), stay(from, to)]), 'index')).toBe(expected);
  });

  it('is all that is asked of someone without a row in members.csv', () => {
    const person: Person = {
      ...withClaims(record(IESD, listed('ICD10CM', 'S32010A', 'Trauma'))),
      spans: [span(IESD + 1, IESD + 100)],
    };
    expect(reach(person, 'index')).toBe('met');
    expect(reach(person, 'index', 'Outpatient')).toBe('met');
    for (const rule of ['age', 'negative_history', 'enrollment', 'trauma', 'imaging']) {
      expect([rule, reach(person, rule)]).toEqual([rule, 'not_reached']);
    }
    expect(reach(person, 'trauma', 'Trauma')).toBe('not_reached');
  });

  it.each([
    ['2023-12-24', 'missed'],
    ['2023-12-25', 'near'],
    ['2024-01-01', 'met'],
    ['2024-12-03', 'met'],
    ['2024-12-10', 'near'],
    ['2024-12-11', 'missed'],
  ])('has its visit sets in the intake period: %s is %s', (date, expected) => {
    const person = withClaims(record(day(date), listed('UBREV', '0450', 'ED')));
    expect(reach(person, 'index', 'ED')).toBe(expected);
  });
});

describe('the gates', () => {
  it.each([
    ['2006-01-01', 'met'],
    ['2006-01-02', 'near'],
    ['2006-01-08', 'near'],
    ['2006-01-09', 'missed'],
    ['1949-01-01', 'met'],
    ['1948-12-31', 'near'],
    ['1948-12-25', 'near'],
    ['1948-12-24', 'missed'],
  ])('age, born %s: %s', (birth, expected) => {
    expect(reach(member(INDEX, { birth: day(birth) }), 'age')).toBe(expected);
  });

  const history = (...days: readonly number[]): Person =>
    withClaims(...days.map((by, at) => claim(`H${at}`, [line(IESD + by, [further(BACK_PAIN)])])));

  it.each([
    [[], 'met'],
    [[-181], 'met'],
    [[0], 'met'],
    [[-180], 'near'],
    [[-174], 'near'],
    [[-173], 'missed'],
    [[-8], 'missed'],
    [[-7], 'near'],
    [[-1], 'near'],
    [[-180, -1], 'near'],
    [[-180, -90], 'missed'],
  ] as const)('history on days %j: %s', (days, expected) => {
    expect(reach(history(...days), 'negative_history')).toBe(expected);
  });

  const bare = (...gaps: readonly (readonly [from: number, to: number])[]): Person => {
    const starts = [IESD - 400, ...gaps.map(([, to]) => IESD + to + 1)];
    const ends = [...gaps.map(([from]) => IESD + from - 1), IESD + 400];
    return member(INDEX, { spans: starts.map((start, at) => span(start, ends[at] ?? start)) });
  };

  it.each([
    [[], 'met'],
    [[[-100, -100]], 'near'],
    [[[-100, -94]], 'near'],
    [[[-100, -93]], 'missed'],
    [
      [
        [-100, -98],
        [-50, -47],
      ],
      'near',
    ],
    [
      [
        [-100, -97],
        [-50, -47],
      ],
      'missed',
    ],
  ] as const)('enrollment with the gaps %j: %s', (gaps, expected) => {
    expect(reach(bare(...gaps), 'enrollment')).toBe(expected);
  });
});

describe('corticosteroids', () => {
  const STEROID = listed('NDC', '00000000001', 'Corticosteroid Medications');
  const filled = (...fills: readonly (readonly [dispensed: number, days: number | null])[]): Person =>
    member(INDEX, { fills: fills.map(([by, days], at) => fill(IESD + by, STEROID, days, `F${at}`)) });

  it.each([
    [[[-200, 90]], 'met'],
    [[[-200, 89]], 'near'],
    [[[-200, 83]], 'near'],
    [[[-200, 82]], 'missed'],
    [[[-200, null]], 'missed'],
    // One fill moved by so many days closes the gap.
    [
      [
        [-200, 45],
        [-154, 45],
      ],
      'near',
    ],
    [
      [
        [-200, 45],
        [-148, 45],
      ],
      'near',
    ],
    [
      [
        [-200, 45],
        [-147, 45],
      ],
      'missed',
    ],
    // Dispensed before the window, or too late in it.
    [[[-366, 90]], 'near'],
    [[[-372, 90]], 'near'],
    [[[-373, 90]], 'missed'],
    [[[-88, 90]], 'near'],
    [[[-82, 90]], 'near'],
    [[[-81, 90]], 'missed'],
  ] as const)('with fills %j: %s', (fills, expected) => {
    expect(reach(filled(...fills), 'corticosteroids')).toBe(expected);
  });
});

describe('frailty with advanced illness', () => {
  const FRAIL = listed('ICD10CM', 'R54', 'Frailty Symptom');
  const ILL = listed('ICD10CM', 'I5022', 'Advanced Illness');
  const DEMENTIA = listed('NDC', '00000000004', 'Dementia Medications');
  const old = (birth: string, dates: { frail?: string[]; ill?: string[]; drug?: string }): Person =>
    member(INDEX, {
      birth: day(birth),
      claims: [
        ...(dates.frail ?? []).map((date, at) => record(day(date), FRAIL, `F${at}`)),
        ...(dates.ill ?? []).map((date, at) => record(day(date), ILL, `I${at}`)),
      ],
      fills: dates.drug === undefined ? [] : [fill(day(dates.drug), DEMENTIA, 30)],
    });
  const frail = ['2024-02-01', '2024-03-01'];
  const ill = ['2023-02-01', '2023-03-01'];

  it.each([
    ['66 with both', '1958-12-31', { frail, ill }, 'met'],
    ['66 seven days after the year', '1959-01-07', { frail, ill }, 'near'],
    ['66 eight days after the year', '1959-01-08', { frail, ill }, 'missed'],
    ['one of two dates of frailty', '1950-05-05', { frail: frail.slice(0, 1), ill }, 'near'],
    ['just 66, and one of two dates of frailty', '1958-12-31', { frail: frail.slice(0, 1), ill }, 'near'],
    ['no frailty', '1950-05-05', { ill }, 'missed'],
    ['one of two dates of illness', '1950-05-05', { frail, ill: ill.slice(0, 1) }, 'near'],
    ['no illness', '1950-05-05', { frail }, 'missed'],
    ['one date of each', '1950-05-05', { frail: frail.slice(0, 1), ill: ill.slice(0, 1) }, 'missed'],
    ['nearly old enough, and one date', '1959-01-01', { frail: frail.slice(0, 1), ill }, 'missed'],
    ['a dementia drug on the first day', '1950-05-05', { frail, drug: '2023-01-01' }, 'met'],
    ['a dementia drug seven days before', '1950-05-05', { frail, drug: '2022-12-25' }, 'near'],
    ['a dementia drug eight days before', '1950-05-05', { frail, drug: '2022-12-24' }, 'missed'],
    ['nothing of either', '1950-05-05', {}, 'not_reached'],
  ] as const)('%s: %4$s', (_, birth, dates, expected) => {
    const { frail: f, ill: i, drug } = dates as { frail?: string[]; ill?: string[]; drug?: string };
    const person = old(birth, { ...(f && { frail: f }), ...(i && { ill: i }), ...(drug && { drug }) });
    expect(reach(person, 'frailty_advanced_illness')).toBe(expected);
  });

  it('does not count an illness or a dementia drug that no claim diagnoses or dispenses', () => {
    const code = record(IESD, listed('HCPCS', 'G2098', 'Dementia Medications'));
    expect(reach(withClaims(code), 'frailty_advanced_illness', 'Dementia Medications')).toBe('not_reached');
  });
});

describe('imaging', () => {
  const image = (by: number, status: 'paid' | 'denied' = 'paid'): Person =>
    withClaims(claim('X', [line(IESD + by, [further(BACK_PAIN), other(RADIOGRAPH)], { status })]));

  it.each([
    [-8, 'missed'],
    [-7, 'near'],
    [-1, 'near'],
    [0, 'met'],
    [28, 'met'],
    [29, 'near'],
    [35, 'near'],
    [36, 'missed'],
  ])('on day %i: %s', (by, expected) => {
    expect(reach(image(by), 'imaging')).toBe(expected);
  });

  it('that could not count on any day is not reached, though its set is', () => {
    const denied = image(10, 'denied');
    expect([reach(denied, 'imaging'), reach(denied, 'imaging', 'Imaging Study')]).toEqual([
      'not_reached',
      'met',
    ]);
    const elsewhere = withClaims(claim('X', [line(IESD + 10, [other(RADIOGRAPH)])]));
    expect(reach(elsewhere, 'imaging')).toBe('not_reached');
  });
});

describe('the items', () => {
  it('are the gates, the exclusions, imaging, and each set in use', () => {
    const of = (kind: string): string[] => ITEMS.filter((item) => item.kind === kind).map(({ rule }) => rule);
    expect(of('gate')).toEqual(['index', 'age', 'negative_history', 'enrollment']);
    expect(of('exclusion')).toEqual(RULES.exclusions.map(({ id }) => id));
    expect(of('numerator')).toEqual(['imaging']);
    const sets = ITEMS.filter(({ kind }) => kind === 'value_set').map(({ valueSet }) => valueSet);
    // The stay that is not acute matters in the years that know acute stays; the diagnosis of osteoporosis from 2025 on.
    const unused = ['Nonacute Inpatient Stay', 'Osteoporosis'];
    expect(new Set(sets)).toEqual(new Set([...SEPARATE].filter((set) => !unused.includes(set))));
  });

  it('need a line of their own for no other visit than the one', () => {
    expect(reach(withClaims(), 'index', 'Outpatient')).toBe('met');
    expect(reach(withClaims(record(IESD + 3, VISIT)), 'index', 'Outpatient')).toBe('met');
  });
});
