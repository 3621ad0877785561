/**
 * The table of years (docs/measure-logic.md, section 1), row by row. Every number is stated here as on the
 * page, and tested with `evaluate`, with one record on the last day that counts and one on the first day that
 * does not.
 */

import { describe, expect, it } from 'vitest';
import type { Decided, Decision } from '../../../src/packs/lbp/decision.js';
import { evaluate } from '../../../src/packs/lbp/evaluate.js';
import { resolveRules } from '../../../src/packs/lbp/resolve.js';
import { rulesOfYear } from '../../../src/packs/lbp/years/index.js';
import type { Day } from '../../../src/timeline/day.js';
import type { ListedCode, Person, ProductLine } from '../../../src/timeline/person.js';
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
  stated,
  visit,
} from './people.js';
import { loaded, SEPARATE } from './sets.js';

const YEARS = [2018, 2019, 2020, 2021, 2022, 2023, 2024, 2025, 2026];

function decide(year: number, person: Person): Decision {
  return evaluate(person, resolveRules(rulesOfYear(year), loaded(SEPARATE)));
}

/** The claim of the index event, null where there is none. */
function indexClaim(year: number, person: Person): string | null {
  const decision = decide(year, person);
  return decision.kind === 'not_a_candidate' ? null : (decision.index?.claimId ?? null);
}

function decided(year: number, person: Person): Decided {
  const decision = decide(year, person);
  if (decision.kind !== 'decided') throw new Error(`${year}: ${JSON.stringify(decision)}`);
  return decision;
}

/** The reasons for someone with an index visit on 1 June and the given besides. */
function reasons(year: number, rest: Partial<Person>): readonly string[] {
  return decided(year, member(`${year}-06-01`, rest)).reasons;
}

function from(first: number, last = 2026): number[] {
  return YEARS.filter((year) => first <= year && year <= last);
}

describe('status', () => {
  it.each([
    [2018, 'confirmed'],
    [2019, 'confirmed'],
    [2020, 'confirmed'],
    [2021, 'confirmed'],
    [2022, 'confirmed'],
    [2023, 'provisional'],
    [2024, 'provisional'],
    [2025, 'confirmed'],
    [2026, 'provisional'],
  ])('%i is %s', (year, status) => {
    const rules = rulesOfYear(year);
    expect([rules.year, rules.status]).toEqual([year, status]);
    expect(rules.statusNote !== '').toBe(status === 'provisional');
  });

  it('2026 has the new words, and no year before it', () => {
    expect(rulesOfYear(2026).terms).toMatchObject({
      population: 'initial population',
      exclusion: 'denominator exclusion',
      period: 'measurement period',
    });
    for (const year of from(2018, 2025)) {
      expect(rulesOfYear(year).terms).toMatchObject({
        population: 'eligible population',
        exclusion: 'required exclusion',
      });
    }
  });
});

describe('a year that is not in the table', () => {
  it.each([2017, 2027, 0, 2024.5, Number.NaN])('%s is refused with the list of those that are', (year) => {
    expect(() => rulesOfYear(year)).toThrow(RangeError);
    for (const known of YEARS) expect(() => rulesOfYear(year)).toThrow(String(known));
  });
});

describe('age', () => {
  const bornOn = (year: number, birth: string): Decided =>
    decided(year, member(`${year}-06-01`, { birth: day(birth) }));
  const passes = (year: number, birth: string): boolean => !bornOn(year, birth).reasons.includes('age');

  it.each(from(2018, 2024))('%i: 18 by 1 January', (year) => {
    expect(passes(year, `${year - 18}-01-01`)).toBe(true);
    expect(passes(year, `${year - 18}-01-02`)).toBe(false);
  });

  it.each(from(2025))('%i: 18 by 31 December', (year) => {
    expect(passes(year, `${year - 18}-12-31`)).toBe(true);
    expect(passes(year, `${year - 17}-01-01`)).toBe(false);
  });

  it.each(from(2018, 2021))('%i: up to 50 on 31 December', (year) => {
    expect(passes(year, `${year - 50}-01-01`)).toBe(true);
    expect(passes(year, `${year - 51}-12-31`)).toBe(false);
  });

  it.each(from(2022))('%i: up to 75 on 31 December', (year) => {
    expect(passes(year, `${year - 75}-01-01`)).toBe(true);
    expect(passes(year, `${year - 76}-12-31`)).toBe(false);
  });

  it.each(from(2018, 2021))('%i: one band to 50', (year) => {
    expect(bornOn(year, `${year - 50}-01-01`).ageBand).toBe('18-50');
    expect(bornOn(year, `${year - 51}-12-31`).ageBand).toBe('other');
    expect(bornOn(year, `${year - 17}-01-01`)).toMatchObject({ age: 17, ageBand: 'other' });
  });

  it.each(from(2022))('%i: bands of 18-64 and 65-75, by the age on 31 December', (year) => {
    expect(bornOn(year, `${year - 64}-01-01`)).toMatchObject({ age: 64, ageBand: '18-64' });
    expect(bornOn(year, `${year - 65}-12-31`)).toMatchObject({ age: 65, ageBand: '65-75' });
    expect(bornOn(year, `${year - 75}-01-01`)).toMatchObject({ age: 75, ageBand: '65-75' });
    expect(bornOn(year, `${year - 76}-12-31`)).toMatchObject({ age: 76, ageBand: 'other' });
  });
});

describe('product lines', () => {
  const lines = (year: number, productLine: ProductLine): string => {
    const spans = [span(day('2010-01-01'), day('2030-01-01'), { productLine })];
    const decision = decide(year, member(`${year}-06-01`, { spans }));
    if (decision.kind === 'not_a_candidate') return decision.kind;
    return decision.kind === 'decided' ? decision.productLines.join() : decision.reason;
  };

  it.each(YEARS)('%i reports commercial and Medicaid', (year) => {
    expect([lines(year, 'commercial'), lines(year, 'medicaid')]).toEqual(['commercial', 'medicaid']);
  });

  it.each(from(2018, 2021))('%i does not report Medicare', (year) => {
    expect(lines(year, 'medicare')).toBe('product_line_not_reported');
  });

  it.each(from(2022))('%i reports Medicare', (year) => {
    expect(lines(year, 'medicare')).toBe('medicare');
  });
});

describe('the event', () => {
  const VISITS: [string, ListedCode][] = [
    ['Outpatient', listed('CPT', '99213', 'Outpatient')],
    ['Outpatient by revenue code', listed('UBREV', '0510', 'Outpatient')],
    ['Outpatient by type of bill', listed('UBTOB', '0131', 'Outpatient')],
    ['Observation', listed('CPT', '99218', 'Observation')],
    ['ED', listed('CPT', '99283', 'ED')],
    ['Telephone Visits', listed('CPT', '99441', 'Telephone Visits')],
    ['Online Assessments', listed('HCPCS', 'G2010', 'Online Assessments')],
    ['manipulation', listed('CPT', '98941', 'Osteopathic and Chiropractic Manipulative Treatment')],
    ['Physical Therapy', listed('CPT', '97110', 'Physical Therapy')],
  ];
  const eventOf = (year: number, codes: readonly ListedCode[], rest = {}): string | null => {
    const date = day(`${year}-06-01`);
    const only = claim('A', [line(date, [principal(BACK_PAIN), ...codes.map((code) => other(code))], rest)]);
    return indexClaim(year, { ...member(`${year}-06-01`), claims: [only] });
  };

  it.each(YEARS)('%i takes a visit of each kind', (year) => {
    expect(VISITS.map(([name, code]) => [name, eventOf(year, [code])])).toEqual(
      VISITS.map(([name]) => [name, 'A']),
    );
  });

  it.each(from(2018, 2024))('%i does not take a line without a visit code', (year) => {
    expect([eventOf(year, []), eventOf(year, [RADIOGRAPH])]).toEqual([null, null]);
  });

  it.each(from(2025))('%i takes any line', (year) => {
    expect([eventOf(year, []), eventOf(year, [RADIOGRAPH])]).toEqual(['A', 'A']);
  });

  it.each(from(2018, 2022))('%i takes a laboratory line', (year) => {
    const [, visitCode] = VISITS[0] ?? ['', BACK_PAIN];
    expect(eventOf(year, [visitCode], { placeOfService: '81' })).toBe('A');
  });

  it.each(from(2023))('%i ignores a laboratory line', (year) => {
    const [, visitCode] = VISITS[0] ?? ['', BACK_PAIN];
    expect(eventOf(year, [visitCode], { placeOfService: '81' })).toBeNull();
  });

  it.each(YEARS)('%i: from 1 January to 3 December', (year) => {
    const on = (iso: string): string | null =>
      indexClaim(year, { ...member(`${year}-06-01`), claims: [visit(day(iso))] });
    expect([`${year - 1}-12-31`, `${year}-01-01`, `${year}-12-03`, `${year}-12-04`].map(on)).toEqual([
      null,
      'V',
      'V',
      null,
    ]);
  });

  it.each(YEARS)('%i: no inpatient stay, and none from the next day on or over the day', (year) => {
    const stayed = (admission: string, discharge: string): string | null => {
      const stay = claim('S', [line(day(admission), [other(BED)])], {
        admission: day(admission),
        discharge: day(discharge),
      });
      return indexClaim(year, member(`${year}-06-01`, { claims: [stay] }));
    };
    expect(stayed(`${year}-06-02`, `${year}-06-09`)).toBeNull();
    expect(stayed(`${year}-06-03`, `${year}-06-09`)).toBe('V');
    expect(stayed(`${year}-05-20`, `${year}-06-01`)).toBeNull();
    expect(stayed(`${year}-05-20`, `${year}-05-31`)).toBe('V');
    const inpatient = claim('S', [
      line(day(`${year}-06-01`), [principal(BACK_PAIN), other(listed('CPT', '99283', 'ED')), other(BED)]),
    ]);
    expect(indexClaim(year, { ...member(`${year}-06-01`), claims: [inpatient] })).toBeNull();
  });
});

/** A rule's records: what meets it, the first and last day on which it does, and the years that have it. */
interface WindowRow {
  readonly rule: string;
  readonly years: readonly number[];
  readonly code: ListedCode;
  /** Days from the IESD, `ever`, or `year` for the calendar year. */
  readonly first: number | 'ever' | 'year';
  readonly last: number | 'year';
}

const diagnosis = (code: string, set: string): ListedCode => listed('ICD10CM', code, set);
const procedure = (code: string, set: string): ListedCode => listed('CPT', code, set);
const ever = { first: 'ever', last: 28 } as const;
const calendar = { first: 'year', last: 'year' } as const;

const ROWS: readonly WindowRow[] = [
  { rule: 'cancer', years: YEARS, code: diagnosis('C509', 'Malignant Neoplasms'), ...ever },
  { rule: 'cancer', years: YEARS, code: diagnosis('D093', 'Other Neoplasms'), ...ever },
  { rule: 'cancer', years: YEARS, code: diagnosis('Z853', 'History of Malignant Neoplasm'), ...ever },
  { rule: 'cancer', years: YEARS, code: diagnosis('C4431', 'Other Malignant Neoplasm of Skin'), ...ever },
  { rule: 'hiv', years: YEARS, code: diagnosis('B20', 'HIV'), ...ever },
  {
    rule: 'transplant',
    years: YEARS,
    code: procedure('32851', 'Organ Transplant Other Than Kidney'),
    ...ever,
  },
  { rule: 'transplant', years: YEARS, code: procedure('50360', 'Kidney Transplant'), ...ever },
  { rule: 'transplant', years: YEARS, code: diagnosis('Z940', 'History of Kidney Transplant'), ...ever },
  { rule: 'osteoporosis', years: from(2025), code: diagnosis('M810', 'Osteoporosis'), ...ever },
  {
    rule: 'osteoporosis',
    years: from(2022),
    code: procedure('J0897', 'Osteoporosis Medication Therapy'),
    ...ever,
  },
  {
    rule: 'osteoporosis',
    years: from(2022),
    code: procedure('J3489', 'Long-Acting Osteoporosis Medications'),
    ...ever,
  },
  {
    rule: 'osteoporosis',
    years: from(2022),
    code: listed('NDC', '00006093644', 'Osteoporosis Medications'),
    ...ever,
  },
  { rule: 'spondylopathy', years: from(2022), code: diagnosis('M459', 'Spondylopathy'), ...ever },
  { rule: 'lumbar_surgery', years: from(2022), code: procedure('63030', 'Lumbar Surgery'), ...ever },
  { rule: 'iv_drug_use', years: YEARS, code: diagnosis('F1120', 'IV Drug Abuse'), first: -365, last: 28 },
  {
    rule: 'neurologic_impairment',
    years: YEARS,
    code: diagnosis('G834', 'Neurologic Impairment'),
    first: -365,
    last: 28,
  },
  {
    rule: 'spinal_infection',
    years: YEARS,
    code: diagnosis('M4626', 'Spinal Infection'),
    first: -365,
    last: 28,
  },
  { rule: 'trauma', years: YEARS, code: diagnosis('S32010A', 'Trauma'), first: -90, last: 28 },
  {
    rule: 'fragility_fracture',
    years: from(2022),
    code: diagnosis('M4846XA', 'Fragility Fractures'),
    first: -90,
    last: 28,
  },
  { rule: 'hospice', years: YEARS, code: procedure('Q5003', 'Hospice Encounter'), ...calendar },
  { rule: 'hospice', years: YEARS, code: procedure('99377', 'Hospice Intervention'), ...calendar },
  {
    rule: 'palliative_care',
    years: from(2022),
    code: procedure('G9054', 'Palliative Care Encounter'),
    ...calendar,
  },
  {
    rule: 'palliative_care',
    years: from(2022),
    code: procedure('1152F', 'Palliative Care Assessment'),
    ...calendar,
  },
  {
    rule: 'palliative_care',
    years: from(2022),
    code: procedure('99999', 'Palliative Care Intervention'),
    ...calendar,
  },
  { rule: 'palliative_care', years: from(2022), code: listed('ICD10CM', 'Z515'), ...calendar },
];

function carrying(date: Day, code: ListedCode): Partial<Person> {
  return code.system === 'NDC' ? { fills: [fill(date, code, 30)] } : { claims: [record(date, code)] };
}

describe.each(ROWS)('$rule by $code.code ($code.sets)', ({ rule, years, code, first, last }) => {
  it.each(YEARS)('%i', (year) => {
    const iesd = day(`${year}-06-01`);
    const edge = (at: number | 'year', yearsDay: string): Day => (at === 'year' ? day(yearsDay) : iesd + at);
    const firstDay = first === 'ever' ? day('1985-03-01') : edge(first, `${year}-01-01`);
    const lastDay = edge(last, `${year}-12-31`);
    const holds = years.includes(year) ? [rule] : [];
    expect(reasons(year, carrying(firstDay, code))).toEqual(holds);
    expect(reasons(year, carrying(lastDay, code))).toEqual(holds);
    expect(reasons(year, carrying(lastDay + 1, code))).toEqual([]);
    if (first !== 'ever') expect(reasons(year, carrying(firstDay - 1, code))).toEqual([]);
  });
});

describe('facts of the enrollment file', () => {
  const fact = (iso: string) => [{ date: day(iso), source: 'e.csv', locator: '' }];
  const edges = (year: number): string[] => [
    `${year - 1}-12-31`,
    `${year}-01-01`,
    `${year}-12-31`,
    `${year + 1}-01-01`,
  ];

  it.each(YEARS)('%i: hospice in the year', (year) => {
    const found = edges(year).map((iso) => reasons(year, { hospice: fact(iso) }).join());
    expect(found).toEqual(['', 'hospice', 'hospice', '']);
  });

  it.each(YEARS)('%i: death in the year, from 2023 on', (year) => {
    const found = edges(year).map((iso) => reasons(year, { deaths: fact(iso) }).join());
    expect(found).toEqual(year >= 2023 ? ['', 'death', 'death', ''] : ['', '', '', '']);
  });
});

describe('prolonged corticosteroids', () => {
  it.each(YEARS)('%i: 90 days on end, and not 89', (year) => {
    const drug = listed('NDC', '00000000001', 'Corticosteroid Medications');
    const iesd = day(`${year}-06-01`);
    expect(reasons(year, { fills: [fill(iesd - 120, drug, 90)] })).toEqual(['corticosteroids']);
    expect(reasons(year, { fills: [fill(iesd - 120, drug, 89)] })).toEqual([]);
  });
});

describe('frailty and advanced illness', () => {
  const frailty = diagnosis('R54', 'Frailty Diagnosis');
  const device = listed('HCPCS', 'E0100', 'Frailty Device');
  const illness = diagnosis('I5022', 'Advanced Illness');
  const dementia = listed('NDC', '00054009021', 'Dementia Medications');
  const frail = (year: number): Person['claims'] => [
    record(day(`${year}-01-01`), frailty, 'F1'),
    record(day(`${year}-12-31`), device, 'F2'),
  ];
  const ill = (...dates: readonly string[]): Person['claims'] =>
    dates.map((iso) => record(day(iso), illness, `I${iso}`));
  /** With the age of 66 on 31 December to the day, unless stated otherwise. */
  const old = (year: number, claims: Person['claims'], rest: Partial<Person> = {}): readonly string[] =>
    reasons(year, { birth: day(`${year - 66}-12-31`), claims, ...rest }).filter((reason) => reason !== 'age');

  it.each(YEARS)('%i: both halves, two dates each, from 2022 on', (year) => {
    const holds = year >= 2022 ? ['frailty_advanced_illness'] : [];
    const both = [...frail(year), ...ill(`${year - 1}-01-01`, `${year}-12-31`)];
    expect(old(year, both)).toEqual(holds);
    expect(old(year, frail(year))).toEqual([]);
    expect(old(year, ill(`${year - 1}-01-01`, `${year}-12-31`))).toEqual([]);
    expect(old(year, [...frail(year), ...ill(`${year - 2}-12-31`, `${year}-12-31`)])).toEqual([]);
    expect(old(year, [...frail(year), ...ill(`${year}-12-31`, `${year + 1}-01-01`)])).toEqual([]);
    expect(old(year, [...frail(year), ...ill(`${year}-05-05`, `${year}-05-05`)])).toEqual([]);
  });

  it.each(from(2022))('%i: one date of frailty is not enough, however often', (year) => {
    const once = [record(day(`${year}-04-04`), frailty, 'F1'), record(day(`${year}-04-04`), device, 'F2')];
    const late = [
      record(day(`${year}-04-04`), frailty, 'F1'),
      record(day(`${year + 1}-01-01`), device, 'F2'),
    ];
    const illnesses = ill(`${year}-02-02`, `${year}-03-03`);
    expect(old(year, [...once, ...illnesses])).toEqual([]);
    expect(old(year, [...late, ...illnesses])).toEqual([]);
  });

  it.each(from(2022))('%i: from 66 on 31 December', (year) => {
    const claims = [...frail(year), ...ill(`${year}-02-02`, `${year}-03-03`)];
    expect(old(year, claims, { birth: day(`${year - 65}-01-01`) })).toEqual([]);
    expect(old(year, claims, { birth: day(`${year - 66}-12-31`) })).toEqual(['frailty_advanced_illness']);
  });

  it.each(from(2022))('%i: a dementia drug in the year or the year before', (year) => {
    const on = (iso: string): string =>
      old(year, frail(year), { fills: [fill(day(iso), dementia, 30)] }).join();
    expect([`${year - 2}-12-31`, `${year - 1}-01-01`, `${year}-12-31`, `${year + 1}-01-01`].map(on)).toEqual([
      '',
      'frailty_advanced_illness',
      'frailty_advanced_illness',
      '',
    ]);
  });

  it.each(from(2022))('%i: one acute inpatient stay is enough in 2022 and 2023 alone', (year) => {
    const nonacute = listed('UBREV', '0190', 'Inpatient Stay', 'Nonacute Inpatient Stay');
    const stay = (bed: ListedCode, discharge: string): Person['claims'] => [
      claim('S', [line(day(discharge) - 5, [further(illness), other(bed)])], {
        admission: day(discharge) - 5,
        discharge: day(discharge),
      }),
    ];
    const accepted = year <= 2023 ? ['frailty_advanced_illness'] : [];
    expect(old(year, [...frail(year), ...stay(BED, `${year}-03-31`)])).toEqual(accepted);
    expect(old(year, [...frail(year), ...stay(BED, `${year - 1}-01-01`)])).toEqual(accepted);
    expect(old(year, [...frail(year), ...stay(BED, `${year - 2}-12-31`)])).toEqual([]);
    expect(old(year, [...frail(year), ...stay(nonacute, `${year}-03-31`)])).toEqual([]);
  });
});

describe('laboratory lines', () => {
  const onLab = (date: Day, code: ListedCode): Partial<Person> => ({
    claims: [claim('L', [line(date, [stated(code)], { placeOfService: '81' })])],
  });

  it.each(YEARS)('%i: carry a diagnosis until 2022', (year) => {
    const iesd = day(`${year}-06-01`);
    const counts = year <= 2022;
    const cancer = diagnosis('C509', 'Malignant Neoplasms');
    expect(reasons(year, onLab(iesd - 500, cancer))).toEqual(counts ? ['cancer'] : []);
    expect(reasons(year, onLab(iesd - 30, BACK_PAIN))).toEqual(counts ? ['negative_history'] : []);
  });

  it.each(YEARS)('%i: carry a procedure', (year) => {
    const transplant = procedure('50360', 'Kidney Transplant');
    expect(reasons(year, onLab(day(`${year}-01-05`), transplant))).toEqual(['transplant']);
  });
});

describe('negative history', () => {
  it.each(YEARS)('%i: from 180 days before to the day before', (year) => {
    const iesd = day(`${year}-06-01`);
    const on = (offset: number): string =>
      reasons(year, { claims: [record(iesd + offset, BACK_PAIN)] }).join();
    expect([-181, -180, -1, 0].map(on)).toEqual(['', 'negative_history', 'negative_history', '']);
  });
});

describe('imaging', () => {
  it.each(YEARS)('%i: from the IESD to 28 days after', (year) => {
    const iesd = day(`${year}-06-01`);
    const imagedOn = (offset: number): number | null => {
      const image = claim('X', [line(iesd + offset, [further(BACK_PAIN), other(RADIOGRAPH)])]);
      return decided(year, member(`${year}-06-01`, { claims: [image] })).imaging?.days ?? null;
    };
    expect([-1, 0, 28, 29].map(imagedOn)).toEqual([null, 0, 28, null]);
  });

  it.each(YEARS)('%i: not on a denied line, nor on a claim without low back pain', (year) => {
    const iesd = day(`${year}-06-01`);
    const with_ = (status: 'denied' | 'pending' | 'suspended' | 'unknown', pain: ListedCode) => {
      const image = claim('X', [line(iesd + 3, [further(pain), other(RADIOGRAPH)], { status })]);
      return decided(year, member(`${year}-06-01`, { claims: [image] })).imaging?.days ?? null;
    };
    expect(with_('denied', BACK_PAIN)).toBeNull();
    expect((['pending', 'suspended', 'unknown'] as const).map((status) => with_(status, BACK_PAIN))).toEqual([
      3, 3, 3,
    ]);
    expect(with_('pending', diagnosis('R51', 'Headache'))).toBeNull();
  });
});
