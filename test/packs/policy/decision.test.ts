import { describe, expect, it } from 'vitest';
import type { PolicyFile } from '../../../src/packs/policy/policy.js';
import type { LineCode, ListedCode } from '../../../src/timeline/person.js';
import {
  CANCER,
  claim,
  day,
  diagnoses,
  facts,
  image,
  judge,
  line,
  listed,
  MRI,
  NO_PAIN,
  other,
  PAIN,
  person,
  reasons,
  rules,
  span,
  TRAUMA,
  visit,
  XRAY,
} from './people.js';

/* The table of reasons, test by test; the first one that holds decides. */

const own = (rest: Partial<PolicyFile> = {}) => rules({ id: 'own', ...rest });

describe('the claim diagnosis', () => {
  const asked = (claimDiagnosis: 'principal' | 'any' | 'none', codes: readonly ListedCode[]) =>
    reasons(
      [visit('2025-03-01'), image('2025-03-05', { codes })],
      own({ imaging: { claim_diagnosis: claimDiagnosis } }),
    );

  it.each([
    ['principal', [PAIN, NO_PAIN], 'imaging_within_days'],
    ['principal', [NO_PAIN, PAIN], 'claim_diagnosis'],
    ['any', [NO_PAIN, PAIN], 'imaging_within_days'],
    ['any', [NO_PAIN], 'claim_diagnosis'],
    ['none', [NO_PAIN], 'imaging_within_days'],
  ] as const)('%s, on a claim with %j', (claimDiagnosis, codes, reason) => {
    expect(asked(claimDiagnosis, codes)).toEqual([reason]);
  });

  it('counts whichever line of the claim states it', () => {
    const ofTwo = claim('I', [
      line('2025-03-05', [other(MRI)], { facts: facts() }),
      line('2025-03-05', diagnoses(PAIN), { number: '2' }),
    ]);
    expect(reasons([ofTwo])).toEqual(['imaging_within_days']);
  });

  it('a laboratory line states it too', () => {
    const laboratory = claim('I', [
      line('2025-03-05', [other(MRI)], { facts: facts() }),
      line('2025-03-05', diagnoses(PAIN), { number: '2', placeOfService: '81' }),
    ]);
    expect(reasons([laboratory])).toEqual(['imaging_within_days']);
  });
});

describe('the claim type', () => {
  const typed = (claimType: string) => image('2025-03-05', { facts: { claimType } });

  it('both types under a policy for both', () => {
    expect(reasons([typed('professional')])).toEqual(['imaging_within_days']);
    expect(reasons([typed('institutional')])).toEqual(['imaging_within_days']);
  });

  it('one type under a policy for one', () => {
    expect(reasons([typed('institutional')], own({ claim_types: ['professional'] }))).toEqual(['claim_type']);
    expect(reasons([typed('professional')], own({ claim_types: ['professional'] }))).toEqual([
      'imaging_within_days',
    ]);
  });

  it('a type that is not stated is not one of them', () => {
    const [judged] = judge(person([typed('')]));
    expect([judged?.reason, judged?.claimType]).toEqual(['claim_type', 'unknown']);
  });
});

describe('the line of business', () => {
  const spans = (...all: ReturnType<typeof span>[]) => ({ spans: all });
  const inLines = (lines: string[], rest: ReturnType<typeof spans>) =>
    judge(person([image('2025-03-05')], rest), own({ lines_of_business: lines })).map(({ reason }) => reason);

  it('a payer type or a plan on the service date, in any letters', () => {
    const plan = spans(span('2025-01-01', '2025-12-31', { plan: 'FEP Blue' }));
    expect(inLines(['Commercial'], plan)).toEqual(['imaging_within_days']);
    expect(inLines(['fep blue'], plan)).toEqual(['imaging_within_days']);
    expect(inLines(['medicaid'], plan)).toEqual(['line_of_business']);
  });

  it.each([
    ['ends on the day', '2025-01-01', '2025-03-05', 'imaging_within_days'],
    ['ends the day before', '2025-01-01', '2025-03-04', 'line_of_business'],
    ['begins on the day', '2025-03-05', '2025-12-31', 'imaging_within_days'],
    ['begins the day after', '2025-03-06', '2025-12-31', 'line_of_business'],
  ])('a span that %s', (_, from, to, reason) => {
    expect(inLines(['commercial'], spans(span(from, to)))).toEqual([reason]);
  });

  it('is outside where nobody knows of any cover', () => {
    expect(inLines(['commercial'], spans())).toEqual(['line_of_business']);
  });

  it('cover without medical benefit says nothing beside cover with it', () => {
    const dental = span('2025-01-01', '2025-12-31', { plan: 'Dental', medicalBenefit: false });
    const medical = span('2025-01-01', '2025-12-31', { plan: 'Gold' });
    expect(inLines(['dental'], spans(dental, medical))).toEqual(['line_of_business']);
    expect(inLines(['dental'], spans(dental))).toEqual(['imaging_within_days']);
  });

  it('any span of several will do', () => {
    const both = spans(
      span('2025-01-01', '2025-12-31', { productLine: 'medicaid' }),
      span('2025-01-01', '2025-12-31', { productLine: 'medicare' }),
    );
    expect(inLines(['medicare'], both)).toEqual(['imaging_within_days']);
  });
});

describe('the place', () => {
  const emergency = own({ excluded_places: ['23'], excluded_revenue_codes: ['450', '0981'] });
  const room = listed('UBREV', '0450');

  it('is that of the line', () => {
    expect(reasons([image('2025-03-05', { placeOfService: '23' })], emergency)).toEqual(['place']);
    expect(reasons([image('2025-03-05', { placeOfService: '22' })], emergency)).toEqual([
      'imaging_within_days',
    ]);
  });

  it('a revenue code of any line of the claim, not of another claim', () => {
    const lines = image('2025-03-05').lines;
    const withRoom = claim('I', [...lines, line('2025-03-05', [other(room)], { number: '2' })]);
    expect(reasons([withRoom], emergency)).toEqual(['place']);
    const apart = claim('E', [line('2025-03-05', [other(room)])]);
    expect(reasons([image('2025-03-05'), apart], emergency)).toEqual(['imaging_within_days']);
  });
});

describe('the age', () => {
  const adults = own({ ages: { from: 18, to: 75 } });
  const born = (birth: string | null) =>
    judge(person([image('2025-03-05')], { birth: birth === null ? null : day(birth) }), adults).map(
      ({ reason }) => reason,
    );

  it.each([
    ['18 on the day', '2007-03-05', 'imaging_within_days'],
    ['17 on the day', '2007-03-06', 'age'],
    ['75 on the day', '1949-03-06', 'imaging_within_days'],
    ['76 on the day', '1949-03-05', 'age'],
    ['unknown', null, 'age_unknown'],
  ])('%s', (_, birth, reason) => {
    expect(born(birth)).toEqual([reason]);
  });

  it('no ages, and nobody asks for a birth date', () => {
    expect(judge(person([image('2025-03-05')], { birth: null })).map(({ reason }) => reason)).toEqual([
      'imaging_within_days',
    ]);
  });
});

describe('attestation', () => {
  const kx = own({ attestation_modifiers: ['kx'] });

  it.each([0, 1, 2, 3, 4])('a modifier in place %i of five', (place) => {
    const modifiers = ['26', 'LT', '59', 'TC', 'GC'].with(place, 'KX');
    expect(reasons([image('2025-03-05', { facts: { modifiers } })], kx)).toEqual(['attested']);
  });

  it('another modifier attests nothing', () => {
    expect(reasons([image('2025-03-05', { facts: { modifiers: ['26'] } })], kx)).toEqual([
      'imaging_within_days',
    ]);
  });

  it('nor does one on another line of the claim', () => {
    const [first] = image('2025-03-05').lines;
    const second = line('2025-03-05', [...diagnoses(PAIN)], {
      number: '2',
      facts: facts({ modifiers: ['KX'] }),
    });
    expect(reasons([claim('I', first === undefined ? [] : [first, second])], kx)).toEqual([
      'imaging_within_days',
    ]);
  });

  it('nor any under a policy without such modifiers', () => {
    expect(reasons([image('2025-03-05', { facts: { modifiers: ['KX'] } })])).toEqual(['imaging_within_days']);
  });
});

describe('red flags', () => {
  const flagged = (code: ListedCode, date: string) => [
    visit('2025-03-01'),
    image('2025-03-10'),
    visit(date, [NO_PAIN, code], 'F'),
  ];

  it.each([
    // 365 days before 2025-03-01 is 2024-03-01, since 2024-02-29 lies before both.
    ['trauma 365 days before', TRAUMA, '2024-03-01', 'red_flag'],
    ['trauma 366 days before', TRAUMA, '2024-02-29', 'imaging_within_days'],
    ['trauma on day 28, after the image', TRAUMA, '2025-03-29', 'red_flag'],
    ['trauma on day 29', TRAUMA, '2025-03-30', 'imaging_within_days'],
    ['cancer long before', CANCER, '2001-01-01', 'red_flag'],
    ['cancer on day 28', CANCER, '2025-03-29', 'red_flag'],
    ['cancer on day 29', CANCER, '2025-03-30', 'imaging_within_days'],
  ])('%s', (_, code, date, reason) => {
    expect(reasons(flagged(code, date))).toEqual([reason]);
  });

  it('says which, in the order of the policy, and since when', () => {
    const claims = [
      ...flagged(TRAUMA, '2025-02-01'),
      visit('2024-07-01', [CANCER], 'C1'),
      visit('2024-06-01', [CANCER], 'C2'),
      visit('2023-06-01', [TRAUMA], 'T'),
    ];
    const [judged] = judge(person(claims));
    expect(judged?.flags).toEqual(['cancer', 'trauma']);
    expect(judged?.flagDate).toBe(day('2024-06-01'));
    expect(judged?.evidence.map(({ rule, claimId }) => [rule, claimId])).toEqual([
      ['episode', 'V2025-03-01'],
      ['cancer', 'C2'],
      ['trauma', 'F'],
    ]);
  });

  it('a flag after the image is dated after it', () => {
    const [judged] = judge(person(flagged(TRAUMA, '2025-03-29')));
    expect((judged?.flagDate ?? 0) - (judged?.serviceDate ?? 0)).toBe(19);
  });

  it('is looked for whatever else pays the line, and only within an episode', () => {
    const claims = flagged(CANCER, '2020-01-01');
    const [attested] = judge(
      person(claims),
      own({ claim_types: ['institutional'], flags: [{ id: 'c', value_sets: ['Malignant Neoplasms'] }] }),
    );
    expect([attested?.reason, attested?.flags]).toEqual(['claim_type', ['c']]);
    const [late] = judge(
      person([visit('2025-03-01'), image('2025-03-30'), visit('2020-01-01', [CANCER], 'F')]),
    );
    expect([late?.reason, late?.flags, late?.flagDate]).toEqual(['no_new_episode', [], null]);
  });

  it('a denied claim and a supplemental record raise one', () => {
    for (const status of ['denied', 'supplemental'] as const) {
      const record = claim('F', [line('2025-02-01', diagnoses(NO_PAIN, TRAUMA), { status })]);
      expect(reasons([image('2025-03-01'), record])).toEqual(['red_flag']);
    }
  });

  it('a drug of a list, on the day it is dispensed', () => {
    const steroid = listed('NDC', '00054001820', 'Corticosteroid Medications');
    const policy = own({
      flags: [{ id: 'steroids', medication_lists: ['Corticosteroid Medications'], from: -30, to: 0 }],
    });
    const filled = (date: string) =>
      judge(
        person([image('2025-03-01')], {
          fills: [
            {
              claimId: 'R',
              lineNumber: '1',
              dispensed: day(date),
              drug: steroid,
              daysSupply: 5,
              source: '',
              locator: '',
            },
          ],
        }),
        policy,
      ).map(({ reason }) => reason);
    expect(filled('2025-01-30')).toEqual(['red_flag']);
    expect(filled('2025-01-29')).toEqual(['imaging_within_days']);
    expect(filled('2025-03-01')).toEqual(['red_flag']);
    expect(filled('2025-03-02')).toEqual(['imaging_within_days']);
  });
});

describe('the order of the tests', () => {
  /** Everything that could pay the line at once; each step takes the first of it away. */
  it('the first that holds decides', () => {
    const all: PolicyFile = {
      id: 'own',
      claim_types: ['institutional'],
      lines_of_business: ['medicaid'],
      excluded_places: ['11'],
      ages: { from: 60, to: 70 },
      attestation_modifiers: ['KX'],
      flags: [{ id: 'cancer', value_sets: ['Malignant Neoplasms'] }],
    };
    const steps: [string, Partial<PolicyFile>][] = [
      ['claim_type', {}],
      ['line_of_business', { claim_types: ['professional'] }],
      ['place', { lines_of_business: null }],
      ['age', { excluded_places: [] }],
      ['claim_diagnosis', { ages: null }],
      ['no_new_episode', { imaging: { claim_diagnosis: 'none', days: 3 } }],
      ['attested', { imaging: { claim_diagnosis: 'none' } }],
      ['red_flag', { attestation_modifiers: [] }],
      ['imaging_within_days', { flags: [] }],
    ];
    const claims = [
      visit('2025-03-01'),
      image('2025-03-05', { codes: [NO_PAIN], facts: { modifiers: ['KX'] } }),
      visit('2025-03-02', [NO_PAIN, CANCER], 'F'),
    ];
    let policy = all;
    for (const [reason, change] of steps) {
      policy = { ...policy, ...change };
      expect(reasons(claims, rules(policy))).toEqual([reason]);
    }
  });

  it('an unknown birth date comes before the diagnosis, after the place', () => {
    const who = person([image('2025-03-05', { codes: [NO_PAIN], placeOfService: '23' })], { birth: null });
    const by = (excluded: string[]) =>
      judge(who, own({ ages: { from: 18, to: 75 }, excluded_places: excluded })).map(({ reason }) => reason);
    expect(by(['23'])).toEqual(['place']);
    expect(by([])).toEqual(['age_unknown']);
  });
});

describe('a cell with several codes', () => {
  const XRAY_AND_MRI = [XRAY, MRI].map(other);

  it('is judged by its first code, in whatever order the codes are read', () => {
    const codesOf = (codes: readonly LineCode[], procedureCode: string) =>
      judge(person([claim('I', [line('2025-03-05', codes, { procedureCode, facts: facts() })])])).map(
        ({ code }) => code,
      );
    expect(codesOf(XRAY_AND_MRI, '72148')).toEqual(['72148']);
    expect(codesOf(XRAY_AND_MRI.toReversed(), '72148')).toEqual(['72148']);
    expect(codesOf(XRAY_AND_MRI, '72100')).toEqual(['72100']);
  });

  it('is judged by the lowest imaging code if the first is no imaging', () => {
    for (const codes of [XRAY_AND_MRI, XRAY_AND_MRI.toReversed()]) {
      const read = line('2025-03-05', codes, { procedureCode: '99213', facts: facts() });
      expect(judge(person([claim('I', [read])])).map(({ code }) => code)).toEqual(['72100']);
    }
  });
});
