import { describe, expect, it } from 'vitest';
import { LBP } from '../../../src/packs/lbp/pack.js';
import { resolveRules } from '../../../src/packs/lbp/resolve.js';
import { rulesOfYear } from '../../../src/packs/lbp/years/index.js';
import type { YearRules } from '../../../src/packs/lbp/years/year-rules.js';
import type { MisshapenColumn, QualityFacts, QualityRules } from '../../../src/packs/quality.js';
import { findingsOf } from '../../../src/report/quality/findings.js';
import { day } from './people.js';
import { loaded, SEPARATE } from './sets.js';

/** What the measure asks of the data of 2025, where the year's rules are otherwise in some point. */
function qualityRulesOf(changed: Partial<YearRules> = {}): QualityRules {
  return LBP.quality(resolveRules({ ...rulesOfYear(2025), ...changed }, loaded(SEPARATE)));
}

/** Rows of every day of some months. */
function daily(from: string, to: string, rows: number): Map<number, number> {
  const days = new Map<number, number>();
  for (let at = day(from); at <= day(to); at += 1) days.set(at, rows);
  return days;
}

const NO_SUPPLY = { withoutSupply: null, blankSupply: null, listed: null };
const OF_NOBODY = { withoutEligibility: null, ofCandidates: null };

const NO_IDS = { count: 0, of: 1, place: null };

const GOOD: QualityFacts = {
  unbillable: { stems: [], of: 0 },
  basis: 'all',
  claims: {
    ...{ rows: 1000, rejected: {}, days: daily('2023-01-01', '2025-12-31', 10) },
    ...{ withoutSecondDiagnosis: null, withoutPlace: null, withProcedure: null, unknownStatus: null },
    ...{ misshapen: [], repeated: null, contradicting: null, shortRevenueCodes: null },
    ...{ withoutDiagnosis: null, outsideEnrollment: null },
  },
  pharmacy: {
    ...{ rows: 1000, rejected: {}, days: daily('2023-01-01', '2025-12-31', 10) },
    ...{ withoutSupply: null, blankSupply: null, listed: null },
    ...OF_NOBODY,
  },
  eligibility: {
    rows: 1000,
    rejected: {},
    impossibleBirths: null,
    oneDayGaps: null,
    unsaidBenefits: null,
    contradicted: NO_IDS,
  },
  persons: {
    withoutEligibility: null,
    candidatesWithoutEligibility: { count: 0, of: 100 },
    eventDays: new Map([
      [day('2025-01-01'), 50],
      [day('2025-12-03'), 50],
    ]),
    ...{ candidates: 100, reported: null },
  },
  rolesSeen: null,
  missingColumns: new Set(),
  blankColumns: [],
  today: day('2026-06-30'),
  valueSets: { openFiles: 0, demonstrationLists: [], absentSets: [], otherYears: [] },
  claimFiles: [],
};

function found(rest: Partial<QualityFacts>, rules = qualityRulesOf()): string[] {
  return findingsOf({ ...GOOD, ...rest }, rules).map(
    ({ severity, code, size }) => `${severity} ${code} ${size.count}/${size.of}`,
  );
}

function claims(rest: Partial<QualityFacts['claims']>): Partial<QualityFacts> {
  return { claims: { ...GOOD.claims, ...rest } };
}

describe('how far the claims reach', () => {
  it('is enough where all of every window is there', () => {
    expect(found({})).toEqual([]);
  });

  it.each([
    // 2025-01-01 less 180 days is 2024-07-05, less 365 days 2024-01-02.
    ['2024-07-01', ['error LBP-D102 50/100']],
    ['2024-08-01', ['error LBP-D101 50/100', 'error LBP-D102 50/100']],
    ['2024-01-01', []],
    ['2024-02-01', ['error LBP-D102 50/100']],
  ])('is reported from %s on', (from, expected) => {
    expect(found(claims({ days: daily(from, '2025-12-31', 10) }))).toEqual(expected);
  });

  it.each([
    // From 1 August 2024: 180 days later is 28 January, 365 days later is 1 August 2025.
    ['2025-01-27', ['error LBP-D101 1/1', 'error LBP-D102 1/1']],
    ['2025-01-28', ['error LBP-D102 1/1']],
    ['2025-07-31', ['error LBP-D102 1/1']],
    ['2025-08-01', []],
  ])('is reported of an event on %s to the day', (event, expected) => {
    const persons = { ...GOOD.persons, eventDays: new Map([[day(event), 1]]) };
    expect(found({ ...claims({ days: daily('2024-08-01', '2025-12-31', 10) }), persons })).toEqual(expected);
  });

  it('ends with the last month that has about as much as the others', () => {
    // 2025-12-03 plus 28 days is 2025-12-31.
    const days = daily('2023-01-01', '2025-12-31', 10);
    for (let at = day('2025-12-01'); at <= day('2025-12-31'); at += 1) days.set(at, 2);
    expect(found(claims({ days }))).toEqual(['error LBP-D103 50/100']);
    // 93 rows are over a quarter of the median month, and under six tenths of the 300 of the months before (300, 310, 300).
    for (let at = day('2025-12-01'); at <= day('2025-12-31'); at += 1) days.set(at, 3);
    expect(found(claims({ days }))).toEqual(['warning LBP-D104 93/300']);
  });

  it('is no matter of a few stray rows, long ago or mistyped', () => {
    const days = daily('2024-08-01', '2025-12-31', 10);
    days.set(day('1999-01-01'), 5).set(day('2924-01-01'), 5);
    expect(found(claims({ days }))).toEqual([
      'error LBP-D101 50/100',
      'error LBP-D102 50/100',
      // 518 days of 10 rows, and the 10 stray ones.
      'warning LBP-D105 5/5190',
    ]);
  });

  it('is a warning from one event in a hundred on, an error from one in five on', () => {
    const events = (late: number, early: number): Partial<QualityFacts> => ({
      ...claims({ days: daily('2024-08-01', '2025-12-31', 10) }),
      persons: {
        ...GOOD.persons,
        // Of 15 August all 365 days are there.
        eventDays: new Map([
          [day('2025-01-15'), early],
          [day('2025-08-15'), late],
        ]),
      },
    });
    expect(found(events(991, 9))[0]).toBe('info LBP-D101 9/1000');
    expect(found(events(990, 10))[0]).toBe('warning LBP-D101 10/1000');
    expect(found(events(801, 199))[0]).toBe('warning LBP-D101 199/1000');
    expect(found(events(800, 200))[0]).toBe('error LBP-D101 200/1000');
  });

  it("is not reported from candidates' rows unless there are a hundred events", () => {
    const of = (people: number): Partial<QualityFacts> => ({
      ...claims({ days: daily('2025-01-01', '2025-12-31', 10) }),
      basis: 'candidates',
      persons: { ...GOOD.persons, eventDays: new Map([[day('2025-01-15'), people]]) },
      pharmacy: {
        ...{ rows: 1, rejected: {}, days: null, withoutSupply: null },
        ...{ blankSupply: null, listed: null, withoutEligibility: null, ofCandidates: 1 },
      },
    });
    expect(found(of(99))).toEqual([]);
    expect(found(of(100))).toEqual(['error LBP-D101 100/100', 'error LBP-D102 100/100']);
  });
});

describe('months with few rows', () => {
  function withMay(rows: number): string[] {
    // Every month has 300 rows, on its first day.
    const days = new Map<number, number>();
    for (const year of [2023, 2024, 2025]) {
      for (let month = 1; month <= 12; month += 1) {
        days.set(day(`${year}-${String(month).padStart(2, '0')}-01`), 300);
      }
    }
    return found(claims({ days: days.set(day('2024-05-01'), rows) }));
  }

  it.each([
    [180, []],
    [179, ['warning LBP-D104 179/300']],
    [75, ['warning LBP-D104 75/300']],
    [74, ['error LBP-D104 74/300']],
    [0, ['error LBP-D104 0/300']],
  ])('%i of 300', (rows, expected) => {
    expect(withMay(rows)).toEqual(expected);
  });
});

describe('shares', () => {
  it('are reported with the severity of their thresholds', () => {
    const rejected = (count: number): string[] =>
      found(claims({ rows: 10_000, rejected: { bad_date: count } }));
    expect(rejected(0)).toEqual([]);
    expect(rejected(9)).toEqual(['info LBP-D209 9/10000']);
    expect(rejected(10)).toEqual(['warning LBP-D209 10/10000']);
    expect(rejected(100)).toEqual(['error LBP-D209 100/10000']);
  });

  it('are not reported where so much is common', () => {
    const second = (count: number): string[] => found(claims({ withoutSecondDiagnosis: { count, of: 100 } }));
    expect(second(79)).toEqual([]);
    expect(second(80)).toEqual(['warning LBP-D201 80/100']);
    expect(second(98)).toEqual(['error LBP-D201 98/100']);
  });

  it('of laboratory lines matter only where the year ignores them', () => {
    const blank = claims({ withoutPlace: { count: 100, of: 100 } });
    expect(found(blank)).toEqual(['warning LBP-D202 100/100']);
    expect(found(blank, qualityRulesOf({ ignoresLabDiagnoses: false }))).toEqual([]);
  });

  it('have each a code of its own', () => {
    const codes = qualityRulesOf().shares.map(({ code }) => code);
    expect(new Set(codes).size).toBe(codes.length);
  });

  it('never round something to nothing, nor nearly all to all', () => {
    const text = (count: number): string =>
      findingsOf({ ...GOOD, ...claims({ misshapen: [misshapen(count, 100_000)] }) }, qualityRulesOf())[0]
        ?.text ?? '';
    expect(text(1)).toMatch(/^less than 0\.1 % /);
    expect(text(99_999)).toMatch(/^over 99\.9 % /);
    expect(text(100_000)).toMatch(/^100 % /);
  });
});

function misshapen(count: number, of: number, column: string = 'diagnosis_code_1'): MisshapenColumn {
  return { column, count, of, place: 'claims.csv:7' };
}

describe('what cannot be a code', () => {
  it('is a warning from one in a thousand of a column on, and an error from one in ten', () => {
    const of = (count: number): string[] => found(claims({ misshapen: [misshapen(count, 10_000)] }));
    expect(of(9)).toEqual(['info LBP-D203 9/10000']);
    expect(of(10)).toEqual(['warning LBP-D203 10/10000']);
    expect(of(999)).toEqual(['warning LBP-D203 999/10000']);
    expect(of(1000)).toEqual(['error LBP-D203 1000/10000']);
  });

  it('is named by column, with a place', () => {
    const columns = ['diagnosis_code_12', 'hcpcs_code', 'revenue_center_code'];
    const facts = claims({ misshapen: columns.map((column) => misshapen(1, 2, column)) });
    expect(found(facts)).toEqual(['error LBP-D203 1/2', 'error LBP-D204 1/2', 'error LBP-D214 1/2']);
    for (const { text } of findingsOf({ ...GOOD, ...facts }, qualityRulesOf())) {
      expect(text).toMatch(
        /^50 % of the values of \w+ cannot be a code .*\(1 of 2; one of them in claims\.csv:7\)$/,
      );
    }
  });
});

describe('an id of several people', () => {
  it('is an error, however few there are', () => {
    const contradicted = { count: 1, of: 1_000_000, place: 'members.csv:3' };
    const facts = { eligibility: { ...GOOD.eligibility, contradicted } };
    expect(found(facts)).toEqual(['error LBP-D215 1/1000000']);
    expect(findingsOf({ ...GOOD, ...facts }, qualityRulesOf())[0]?.text).toBe(
      '1 of 1000000 person ids have several birth dates or sexes; one of them in members.csv:3',
    );
  });
});

describe('what is not there at all', () => {
  it('is asked of the codes that the year needs', () => {
    expect(found({ rolesSeen: new Set() })).toEqual([
      'error LBP-D211 0/1000',
      'error LBP-D211 0/1000',
      'warning LBP-D211 0/1000',
    ]);
    const visits = qualityRulesOf({ visitSets: ['Outpatient'] });
    expect(found({ rolesSeen: new Set() }, visits)).toHaveLength(4);
    expect(found({ rolesSeen: new Set(['low_back_pain', 'imaging', 'inpatient_stay']) })).toEqual([]);
  });

  it('fails a run where it is imaging, and warns of it where it is another code of which there must be some', () => {
    const of = (role: string): unknown[] => {
      const seen = new Set(['low_back_pain', 'imaging', 'visit', 'inpatient_stay']);
      seen.delete(role);
      return findingsOf({ ...GOOD, rolesSeen: seen }, qualityRulesOf({ visitSets: ['Outpatient'] })).map(
        ({ absence, text }) => [absence, text],
      );
    };
    expect(of('imaging')).toEqual([['failed', 'no claim row carries an imaging code']]);
    expect(of('low_back_pain')).toEqual([['warned', 'no claim row carries a low-back-pain diagnosis']]);
    expect(of('visit')).toEqual([['warned', 'no claim row carries a visit code']]);
    expect(of('inpatient_stay')).toEqual([
      [undefined, 'no claim row carries a revenue code of an inpatient stay'],
    ]);
  });

  it('does not fail a run of few people whose claims have procedures, none of them imaging', () => {
    const of = (candidates: number, withProcedure: number): unknown =>
      findingsOf(
        {
          ...GOOD,
          ...claims({ withProcedure }),
          persons: { ...GOOD.persons, candidates },
          rolesSeen: new Set(['low_back_pain', 'inpatient_stay']),
        },
        qualityRulesOf(),
      )[0]?.absence;
    expect([of(99, 0), of(99, 1), of(100, 1)]).toEqual(['failed', 'warned', 'failed']);
  });

  it('is reported of candidates where a run knows no other rows', () => {
    const [first] = findingsOf({ ...GOOD, basis: 'candidates', rolesSeen: new Set() }, qualityRulesOf());
    expect(first?.text).toBe('no claim row of a candidate carries a low-back-pain diagnosis');
  });

  it('fails a run where no claim is of the year: its first and last day are', () => {
    const on = (iso: string): string[] =>
      findingsOf({ ...GOOD, ...claims({ days: new Map([[day(iso), 5]]) }) }, qualityRulesOf())
        .filter(({ absence }) => absence === 'failed')
        .map(({ code, text }) => `${code} ${text}`);
    const none = 'LBP-D106 no claim row has a date in 2025-01-01 to 2025-12-31: 1000 rows, of';
    expect(on('2024-12-31')).toEqual([`${none} 2024-12-31 to 2024-12-31`]);
    expect(on('2025-01-01')).toEqual([]);
    expect(on('2025-12-31')).toEqual([]);
    expect(on('2026-01-01')).toEqual([`${none} 2026-01-01 to 2026-01-01`]);
  });

  it('may be rows at all, or rows that can be used', () => {
    const text = (rest: Partial<QualityFacts['claims']>): string | undefined =>
      findingsOf({ ...GOOD, ...claims({ days: new Map(), ...rest }) }, qualityRulesOf())[0]?.text;
    const none = 'no claim row has a date in 2025-01-01 to 2025-12-31';
    expect(text({ rows: 0 })).toBe(`${none}: there are no rows at all`);
    expect(text({ rejected: { bad_date: 7, missing_person: 2 } })).toBe(
      `${none}: 1000 rows; 9 of them rejected`,
    );
  });

  it('is not reported of the year by candidates where there are no candidates', () => {
    expect(found({ ...claims({ days: new Map() }), basis: 'candidates' })).toEqual([]);
    expect(found({ ...claims({ days: new Map(), rows: 0 }), basis: 'candidates' })).toEqual([
      'error LBP-D106 0/0',
    ]);
  });

  it('may be people: candidates, or those of them with an outcome', () => {
    const people = (rest: Partial<QualityFacts['persons']>): unknown[] =>
      findingsOf({ ...GOOD, persons: { ...GOOD.persons, ...rest } }, qualityRulesOf()).map(
        ({ severity, code, absence }) => `${severity} ${code} ${absence}`,
      );
    expect(people({ candidates: 0 })).toEqual(['error LBP-D107 warned']);
    expect(people({ candidates: 3, reported: { count: 1, others: { no_eligibility: 2 } } })).toEqual([]);
    const none = { count: 0, others: { no_eligibility: 2, no_index_event: 1 } };
    expect(people({ candidates: 3, reported: none })).toEqual(['error LBP-D108 warned']);
    const [finding] = findingsOf(
      { ...GOOD, persons: { ...GOOD.persons, candidates: 3, reported: none } },
      qualityRulesOf(),
    );
    expect(finding?.text).toBe('no candidate has an outcome: no_eligibility 2, no_index_event 1');
  });

  it('may be drugs, or pharmacy rows', () => {
    const fills = { rows: 50, rejected: {}, withoutSupply: null, blankSupply: null, listed: 1, ...OF_NOBODY };
    const of = (rest: Partial<QualityFacts['pharmacy']>): string[] =>
      found({ pharmacy: { days: daily('2023-01-01', '2025-12-31', 10), ...fills, ...rest } });
    expect(of({})).toEqual([]);
    expect(of({ listed: 0 })).toEqual(['warning LBP-D305 0/50']);
    expect(of({ listed: null })).toEqual([]);
    expect(of({ rows: 0, listed: 0, days: new Map() })).toEqual(['warning LBP-D305 0/0']);
  });

  it('may be fills of candidates, where there are a hundred of these', () => {
    const of = (candidates: number, ofCandidates: number | null): string[] =>
      found({
        pharmacy: {
          rows: 1000,
          rejected: {},
          days: null,
          ...NO_SUPPLY,
          ofCandidates,
          withoutEligibility: null,
        },
        persons: { ...GOOD.persons, candidates },
      });
    expect(of(100, 0)).toEqual(['warning LBP-D305 0/1000']);
    expect(of(99, 0)).toEqual([]);
    expect(of(100, 1)).toEqual([]);
    expect(of(100, null)).toEqual([]);
  });

  it('may be pharmacy claims, or those of the year', () => {
    expect(found({ pharmacy: null })).toEqual(['warning LBP-D301 100/100']);
    const fills = { rows: 1, rejected: {}, withoutSupply: null, blankSupply: null, listed: 1, ...OF_NOBODY };
    const before = { ...fills, days: daily('2023-01-01', '2024-12-31', 10) };
    expect(found({ pharmacy: before })).toEqual(['error LBP-D302 100/100']);
  });

  it('is not reported of pharmacy claims where it is medical ones of the year that are missing', () => {
    const none = claims({ days: daily('2023-01-01', '2024-12-31', 10) });
    const people = { ...GOOD.persons, eventDays: new Map(), candidates: 0 };
    const codes = findingsOf({ ...GOOD, ...none, persons: people }, qualityRulesOf()).map(({ code }) => code);
    expect(codes).toEqual(['LBP-D106', 'LBP-D107']);
  });

  it('may be death dates, in the years that ask for them', () => {
    const missing = { missingColumns: new Set(['eligibility.death_date']) };
    expect(found(missing)).toEqual(['info LBP-D406 1000/1000']);
    expect(found(missing, qualityRulesOf({ exclusions: rulesOfYear(2022).exclusions }))).toEqual([]);
  });
});

describe('the order', () => {
  it('puts the gravest first', () => {
    const facts = {
      ...claims({ misshapen: [misshapen(1, 10_000)], withoutSecondDiagnosis: { count: 1, of: 1 } }),
      pharmacy: null,
    };
    expect(found(facts).map((text) => text.split(' ').slice(0, 2).join(' '))).toEqual([
      'error LBP-D201',
      'warning LBP-D301',
      'info LBP-D203',
    ]);
  });
});
