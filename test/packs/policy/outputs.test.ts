import { describe, expect, it } from 'vitest';
import type { PolicyTotals } from '../../../src/packs/policy/outputs/tally.js';
import { POLICY } from '../../../src/packs/policy/pack.js';
import { asRow, type OutputRow } from '../../../src/packs/table.js';
import type { Person } from '../../../src/timeline/person.js';
import {
  CT,
  claim,
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
  rowsOf,
  rules,
  span,
  TRAUMA,
  visit,
  XRAY,
} from './people.js';

const LINES = 'policy-lines.csv';

function totalsOf(people: readonly Person[], by = rules('preferredone')): PolicyTotals {
  const tally = POLICY.tally(by);
  for (const one of people) tally.add(one, POLICY.evaluate(one, by));
  return tally.totals;
}

function summaryOf(people: readonly Person[], by = rules('preferredone')): OutputRow[] {
  const [table] = POLICY.totalTables;
  if (table === undefined) throw new Error('no table of totals');
  return (table.rows(totalsOf(people, by), by, new Map()) ?? []).map((cells) => asRow(table, cells));
}

/** `lines claims persons allowed paid` of a row of the summary. */
function sums(rows: readonly OutputRow[], ...group: [string, string, string, string]): string | undefined {
  const [claimType, modality, decision, reason] = group;
  const row = rows.find(
    (one) =>
      one['claim_type'] === claimType &&
      one['modality'] === modality &&
      one['decision'] === decision &&
      one['reason'] === reason,
  );
  if (row === undefined) return undefined;
  return ['lines', 'claims', 'persons', 'allowed_amount', 'paid_amount']
    .map((column) => row[column])
    .join(' ');
}

describe('the lines that are judged', () => {
  it('are those of the period, both ends counted', () => {
    const dates = ['2024-12-31', '2025-01-01', '2025-12-31', '2026-01-01'];
    const judged = judge(person(dates.map((date) => image(date))));
    expect(judged.map(({ claimId }) => claimId)).toEqual(['I2025-01-01', 'I2025-12-31']);
  });

  it('also denied ones, and those of unknown status', () => {
    for (const status of ['denied', 'pending', 'suspended', 'unknown'] as const) {
      expect(judge(person([image('2025-03-01', { status })])).map((one) => one.status)).toEqual([status]);
    }
  });

  it('no supplemental record, which is counted', () => {
    const chart = image('2025-03-01', { status: 'supplemental' });
    expect(judge(person([chart]))).toEqual([]);
    const { counts } = totalsOf([person([chart]), person([image('2026-03-01', { status: 'supplemental' })])]);
    expect(counts.supplementalImaging).toBe(1);
  });

  it('the technical and the professional line of one study are two', () => {
    const study = claim('I', [
      line('2025-03-01', [...diagnoses(PAIN), other(MRI)], { facts: facts({ modifiers: ['TC'] }) }),
      line('2025-03-01', [...diagnoses(PAIN), other(MRI)], {
        number: '2',
        facts: facts({ modifiers: ['26'] }),
      }),
    ]);
    const facility = image('2025-03-01', { id: 'U', facts: { claimType: 'institutional' } });
    expect(
      judge(person([study, facility])).map((one) => [one.claimId, one.lineNumber, one.modifiers[0]]),
    ).toEqual([
      ['I', '1', 'TC'],
      ['I', '2', '26'],
      ['U', '1', undefined],
    ]);
  });

  it('a revenue code of the set makes one too, and the procedure code is the one that is named', () => {
    const room = listed('UBREV', '0320', 'Imaging Study');
    const both = claim('B', [line('2025-03-01', [...diagnoses(PAIN), other(room), other(MRI)])]);
    const alone = claim('A', [line('2025-03-02', [...diagnoses(PAIN), other(room)])]);
    expect(judge(person([both, alone])).map(({ code, modality }) => [code, modality])).toEqual([
      ['72148', 'mri'],
      ['0320', 'other'],
    ]);
  });

  it('an ICD-10-PCS code is of the claim and makes none', () => {
    const study = listed('ICD10PCS', 'BR39ZZZ', 'Imaging Study');
    expect(judge(person([claim('P', [line('2025-03-01', [...diagnoses(PAIN), other(study)])])]))).toEqual([]);
  });

  it('are sorted by date, claim and line number', () => {
    const lines = ['10', '9', '2'].map((number) => line('2025-03-02', [other(MRI)], { number }));
    const judged = judge(
      person([claim('B', lines), image('2025-03-02', { id: 'A' }), image('2025-03-01', { id: 'Z' })]),
    );
    expect(judged.map(({ claimId, lineNumber }) => `${claimId}${lineNumber}`)).toEqual([
      'Z1',
      'A1',
      'B2',
      'B9',
      'B10',
    ]);
  });
});

describe('policy-lines.csv', () => {
  it('has the columns of the page', () => {
    const table = POLICY.personTables.find(({ name }) => name === LINES);
    expect(table?.columns.map(({ name }) => name).join(', ')).toBe(
      'person_id, claim_id, claim_line_number, claim_type, service_date, code, modality, region, modifiers, place_of_service, claim_status, billing_npi, rendering_npi, ordering_npi, allowed_amount, paid_amount, decision, reason, flags, flag_date, episode_start, day',
    );
  });

  it('says all of a line', () => {
    const study = image('2025-03-10', {
      id: 'I',
      placeOfService: '22',
      status: 'denied',
      facts: {
        modifiers: ['26', 'KX'],
        billingNpi: '1111111111',
        renderingNpi: '2222222222',
        orderingNpi: '3333333333',
        allowedAmount: '210.5',
        paidAmount: '',
      },
    });
    const who = person([visit('2025-03-01'), study, visit('2025-02-01', [NO_PAIN, TRAUMA], 'T')]);
    expect(Object.values(rowsOf(LINES, judge(who))[0] ?? {}).join(',')).toBe(
      'P1,I,1,professional,2025-03-10,72148,mri,lumbar,26;KX,22,denied,1111111111,2222222222,3333333333,210.50,,pay,red_flag,trauma,2025-02-01,2025-03-01,9',
    );
  });

  it('has who referred where nobody ordered', () => {
    const orderingOf = (stated: { orderingNpi?: string; referringNpi?: string }) =>
      rowsOf(LINES, judge(person([image('2025-03-10', { facts: stated })])))[0]?.['ordering_npi'];
    expect(orderingOf({ referringNpi: '4444444444' })).toBe('4444444444');
    expect(orderingOf({ orderingNpi: '3333333333', referringNpi: '4444444444' })).toBe('3333333333');
  });

  it('is blank where there is nothing', () => {
    const bare = claim('I', [
      line('2025-03-10', [...diagnoses(NO_PAIN), other(MRI)], { placeOfService: '' }),
    ]);
    expect(Object.values(rowsOf(LINES, judge(person([bare])))[0] ?? {}).join(',')).toBe(
      'P1,I,1,unknown,2025-03-10,72148,mri,lumbar,,,paid,,,,,,pay,claim_type,,,,',
    );
  });
});

describe('evidence.csv', () => {
  it('has the episode and each flag of a line, with the line in front', () => {
    const who = person([
      visit('2025-03-01'),
      image('2025-03-10', { id: 'I' }),
      visit('2025-03-20', [NO_PAIN, TRAUMA], 'T'),
    ]);
    const rows = rowsOf('evidence.csv', judge(who));
    expect(Object.keys(rows[0] ?? {}).join(',')).toBe(
      'person_id,imaging_claim_id,imaging_claim_line_number,rule,date,end_date,code_system,code,value_set,claim_id,claim_line_number,window_start,window_end,source,locator',
    );
    expect(rows.map((row) => Object.values(row).join(','))).toEqual([
      'P1,I,1,episode,2025-03-01,,ICD10CM,M5450,Uncomplicated Low Back Pain,V2025-03-01,1,2025-02-10,2025-03-10,claims.csv,',
      'P1,I,1,trauma,2025-03-20,,ICD10CM,S32010A,Trauma,T,1,2024-03-01,2025-03-29,claims.csv,',
    ]);
  });

  it('has nothing of a line without an episode', () => {
    expect(rowsOf('evidence.csv', judge(person([image('2025-03-10', { codes: [NO_PAIN] })])))).toEqual([]);
  });
});

describe('policy-summary.csv', () => {
  it('counts lines, claims and people, with totals in which each is counted once', () => {
    const two = claim('I', [
      line('2025-03-01', [...diagnoses(PAIN), other(MRI)], { facts: facts() }),
      line('2025-03-01', [...diagnoses(PAIN), other(XRAY)], { number: '2', facts: facts() }),
    ]);
    const facility = image('2025-03-01', { id: 'U', facts: { claimType: 'institutional' } });
    const rows = summaryOf([
      person([two, facility]),
      person([image('2025-03-01', { id: 'I', codes: [NO_PAIN] })], { id: 'P2' }),
    ]);
    expect(sums(rows, 'professional', 'mri', 'deny', 'imaging_within_days')).toBe('1 1 1 100.00 80.00');
    expect(sums(rows, 'professional', 'mri', 'pay', 'claim_diagnosis')).toBe('1 1 1 100.00 80.00');
    expect(sums(rows, 'professional', 'mri', 'total', 'total')).toBe('2 2 2 200.00 160.00');
    expect(sums(rows, 'professional', 'total', 'deny', 'total')).toBe('2 1 1 200.00 160.00');
    expect(sums(rows, 'total', 'mri', 'deny', 'total')).toBe('2 2 1 200.00 160.00');
    expect(sums(rows, 'total', 'total', 'deny', 'total')).toBe('3 2 1 300.00 240.00');
    expect(sums(rows, 'total', 'total', 'total', 'total')).toBe('4 3 2 400.00 320.00');
    expect(rows.at(-1)).toMatchObject({
      claim_type: 'total',
      modality: 'total',
      decision: 'total',
      reason: 'total',
    });
  });

  it('counts two claims to which two sources give one id as two', () => {
    const rows = summaryOf([person([image('2025-03-01', { id: '7' }), image('2025-03-02', { id: '7' })])]);
    expect(sums(rows, 'total', 'total', 'total', 'total')).toBe('2 2 1 200.00 160.00');
  });

  it('adds exactly what policy-lines.csv shows', () => {
    const amounts = ['0.1', '0.2', '12.345', '-5.555', '', 'x', '1e2'];
    const people = amounts.map((allowedAmount, index) =>
      person([image('2025-03-01', { facts: { allowedAmount, paidAmount: '' } })], { id: `P${index}` }),
    );
    const by = rules('preferredone');
    const shown = people
      .flatMap((who) => rowsOf(LINES, judge(who, by), by))
      .map((row) => row['allowed_amount']);
    expect(shown).toEqual(['0.10', '0.20', '12.35', '-5.56', '', '', '100.00']);
    // 10 + 20 + 1235 - 556 + 10000 cents.
    expect(sums(summaryOf(people, by), 'total', 'total', 'total', 'total')).toBe('7 7 7 107.09 ');
    const { counts } = totalsOf(people, by);
    expect(counts).toMatchObject({
      roundedAmounts: 2,
      unreadableAmounts: 1,
      withoutAllowed: 2,
      withoutPaid: 7,
    });
  });

  it('has one row where nothing was judged', () => {
    expect(summaryOf([]).map((row) => Object.values(row).join(','))).toEqual([
      'total,total,total,total,0,0,0,,',
    ]);
  });

  it('does not depend on which thread counted which people', () => {
    const by = rules('preferredone');
    const people = ['2025-03-01', '2025-05-01', '2025-07-01'].map((date, index) =>
      person([image(date, { study: index === 1 ? CT : MRI })], { id: `P${index}` }),
    );
    const [first, ...rest] = people;
    const tally = POLICY.tally(by);
    tally.addAll(structuredClone(totalsOf(rest, by)));
    tally.addAll(structuredClone(totalsOf(first === undefined ? [] : [first], by)));
    expect(tally.totals.groups).toEqual(totalsOf(people, by).groups);
    expect(tally.totals.counts).toEqual(totalsOf(people, by).counts);
    expect(tally.totals.savings).toEqual(totalsOf(people, by).savings);
  });
});

describe('what is printed', () => {
  it('the money of denied lines with status paid alone', () => {
    const people = [
      person([image('2025-03-01', { facts: { allowedAmount: '10', paidAmount: '9.99' } })]),
      person([image('2025-03-01', { status: 'denied', facts: { allowedAmount: '20', paidAmount: '0' } })], {
        id: 'P2',
      }),
      person([image('2025-03-01', { status: 'unknown' })], { id: 'P3' }),
      person([image('2025-03-01', { codes: [NO_PAIN] })], { id: 'P4' }),
    ];
    const by = rules('preferredone');
    const { facts: said } = POLICY.summary(totalsOf(people, by), by);
    expect(said['would_have_saved']).toEqual([
      { modality: 'mri', lines: 1, claims: 1, persons: 1, allowed_amount: '10.00', paid_amount: '9.99' },
      { modality: 'total', lines: 1, claims: 1, persons: 1, allowed_amount: '10.00', paid_amount: '9.99' },
    ]);
  });

  it('attested lines that the measure still counts', () => {
    const attested = (date: string, rest = {}) =>
      image(date, { id: `A${date}`, facts: { modifiers: ['KX'] }, ...rest });
    const by = rules({
      id: 'own',
      attestation_modifiers: ['KX'],
      imaging: { days: 42, claim_diagnosis: 'none' },
    });
    const people = [
      // Day 28 counts in the measure, day 29 does not; nor do a denied line and a claim without low back pain.
      person([visit('2025-03-01'), attested('2025-03-29'), attested('2025-03-30')]),
      person([attested('2025-03-01', { status: 'denied' })], { id: 'P2' }),
      person([visit('2025-03-01'), attested('2025-03-05', { codes: [NO_PAIN] })], { id: 'P3' }),
      // Denied by the policy: the measure counts it, and nobody attested anything.
      person([image('2025-03-01')], { id: 'P4' }),
    ];
    expect(people.flatMap((who) => judge(who, by)).map(({ reason }) => reason)).toEqual([
      ...Array(4).fill('attested'),
      'imaging_within_days',
    ]);
    expect(totalsOf(people, by).counts.attestedHits).toBe(1);
    const text = JSON.stringify(POLICY.summary(totalsOf(people, by), by).blocks);
    expect(text).toContain('Paid by attestation, still an LBP hit unless an exclusion is on a claim: 1');
  });
});

describe('warnings', () => {
  const warningsOf = (people: readonly Person[], by = rules('preferredone')) => {
    const { rules: ofRules, persons } = POLICY.warnings(totalsOf(people, by), by);
    return [...ofRules, ...persons].filter(({ count }) => count > 0);
  };
  const codes = (people: readonly Person[], by?: ReturnType<typeof rules>) =>
    warningsOf(people, by).map(({ code, count }) => `${code} ${count}`);

  it('a policy outside its dates', () => {
    const by = rules('bcbsnc-2023', ['2023-06-01', '2023-06-30']);
    const people = [person([image('2023-06-17'), image('2023-06-18')])];
    const [first] = warningsOf(people, by);
    expect(first?.code).toBe('LBP-W311');
    expect(first?.text).toContain('in force from 2023-06-18');
    expect(first?.text).toContain(': 1 of its lines');
    expect(codes(people, rules('bcbsnc-2023', ['2023-06-18', '2023-06-30']))).not.toContain('LBP-W311 1');
  });

  it('a file that has the id of a policy that ships, and says otherwise', () => {
    expect(codes([], rules({ id: 'preferredone' }))).toContain('LBP-W312 1');
    expect(codes([], rules('preferredone'))).not.toContain('LBP-W312 1');
  });

  it('the readings of a policy', () => {
    expect(codes([], rules('preferredone'))).toEqual(['LBP-W313 1', 'LBP-W313 1']);
    expect(codes([], rules({ id: 'own' }))).toEqual([]);
  });

  it('a line of business that nobody with an imaging line is enrolled in', () => {
    const spans = [span('2020-01-01', '2024-12-31', { productLine: 'medicaid', plan: 'Blue HMO' })];
    const people = [person([image('2025-03-01')], { spans }), person([], { id: 'P2' })];
    const own = (...lines: string[]) => rules({ id: 'own', lines_of_business: lines });
    expect(codes(people, own('Medicaid', 'blue hmo '))).toEqual([]);
    // Misspelled, and the line of someone without an image.
    expect(codes(people, own('Medicaid', 'Blu HMO', 'commercial'))).toEqual(['LBP-W326 2']);
    expect(warningsOf(people, own('Blu HMO'))[0]?.text).toContain('Blu HMO');
    expect(codes([], own('Blu HMO'))).toEqual([]);
  });

  it('codes without a modality, types that nobody states, amounts', () => {
    const newer = listed('CPT', '72999', 'Imaging Study');
    const people = [
      person([
        image('2025-03-01', {
          study: newer,
          facts: { claimType: '', allowedAmount: 'x', paidAmount: '1.005' },
        }),
      ]),
    ];
    expect(codes(people, rules({ id: 'own' }))).toEqual([
      'LBP-W321 1',
      'LBP-W322 1',
      'LBP-W323 1',
      'LBP-W324 1',
    ]);
    expect(warningsOf(people)[2]?.text).toContain('72999');
  });
});
