import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluate } from '../../../src/packs/lbp/evaluate.js';
import { resolveRules } from '../../../src/packs/lbp/resolve.js';
import { rulesOfYear } from '../../../src/packs/lbp/years/index.js';
import type { Claim, ClaimLine, LineCode, ListedCode, Person } from '../../../src/timeline/person.js';
import { sampled } from '../../sampled.js';
import {
  BACK_PAIN,
  BED,
  claim,
  day,
  EMPTY,
  fill,
  further,
  line,
  listed,
  member,
  other,
  principal,
  RADIOGRAPH,
  span,
  VISIT,
  visit,
} from './people.js';
import { loaded, SEPARATE } from './sets.js';

const YEARS = [2018, 2019, 2020, 2021, 2022, 2023, 2024, 2025, 2026];
const rulesFor = (year: number) => resolveRules(rulesOfYear(year), loaded(SEPARATE));

const CODES: readonly ListedCode[] = [
  BACK_PAIN,
  listed('ICD10CM', 'M545', 'Uncomplicated Low Back Pain'),
  listed('ICD10CM', 'C509', 'Malignant Neoplasms'),
  listed('ICD10CM', 'M8008XA', 'Fragility Fractures', 'Osteoporosis'),
  listed('ICD10CM', 'S32010A', 'Trauma'),
  listed('ICD10CM', 'I5022', 'Advanced Illness'),
  listed('ICD10CM', 'R54', 'Frailty Diagnosis'),
  VISIT,
  listed('CPT', '97110', 'Physical Therapy'),
  listed('UBREV', '0450', 'ED'),
  listed('UBTOB', '0131', 'Outpatient'),
  BED,
  listed('UBREV', '0190', 'Inpatient Stay', 'Nonacute Inpatient Stay'),
  RADIOGRAPH,
  listed('CPT', '72148', 'Imaging Study'),
  listed('ICD10PCS', '0TY00Z0', 'Kidney Transplant'),
  listed('HCPCS', 'E0100', 'Frailty Device'),
];
const STEROID = listed('NDC', '00000000001', 'Corticosteroid Medications');
const DRUGS = [
  STEROID,
  listed('NDC', '00000000002', 'Corticosteroid Medications'),
  listed('NDC', '00000000003', 'Osteoporosis Medications'),
  listed('NDC', '00000000004', 'Dementia Medications'),
];

const IESD = day('2024-06-01');
const near = fc.oneof(
  fc.constantFrom(-366, -365, -181, -180, -91, -90, -1, 0, 0, 0, 1, 28, 29),
  fc.integer({ min: -400, max: 60 }),
);

const codes: fc.Arbitrary<LineCode[]> = fc
  .uniqueArray(
    fc.record({
      listed: fc.constantFrom(...CODES),
      place: fc.integer({ min: 1, max: 3 }),
      own: fc.option(near),
    }),
    { maxLength: 4, selector: ({ listed: { code } }) => code },
  )
  .map((drawn) =>
    drawn.map(({ listed: code, place, own }) => ({
      listed: code,
      position: code.system === 'ICD10CM' ? place : 0,
      ownDate: code.system === 'ICD10PCS' && own !== null ? IESD + own : null,
    })),
  );

/** Line numbers may be blank or stated twice, as claim files have them. */
const lines: fc.Arbitrary<ClaimLine> = fc
  .record({
    number: fc.constantFrom('', '1', '2', '10'),
    offset: near,
    codes,
    place: fc.constantFrom('11', '81', ''),
    status: fc.constantFrom('paid', 'denied', 'unknown'),
    source: fc.constantFrom('a.csv', 'b.csv'),
  })
  .map(({ number, offset, codes: carried, place, status, source }) =>
    line(IESD + offset, carried, { number, placeOfService: place, status, source }),
  );

const claims: fc.Arbitrary<Claim[]> = fc
  .uniqueArray(
    fc.record({
      id: fc.constantFrom('A', 'B', 'C', 'D', 'E', '10', '9'),
      lines: fc.array(lines, { minLength: 1, maxLength: 4 }),
      stay: fc.option(fc.tuple(near, fc.integer({ min: 0, max: 9 }))),
    }),
    { maxLength: 5, selector: ({ id }) => id },
  )
  .map((drawn) =>
    drawn.map(({ id, lines: drawnLines, stay }) =>
      claim(
        id,
        drawnLines,
        stay === null ? {} : { admission: IESD + stay[0], discharge: IESD + stay[0] + stay[1] },
      ),
    ),
  );

const people: fc.Arbitrary<Person> = fc
  .record({
    birth: fc.constantFrom('1949-01-01', '1957-12-31', '1958-01-01', '1984-06-15', '2006-01-02'),
    claims,
    fills: fc.array(
      fc
        .record({
          offset: near,
          drug: fc.constantFrom(...DRUGS),
          supply: fc.constantFrom(null, 30, 60, 90),
          id: fc.constantFrom('X', 'Y'),
        })
        .map(({ offset, drug, supply, id }) => fill(IESD + offset, drug, supply, id)),
      { maxLength: 5 },
    ),
    spans: fc.array(
      fc
        .record({
          start: near,
          length: fc.integer({ min: 0, max: 500 }),
          productLine: fc.constantFrom('commercial', 'medicaid', 'medicare', 'other'),
        })
        .map(({ start, length, productLine }) => span(IESD + start, IESD + start + length, { productLine })),
      { maxLength: 4 },
    ),
    dates: fc.array(near, { maxLength: 2 }),
    isVisitor: fc.boolean(),
  })
  .map(({ birth, claims: drawn, fills, spans, dates, isVisitor }) => {
    const facts = dates.map((offset, index) => ({
      date: IESD + offset,
      source: `${index}.csv`,
      locator: '',
    }));
    return {
      ...EMPTY,
      birth: day(birth),
      claims: isVisitor ? [...drawn, visit(IESD)] : drawn,
      fills,
      spans: [span(IESD - 200, IESD + 40), ...spans],
      deaths: facts,
      hospice: facts,
    };
  });

/** The order in which things are put is drawn, and the things are the same. */
function turned<T>(items: readonly T[], order: readonly number[]): T[] {
  return items
    .map((item, index) => ({ item, key: order[index % order.length] ?? 0, index }))
    .sort((a, b) => a.key - b.key || b.index - a.index)
    .map(({ item }) => item);
}

function shuffled(person: Person, order: readonly number[]): Person {
  return {
    ...person,
    claims: turned(
      person.claims.map((one) => ({
        ...one,
        lines: turned(
          one.lines.map((its) => ({ ...its, codes: turned(its.codes, order) })),
          order,
        ),
      })),
      order,
    ),
    fills: turned(person.fills, order),
    spans: turned(person.spans, order),
    deaths: turned(person.deaths, order),
    hospice: turned(person.hospice, order),
  };
}

describe('the order in which records are read', () => {
  it.each(YEARS)('changes nothing in %i', (year) => {
    const rules = rulesFor(year);
    const shift = day(`${year}-06-01`) - IESD;
    const inYear = (person: Person): Person => moved(person, shift);
    const property = fc.property(
      people,
      fc.array(fc.nat(9), { minLength: 3, maxLength: 9 }),
      (drawn, order) => {
        const person = inYear(drawn);
        expect(evaluate(shuffled(person, order), rules)).toEqual(evaluate(person, rules));
      },
    );
    fc.assert(property, { numRuns: 500, seed: 23 });
  });

  it('does not choose the line that is named as evidence of an inpatient diagnosis', () => {
    const cancer = further(listed('ICD10CM', 'C509', 'Malignant Neoplasms'));
    const two = [
      line(IESD - 40, [cancer, other(BED)], { number: '1', source: 'a.csv' }),
      line(IESD - 38, [cancer], { number: '2', source: 'b.csv' }),
    ];
    const stay = (stated: readonly ClaimLine[]): Person =>
      member('2024-06-01', { claims: [claim('S', stated)] });
    const one = evaluate(stay(two), rulesFor(2024));
    expect(evaluate(stay(two.toReversed()), rulesFor(2024))).toEqual(one);
  });

  it('does not choose the visit code of lines that have no number', () => {
    const two = [VISIT, listed('CPT', '97110', 'Physical Therapy')].map((code) =>
      line(IESD, [principal(BACK_PAIN), other(code)], { number: '' }),
    );
    const visited = (stated: readonly ClaimLine[]): Person => ({
      ...member('2024-06-01'),
      claims: [claim('V', stated)],
    });
    const one = evaluate(visited(two), rulesFor(2024));
    expect(evaluate(visited(two.toReversed()), rulesFor(2024))).toEqual(one);
  });

  it('does not choose the visit code of a line that has two', () => {
    const two = [listed('UBREV', '0450', 'ED'), listed('UBTOB', '0131', 'Outpatient')].map((code) =>
      other(code),
    );
    const visited = (carried: readonly LineCode[]): Person => ({
      ...member('2024-06-01'),
      claims: [claim('V', [line(IESD, [principal(BACK_PAIN), ...carried], { revenueCode: '0450' })])],
    });
    const one = evaluate(visited(two), rulesFor(2024));
    expect(evaluate(visited(two.toReversed()), rulesFor(2024))).toEqual(one);
  });
});

/** A person some days later: the records, and not the birth. */
function moved(person: Person, by: number): Person {
  return {
    ...person,
    birth: person.birth === null ? null : person.birth + by,
    claims: person.claims.map((one) => ({
      ...one,
      start: one.start === null ? null : one.start + by,
      end: one.end === null ? null : one.end + by,
      admission: one.admission === null ? null : one.admission + by,
      discharge: one.discharge === null ? null : one.discharge + by,
      lines: one.lines.map((its) => ({
        ...its,
        serviceDate: its.serviceDate + by,
        codes: its.codes.map((code) => ({
          ...code,
          ownDate: code.ownDate === null ? null : code.ownDate + by,
        })),
      })),
    })),
    fills: person.fills.map((one) => ({ ...one, dispensed: one.dispensed + by })),
    spans: person.spans.map((one) => ({ ...one, start: one.start + by, end: one.end + by })),
    deaths: person.deaths.map((one) => ({ ...one, date: one.date + by })),
    hospice: person.hospice.map((one) => ({ ...one, date: one.date + by })),
  };
}

describe('odd timelines', () => {
  const odd: [string, Person][] = [
    ['nothing at all', EMPTY],
    ['no claims', { ...EMPTY, birth: 0, spans: [span(0, 1)] }],
    ['a claim without lines', { ...member('2024-06-01'), claims: [claim('A', [])] }],
    ['a line without codes', { ...member('2024-06-01'), claims: [claim('A', [line(IESD, [])])] }],
    [
      'lines before 1970',
      member('2024-06-01', { claims: [visit(-20_000, 'B'), visit(-1, 'C'), visit(0, 'D')] }),
    ],
    ['born after the visit', member('2024-06-01', { birth: IESD + 1000 })],
    ['born in the year 1', member('2024-06-01', { birth: -719_162 })],
    [
      'dates beyond the calendar',
      member('2024-06-01', { claims: [visit(1e12, 'B'), visit(-1e12, 'C')], birth: 1e12 }),
    ],
    ['spans without end', member('2024-06-01', { spans: [span(-1e15, 1e15)] })],
    ['reversed spans', member('2024-06-01', { spans: [span(IESD + 9, IESD - 9)] })],
    [
      'reversed stays',
      member('2024-06-01', {
        claims: [claim('S', [line(IESD, [other(BED)])], { admission: IESD + 9, discharge: IESD - 9 })],
      }),
    ],
    [
      'a claim that states no dates',
      member('2024-06-01', {
        claims: [claim('S', [line(IESD - 9, [other(BED)])], { start: null, end: null })],
      }),
    ],
    ['supply of a million days', member('2024-06-01', { fills: [fill(IESD - 10, STEROID, 1_000_000)] })],
    ['negative supply', member('2024-06-01', { fills: [fill(IESD - 10, STEROID, -30)] })],
  ];

  it.each(odd)('%s is decided in every year', (_, person) => {
    for (const year of YEARS) expect(evaluate(person, rulesFor(year)).personId).toBe('P');
  });

  it('a claim of 200,000 lines is decided', () => {
    const many = Array.from({ length: 200_000 }, (_, index) =>
      line(IESD - (index % 900), [index % 2 === 0 ? other(BED) : further(BACK_PAIN)], {
        number: String(index),
      }),
    );
    const person = member('2024-06-01', {
      claims: [{ id: 'S', start: null, end: null, admission: null, discharge: null, lines: many }],
    });
    expect(evaluate(person, rulesFor(2024)).personId).toBe('P');
  });

  it('anyone is decided', () => {
    const wild = fc.oneof(
      fc.integer({ min: -1e9, max: 1e9 }),
      fc.integer({ min: -200, max: 200 }).map((n) => IESD + n),
    );
    const oddPeople = fc
      .record({
        birth: fc.option(wild),
        claims: fc.array(
          fc
            .tuple(
              fc.string({ maxLength: 3 }),
              fc.array(fc.tuple(wild, codes), { maxLength: 3 }),
              fc.array(fc.option(wild), { minLength: 4, maxLength: 4 }),
            )
            .map(
              ([id, stated, dates]): Claim => ({
                id,
                start: dates[0] ?? null,
                end: dates[1] ?? null,
                admission: dates[2] ?? null,
                discharge: dates[3] ?? null,
                lines: stated.map(([date, carried]) => line(date, carried)),
              }),
            ),
          { maxLength: 4 },
        ),
        spans: fc.array(
          fc.tuple(wild, wild).map(([start, end]) => span(start, end)),
          { maxLength: 3 },
        ),
        fills: fc.array(
          fc.tuple(wild, fc.option(fc.integer())).map(([date, supply]) => fill(date, STEROID, supply)),
          { maxLength: 3 },
        ),
      })
      .map((rest): Person => ({ ...EMPTY, ...rest }));
    const property = fc.property(oddPeople, fc.constantFrom(...YEARS), (person, year) => {
      expect(evaluate(person, rulesFor(year)).personId).toBe('P');
    });
    fc.assert(property, { numRuns: 1500, seed: 29 });
  });
});

describe('the line of the event', () => {
  it.each(
    sampled(
      [
        ['a radiograph', RADIOGRAPH, true],
        ['a visit', VISIT, false],
      ],
      2,
    ),
  )('is known as imaging or not: %s', (_, code, isImaging) => {
    const alone = claim('V', [line(day('2025-06-10'), [principal(BACK_PAIN), other(code)])]);
    const decision = evaluate({ ...member('2025-06-10'), claims: [alone] }, rulesFor(2025));
    expect(decision.kind === 'decided' && decision.index.isImaging).toBe(isImaging);
  });
});
