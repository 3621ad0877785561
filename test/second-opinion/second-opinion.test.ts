/**
 * The product against the second opinion, over random people near the edges of every rule.
 *
 * For longer runs: LBP_SECOND_OPINION_RUNS sets the total number of people (220000 by default),
 * LBP_SECOND_OPINION_SEED the seed.
 */

import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Decision, ImagingEvent, IndexEvent, Reason } from '../../src/packs/lbp/decision.js';
import { evaluate } from '../../src/packs/lbp/evaluate.js';
import { type MeasureRules, resolveRules } from '../../src/packs/lbp/resolve.js';
import { rulesOfYear } from '../../src/packs/lbp/years/index.js';
import { NOTHING_LISTED } from '../../src/packs/sets.js';
import type { Day } from '../../src/timeline/day.js';
import type { CodeSystem, LineCode, ListedCode, Person, ProductLine } from '../../src/timeline/person.js';
import { rounds } from '../sampled.js';
import {
  type DecidedOpinion,
  dayOfDate,
  type ImagingOpinion,
  type IndexOpinion,
  isoDate,
  type Opinion,
  secondOpinion,
} from './evaluator.js';
import { arbitraryRolls, claim, line, personOf, readable, setNamesOf, stated } from './population.js';

function settingOf(name: string, otherwise: number): number {
  const given = Number(process.env[name] ?? otherwise);
  if (!Number.isSafeInteger(given)) throw new Error(`${name} is not a whole number`);
  return given;
}

const DIRECTORIES = [
  { year: 2018, merged: false },
  { year: 2019, merged: false },
  { year: 2020, merged: false },
  { year: 2021, merged: false },
  { year: 2022, merged: false },
  { year: 2023, merged: false },
  { year: 2024, merged: false },
  { year: 2025, merged: false },
  { year: 2025, merged: true },
  { year: 2026, merged: false },
  { year: 2026, merged: true },
];
const RUNS = Math.ceil(settingOf('LBP_SECOND_OPINION_RUNS', rounds(220_000, 22_000)) / DIRECTORIES.length);
const SEED = settingOf('LBP_SECOND_OPINION_SEED', 20_240_615);

// ---------------------------------------------------------------------------------------------------------------
// The comparison
// ---------------------------------------------------------------------------------------------------------------

function indexOf({ date, claimId, lineNumber, diagnosis }: IndexEvent): IndexOpinion {
  return { date, claimId, lineNumber, diagnosis };
}

function imagingOf({ date, days, code: studied, claimId, lineNumber }: ImagingEvent): ImagingOpinion {
  return { date, days, code: studied, claimId, lineNumber };
}

/** The parts of the product's decision on which opinions can differ. */
function opinionIn(decision: Decision): Opinion {
  // The second opinion does not tell the two apart: either way there is no index event.
  if (decision.kind === 'not_a_candidate')
    return { kind: 'unreported', reason: 'no_index_event', index: null };
  if (decision.kind === 'unreported') {
    const { kind, reason, index } = decision;
    return { kind, reason, index: index === null ? null : indexOf(index) };
  }
  const { kind, productLines, age, ageBand, status, reasons } = decision;
  const imaging = decision.imaging === null ? null : imagingOf(decision.imaging);
  return { kind, index: indexOf(decision.index), productLines, age, ageBand, status, reasons, imaging };
}

function productSays(person: Person, rules: MeasureRules): string {
  try {
    return readable(opinionIn(evaluate(person, rules)));
  } catch (thrown) {
    return `threw ${thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)}`;
  }
}

/** Every reason that a year and directory can have, from the table of years of the page. */
function reasonsOf(year: number, merged: boolean): Reason[] {
  const reasons: Reason[] = ['age', 'negative_history', 'enrollment', 'corticosteroids', 'hospice'];
  if (merged) reasons.push('diagnosis_history', 'procedure_history', 'recent_diagnosis', 'recent_injury');
  else
    reasons.push(
      'cancer',
      'hiv',
      'transplant',
      'iv_drug_use',
      'neurologic_impairment',
      'spinal_infection',
      'trauma',
    );
  if (year >= 2022) reasons.push('osteoporosis', 'palliative_care', 'frailty_advanced_illness');
  if (year >= 2022 && !merged) reasons.push('spondylopathy', 'lumbar_surgery', 'fragility_fracture');
  if (year >= 2023) reasons.push('death');
  return reasons;
}

/** Counts what the compared people were, so that a comparison of nothing does not pass for agreement. */
class Tally {
  private readonly counts = new Map<string, number>();

  add(opinion: Opinion): void {
    if (opinion.kind === 'unreported') this.count(opinion.reason);
    else this.addDecided(opinion);
  }

  of(what: string): number {
    return this.counts.get(what) ?? 0;
  }

  private addDecided({ status, reasons, imaging, productLines }: DecidedOpinion): void {
    this.count(status);
    for (const reason of reasons) this.count(reason);
    const [first, second] = reasons;
    if (first !== undefined && second === undefined) this.count(`${first} alone`);
    if (productLines.length > 1) this.count('two lines');
    if (imaging !== null) {
      this.count('imaging');
      this.count(`imaging on day ${imaging.days}`);
      if (status === 'denominator') this.count('denominator with imaging');
    }
  }

  private count(what: string): void {
    this.counts.set(what, this.of(what) + 1);
  }
}

describe(`the product and the second opinion agree (${RUNS} people each, seed ${SEED})`, () => {
  it.each(DIRECTORIES)(
    'in $year (merged sets: $merged)',
    ({ year, merged }) => {
      const rules = resolveRules(rulesOfYear(year), { names: setNamesOf(merged), listed: NOTHING_LISTED });
      const tally = new Tally();
      const agree = fc.property(arbitraryRolls, (rolls) => {
        const person = personOf(rolls, year, merged);
        const mine = secondOpinion(person, year, merged);
        tally.add(mine);
        return isDeepStrictEqual(opinionIn(evaluate(person, rules)), mine);
      });
      // Unbiased: the rolls are made into edges later, so edges among the rolls themselves mean nothing.
      const seed = SEED + year * 2 + (merged ? 1 : 0);
      const found = fc.check(agree, { numRuns: RUNS, seed, unbiased: true });
      if (found.counterexample !== null) {
        const person = personOf(found.counterexample[0], year, merged);
        expect.fail(
          `${year}, merged sets: ${merged}, seed ${SEED}, after ${found.numRuns} people and ${found.numShrinks} shrinks\n` +
            `person: ${readable(person)}\nproduct: ${productSays(person, rules)}\n` +
            `second opinion: ${readable(secondOpinion(person, year, merged))}`,
        );
      }

      // The population reached every rule of the year, alone, and no rule that the year has not.
      const reachable = reasonsOf(year, merged);
      // A short run promises nothing of the kind.
      const perThousand = RUNS < 5000 ? 0 : RUNS / 1000;
      const rare = reachable.filter((reason) => tally.of(`${reason} alone`) < Math.floor(perThousand));
      expect(rare).toEqual([]);
      const unknown = reasonsOf(2026, false)
        .concat(reasonsOf(2026, true))
        .filter((reason) => !reachable.includes(reason) && tally.of(reason) > 0);
      expect(unknown).toEqual([]);
      expect(tally.of('denominator')).toBeGreaterThanOrEqual(Math.floor(200 * perThousand));
      expect(tally.of('excluded')).toBeGreaterThanOrEqual(Math.floor(50 * perThousand));
      expect(tally.of('ineligible')).toBeGreaterThanOrEqual(Math.floor(100 * perThousand));
      expect(tally.of('denominator with imaging')).toBeGreaterThanOrEqual(Math.floor(20 * perThousand));
      expect(tally.of('imaging on day 0')).toBeGreaterThanOrEqual(Math.floor(10 * perThousand));
      expect(tally.of('imaging on day 28')).toBeGreaterThanOrEqual(Math.floor(10 * perThousand));
      for (const reason of [
        'no_index_event',
        'no_eligibility',
        'not_enrolled_on_index_date',
        'product_line_not_reported',
      ]) {
        expect(tally.of(reason), reason).toBeGreaterThanOrEqual(Math.floor(10 * perThousand));
      }
      if (year >= 2022) expect(tally.of('two lines')).toBeGreaterThanOrEqual(Math.floor(10 * perThousand));
    },
    60_000 + RUNS * 3,
  );
});

describe('the product and the second opinion agree as of a day', () => {
  it.each([
    { year: 2022, merged: false },
    { year: 2025, merged: true },
    { year: 2026, merged: false },
  ])(
    'in $year (merged sets: $merged)',
    ({ year, merged }) => {
      const directory = { names: setNamesOf(merged), listed: NOTHING_LISTED };
      const tally = new Tally();
      const [first, last] = [dayOfDate(`${year}-01-01`), dayOfDate(`${year}-12-30`)];
      const offset = fc.oneof(fc.constantFrom(-1, 0, 1, 26, 27, 28, 29), fc.integer({ min: -30, max: 200 }));
      const agree = fc.property(arbitraryRolls, offset, (rolls, days) => {
        const person = personOf(rolls, year, merged);
        const plain = secondOpinion(person, year, merged);
        const asOf = Math.min(
          last,
          Math.max(first, (plain.index?.date ?? dayOfDate(`${year}-06-15`)) + days),
        );
        const mine = secondOpinion(person, year, merged, asOf);
        tally.add(mine);
        const rules = resolveRules(rulesOfYear(year), directory, { asOf });
        return isDeepStrictEqual(opinionIn(evaluate(person, rules)), mine);
      });
      const numRuns = Math.ceil(RUNS / 10);
      const found = fc.check(agree, { numRuns, seed: SEED + year, unbiased: true });
      if (found.counterexample !== null) {
        expect.fail(`${year}: ${readable(personOf(found.counterexample[0], year, merged))}`);
      }
      if (numRuns < 1000) return;
      for (const status of ['open', 'denominator', 'excluded', 'ineligible']) {
        expect(tally.of(status), status).toBeGreaterThanOrEqual(20);
      }
    },
    60_000 + RUNS * 3,
  );
});

// ---------------------------------------------------------------------------------------------------------------
// The second opinion itself, on people worked out by hand
// ---------------------------------------------------------------------------------------------------------------

const on = dayOfDate;
const NOWHERE = { source: 'by hand', locator: '' };

function code(system: CodeSystem, text: string, ...sets: readonly string[]): ListedCode {
  return { system, code: text, sets };
}

const PAIN = code('ICD10CM', 'M5450', 'Uncomplicated Low Back Pain');
const VISIT = code('CPT', '99213', 'Outpatient');
const XRAY = code('CPT', '72100', 'Imaging Study');
const STAY = code('UBREV', '0120', 'Inpatient Stay');
const CANCER = code('ICD10CM', 'C61', 'Malignant Neoplasms');
const TRAUMA = code('ICD10CM', 'S22009A', 'Trauma');
const ILLNESS = code('ICD10CM', 'I509', 'Advanced Illness');
const WALKER = code('HCPCS', 'E0100', 'Frailty Device');
const PREDNISONE = code('NDC', '00054001720', 'Corticosteroid Medications');
const PRINCIPAL: LineCode = stated(PAIN, 1);

/** A commercial member of 40, enrolled for years, with a visit for low back pain on each of the dates. */
function member(year: number, visits: readonly string[], more: Partial<Person> = {}): Person {
  const claims = visits.map((date, at) => claim(`V${at + 1}`, [line(on(date), [PRINCIPAL, stated(VISIT)])]));
  return {
    id: 'P1',
    sex: '',
    birth: on(`${year - 40}-05-20`),
    deaths: [],
    hospice: [],
    spans: [span(`${year - 3}-01-01`, `${year + 1}-12-31`, 'commercial')],
    fills: [],
    ...more,
    claims: [...claims, ...(more.claims ?? [])],
  };
}

function span(start: string, end: string, productLine: ProductLine | 'other', medicalBenefit = true) {
  return { start: on(start), end: on(end), productLine, medicalBenefit, plan: '', further: [], ...NOWHERE };
}

function fills(drug: ListedCode, ...dispensed: readonly (readonly [date: string, daysSupply: number])[]) {
  return dispensed.map(([date, daysSupply], at) => ({
    claimId: `F${at}`,
    lineNumber: '1',
    dispensed: on(date),
    drug,
    daysSupply,
    ...NOWHERE,
  }));
}

/** A claim of one line with one code. */
function record(id: string, date: string, held: ListedCode, more: { placeOfService?: string } = {}) {
  return claim(id, [line(on(date), [stated(held)], more)]);
}

function reasons(person: Person, year: number, merged = false): readonly string[] {
  const opinion = secondOpinion(person, year, merged);
  return opinion.kind === 'decided' ? opinion.reasons : [opinion.reason];
}

function indexDate(person: Person, year: number): string | null {
  const { index } = secondOpinion(person, year, false);
  return index === null ? null : isoDate(index.date);
}

function imagingDay(person: Person, year: number): Day | null {
  const opinion = secondOpinion(person, year, false);
  if (opinion.kind === 'unreported') throw new Error(`unreported: ${opinion.reason}`);
  return opinion.imaging === null ? null : opinion.imaging.days;
}

describe('the second opinion, by hand', () => {
  it('says all there is to say of a plain member', () => {
    const study = claim('X', [line(on('2024-07-13'), [stated(PAIN, 3), stated(XRAY)], { number: '4' })]);
    expect(secondOpinion(member(2024, ['2024-06-15'], { claims: [study] }), 2024, false)).toEqual({
      kind: 'decided',
      index: { date: on('2024-06-15'), claimId: 'V1', lineNumber: '1', diagnosis: 'M5450' },
      productLines: ['commercial'],
      age: 40,
      ageBand: '18-64',
      status: 'denominator',
      reasons: [],
      imaging: { date: on('2024-07-13'), days: 28, code: '72100', claimId: 'X', lineNumber: '4' },
    });
  });

  it('keeps 3 December in the intake period, and day 28 in the numerator', () => {
    expect(indexDate(member(2023, ['2023-12-03']), 2023)).toBe('2023-12-03');
    expect(indexDate(member(2023, ['2023-12-04']), 2023)).toBeNull();
    expect(indexDate(member(2023, ['2022-12-31']), 2023)).toBeNull();
    expect(indexDate(member(2023, ['2023-01-01']), 2023)).toBe('2023-01-01');
    const imaged = (date: string, status: 'paid' | 'denied' = 'paid'): Person => {
      const study = claim('X', [line(on(date), [stated(PAIN, 2), stated(XRAY)], { status })]);
      return member(2023, ['2023-12-03'], { claims: [study] });
    };
    expect(imagingDay(imaged('2023-12-03'), 2023)).toBe(0);
    expect(imagingDay(imaged('2023-12-31'), 2023)).toBe(28);
    expect(imagingDay(imaged('2024-01-01'), 2023)).toBeNull();
    expect(imagingDay(imaged('2023-12-31', 'denied'), 2023)).toBeNull();
  });

  it('never rolls forward to a later event', () => {
    const early = record('H', '2024-01-02', PAIN);
    const person = member(2024, ['2024-03-01', '2024-11-01'], { claims: [early] });
    expect(indexDate(person, 2024)).toBe('2024-03-01');
    expect(reasons(person, 2024)).toEqual(['negative_history']);
  });

  it('looks 180 days back, the index date not among them', () => {
    // 2024 is a leap year: 180 days before 15 June 2024 is 18 December 2023.
    expect(
      reasons(member(2024, ['2024-06-15'], { claims: [record('H', '2023-12-18', PAIN)] }), 2024),
    ).toEqual(['negative_history']);
    expect(
      reasons(member(2024, ['2024-06-15'], { claims: [record('H', '2023-12-17', PAIN)] }), 2024),
    ).toEqual([]);
    expect(
      reasons(member(2024, ['2024-06-15'], { claims: [record('H', '2024-06-15', PAIN)] }), 2024),
    ).toEqual([]);
  });

  it('knows the two rules of age', () => {
    const born = (birth: string, year: number): readonly string[] =>
      reasons(member(year, [`${year}-06-15`], { birth: on(birth) }), year);
    expect(born('2006-01-01', 2024)).toEqual([]);
    expect(born('2006-01-02', 2024)).toEqual(['age']);
    expect(born('2007-12-31', 2025)).toEqual([]);
    expect(born('2008-01-01', 2025)).toEqual(['age']);
    expect(born('1949-01-01', 2024)).toEqual([]);
    expect(born('1948-12-31', 2024)).toEqual(['age']);
    expect(born('1971-01-01', 2021)).toEqual([]);
    expect(born('1970-12-31', 2021)).toEqual(['age']);
  });

  it('covers 209 days, each of them', () => {
    const covered = (...spans: Person['spans']): readonly string[] =>
      reasons(member(2024, ['2024-06-15'], { spans }), 2024);
    expect(covered(span('2023-12-18', '2024-07-13', 'commercial'))).toEqual([]);
    expect(covered(span('2023-12-19', '2024-07-13', 'commercial'))).toEqual(['enrollment']);
    expect(covered(span('2023-12-18', '2024-07-12', 'commercial'))).toEqual(['enrollment']);
    const first = span('2023-12-18', '2024-02-28', 'other');
    expect(covered(first, span('2024-02-29', '2024-07-13', 'commercial'))).toEqual([]);
    expect(covered(first, span('2024-03-01', '2024-07-13', 'commercial'))).toEqual(['enrollment']);
  });

  it('puts people into the product lines that cover the index date', () => {
    const lines = (year: number, ...names: readonly (ProductLine | 'other')[]): unknown => {
      const spans = names.map((name) => span(`${year - 1}-01-01`, `${year}-12-31`, name));
      const opinion = secondOpinion(member(year, [`${year}-06-15`], { spans }), year, false);
      return opinion.kind === 'decided' ? opinion.productLines : opinion.reason;
    };
    expect(lines(2024, 'medicare', 'medicaid')).toEqual(['medicaid', 'medicare']);
    expect(lines(2024, 'medicaid', 'commercial')).toEqual(['commercial']);
    expect(lines(2021, 'medicaid', 'medicare')).toEqual(['medicaid']);
    expect(lines(2021, 'medicare')).toBe('product_line_not_reported');
    expect(lines(2024, 'other')).toBe('product_line_not_reported');
    expect(lines(2024)).toBe('no_eligibility');
  });

  it('ignores lab diagnoses from 2023 on', () => {
    const lab = claim('L', [line(on('2022-06-15'), [PRINCIPAL, stated(VISIT)], { placeOfService: '81' })]);
    expect(indexDate(member(2022, [], { claims: [lab] }), 2022)).toBe('2022-06-15');
    const later = claim('L', [line(on('2023-06-15'), [PRINCIPAL, stated(VISIT)], { placeOfService: '81' })]);
    expect(indexDate(member(2023, [], { claims: [later] }), 2023)).toBeNull();
    const cancer = (year: number): Person =>
      member(year, [`${year}-06-15`], {
        claims: [record('C', `${year}-01-20`, CANCER, { placeOfService: '81' })],
      });
    expect(reasons(cancer(2022), 2022)).toEqual(['cancer']);
    expect(reasons(cancer(2023), 2023)).toEqual([]);
  });

  it('asks for a visit before 2025 and for none after', () => {
    const radiology = (year: number): Person =>
      member(year, [], { claims: [claim('R', [line(on(`${year}-06-15`), [PRINCIPAL, stated(XRAY)])])] });
    expect(indexDate(radiology(2024), 2024)).toBeNull();
    expect(indexDate(radiology(2025), 2025)).toBe('2025-06-15');
    expect(imagingDay(radiology(2025), 2025)).toBe(0);
  });

  it('drops a visit on the day before an admission, not one two days before', () => {
    const stay = claim('S', [line(on('2024-06-16'), [stated(STAY)])], {
      admission: on('2024-06-16'),
      discharge: on('2024-06-20'),
    });
    expect(indexDate(member(2024, ['2024-06-15', '2024-07-01'], { claims: [stay] }), 2024)).toBe(
      '2024-07-01',
    );
    expect(indexDate(member(2024, ['2024-06-14'], { claims: [stay] }), 2024)).toBe('2024-06-14');
    expect(indexDate(member(2024, ['2024-06-20', '2024-06-21'], { claims: [stay] }), 2024)).toBe(
      '2024-06-21',
    );
  });

  it('closes its windows at both ends', () => {
    const having = (date: string, held: ListedCode): readonly string[] =>
      reasons(member(2024, ['2024-06-15'], { claims: [record('E', date, held)] }), 2024);
    expect(having('2024-07-13', CANCER)).toEqual(['cancer']);
    expect(having('2024-07-14', CANCER)).toEqual([]);
    expect(having('2009-03-01', CANCER)).toEqual(['cancer']);
    // 90 days before 15 June 2024 is 17 March.
    expect(having('2024-03-17', TRAUMA)).toEqual(['trauma']);
    expect(having('2024-03-16', TRAUMA)).toEqual([]);
    expect(having('2024-07-13', TRAUMA)).toEqual(['trauma']);
    expect(having('2024-07-14', TRAUMA)).toEqual([]);
    const abuse = code('ICD10CM', 'F1110', 'IV Drug Abuse');
    // 365 days before 15 June 2024 is 16 June 2023.
    expect(having('2023-06-16', abuse)).toEqual(['iv_drug_use']);
    expect(having('2023-06-15', abuse)).toEqual([]);
  });

  it('names the merged rules in the order of the page', () => {
    const held = [
      record('1', '2025-05-01', code('ICD10CM', 'S22009A', 'Recent Injuries That May Warrant Imaging')),
      record('2', '2025-05-01', code('ICD10CM', 'F1110', 'Recent Diagnoses That May Warrant Imaging')),
      record('3', '2025-05-01', code('CPT', '63030', 'Procedure History That May Warrant Imaging')),
      record('4', '2025-05-01', code('ICD10CM', 'C61', 'Diagnosis History That May Warrant Imaging')),
    ];
    const drug = fills(code('NDC', '00093517144', 'Osteoporosis Medications'), ['2025-06-01', 28]);
    const deaths = [{ date: on('2025-12-31'), ...NOWHERE }];
    expect(reasons(member(2025, ['2025-06-15'], { claims: held, fills: drug, deaths }), 2025, true)).toEqual([
      'diagnosis_history',
      'osteoporosis',
      'procedure_history',
      'recent_diagnosis',
      'recent_injury',
      'death',
    ]);
  });

  it('shifts overlapping steroid supply and allows no gap', () => {
    const supplied = (
      visit: string,
      ...dispensed: readonly (readonly [string, number])[]
    ): readonly string[] => reasons(member(2024, [visit], { fills: fills(PREDNISONE, ...dispensed) }), 2024);
    // 1 June and 26 June cover to 30 July; another 30 days cover 31 July to 29 August, the 90th day.
    const two: readonly (readonly [string, number])[] = [
      ['2024-06-26', 30],
      ['2024-06-01', 30],
    ];
    expect(supplied('2024-08-29', ...two, ['2024-07-31', 30])).toEqual(['corticosteroids']);
    expect(supplied('2024-08-28', ...two, ['2024-07-31', 30])).toEqual([]);
    expect(supplied('2024-08-30', ...two, ['2024-08-01', 30])).toEqual([]);
    expect(supplied('2024-06-01', ['2024-06-01', 90])).toEqual([]);
    expect(supplied('2024-06-15', ['2023-06-16', 90])).toEqual(['corticosteroids']);
    expect(supplied('2024-06-15', ['2023-06-15', 120])).toEqual([]);
  });

  it('takes one acute stay for advanced illness in 2023 only, not in 2024', () => {
    const frailAndIll = (year: number, ...more: readonly ReturnType<typeof record>[]): readonly string[] => {
      const stay = claim('S', [line(on(`${year - 1}-03-01`), [stated(ILLNESS), stated(STAY)])], {
        admission: on(`${year - 1}-03-01`),
        discharge: on(`${year - 1}-03-09`),
      });
      const devices = [record('D1', `${year}-02-01`, WALKER), record('D2', `${year}-12-31`, WALKER)];
      const claims = [...devices, stay, ...more];
      return reasons(member(year, [`${year}-06-15`], { birth: on(`${year - 66}-12-31`), claims }), year);
    };
    expect(frailAndIll(2023)).toEqual(['frailty_advanced_illness']);
    expect(frailAndIll(2024)).toEqual([]);
    expect(frailAndIll(2024, record('I', '2024-12-31', ILLNESS))).toEqual(['frailty_advanced_illness']);
    // The same date twice is one date: that of the discharge.
    expect(frailAndIll(2024, record('I', '2023-03-09', ILLNESS))).toEqual([]);
  });
});
