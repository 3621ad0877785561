import { describe, expect, it } from 'vitest';
import type { Reviewed } from '../../../src/packs/review/decision.js';
import { evaluate } from '../../../src/packs/review/evaluate.js';
import type { GuidelineFile } from '../../../src/packs/review/guideline/schema.js';
import type { Claim, Person } from '../../../src/timeline/person.js';
import { codeOf } from './codes.js';
import { type Case, claim, day, line, personOf, rulesFor, stated } from './people.js';

/*
 * Each kind of leaf at its edges, in a guideline with no other leaf. The day of the image is 2024-05-15.
 */

const TODAY = day('2024-05-15');

function guideline(tree: string, more: Partial<GuidelineFile> = {}): GuidelineFile {
  const code = (codes: string, region: 'lumbar' | 'other', modality: 'mri' | 'other', more = {}) => ({
    ...{ codes: [codes], region, modality, contrast: 'without' as const, earlier: 'mri_lumbar' },
    ...more,
  });
  return {
    id: 'ours',
    title: 'Ours',
    document: 'Ours',
    versions: [{ id: 'ours-1' }],
    scope: {
      codes: [code('72148', 'lumbar', 'mri'), code('78812', 'other', 'other', { only_with: 'spine_dx' })],
    },
    care: {
      K6: { window: '-180..-1', diagnosis: 'back_episode', within: 'episode', needs: 'follow_up', days: 28 },
      A6: {
        window: '-180..-1',
        diagnosis: 'spine_dx',
        within: 'lumbar_episode',
        needs: 'follow_up',
        days: 42,
      },
      E6: { window: '-180..-1', diagnosis: 'spine_dx', within: 'lumbar_episode', needs: 'evaluation' },
    },
    scenarios: [{ id: 'a', title: 'A', regions: ['lumbar', 'other'], modalities: ['mri', 'other'], tree }],
    sets: { steroid_fills: { medication_lists: ['Corticosteroid Medications'] } },
    ...more,
  };
}

function reviewed(person: Person, tree: string): Reviewed {
  const outcome = evaluate(person, rulesFor(guideline(tree))).find(
    ({ line: { claimId } }) => claimId === 'IMAGE',
  );
  if (outcome?.kind !== 'reviewed') throw new Error('not reviewed');
  return outcome;
}

function ask(tree: string, of: Case, more: readonly Claim[] = []): string {
  const person = personOf(of);
  return reviewed({ ...person, claims: [...person.claims, ...more] }, tree).scenarios[0]?.result ?? 'none';
}

/** What a leaf rests on: `code date claim line` of each record. */
function records(tree: string, of: Case, more: readonly Claim[] = []): string[] {
  const person = personOf(of);
  const { scenarios } = reviewed({ ...person, claims: [...person.claims, ...more] }, tree);
  return (scenarios[0]?.evidence ?? []).map(({ record }) =>
    record === null
      ? 'none'
      : `${record.listed.code} ${record.date - TODAY} ${record.claimId} ${record.lineNumber}`,
  );
}

function visit(id: string, at: number, code: string): Claim {
  return claim(id, [line(TODAY + at, [stated(codeOf(code))])]);
}

const only = (code: string, at: number): Case => ({ others: [[code, at]] });

describe('rec', () => {
  it.each([
    [-42, 'met'],
    [-43, 'not shown'],
    [0, 'met'],
    [1, 'not shown'],
  ])('rec(fever, -42..0) on day %i is %s', (at, result) => {
    expect(ask('rec(fever, -42..0)', only('R50.9', at))).toBe(result);
  });

  it.each([
    [-20_000, 'met'],
    [-1, 'met'],
    [0, 'not shown'],
  ])('rec(fever, ever..-1) on day %i is %s', (at, result) => {
    expect(ask('rec(fever, ever..-1)', only('R50.9', at))).toBe(result);
  });

  it('takes any of the sets, and denied, pending and suspended claims', () => {
    expect(ask('rec(diabetes+fever, -42..0)', only('R50.9', 0))).toBe('met');
    for (const status of ['denied', 'pending', 'suspended', 'unknown'] as const) {
      const other = claim('C', [line(TODAY, [stated(codeOf('R50.9'))], { status })]);
      expect(ask('rec(fever, -42..0)', {}, [other])).toBe('met');
    }
  });

  it('rests on the latest record, and of that day on the first claim and line', () => {
    const fever = stated(codeOf('R50.9'));
    const claims = [
      claim('B', [line(TODAY - 3, [fever], { number: '10' }), line(TODAY - 3, [fever], { number: '9' })]),
      claim('C', [line(TODAY - 3, [fever])]),
      claim('A', [line(TODAY - 4, [fever])]),
    ];
    expect(records('rec(fever, -42..0)', {}, claims)).toEqual(['R509 -3 B 9']);
  });

  it('x3 asks for three different dates, and rests on the three latest', () => {
    const tree = 'rec(steroid_fills, -180..0, x3)';
    expect(ask(tree, { fills: [-180, -90, -90] })).toBe('not shown');
    expect(ask(tree, { fills: [-181, -90, -30] })).toBe('not shown');
    expect(ask(tree, { fills: [-180, -90, 0] })).toBe('met');
    expect(records(tree, { fills: [-180, -90, -60, 0] })).toEqual([
      '00054001720 0 F3 1',
      '00054001720 -60 F2 1',
      '00054001720 -90 F1 1',
    ]);
  });

  it('spine takes only claims that carry a diagnosis of the spine, in any position', () => {
    const tree = 'rec(complementary, -180..-1, spine)';
    const visit = (...codes: string[]): Claim =>
      claim('C', [
        line(
          TODAY - 10,
          codes.map((code) => stated(codeOf(code))),
        ),
      ]);
    expect(ask(tree, {}, [visit('M17.11', 'M54.2', '98941')])).toBe('met');
    expect(ask(tree, {}, [visit('M17.11', '98941')])).toBe('not shown');
  });

  it('or joins tests with windows of their own into one leaf', () => {
    const tree = 'rec(postlaminectomy, ever..-10) or rec(hardware, -5..0)';
    expect(ask(tree, only('T84.216A', -10))).toBe('met');
    expect(ask(tree, only('T84.216A', -9))).toBe('not shown');
    expect(ask(tree, only('T84.216A', -5))).toBe('met');
    expect(reviewed(personOf(only('T84.216A', -5)), tree).scenarios[0]?.leaves.met).toEqual([1]);
  });
});

describe('the date of a diagnosis', () => {
  const stay = (discharge: number, more: Partial<Claim> = {}): Claim => ({
    ...claim('S', [line(TODAY - 60, [stated(codeOf('R50.9')), stated(codeOf('bed'))])]),
    ...{ admission: TODAY - 60, discharge: TODAY + discharge },
    ...more,
  });

  it('is that of the discharge on an inpatient claim, else that of the line', () => {
    expect(ask('rec(fever, -42..0)', {}, [stay(-42)])).toBe('met');
    expect(ask('rec(fever, -42..0)', {}, [stay(-43)])).toBe('not shown');
    expect(ask('rec(fever, -60..-60)', {}, [stay(-42)])).toBe('not shown');
  });

  it('is also that of the image for the imaging claim itself, an inpatient one too', () => {
    const image = line(TODAY, [stated(codeOf('R50.9')), stated(codeOf('72148')), stated(codeOf('bed'))]);
    const person = personOf({});
    const inpatient = { ...claim('IMAGE', [image]), admission: TODAY - 1, discharge: TODAY + 9 };
    expect(reviewed({ ...person, claims: [inpatient] }, 'rec(fever, -42..0)').scenarios[0]?.result).toBe(
      'met',
    );
  });

  it('does not exist on lines of a laboratory', () => {
    const at = (placeOfService: string): Claim =>
      claim('L', [line(TODAY - 1, [stated(codeOf('R50.9'))], { placeOfService })]);
    expect(ask('rec(fever, -42..0)', {}, [at('11')])).toBe('met');
    expect(ask('rec(fever, -42..0)', {}, [at('81')])).toBe('not shown');
  });
});

describe('claim, none', () => {
  it('claim looks at the imaging claim alone, at any of its lines', () => {
    expect(ask('claim(cauda_equina)', { claim: 'I10 G83.4' })).toBe('met');
    expect(ask('claim(cauda_equina)', only('G83.4', 0))).toBe('not shown');
    const person = personOf({});
    const image = claim('IMAGE', [
      line(TODAY, [stated(codeOf('72148'))]),
      line(TODAY - 9, [stated(codeOf('G83.4'))], { number: '2' }),
    ]);
    expect(reviewed({ ...person, claims: [image] }, 'claim(cauda_equina)').scenarios[0]?.result).toBe('met');
  });

  it.each([
    [-181, 'met'],
    [-180, 'not shown'],
    [0, 'not shown'],
    [1, 'met'],
  ])('none(fever, -180..0) with fever on day %i is %s', (at, result) => {
    expect(ask('none(fever, -180..0)', only('R50.9', at))).toBe(result);
    expect(ask('any(none(fever, -180..0))', {})).toBe('met');
  });
});

describe('prior, noprior', () => {
  it.each([
    [-365, 'met'],
    [-366, 'not shown'],
    [-4, 'met'],
    [-3, 'not shown'],
  ])('prior(mri_lumbar, -365..-4) with an image on day %i is %s', (at, result) => {
    expect(ask('prior(mri_lumbar, -365..-4)', only('72148', at))).toBe(result);
    const other = result === 'met' ? 'not shown' : 'met';
    expect(ask('noprior(mri_lumbar, -365..-4)', only('72148', at))).toBe(other);
  });

  it('never count the line under review, but another line of its claim', () => {
    expect(ask('prior(mri_lumbar, -5..0)', {})).toBe('not shown');
    const image = line(TODAY, [stated(codeOf('72148'))]);
    const twice = claim('IMAGE', [image, line(TODAY, [stated(codeOf('72158'))])]);
    expect(
      reviewed({ ...personOf({}), claims: [twice] }, 'prior(mri_lumbar, -5..0)').scenarios[0]?.result,
    ).toBe('met');
  });
});

describe('claims to which two sources give one id', () => {
  // Therapy for a knee, and visits for the back under the ids of its claims.
  const knee: Case = { lbp: [-120], pt: [-60, -45, -30], therapyFor: 'M17.11' };
  const pain = [0, 1, 2].map((no) => visit(`PT${no}`, -100 + no, 'M54.50'));
  const chiropractor = [0, 1, 2].map((no) => visit(`PT${no}`, -100 + no, '98941'));

  it('do not lend each other their diagnoses', () => {
    expect(ask('care(K6)', knee, pain)).toBe('not shown');
    expect(ask('rec(pt, -180..-1, spine)', knee, pain)).toBe('not shown');
  });

  it('do not lend each other their visits', () => {
    expect(ask('care(K6)', { ...knee, therapyFor: 'M54.50' }, chiropractor)).toBe('met');
  });
});

describe('care', () => {
  const pain = { lbp: [-150], claim: 'M54.50' };

  it.each([
    [[-60, -32], 'met'],
    [[-60, -33], 'not shown'],
    [[-150, -1], 'met'],
    [[-60, 0], 'not shown'],
  ] as const)('K6 with therapy on %j since an episode that started on -150 is %s', (pt, result) => {
    expect(ask('care(K6)', { ...pain, pt })).toBe(result);
  });

  it('asks for a date after the earliest evaluation, and counts days over all therapy', () => {
    expect(
      ask('care(K6)', {
        ...pain,
        therapy: [
          ['97110', -90],
          ['97161', -60],
        ],
      }),
    ).toBe('not shown');
    expect(
      ask('care(K6)', {
        ...pain,
        therapy: [
          ['97110', -90],
          ['97161', -60],
          ['97110', -59],
        ],
      }),
    ).toBe('met');
    expect(
      ask('care(K6)', {
        ...pain,
        therapy: [
          ['97110', -90],
          ['97110', -59],
        ],
      }),
    ).toBe('not shown');
  });

  it('takes claims with a diagnosis of the kind, and none with a visit to a chiropractor', () => {
    const pt = [-60, -10];
    expect(ask('care(A6)', { ...pain, pt, therapyFor: 'M54.2' })).toBe('met');
    expect(ask('care(K6)', { ...pain, pt, therapyFor: 'M54.2' })).toBe('not shown');
    expect(ask('care(A6)', { ...pain, pt, therapyFor: 'M17.11' })).toBe('not shown');
    expect(ask('care(A6)', { ...pain, pt, withTherapy: '98941' })).toBe('not shown');
  });

  it('counts within the episode: K always, A on lumbar lines where there is an episode', () => {
    const pt = [-60, -10];
    const neck = { therapyFor: 'M54.2' };
    expect(ask('care(K6)', { pt, ...neck })).toBe('not shown');
    expect(ask('care(A6)', { pt, ...neck })).toBe('met');
    expect(ask('care(A6)', { pt, ...neck, lbp: [-30] })).toBe('not shown');
    expect(ask('care(A6)', { pt, ...neck, lbp: [-30], code: '78812', claim: 'M54.2' })).toBe('met');
  });

  it('E asks for an evaluation and nothing more', () => {
    // Coded for the neck, so that the therapy itself does not belong to the episode, which starts on -150.
    const neck = { ...pain, therapyFor: 'M54.2' };
    expect(ask('care(E6)', { ...neck, therapy: [['97161', -150]] })).toBe('met');
    expect(ask('care(E6)', { ...neck, therapy: [['97161', -151]] })).toBe('not shown');
    expect(ask('care(E6)', { ...pain, therapy: [['97110', -100]] })).toBe('not shown');
  });

  it('rests on the evaluation and the first and last date, E on the evaluation alone', () => {
    const therapy = [
      ['97110', -90],
      ['97161', -60],
      ['97110', -59],
    ] as const;
    expect(records('care(K6)', { ...pain, therapy })).toEqual([
      '97161 -60 PT1 1',
      '97110 -90 PT0 1',
      '97110 -59 PT2 1',
    ]);
    expect(records('care(E6)', { ...pain, therapy })).toEqual(['97161 -60 PT1 1']);
  });
});

describe('phase, age, months, sex, chart', () => {
  it('phase is one of those named, and rests on the start of the episode', () => {
    expect(ask('phase(acute,none)', { lbp: [-42] })).toBe('met');
    expect(ask('phase(acute,none)', { lbp: [-43] })).toBe('not shown');
    expect(ask('phase(acute,none)', {})).toBe('met');
    expect(records('phase(acute)', { lbp: [-42, -10] })).toEqual(['M5450 -42 LBP-42 1']);
    expect(records('phase(none)', {})).toEqual(['none']);
  });

  it.each([
    ['age(>=51)', '1973-05-15', 'met'],
    ['age(>=51)', '1973-05-16', 'not shown'],
    ['age(<=18)', '2005-05-16', 'met'],
    ['age(<=18)', '2005-05-15', 'not shown'],
    ['age(50..69)', '1974-05-15', 'met'],
    ['age(50..69)', '1954-05-15', 'not shown'],
    ['months(>=6)', '2023-11-15', 'met'],
    ['months(>=6)', '2023-11-16', 'not shown'],
    ['months(<=5)', '2023-11-16', 'met'],
    ['months(<=5)', '2024-05-16', 'not shown'],
    ['age(<=1)', '2024-05-16', 'not shown'],
  ])('%s of someone born %s is %s', (tree, born, result) => {
    expect(ask(tree, { born })).toBe(result);
  });

  it('nobody knows the age without a birth date, nor the sex where none is given', () => {
    const unborn = { ...personOf({}), birth: null };
    expect(reviewed(unborn, 'any(age(>=0); age(<=150))').scenarios[0]?.result).toBe('not shown');
    expect(ask('sex(F)', { sex: 'F' })).toBe('met');
    expect(ask('sex(M)', { sex: 'F' })).toBe('not shown');
    expect(ask('any(sex(F); sex(M))', { sex: '' })).toBe('not shown');
  });

  it('chart needs the chart', () => {
    expect(ask("chart('x')", {})).toBe('chart only');
  });
});

describe('branches', () => {
  const MET = 'claim(fever)';
  const CHART = "chart('x')";
  const NOT = 'claim(ms)';
  const SILENT = 'sex(F)';

  it.each([
    [`all(${MET}; ${MET})`, 'met'],
    [`all(${MET}; ${CHART})`, 'open'],
    [`all(${MET}; ${CHART}; ${NOT})`, 'not shown'],
    [`any(${NOT}; ${CHART}; ${MET})`, 'met'],
    [`any(${NOT}; ${CHART})`, 'chart only'],
    [`any(${NOT}; ${NOT})`, 'not shown'],
    ['any()', 'not shown'],
    [`n2(${MET}; ${MET}; ${CHART})`, 'met'],
    [`n2(${MET}; ${CHART}; ${NOT})`, 'open'],
    [`n2(${CHART}; ${CHART}; ${NOT})`, 'chart only'],
    [`n2(${MET}; ${NOT}; ${NOT})`, 'not shown'],
    // A leaf that is met anywhere in the tree opens it, also in a branch that fails.
    [`all(${CHART}; any(${CHART}; all(${MET}; ${NOT})))`, 'open'],
    // Who the person is, how long it hurts and what is absent open nothing.
    [
      `all(${CHART}; ${SILENT}; age(>=1); phase(none); none(ms, -9..0); noprior(mri_lumbar, -9..-4))`,
      'chart only',
    ],
  ])('%s is %s', (tree, result) => {
    expect(ask(tree, { claim: 'R50.9' })).toBe(result);
  });

  it('number their leaves depth first, parts expanded where they are named', () => {
    const parts = { PAIR: `all(${MET}; ${CHART})` };
    const file = guideline(`any(all(PAIR; ${NOT}); PAIR; ${SILENT})`, { parts });
    const [outcome] = evaluate(personOf({ claim: 'R50.9' }), rulesFor(file));
    if (outcome?.kind !== 'reviewed') throw new Error('not reviewed');
    expect(outcome.scenarios[0]?.leaves).toEqual({ met: [1, 4, 6], needs_chart: [2, 5], not_shown: [3] });
  });
});

describe('the lines under review', () => {
  it('PET counts only on a claim with a diagnosis of the spine', () => {
    const on = (claimCodes: string): number =>
      evaluate(personOf({ code: '78812', claim: claimCodes }), rulesFor(guideline('any()'))).length;
    expect(on('M54.2')).toBe(1);
    expect(on('C50.911')).toBe(0);
  });

  it('are those of the period, both ends counted, whatever their status, and no supplemental record', () => {
    const image = (at: number, status: 'denied' | 'supplemental'): Claim =>
      claim(`I${at}`, [line(TODAY + at, [stated(codeOf('72148'))], { status })]);
    const lines = (status: 'denied' | 'supplemental'): string[] => {
      const claims = [-1, 0, 5, 6].map((at) => image(at, status));
      const period = { from: '2024-05-15', to: '2024-05-20' };
      return evaluate({ ...personOf({}), claims }, rulesFor(guideline('any()'), period)).map(
        ({ line: { claimId } }) => claimId,
      );
    };
    expect(lines('denied')).toEqual(['I0', 'I5']);
    expect(lines('supplemental')).toEqual([]);
  });

  it('stand in the order of dates, claims and lines', () => {
    const image = (id: string, at: number, ...numbers: string[]): Claim =>
      claim(
        id,
        numbers.map((number) => line(TODAY + at, [stated(codeOf('72148'))], { number })),
      );
    const claims = [image('B', 0, '10', '9'), image('A', 0, '1'), image('C', -1, '1')];
    const found = evaluate({ ...personOf({}), claims }, rulesFor(guideline('any()')));
    expect(found.map(({ line: { claimId, lineNumber } }) => `${claimId}${lineNumber}`)).toEqual([
      'C1',
      'A1',
      'B9',
      'B10',
    ]);
  });
});
