import { describe, expect, it } from 'vitest';
import type { PersonInBoth, RunDifferences } from '../../../src/packs/comparison.js';
import type { ToExplain } from '../../../src/packs/explanation.js';
import type { JudgedLine } from '../../../src/packs/policy/decision.js';
import { POLICY } from '../../../src/packs/policy/pack.js';
import type { PolicyFile } from '../../../src/packs/policy/policy.js';
import { questionOf } from '../../../src/packs/policy/question.js';
import type { PolicyRules } from '../../../src/packs/policy/rules.js';
import { MissingSetsError } from '../../../src/packs/sets.js';
import { asRow, type OutputRow } from '../../../src/packs/table.js';
import type { Person } from '../../../src/timeline/person.js';
import {
  BED,
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
  rowsOf,
  rules,
  SETS,
  TRAUMA,
  visit,
  XRAY,
} from './people.js';

describe('the sets that a policy asks for', () => {
  it('are those of its flags, of pain, of images and of stays', () => {
    const policy: PolicyFile = {
      id: 'own',
      flags: [{ id: 'x', value_sets: ['Trauma'], medication_lists: ['Corticosteroid Medications'] }],
    };
    const needs = POLICY.needs(questionOf({ policy, from: '2025-01-01', to: '2025-12-31' }));
    expect(needs.map(({ rule, valueSets, medicationLists }) => [rule, valueSets, medicationLists])).toEqual([
      ['episode', ['Uncomplicated Low Back Pain'], []],
      ['imaging', ['Imaging Study'], []],
      ['episode', ['Inpatient Stay'], []],
      ['x', ['Trauma'], ['Corticosteroid Medications']],
    ]);
    expect(POLICY.needs(null).some(({ rule }) => rule === 'spinal_infection')).toBe(true);
  });

  it('a flag without any of its sets is an error that names both', () => {
    const without = new Set([...SETS].filter((set) => set !== 'Trauma'));
    expect(() => rules('preferredone', undefined, without)).toThrow(MissingSetsError);
    expect(() => rules('preferredone', undefined, without)).toThrow(/rule trauma .*Trauma/);
  });

  it('a flag with some of its sets says which are not there', () => {
    const without = new Set([...SETS].filter((set) => set !== 'Other Neoplasms'));
    expect(rules('preferredone', undefined, without).sets.absentSets).toEqual([
      { rule: 'cancer', set: 'Other Neoplasms' },
    ]);
  });
});

describe('what is read', () => {
  const codes = [PAIN, NO_PAIN, XRAY, MRI, BED, TRAUMA, CANCER, listed('CPT', '99213', 'Outpatient')];

  it('everyone with an imaging line in the period, with the codes that the policy reads', () => {
    const selection = POLICY.selection(rules('preferredone'), codes);
    const pattern = {
      column: 'procedure',
      codes: ['72100', '72148'],
      position: 'any',
      days: { first: day('2025-01-01'), last: day('2025-12-31') },
      slack: null,
    };
    expect(selection.candidates).toEqual([pattern]);
    expect(selection.carried?.lines).toEqual([pattern]);
    expect(selection.codes).toEqual([PAIN, XRAY, MRI, BED, TRAUMA, CANCER]);
    expect(selection.kept).toBe('persons');
  });

  it('of these lines what a row of the output shows', () => {
    expect([...(POLICY.selection(rules('preferredone'), codes).carried?.facts ?? [])].sort()).toEqual([
      'allowedAmount',
      'billingNpi',
      'claimType',
      'modifiers',
      'orderingNpi',
      'paidAmount',
      'referringNpi',
      'renderingNpi',
    ]);
  });

  it('revenue codes where the set has some, and those that the policy leaves out', () => {
    const room = listed('UBREV', '0320', 'Imaging Study');
    const selection = POLICY.selection(rules({ id: 'own', excluded_revenue_codes: ['0450'] }), [
      ...codes,
      room,
    ]);
    expect(selection.candidates.map(({ column, codes: found }) => [column, found])).toEqual([
      ['procedure', ['72100', '72148']],
      ['revenue', ['0320']],
    ]);
    expect(selection.codes).toContainEqual({ system: 'UBREV', code: '0450', sets: [] });
  });
});

describe('what the data lack', () => {
  it('is asked of the clean days and of the windows of the flags', () => {
    const { reach, fills, period } = POLICY.quality(rules('preferredone'));
    expect(reach.map(({ code, days }) => [code, days])).toEqual([
      ['LBP-D101', -180],
      ['LBP-D102', -365],
      ['LBP-D103', 28],
    ]);
    expect(fills).toBeNull();
    expect(period).toEqual({ first: day('2025-01-01'), last: day('2025-12-31') });
  });

  it('enrollment where the policy asks for it, fills where a flag rests on drugs', () => {
    const has = (by: PolicyRules) => POLICY.quality(by).shares.some(({ code }) => code === 'LBP-D403');
    expect([has(rules('preferredone')), has(rules('bcbsal-fep'))]).toEqual([false, true]);
    const drugs = rules({
      id: 'own',
      flags: [{ id: 'x', medication_lists: ['Corticosteroid Medications'], from: -90, to: 0 }],
    });
    expect(POLICY.quality(drugs).fills?.daysBack).toBe(90);
  });

  it('says whose lines it judged, and on what days their episodes begin', () => {
    const by = rules('preferredone');
    const seenOf = (codes: (typeof PAIN)[]) => {
      const tally = POLICY.tally(by);
      for (let index = 0; index < 100; index += 1) {
        const who = person([image('2025-03-01', { codes })], { id: `P${index}` });
        tally.add(who, POLICY.evaluate(who, by));
      }
      return POLICY.seen(tally.totals, by);
    };
    expect(seenOf([NO_PAIN]).candidates).toBe(100);
    expect(seenOf([PAIN]).eventDays).toEqual(new Map([[day('2025-03-01'), 100]]));
  });
});

describe('how someone stands', () => {
  it('by what happens to their lines', () => {
    const standing = (...claims: ReturnType<typeof image>[]) => POLICY.standing(judge(person(claims)));
    expect(standing()).toBeNull();
    expect(standing(image('2025-03-01'))).toEqual({ status: 'deny', detail: 'imaging_within_days' });
    expect(standing(image('2025-03-01'), image('2025-03-02', { codes: [NO_PAIN] }))).toEqual({
      status: 'pay and deny',
      detail: 'claim_diagnosis, imaging_within_days',
    });
  });
});

const QUESTION = questionOf({ policy: 'preferredone', from: '2025-01-01', to: '2025-12-31' });

function explained(who: Person, isFromInputs: boolean) {
  const by = rules('preferredone');
  const outcomes = judge(who, by);
  const asked: ToExplain<PolicyRules, JudgedLine> = {
    personId: who.id,
    rows: {
      'policy-lines.csv': rowsOf('policy-lines.csv', outcomes, by),
      'evidence.csv': rowsOf('evidence.csv', outcomes, by),
    },
    totals: () => [],
    again: isFromInputs
      ? { rules: by, person: who, outcomes, inInputs: { claims: [], eligibility: {}, pharmacy: {} } }
      : null,
  };
  return POLICY.explain(asked, QUESTION);
}

describe('explaining a person', () => {
  const who = person([
    visit('2025-03-01', [PAIN], 'V'),
    image('2025-03-10', { id: 'A' }),
    // In the year before 1 March, and more than a year before 20 September.
    visit('2024-09-01', [NO_PAIN, TRAUMA], 'T'),
    image('2025-09-20', { id: 'B' }),
  ]);

  it('answers in a sentence', () => {
    expect(explained(who, false).facts.answer).toBe(
      'P1 has 2 imaging lines from 2025-01-01 to 2025-12-31; under policy preferredone 1 would not be paid (72148 on 2025-09-20 (claim B line 1): deny, imaging_within_days), and 1 would be paid (72148 on 2025-03-10 (claim A line 1): pay, red_flag).',
    );
    expect(explained(person([visit('2025-03-01')]), false).facts.answer).toBe(
      'P1 has no imaging line from 2025-01-01 to 2025-12-31.',
    );
    expect(explained(person([]), true).facts.answer).toContain('the inputs hold nothing of this person_id');
  });

  it('shows the tests up to the one that decided, the episode, and every flag with its window', () => {
    const [first] = explained(who, false).facts['lines'] as {
      tests: { test: string; result: string }[];
      episode: OutputRow;
      flags: { flag: string; holds: boolean; window: object; record: OutputRow | null }[];
    }[];
    expect(first?.tests.map(({ test, result }) => `${test} ${result}`)).toEqual([
      'claim_type passed',
      'claim_diagnosis passed',
      'no_new_episode passed',
      'red_flag decided',
      'imaging_within_days not_reached',
    ]);
    expect(first?.episode).toMatchObject({ date: '2025-03-01', claim_id: 'V', code: 'M5450' });
    expect(first?.flags.map(({ flag, holds }) => [flag, holds])).toEqual([
      ['cancer', false],
      ['trauma', true],
      ['iv_drug_use', false],
      ['neurologic_impairment', false],
      ['spinal_infection', false],
    ]);
    expect(first?.flags[1]).toMatchObject({
      window: { start: '2024-03-01', end: '2025-03-29' },
      record: { claim_id: 'T', code: 'S32010A' },
    });
    expect(first?.flags[0]?.window).toEqual({ start: '', end: '2025-03-29' });
  });

  it('says from the inputs why there is no episode', () => {
    const old = person([visit('2024-12-01', [NO_PAIN, PAIN], 'H'), image('2025-03-01', { id: 'A' })]);
    const text = (isFromInputs: boolean) => JSON.stringify(explained(old, isFromInputs).blocks);
    expect(text(false)).toContain('Episode: none');
    expect(text(true)).toContain(
      'the pain of 2025-03-01 (M5450, claim A line 1) is not new: 2024-12-01 (M5450, claim H line 1) lies 90 days before it, and 180 clean days are required',
    );
    const late = person([
      visit('2025-03-01', [PAIN], 'V'),
      image('2025-03-30', { id: 'A', codes: [NO_PAIN] }),
    ]);
    expect(JSON.stringify(explained(late, true).blocks)).toContain(
      'no principal low-back-pain diagnosis from 2025-03-02 to 2025-03-30',
    );
  });

  it('names pain that could have started an episode on the first day that covers the line', () => {
    // 2 March is 28 days before the image, and 29 days after the pain that keeps it from being new.
    const claims = [visit('2025-02-01', [PAIN], 'H'), visit('2025-03-02', [PAIN], 'V')];
    const who = person([...claims, image('2025-03-30', { codes: [NO_PAIN] })]);
    expect(JSON.stringify(explained(who, true).blocks)).toContain(
      'the pain of 2025-03-02 (M5450, claim V line 1) is not new: 2025-02-01 (M5450, claim H line 1) lies 29 days before it',
    );
  });

  it('keeps the records of two lines of one number apart', () => {
    const lines = ['2025-01-05', '2025-09-01'].map((date) =>
      line(date, [...diagnoses(PAIN), other(MRI)], { facts: facts() }),
    );
    const starts = explained(person([claim('A', lines)]), false).facts['lines'] as { episode: OutputRow }[];
    expect(starts.map(({ episode }) => episode['date'])).toEqual(['2025-01-05', '2025-09-01']);
  });
});

describe('comparing two runs', () => {
  const RUNS: RunDifferences = {
    causes: [
      { cause: 'settings', how: 'policy' },
      { cause: 'eligibility', how: 'files' },
    ],
    newFiles: { before: new Set(), after: new Set() },
  };
  const run = (who: Person, policy: string | PolicyFile) => {
    const by = rules(policy);
    const lines = judge(who, by);
    const tally = POLICY.tally(by);
    tally.add(who, lines);
    return {
      rows: {
        'policy-lines.csv': rowsOf('policy-lines.csv', lines, by),
        'evidence.csv': rowsOf('evidence.csv', lines, by),
      },
      totals: (name: string) =>
        POLICY.totalTables
          .filter((table) => table.name === name)
          .flatMap((table) =>
            (table.rows(tally.totals, by, new Map()) ?? []).map((cells) => asRow(table, cells)),
          ),
    };
  };
  const compare = (who: [Person, Person], policies: [string | PolicyFile, string | PolicyFile]) => {
    const [before, after] = [run(who[0], policies[0]), run(who[1], policies[1])];
    const comparison = POLICY.comparison.begin();
    const both: PersonInBoth = { personId: 'P1', before: before.rows, after: after.rows };
    const rows = comparison.add(both, RUNS).map((cells) => asRow(POLICY.comparison.list, cells));
    return { rows, ...comparison.finish(before.totals, after.totals) };
  };

  const claims = [
    visit('2025-03-01', [PAIN], 'V'),
    image('2025-03-10', { id: 'A', facts: { allowedAmount: '200', paidAmount: '150.25' } }),
    image('2025-04-20', { id: 'B', codes: [NO_PAIN] }),
    visit('2025-02-01', [NO_PAIN, TRAUMA], 'T'),
  ];

  it('two policies: the lines that change, and the money', () => {
    const { rows, changes, facts } = compare(
      [person(claims), person(claims)],
      ['preferredone', 'bcbsnc-2023'],
    );
    expect(changes).toBe(1);
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({
      person_id: 'P1',
      claim_id: 'A',
      change: 'decision',
      from_decision: 'pay',
      to_decision: 'deny',
      from_reason: 'red_flag',
      to_reason: 'imaging_within_days',
      from_flags: 'trauma',
      to_flags: '',
      to_allowed_amount: '200.00',
      causes: 'settings;eligibility',
      differences: 'decision;reason;flags;flag_date',
    });
    expect(facts['changes']).toMatchObject({
      total: 1,
      by_kind: { entered: 0, left: 0, decision: 1, details: 0 },
      by_reason: [
        {
          from: 'pay red_flag',
          to: 'deny imaging_within_days',
          lines: 1,
          allowed_amount: '200.00',
          paid_amount: '150.25',
        },
      ],
    });
    expect(facts['totals']).toMatchObject([
      {
        decision: 'pay',
        before: { lines: 2, allowed_amount: '300.00' },
        after: { lines: 1, allowed_amount: '100.00' },
      },
      {
        decision: 'deny',
        before: { lines: 0, allowed_amount: '' },
        after: { lines: 1, allowed_amount: '200.00' },
      },
      { decision: 'total', before: { lines: 2 }, after: { lines: 2 } },
    ]);
  });

  it('lines that one run alone has, and facts that differ', () => {
    const later = [
      visit('2025-03-01', [PAIN], 'V'),
      image('2025-03-10', { id: 'A', facts: { allowedAmount: '210', paidAmount: '150.25' } }),
      image('2025-04-01', { id: 'C', codes: [NO_PAIN] }),
      visit('2025-02-01', [NO_PAIN, TRAUMA], 'T'),
    ];
    const { rows } = compare([person(claims), person(later)], ['preferredone', 'preferredone']);
    expect(rows.map((row) => [row['claim_id'], row['change'], row['differences'], row['causes']])).toEqual([
      ['A', 'details', 'allowed_amount', 'settings'],
      ['C', 'entered', '', 'settings'],
      ['B', 'left', '', 'settings'],
    ]);
  });

  it('alike runs have no changes', () => {
    const { rows, changes, blocks } = compare(
      [person(claims), person(claims)],
      ['preferredone', 'preferredone'],
    );
    expect([rows, changes]).toEqual([[], 0]);
    expect(JSON.stringify(blocks)).toContain('No line changed.');
  });

  it('two lines of one number are distinguished', () => {
    const twice = (first: string) =>
      person([
        image('2025-03-10', { id: 'A', facts: { allowedAmount: first } }),
        image('2025-03-10', { id: 'A', locator: 'later' }),
      ]);
    const { rows } = compare([twice('300'), twice('400')], ['preferredone', 'preferredone']);
    expect(rows.map((row) => [row['from_allowed_amount'], row['to_allowed_amount']])).toEqual([
      ['300.00', '400.00'],
    ]);
  });

  it('lines of a claim are listed by their numbers', () => {
    const lines = ['9', '10'].map((number) => image('2025-03-10', { id: 'A', number }));
    const { rows } = compare([person([]), person(lines)], ['preferredone', 'preferredone']);
    expect(rows.map((row) => row['claim_line_number'])).toEqual(['9', '10']);
  });
});

describe('names and notices', () => {
  it('say whose policy it is, of which version, and what the results are not', () => {
    const { heading, notice, status, note, further } = POLICY.facts(rules('bcbsnc-2023'));
    expect(heading).toBe(
      'Policy bcbsnc-2023, Blue Cross NC: lower back pain imaging, 2023: lines of 2025-01-01 to 2025-12-31',
    );
    expect(notice[0]).toBe('This supports review; it decides neither care nor coverage.');
    expect(notice[1]).toMatch(
      /^Source: Blue Cross and Blue Shield of North Carolina, .*; version 2023-06-18\.$/,
    );
    expect(status).toBe('provisional');
    expect(note).toContain('180 days');
    expect(further).toMatchObject({ from: '2025-01-01', to: '2025-12-31', policy: { id: 'bcbsnc-2023' } });
    expect(POLICY.facts(rules({ id: 'own' })).status).toBe('confirmed');
  });
});
