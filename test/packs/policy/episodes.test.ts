import { describe, expect, it } from 'vitest';
import {
  BED,
  claim,
  diagnoses,
  facts,
  image,
  judge,
  line,
  MRI,
  NO_PAIN,
  other,
  PAIN,
  person,
  reasons,
  rules,
  visit,
} from './people.js';

/*
 * Episodes: a principal diagnosis on a day before which 180 days are free of low back pain; an image counts
 * from the start to 28 days after it. Dates are worked out next to each case.
 */

describe('the days from the start of an episode', () => {
  it.each([
    ['day 0', '2025-03-01', 'imaging_within_days'],
    ['day 28', '2025-03-29', 'imaging_within_days'],
    ['day 29', '2025-03-30', 'no_new_episode'],
  ])('%s', (_, date, reason) => {
    expect(reasons([visit('2025-03-01'), image(date)])).toEqual([reason]);
  });

  it('says from which start, and on which day of it', () => {
    const [judged] = judge(person([visit('2025-03-01'), image('2025-03-29')]));
    expect(judged?.episodeStart).toBe(visit('2025-03-01').start);
    expect(judged?.evidence.map(({ rule, code, claimId }) => [rule, code, claimId])).toEqual([
      ['episode', 'M5450', 'V2025-03-01'],
    ]);
  });

  it('an image the day before the start belongs to nothing', () => {
    expect(reasons([visit('2025-03-01'), image('2025-02-28', { codes: [NO_PAIN, PAIN] })])).toEqual([
      'claim_diagnosis',
    ]);
    const anyDiagnosis = rules({ id: 'own', imaging: { claim_diagnosis: 'none' } });
    expect(reasons([visit('2025-03-01'), image('2025-02-28', { codes: [NO_PAIN] })], anyDiagnosis)).toEqual([
      'no_new_episode',
    ]);
  });

  it('an image can be the start itself', () => {
    expect(reasons([image('2025-03-01')])).toEqual(['imaging_within_days']);
  });

  it('a policy can have other days', () => {
    const six = rules({ id: 'own', imaging: { days: 42 } });
    expect(reasons([visit('2025-03-01'), image('2025-04-12')], six)).toEqual(['imaging_within_days']);
    expect(reasons([visit('2025-03-01'), image('2025-04-13')], six)).toEqual(['no_new_episode']);
  });
});

describe('the clean days before a start', () => {
  it.each([
    // 2025-06-30 is 180 days after 2025-01-01, 2025-07-01 181.
    ['180 days before', '2025-06-30', ['no_new_episode']],
    ['181 days before', '2025-07-01', ['imaging_within_days']],
  ])('pain %s', (_, date, expected) => {
    expect(reasons([visit('2025-01-01'), image(date)])).toEqual(expected);
  });

  it('a history that is only secondary is a history', () => {
    expect(reasons([visit('2025-01-01', [NO_PAIN, PAIN]), image('2025-06-30')])).toEqual(['no_new_episode']);
    expect(reasons([visit('2025-01-01', [NO_PAIN, PAIN]), image('2025-07-01')])).toEqual([
      'imaging_within_days',
    ]);
  });

  it('a secondary diagnosis starts nothing', () => {
    const claims = [visit('2025-03-01', [NO_PAIN, PAIN]), image('2025-03-10', { codes: [NO_PAIN, PAIN] })];
    const anyPosition = rules({ id: 'own', imaging: { claim_diagnosis: 'any' } });
    expect(reasons(claims, anyPosition)).toEqual(['no_new_episode']);
  });

  it('a secondary diagnosis of the starting day itself is not before it', () => {
    expect(
      reasons([visit('2025-03-01', [NO_PAIN, PAIN]), visit('2025-03-01', [PAIN], 'V2'), image('2025-03-05')]),
    ).toEqual(['imaging_within_days']);
  });

  it('denied claims count, before a start and as one', () => {
    const denied = (date: string, codes = [PAIN]) =>
      claim(`D${date}`, [line(date, diagnoses(...codes), { status: 'denied' })]);
    expect(reasons([denied('2025-01-01'), image('2025-06-30')])).toEqual(['no_new_episode']);
    const none = rules({ id: 'own', imaging: { claim_diagnosis: 'none' } });
    expect(reasons([denied('2025-03-01'), image('2025-03-05', { codes: [NO_PAIN] })], none)).toEqual([
      'imaging_within_days',
    ]);
  });

  it('a supplemental record neither starts an episode nor keeps one from starting', () => {
    const chart = (date: string) =>
      claim(`S${date}`, [line(date, diagnoses(PAIN), { status: 'supplemental' })]);
    expect(reasons([chart('2025-01-01'), image('2025-06-01')])).toEqual(['imaging_within_days']);
    const none = rules({ id: 'own', imaging: { claim_diagnosis: 'none' } });
    expect(reasons([chart('2025-03-01'), image('2025-03-05', { codes: [NO_PAIN] })], none)).toEqual([
      'no_new_episode',
    ]);
  });

  it('without any clean days each principal diagnosis starts an episode', () => {
    const none = rules({ id: 'own', episode: { clean_days: 0 } });
    const [judged] = judge(person([visit('2025-03-01'), visit('2025-03-02'), image('2025-03-03')]), none);
    expect(judged?.episodeStart).toBe(image('2025-03-03').start);
  });
});

describe('several episodes', () => {
  it('two starts 181 days apart', () => {
    const claims = [visit('2025-01-01'), image('2025-01-01'), visit('2025-07-01'), image('2025-07-29')];
    const judged = judge(person(claims));
    expect(judged.map(({ reason }) => reason)).toEqual(['imaging_within_days', 'imaging_within_days']);
    expect(judged.map(({ episodeStart }) => episodeStart)).toEqual([
      visit('2025-01-01').start,
      visit('2025-07-01').start,
    ]);
  });

  it('the image of the first keeps the second from being new', () => {
    // 29 January to 1 July are 153 days.
    const claims = [visit('2025-01-01'), image('2025-01-29'), visit('2025-07-01'), image('2025-07-29')];
    expect(reasons(claims)).toEqual(['imaging_within_days', 'no_new_episode']);
  });

  it('two starts after 180 days without any pain', () => {
    // The image of 29 January is pain too: 181 days after it is 29 July.
    const claims = [visit('2025-01-01'), image('2025-01-29'), visit('2025-07-29'), image('2025-08-26')];
    const judged = judge(person(claims));
    expect(judged.map(({ reason }) => reason)).toEqual(['imaging_within_days', 'imaging_within_days']);
    expect(judged.map(({ episodeStart }) => episodeStart)).toEqual([
      visit('2025-01-01').start,
      visit('2025-07-29').start,
    ]);
  });

  it('the latest start that covers the line is the one', () => {
    const own = rules({ id: 'own', episode: { clean_days: 3 }, imaging: { days: 28 } });
    const [judged] = judge(
      person([visit('2025-03-01'), visit('2025-03-05'), image('2025-03-06', { codes: [PAIN] })]),
      own,
    );
    expect(judged?.episodeStart).toBe(visit('2025-03-05').start);
  });
});

describe('inpatient claims', () => {
  const stay = (from: string, to: string, rest = {}) =>
    claim('S', [line(from, [...diagnoses(PAIN), other(BED)])], {
      admission: visit(from).start,
      discharge: visit(to).start,
      ...rest,
    });

  it('a diagnosis is dated by the discharge', () => {
    // Admitted 20 February, discharged 1 March: day 0 is 1 March, day 28 29 March.
    const none = rules({ id: 'own', imaging: { claim_diagnosis: 'none' } });
    const at = (date: string) =>
      reasons([stay('2025-02-20', '2025-03-01'), image(date, { codes: [NO_PAIN] })], none);
    expect(at('2025-02-28')).toEqual(['no_new_episode']);
    expect(at('2025-03-01')).toEqual(['imaging_within_days']);
    expect(at('2025-03-29')).toEqual(['imaging_within_days']);
    expect(at('2025-03-30')).toEqual(['no_new_episode']);
  });

  it('without a discharge date by the end of the claim', () => {
    const claims = [
      stay('2025-02-20', '2025-02-20', { admission: null, discharge: null, end: visit('2025-03-01').start }),
      image('2025-03-29', { codes: [NO_PAIN] }),
    ];
    const none = rules({ id: 'own', imaging: { claim_diagnosis: 'none' } });
    expect(reasons(claims, none)).toEqual(['imaging_within_days']);
  });

  it('an image of the stay keeps its own date', () => {
    // Its claim states the pain, which counts on 1 March and starts nothing before.
    const lines = [
      line('2025-02-20', [...diagnoses(PAIN), other(BED)]),
      line('2025-02-21', [...diagnoses(PAIN), other(MRI)], {
        number: '2',
        facts: facts({ claimType: 'institutional' }),
      }),
    ];
    const ofStay = claim('S', lines, {
      admission: visit('2025-02-20').start,
      discharge: visit('2025-03-01').start,
    });
    const [judged] = judge(person([ofStay]));
    expect(judged?.serviceDate).toBe(visit('2025-02-21').start);
    expect(judged?.reason).toBe('no_new_episode');
  });
});
