/**
 * Random people near the edges of every rule.
 *
 * fast-check makes rolls (small arrays of numbers, which are quick to make and shrink well); `personOf` turns
 * the rolls into a person, around a chosen index date. A roll of 0, or a missing roll, always means the
 * plainest choice, so that anything unusual left in a shrunk person is needed for the failure.
 *
 * Nothing here decides anything: the days are spread around the windows on the rules page, on both sides.
 */

import fc from 'fast-check';
import type { Day } from '../../src/timeline/day.js';
import type {
  Claim,
  ClaimLine,
  ClaimStatus,
  CodeSystem,
  EnrollmentFact,
  EnrollmentSpan,
  Fill,
  LineCode,
  ListedCode,
  Person,
  ProductLine,
} from '../../src/timeline/person.js';
import { dayOfDate, isoDate } from './evaluator.js';

// ---------------------------------------------------------------------------------------------------------------
// Directories
// ---------------------------------------------------------------------------------------------------------------

const SETS_OF_EVERY_DIRECTORY = [
  'Uncomplicated Low Back Pain',
  'Imaging Study',
  'Outpatient',
  'Observation',
  'ED',
  'Telephone Visits',
  'Online Assessments',
  'Osteopathic and Chiropractic Manipulative Treatment',
  'Physical Therapy',
  'Inpatient Stay',
  'Nonacute Inpatient Stay',
  'Hospice Encounter',
  'Hospice Intervention',
  'Palliative Care Assessment',
  'Palliative Care Encounter',
  'Palliative Care Intervention',
  'Frailty Device',
  'Frailty Diagnosis',
  'Frailty Encounter',
  'Frailty Symptom',
  'Advanced Illness',
  'Corticosteroid Medications',
  'Osteoporosis Medications',
  'Dementia Medications',
];

const SEPARATE_SETS = [
  'Malignant Neoplasms',
  'Other Neoplasms',
  'History of Malignant Neoplasm',
  'Other Malignant Neoplasm of Skin',
  'HIV',
  'Organ Transplant Other Than Kidney',
  'Kidney Transplant',
  'History of Kidney Transplant',
  'Osteoporosis',
  'Osteoporosis Medication Therapy',
  'Long-Acting Osteoporosis Medications',
  'Spondylopathy',
  'Lumbar Surgery',
  'IV Drug Abuse',
  'Neurologic Impairment',
  'Spinal Infection',
  'Trauma',
  'Fragility Fractures',
];

const MERGED_SETS = [
  'Diagnosis History That May Warrant Imaging',
  'Procedure History That May Warrant Imaging',
  'Recent Diagnoses That May Warrant Imaging',
  'Recent Injuries That May Warrant Imaging',
];

/** The names of the value sets and medication lists of a whole directory. */
export function setNamesOf(merged: boolean): ReadonlySet<string> {
  return new Set([...SETS_OF_EVERY_DIRECTORY, ...(merged ? MERGED_SETS : SEPARATE_SETS)]);
}

type Some<T> = readonly [T, ...T[]];

function listed(system: CodeSystem, code: string, ...sets: readonly string[]): ListedCode {
  return { system, code, sets };
}

const PRINCIPALS: Some<ListedCode> = [
  listed('ICD10CM', 'M5450', 'Uncomplicated Low Back Pain'),
  listed('ICD10CM', 'M545', 'Uncomplicated Low Back Pain'),
  listed('ICD10CM', 'M5416', 'Uncomplicated Low Back Pain'),
];
const [LOW_BACK_PAIN] = PRINCIPALS;
const INPATIENT = listed('UBREV', '0120', 'Inpatient Stay');
const INPATIENT_NONACUTE = listed('UBREV', '0190', 'Inpatient Stay', 'Nonacute Inpatient Stay');
const NONACUTE = listed('UBREV', '0118', 'Nonacute Inpatient Stay');

const VISITS: Some<ListedCode> = [
  listed('CPT', '99213', 'Outpatient'),
  listed('UBREV', '0510', 'Outpatient'),
  listed('HCPCS', 'G0463', 'Outpatient'),
  listed('CPT', '99218', 'Observation'),
  listed('CPT', '99283', 'ED'),
  listed('UBREV', '0450', 'ED'),
  listed('UBTOB', '0131', 'ED'),
  listed('CPT', '99441', 'Telephone Visits'),
  listed('CPT', '99421', 'Online Assessments'),
  listed('CPT', '98940', 'Osteopathic and Chiropractic Manipulative Treatment'),
  listed('CPT', '97110', 'Physical Therapy'),
];

const MAGNETIC_RESONANCE = listed('CPT', '72148', 'Imaging Study');
const IMAGING: Some<ListedCode> = [
  listed('CPT', '72100', 'Imaging Study'),
  MAGNETIC_RESONANCE,
  listed('UBREV', '0320', 'Imaging Study'),
  listed('ICD10PCS', 'BR39ZZZ', 'Imaging Study'),
  listed('CPT', '72020', 'Imaging Study', 'Outpatient'),
];

type Window = 'ever' | 'days 365' | 'days 90' | 'year';

/** Codes with the days around which they are put. */
interface Group {
  readonly window: Window;
  readonly codes: Some<ListedCode>;
}

const SEPARATE_GROUPS: Some<Group> = [
  {
    window: 'ever',
    codes: [
      listed('ICD10CM', 'C61', 'Malignant Neoplasms'),
      listed('ICD10CM', 'D469', 'Other Neoplasms'),
      listed('ICD10CM', 'Z853', 'History of Malignant Neoplasm'),
      listed('ICD10CM', 'C449', 'Other Malignant Neoplasm of Skin'),
    ],
  },
  { window: 'ever', codes: [listed('ICD10CM', 'B20', 'HIV'), listed('ICD10CM', 'Z21', 'HIV')] },
  {
    window: 'ever',
    codes: [
      listed('ICD10CM', 'Z940', 'History of Kidney Transplant'),
      listed('CPT', '50360', 'Kidney Transplant'),
      listed('ICD10PCS', '0TY00Z0', 'Kidney Transplant'),
      listed('ICD10PCS', '02YA0Z0', 'Organ Transplant Other Than Kidney'),
    ],
  },
  { window: 'ever', codes: [listed('ICD10CM', 'M810', 'Osteoporosis')] },
  {
    window: 'ever',
    codes: [
      listed('HCPCS', 'J0897', 'Osteoporosis Medication Therapy'),
      listed('HCPCS', 'J3489', 'Long-Acting Osteoporosis Medications'),
    ],
  },
  { window: 'ever', codes: [listed('ICD10CM', 'M459', 'Spondylopathy')] },
  {
    window: 'ever',
    codes: [
      listed('CPT', '63030', 'Lumbar Surgery'),
      listed('ICD10PCS', '0SB20ZZ', 'Lumbar Surgery'),
      listed('HCPCS', 'S2348', 'Lumbar Surgery'),
    ],
  },
  { window: 'days 365', codes: [listed('ICD10CM', 'F1110', 'IV Drug Abuse')] },
  { window: 'days 365', codes: [listed('ICD10CM', 'G834', 'Neurologic Impairment')] },
  { window: 'days 365', codes: [listed('ICD10CM', 'M4626', 'Spinal Infection')] },
  {
    window: 'days 90',
    codes: [
      listed('ICD10CM', 'S22009A', 'Trauma'),
      listed('ICD10CM', 'G8911', 'Trauma'),
      listed('ICD10CM', 'S32009A', 'Trauma'),
      listed('ICD10CM', 'S335XXA', 'Trauma', 'Uncomplicated Low Back Pain'),
    ],
  },
  { window: 'days 90', codes: [listed('ICD10CM', 'M8448XA', 'Fragility Fractures')] },
];

const MERGED_GROUPS: Some<Group> = [
  {
    window: 'ever',
    codes: [
      listed('ICD10CM', 'C61', 'Diagnosis History That May Warrant Imaging'),
      listed('ICD10CM', 'M810', 'Diagnosis History That May Warrant Imaging'),
      listed('HCPCS', 'G0299', 'Diagnosis History That May Warrant Imaging'),
    ],
  },
  {
    window: 'ever',
    codes: [
      listed('CPT', '63030', 'Procedure History That May Warrant Imaging'),
      listed('ICD10PCS', '0TY00Z0', 'Procedure History That May Warrant Imaging'),
      listed('HCPCS', 'J0897', 'Procedure History That May Warrant Imaging'),
    ],
  },
  {
    window: 'days 365',
    codes: [
      listed('ICD10CM', 'F1110', 'Recent Diagnoses That May Warrant Imaging'),
      listed('ICD10CM', 'G834', 'Recent Diagnoses That May Warrant Imaging'),
    ],
  },
  {
    window: 'days 90',
    codes: [
      listed('ICD10CM', 'S22009A', 'Recent Injuries That May Warrant Imaging'),
      listed('ICD10CM', 'M8448XA', 'Recent Injuries That May Warrant Imaging'),
      listed('ICD10CM', 'G8911', 'Recent Injuries That May Warrant Imaging'),
      listed('ICD10CM', 'S335XXA', 'Recent Injuries That May Warrant Imaging', 'Uncomplicated Low Back Pain'),
    ],
  },
];

const YEAR_GROUPS: Some<Group> = [
  {
    window: 'year',
    codes: [
      listed('HCPCS', 'Q5003', 'Hospice Encounter'),
      listed('UBREV', '0650', 'Hospice Encounter'),
      listed('CPT', '99377', 'Hospice Intervention'),
    ],
  },
  {
    window: 'year',
    codes: [
      // The diagnosis counts by its code, whatever set makes it a listed one.
      listed('ICD10CM', 'Z515', 'Advanced Illness'),
      listed('HCPCS', 'G9054', 'Palliative Care Encounter'),
      listed('HCPCS', 'M1017', 'Palliative Care Intervention'),
      listed('ICD10CM', 'Z7189', 'Palliative Care Assessment'),
    ],
  },
];

const FRAILTY: Some<ListedCode> = [
  listed('HCPCS', 'E0100', 'Frailty Device'),
  listed('ICD10CM', 'W010XXA', 'Frailty Diagnosis'),
  listed('HCPCS', 'G0162', 'Frailty Encounter'),
  listed('ICD10CM', 'R5381', 'Frailty Symptom'),
];
const ADVANCED_ILLNESS: Some<ListedCode> = [
  listed('ICD10CM', 'I509', 'Advanced Illness'),
  listed('ICD10CM', 'J439', 'Advanced Illness'),
  // Not a diagnosis, so it proves nothing.
  listed('HCPCS', 'G9000', 'Advanced Illness'),
];
const STEROID = listed('NDC', '00054001720', 'Corticosteroid Medications');
const OTHER_STEROID = listed('NDC', '00054001820', 'Corticosteroid Medications');
const STEROIDS: Some<ListedCode> = [
  STEROID,
  OTHER_STEROID,
  STEROID,
  OTHER_STEROID,
  listed('RXNORM', '312617', 'Corticosteroid Medications', 'Osteoporosis Medications'),
];
const OSTEOPOROSIS_DRUG = listed('NDC', '00093517144', 'Osteoporosis Medications');
const DEMENTIA_DRUG = listed('NDC', '00093073801', 'Dementia Medications');

// ---------------------------------------------------------------------------------------------------------------
// Rolls
// ---------------------------------------------------------------------------------------------------------------

/** What fast-check makes: the rolls for the frame of the person (birth, enrollment, index), and those of each further event. */
export type Rolls = readonly [frame: readonly number[], events: readonly (readonly number[])[]];

const SIDES = 720_720;
const roll = fc.nat({ max: SIDES - 1 });

function rolls(count: number): fc.Arbitrary<number[]> {
  return fc.array(roll, { minLength: count, maxLength: count, size: 'max' });
}

export const arbitraryRolls: fc.Arbitrary<Rolls> = fc.tuple(
  rolls(9),
  fc.array(rolls(14), { maxLength: 4, size: 'max' }),
);

/** Reads rolls one after the other; there is always another 0. */
class Dice {
  private next = 0;
  private readonly made: readonly number[];

  constructor(made: readonly number[]) {
    this.made = made;
  }

  /** 0 to sides - 1. */
  number(sides: number): number {
    return (this.made[this.next++] ?? 0) % sides;
  }

  pick<T extends NonNullable<unknown>>(from: Some<T>): T {
    return from[this.number(from.length)] ?? from[0];
  }

  /** The first, the plain one, twice out of three times; else any. */
  pickMostlyFirst<T extends NonNullable<unknown>>(from: Some<T>): T {
    const made = this.number(SIDES);
    return made % 3 === 2 ? (from[Math.floor(made / 3) % from.length] ?? from[0]) : from[0];
  }

  /** A day: mostly one of those given, now and then any other near them. */
  day(edges: Some<Day>): Day {
    const made = this.number(20 * edges.length);
    const edge = edges[made % edges.length] ?? edges[0];
    return made >= 18 * edges.length ? edge - 30 + ((made * 7) % 61) : edge;
  }
}

// ---------------------------------------------------------------------------------------------------------------
// Claims
// ---------------------------------------------------------------------------------------------------------------

const PROVENANCE = { source: 'population', locator: 'row' };

/** A code as a line states it: a diagnosis in the place given, anything else in none. */
export function stated(code: ListedCode, position = 2, ownDate: Day | null = null): LineCode {
  return { listed: code, position: code.system === 'ICD10CM' ? position : 0, ownDate };
}

export function line(
  serviceDate: Day,
  codes: readonly LineCode[],
  more: Partial<Pick<ClaimLine, 'number' | 'placeOfService' | 'status'>> = {},
): ClaimLine {
  const own = (system: CodeSystem): string =>
    codes.find((code) => code.listed.system === system)?.listed.code ?? '';
  return {
    number: '1',
    placeOfService: '11',
    status: 'paid',
    ...more,
    serviceDate,
    codes,
    procedureCode: own('CPT') || own('HCPCS'),
    revenueCode: own('UBREV'),
    facts: null,
    ...PROVENANCE,
  };
}

type ClaimDates = Partial<Pick<Claim, 'start' | 'end' | 'admission' | 'discharge'>>;

export function claim(id: string, lines: readonly ClaimLine[], dates: ClaimDates = {}): Claim {
  return { id, start: null, end: null, admission: null, discharge: null, ...dates, lines };
}

const ID_STEMS: Some<string> = ['M', 'A', 'Z', 'a', '9', '10'];
const NUMBERINGS: Some<Some<string>> = [
  ['1', '2'],
  ['10', '9'],
  ['2', '10'],
  ['B', 'A'],
  ['A', '7'],
];
const STATUSES: Some<ClaimStatus> = [
  'paid',
  'paid',
  'paid',
  'denied',
  'pending',
  'suspended',
  'unknown',
  'supplemental',
];
const ELSEWHERE: Some<number> = [-40, -1, 1, 5, -400, 60];

interface Carrier {
  readonly id: string;
  readonly first: string;
  readonly second: string;
  readonly status: ClaimStatus;
  /** A day that is not the one aimed at. */
  readonly other: Day;
  /** The code as stated, without a date of its own. */
  readonly code: LineCode;
  readonly day: Day;
}

type Shape = (it: Carrier) => Claim;

function plain(it: Carrier): Claim {
  return claim(it.id, [line(it.day, [it.code], { status: it.status, number: it.first })]);
}

/** Claims that state a code so that it holds, or narrowly does not hold, on a day. */
const SHAPES: Some<Shape> = [
  plain,
  plain,
  plain,
  plain,
  plain,
  // One line states it, another has the day.
  (it) =>
    claim(it.id, [
      line(it.other, [it.code], { number: it.first, status: it.status }),
      line(it.day, [], { number: it.second }),
    ]),
  // Lab only.
  (it) => claim(it.id, [line(it.day, [it.code], { placeOfService: '81', status: it.status })]),
  // The day's line is lab, the statement is not.
  (it) =>
    claim(it.id, [
      line(it.other, [it.code], { number: it.first }),
      line(it.day, [], { number: it.second, placeOfService: '81' }),
    ]),
  // The statement is lab, the day's line is not.
  (it) =>
    claim(it.id, [
      line(it.day, [], { number: it.first }),
      line(it.day, [it.code], { number: it.second, placeOfService: '81' }),
    ]),
  // Inpatient, by each of the dates that may end a stay.
  (it) =>
    claim(it.id, [line(it.day - 4, [it.code, stated(INPATIENT)])], {
      start: it.day - 5,
      end: it.day + 1,
      admission: it.day - 5,
      discharge: it.day,
    }),
  (it) => claim(it.id, [line(it.day - 3, [it.code, stated(INPATIENT)])], { start: it.day - 3, end: it.day }),
  (it) =>
    claim(it.id, [
      line(it.day - 2, [it.code], { number: it.first, status: it.status }),
      line(it.day, [stated(INPATIENT)], { number: it.second }),
    ]),
  // Inpatient, discharged on another day.
  (it) => claim(it.id, [line(it.day, [it.code, stated(INPATIENT)])], { discharge: it.day + 5, end: it.day }),
  // Claim-level dates mean nothing outside a stay.
  (it) => claim(it.id, [line(it.day, [it.code], { number: it.first })], { start: it.other, end: it.other }),
  (it) => claim(it.id, [line(it.other, [it.code])], { start: it.day, end: it.day, discharge: it.day }),
];

/** For a procedure that may have a date of its own: here, elsewhere, or none. */
const PROCEDURE_SHAPES: Some<Shape> = [
  plain,
  (it) => claim(it.id, [line(it.other, [{ ...it.code, ownDate: it.day }])]),
  (it) => claim(it.id, [line(it.day, [{ ...it.code, ownDate: it.other }])]),
  (it) =>
    claim(it.id, [line(it.other, [{ ...it.code, ownDate: it.day }, stated(INPATIENT)])], { end: it.other }),
  (it) => claim(it.id, [line(it.other, [it.code, stated(INPATIENT)])], { discharge: it.day }),
  ...SHAPES,
];

function ownDate(code: LineCode, day: Day): Day | null {
  return code.listed.system === 'ICD10PCS' ? day : null;
}

function carrierOf(dice: Dice, serial: number, code: LineCode, day: Day): Carrier {
  const made = dice.number(SIDES);
  const at = <T extends NonNullable<unknown>>(from: Some<T>, divisor: number): T =>
    from[Math.floor(made / divisor) % from.length] ?? from[0];
  const [first, second = first] = at(NUMBERINGS, 1);
  const status = at(STATUSES, 5);
  const other = day + at(ELSEWHERE, 35);
  return { id: `${at(ID_STEMS, 210)}${serial}`, first, second, status, other, code, day };
}

function carry(dice: Dice, serial: number, code: LineCode, day: Day): Claim {
  const shape = dice.pick(code.listed.system === 'ICD10PCS' ? PROCEDURE_SHAPES : SHAPES);
  return shape(carrierOf(dice, serial, code, day));
}

// ---------------------------------------------------------------------------------------------------------------
// The frame: birth, enrollment, index
// ---------------------------------------------------------------------------------------------------------------

function anchorOf(dice: Dice, year: number): Day {
  const firstDay = dayOfDate(`${year}-01-01`);
  const edges: Some<string> = [
    '06-15',
    '12-03',
    '12-04',
    '01-01',
    '12-02',
    '02-28',
    '03-01',
    '07-01',
    '01-02',
    '12-31',
  ];
  const made = dice.number(SIDES);
  if (made % 4 === 3) {
    const edge = edges[Math.floor(made / 4) % edges.length] ?? edges[0];
    // The day after 28 February is 29 February where there is one; the day before 1 January is of the year before.
    const shift = edge === '02-28' ? Math.floor(made / 40) % 2 : 0;
    return dayOfDate(`${year}-${edge}`) + shift - (edge === '01-01' ? Math.floor(made / 40) % 2 : 0);
  }
  return made === 0 ? dayOfDate(`${year}-06-15`) : firstDay + (made % 337);
}

function birthOf(dice: Dice, year: number): Day | null {
  const made = dice.number(SIDES);
  const kind = made % 20;
  const rest = Math.floor(made / 20);
  const plainBirth = dayOfDate(`${year - 40}-05-20`);
  const old = year < 2022 ? 9 : 14;
  if (kind < 8 || (kind >= old && kind < 14)) return plainBirth;
  if (kind < old) return dayOfDate(`${year - 65 - (rest % 11)}-0${1 + (rest % 9)}-15`);
  if (kind === 14) return rest % 8 === 0 ? null : plainBirth;
  if (kind === 15) return dayOfDate('1980-02-29') + 1461 * (rest % 6);
  const ages: Some<number> = [18, 17, 19, 50, 51, 52, 65, 66, 67, 75, 76, 77];
  const age = ages[rest % ages.length] ?? 18;
  const days: Some<string> = ['12-31', '01-01', '01-02', '12-30'];
  const day = days[Math.floor(rest / ages.length) % days.length] ?? days[0];
  return dayOfDate(`${year - age}-${day}`);
}

/**
 * Spans by their first and last day from the index date. `second` spans are of the person's second product line;
 * `bare` ones have no medical benefit.
 */
const COVERS: Some<string> = [
  '-500..220',
  // Two lines at once.
  '-500..220, -500..220 second',
  '-500..220, -500..220 second',
  '-500..220, -500..220 second',
  '-500..220, -30..-20 second bare',
  // Just enough, in one span and in several.
  '-180..28',
  '-181..29',
  '-180..-1, 0..28 second',
  '-180..0, 0..28 second',
  '-200..-91, -90..20, 21..40',
  '-40..40 second, -300..10',
  '-10..-5, -180..-20 second, -20..30',
  // A day short.
  '-179..28',
  '-180..27',
  '-180..-91, -89..28 second',
  '-180..-2, 0..40',
  '-180..0, 2..28',
  '-180..-1, 1..28',
  // No medical benefit.
  '-500..220 bare',
  '-500..220 bare, -500..220 second',
  '-500..220 bare, -10..5 second',
  '-180..-1, 0..28 second bare',
  '-180..27, 28..28 second bare',
  // Not on the index date; nothing at all.
  '-500..-1',
  '',
];

interface Cover {
  readonly start: number;
  readonly end: number;
  readonly line: 0 | 1;
  readonly medicalBenefit: boolean;
}

function parseCovers(text: string): Cover[] {
  const spans = text.matchAll(/(-?\d+)\.\.(-?\d+)( second)?( bare)?/g);
  return Array.from(spans, ([, start, end, second, bare]) => ({
    start: Number(start),
    end: Number(end),
    line: second === undefined ? 0 : 1,
    medicalBenefit: bare === undefined,
  }));
}

const PARSED_COVERS = new Map(COVERS.map((text) => [text, parseCovers(text)]));

type TwoLines = readonly [ProductLine | 'other', ProductLine | 'other'];

const LINES: Some<TwoLines> = [
  ['commercial', 'medicaid'],
  ['commercial', 'medicare'],
  ['commercial', 'other'],
  ['medicaid', 'commercial'],
  ['medicaid', 'medicare'],
  ['medicaid', 'medicaid'],
  ['medicare', 'commercial'],
  ['medicare', 'medicaid'],
  ['medicare', 'other'],
  ['other', 'medicaid'],
];

/** The years that report no Medicare have more of those who get a row all the same. */
function linesOf(dice: Dice, year: number): TwoLines {
  const made = dice.number(SIDES);
  const choices = year < 2022 && made % 2 === 0 ? 6 : LINES.length;
  return LINES[Math.floor(made / 2) % choices] ?? LINES[0];
}

function spansOf(dice: Dice, anchor: Day, year: number): EnrollmentSpan[] {
  const covers = PARSED_COVERS.get(dice.pickMostlyFirst(COVERS)) ?? [];
  const lines = linesOf(dice, year);
  return covers.map((cover) => ({
    plan: '',
    further: [],
    start: anchor + cover.start,
    end: anchor + cover.end,
    productLine: lines[cover.line],
    medicalBenefit: cover.medicalBenefit,
    ...PROVENANCE,
  }));
}

interface IndexDraft {
  readonly id: string;
  readonly day: Day;
  /** The principal diagnosis. */
  readonly principal: LineCode;
  readonly visit: LineCode;
  readonly first: string;
  readonly second: string;
  readonly status: ClaimStatus;
}

function plainIndex(it: IndexDraft): Claim {
  return claim(it.id, [line(it.day, [it.principal, it.visit], { status: it.status, number: it.first })]);
}

function both(it: IndexDraft, first: Day, second: Day): Claim {
  return claim(it.id, [
    line(first, [it.principal, it.visit], { number: it.first }),
    line(second, [it.principal, it.visit], { number: it.second, status: it.status }),
  ]);
}

const INDEX_SHAPES: Some<(it: IndexDraft) => Claim> = [
  plainIndex,
  (it) => both(it, it.day, it.day),
  (it) => both(it, it.day + 3, it.day),
  (it) => both(it, it.day, it.day + 200),
  // The visit stands on another line than the diagnosis.
  (it) =>
    claim(it.id, [
      line(it.day, [it.principal], { number: it.first }),
      line(it.day, [it.visit], { number: it.second }),
    ]),
  // A line before the visit: before 2025 the claim is its own history.
  (it) =>
    claim(it.id, [
      line(it.day - 3, [it.principal], { number: it.first }),
      line(it.day, [it.principal, it.visit], { number: it.second }),
    ]),
  // Two principals on one claim.
  (it) =>
    claim(it.id, [
      line(it.day, [stated(PRINCIPALS[0], 1), it.visit], { number: it.first }),
      line(it.day, [it.principal, it.visit], { number: it.second, status: it.status }),
    ]),
  // No visit; imaging alone.
  (it) => claim(it.id, [line(it.day, [it.principal])]),
  (it) => claim(it.id, [line(it.day, [it.principal, stated(IMAGING[0])])]),
  // Lab: the whole line, the diagnosis alone, the visit alone.
  (it) => claim(it.id, [line(it.day, [it.principal, it.visit], { placeOfService: '81' })]),
  (it) =>
    claim(it.id, [
      line(it.day, [it.principal], { placeOfService: '81', number: it.first }),
      line(it.day, [it.visit], { number: it.second }),
    ]),
  (it) =>
    claim(it.id, [
      line(it.day, [it.principal, it.visit], { placeOfService: '81', number: it.first }),
      line(it.day + 2, [it.principal, it.visit], { number: it.second }),
    ]),
  // Not the principal.
  (it) => claim(it.id, [line(it.day, [{ ...it.principal, position: 2 }, it.visit])]),
  // Inpatient by its other line.
  (it) =>
    claim(it.id, [
      line(it.day, [it.principal, it.visit], { number: it.first }),
      line(it.day, [stated(INPATIENT)], { number: it.second }),
    ]),
  // Inpatient, of other days than the line's.
  (it) =>
    claim(it.id, [line(it.day, [it.principal, it.visit, stated(INPATIENT)])], {
      admission: it.day - 220,
      discharge: it.day - 210,
    }),
  // A nonacute code alone makes no stay.
  (it) => claim(it.id, [line(it.day, [it.principal, it.visit, stated(NONACUTE)])]),
];

function indexDraft(dice: Dice, serial: number, day: Day): IndexDraft {
  const made = dice.number(SIDES);
  const at = <T extends NonNullable<unknown>>(from: Some<T>, divisor: number): T =>
    from[Math.floor(made / divisor) % from.length] ?? from[0];
  const [first, second = first] = at(NUMBERINGS, 1);
  return {
    id: `${at(ID_STEMS, 5)}${serial}`,
    day,
    principal: stated(at(PRINCIPALS, 30), 1),
    visit: stated(at(VISITS, 90)),
    first,
    second,
    status: at(STATUSES, 990),
  };
}

// ---------------------------------------------------------------------------------------------------------------
// Further events
// ---------------------------------------------------------------------------------------------------------------

interface Draft {
  readonly year: number;
  readonly merged: boolean;
  readonly anchor: Day;
  readonly claims: Claim[];
  readonly fills: Fill[];
  readonly hospice: EnrollmentFact[];
  readonly deaths: EnrollmentFact[];
}

/** The ends of the year and of the year before, both sides of each. */
function yearEdges(year: number): Some<Day> {
  return [
    dayOfDate(`${year}-01-01`),
    dayOfDate(`${year}-12-31`),
    dayOfDate(`${year}-01-01`) - 1,
    dayOfDate(`${year}-12-31`) + 1,
    dayOfDate(`${year}-07-01`),
  ];
}

function edgesOf(window: Window, draft: Draft): Some<Day> {
  const { anchor } = draft;
  switch (window) {
    case 'ever':
      return [anchor, anchor + 28, anchor + 29, anchor - 2000, anchor - 366];
    case 'days 365':
      return [anchor, anchor + 28, anchor + 29, anchor - 365, anchor - 366];
    case 'days 90':
      return [anchor, anchor + 28, anchor + 29, anchor - 90, anchor - 91];
    case 'year':
      return yearEdges(draft.year);
  }
}

function addCode(dice: Dice, draft: Draft, groups: Some<Group>): void {
  const group = dice.pick(groups);
  const code = dice.pick(group.codes);
  const day = dice.day(edgesOf(group.window, draft));
  draft.claims.push(carry(dice, draft.claims.length, stated(code), day));
}

function addImaging(dice: Dice, draft: Draft): void {
  const { anchor } = draft;
  const day = dice.day([anchor + 28, anchor, anchor + 29, anchor - 1, anchor + 1, anchor + 28]);
  const study = stated(dice.pick(IMAGING), 0, null);
  const { id, first, second, status, other } = carrierOf(dice, draft.claims.length, study, day);
  const pain = stated(LOW_BACK_PAIN, dice.pick([2, 5, 2, 1]));
  const shapes: Some<() => Claim> = [
    () => claim(id, [line(day, [pain, study], { status, number: first })]),
    () => claim(id, [line(day, [pain, study], { status, number: first })]),
    () =>
      claim(id, [
        line(day, [study, stated(MAGNETIC_RESONANCE)], { status, number: first }),
        line(day, [pain, study], { number: second }),
      ]),
    // The diagnosis stands on another line, that of a lab too.
    () => claim(id, [line(day, [study], { status, number: first }), line(day, [pain], { number: second })]),
    () =>
      claim(id, [
        line(day, [study], { number: first }),
        line(day, [pain], { number: second, placeOfService: '81' }),
      ]),
    () => claim(id, [line(day, [pain, study], { placeOfService: '81' })]),
    // No low back pain.
    () => claim(id, [line(day, [study])]),
    // The study on one date, the diagnosis on another.
    () =>
      claim(id, [line(day, [study], { number: first, status }), line(day + 40, [pain], { number: second })]),
    () => claim(id, [line(day, [pain, { ...study, ownDate: ownDate(study, other) }])]),
    () =>
      claim(id, [line(day, [pain, study, stated(INPATIENT)])], { admission: day - 1, discharge: day + 35 }),
  ];
  draft.claims.push(dice.pick(shapes)());
}

function addHistory(dice: Dice, draft: Draft): void {
  const { anchor } = draft;
  const day = dice.day([anchor - 180, anchor - 181, anchor - 1, anchor, anchor - 90]);
  const pain = stated(dice.pick(PRINCIPALS), dice.pick([2, 3, 1]));
  draft.claims.push(carry(dice, draft.claims.length, pain, day));
}

function addCandidate(dice: Dice, draft: Draft): void {
  const { anchor } = draft;
  const day = dice.day([
    anchor,
    anchor + 1,
    anchor,
    anchor - 1,
    anchor - 200,
    anchor - 181,
    anchor - 180,
    anchor + 29,
  ]);
  const shape = dice.pickMostlyFirst(INDEX_SHAPES);
  draft.claims.push(shape(indexDraft(dice, draft.claims.length, day)));
}

function addStay(dice: Dice, draft: Draft): void {
  const { anchor } = draft;
  const admitted = anchor + dice.pick([1, 2, 0, -3, -5, -10]);
  const left = Math.max(admitted, anchor + dice.pick([4, 0, -1, -2, 1]));
  const code = stated(dice.pick([INPATIENT, INPATIENT_NONACUTE, NONACUTE]));
  const { id, status } = carrierOf(dice, draft.claims.length, code, admitted);
  const shapes: Some<() => Claim> = [
    () => claim(id, [line(admitted, [code], { status })], { admission: admitted, discharge: left }),
    () => claim(id, [line(admitted + 1, [code], { status })], { start: admitted, end: left }),
    () =>
      claim(id, [line(left, [code], { status }), line(admitted, [], { number: '2', placeOfService: '81' })]),
    () =>
      claim(id, [line(admitted + 1, [code], { status })], {
        start: admitted + 1,
        end: left - 1,
        admission: admitted,
        discharge: left,
      }),
  ];
  draft.claims.push(dice.pick(shapes)());
}

function fill(draft: Draft, drug: ListedCode, dispensed: Day, daysSupply: number | null): void {
  const lineNumber = String(draft.fills.length + 1);
  draft.fills.push({ claimId: `F${lineNumber}`, lineNumber, dispensed, drug, daysSupply, ...PROVENANCE });
}

const SUPPLIES: Some<readonly number[]> = [
  [90],
  [89],
  [30, 30, 30],
  [45, 45],
  [60, 30],
  [30, 30, 29],
  [45, 44],
  [30, 31, 30],
  [91],
  [89, 365],
  [30, 1, 59],
];

/** Supplies that chain to about 90 days; each step from the end of one to the next is none, an overlap, or a gap of a day. */
function addSteroids(dice: Dice, draft: Draft): void {
  const supplies = dice.pick(SUPPLIES);
  const total = supplies.reduce((sum, supply) => sum + supply, 0);
  const start = dice.pick([-200, -89, -88, -90, -365, -366, 1 - total, -total, -364, -120]);
  const step = dice.pick([0, 0, 0, -5, -5, 1, -30, -90]);
  const extra = dice.number(12);
  let day = draft.anchor + start;
  if (extra === 1) fill(draft, STEROID, draft.anchor - 366, 30);
  for (const supply of supplies) {
    fill(draft, dice.pick(STEROIDS), day, supply);
    day += supply + step;
  }
  if (extra === 2) fill(draft, STEROID, draft.anchor + start, null);
  if (extra === 3) fill(draft, OTHER_STEROID, draft.anchor + start, 0);
  if (extra === 4) fill(draft, OTHER_STEROID, draft.anchor + start - 2, -4);
  if (extra === 5) fill(draft, DEMENTIA_DRUG, draft.anchor + start + 3, 90);
  if (extra === 6) fill(draft, OTHER_STEROID, draft.anchor + start + 10, 1);
  if (extra % 2 === 1) draft.fills.reverse();
}

function addOsteoporosisDrug(dice: Dice, draft: Draft): void {
  const { anchor } = draft;
  const day = dice.day([anchor, anchor + 28, anchor + 29, anchor - 1500]);
  fill(draft, dice.pick([OSTEOPOROSIS_DRUG, OSTEOPOROSIS_DRUG, DEMENTIA_DRUG]), day, dice.pick([30, 0, 90]));
}

function addFact(dice: Dice, draft: Draft): void {
  const facts = dice.pick([draft.deaths, draft.hospice]);
  facts.push({ date: dice.day(yearEdges(draft.year)), ...PROVENANCE });
}

function addFrailtyAndIllness(dice: Dice, draft: Draft): void {
  const { year, claims } = draft;
  const [newYear, lastDay, before, after] = yearEdges(year);
  const midYear = dayOfDate(`${year}-07-01`);
  const lastYear = dayOfDate(`${year - 1}-01-01`);
  const frailDays: Some<readonly [Day, Day]> = [
    [midYear, midYear + 10],
    [newYear, lastDay ?? newYear],
    [newYear, midYear],
    [midYear, midYear],
    [before ?? newYear, midYear],
    [midYear, after ?? newYear],
  ];
  const [first, second] = dice.pick(frailDays);
  claims.push(plain(carrierOf(dice, claims.length, stated(dice.pick(FRAILTY)), first)));
  claims.push(carry(dice, claims.length, stated(dice.pick(FRAILTY)), second));

  const illness = stated(dice.pick(ADVANCED_ILLNESS));
  const illDays: Some<Day> = [midYear, lastYear, lastYear - 1, lastDay ?? newYear, after ?? newYear];
  const day = dice.pick(illDays);
  const proofs: Some<() => void> = [
    () => {
      claims.push(carry(dice, claims.length, illness, day));
      claims.push(plain(carrierOf(dice, claims.length, illness, midYear + 20)));
    },
    () => claims.push(carry(dice, claims.length, illness, day)),
    () => fill(draft, DEMENTIA_DRUG, day, 30),
    () => claims.push(stayWithIllness(claims.length, illness, day, [stated(INPATIENT)])),
    () => claims.push(stayWithIllness(claims.length, illness, day, [stated(INPATIENT), stated(NONACUTE)])),
    () => claims.push(stayWithIllness(claims.length, illness, day, [stated(INPATIENT_NONACUTE)])),
    () => {
      claims.push(plain(carrierOf(dice, claims.length, illness, midYear)));
      claims.push(plain(carrierOf(dice, claims.length, illness, midYear)));
    },
  ];
  dice.pick(proofs)();
}

function stayWithIllness(
  serial: number,
  illness: LineCode,
  discharge: Day,
  codes: readonly LineCode[],
): Claim {
  const lines = codes.map((code, at) => line(discharge - 2, [code], { number: String(at + 2) }));
  return claim(`S${serial}`, [line(discharge - 3, [illness]), ...lines], {
    admission: discharge - 3,
    discharge,
  });
}

/** A claim of up to three lines of which nothing is planned: any codes, on any of the days that matter, with any claim-level dates. */
function addAnything(dice: Dice, draft: Draft): void {
  const { anchor, claims, merged } = draft;
  const days: Some<Day> = [
    anchor,
    anchor - 1,
    anchor + 1,
    anchor + 28,
    anchor - 180,
    anchor - 90,
    anchor + 29,
    anchor - 365,
  ];
  const stateAny = (made: number, at: number): LineCode => {
    const code = made % 2 === 0 ? LOW_BACK_PAIN : anyCode(Math.floor(made / 2), merged);
    const own = code.system === 'ICD10PCS' && made % 5 === 0 ? anchor : null;
    return stated(code, 1 + ((made + at) % 3), own);
  };
  const lines: ClaimLine[] = [];
  const count = dice.pick([2, 1, 3]);
  const numbers = dice.pick(NUMBERINGS);
  for (let at = 0; at < count; at++) {
    const made = dice.number(SIDES);
    const codes = [stateAny(dice.number(SIDES), at)];
    if (made % 2 === 1) codes.push(stateAny(dice.number(SIDES), at));
    const placeOfService = made % 3 === 2 ? '81' : '11';
    const status = STATUSES[made % STATUSES.length] ?? 'paid';
    lines.push(line(dice.pick(days), codes, { placeOfService, status, number: numbers[at] ?? '3' }));
  }
  const made = dice.number(SIDES);
  const first = Math.min(...lines.map((each) => each.serviceDate));
  const last = Math.max(...lines.map((each) => each.serviceDate));
  claims.push(
    claim(`${ID_STEMS[made % ID_STEMS.length] ?? 'M'}${claims.length}`, lines, {
      start: made % 2 === 1 ? first : null,
      end: made % 5 > 2 ? last : null,
      admission: made % 7 > 4 ? first - (made % 2) : null,
      discharge: made % 11 > 6 ? last - (made % 3) : null,
    }),
  );
}

function anyCode(made: number, merged: boolean): ListedCode {
  const groups = merged ? MERGED_GROUPS : SEPARATE_GROUPS;
  const group = groups[made % groups.length] ?? groups[0];
  const kinds: Some<Some<ListedCode>> = [
    VISITS,
    IMAGING,
    [INPATIENT, INPATIENT_NONACUTE],
    group.codes,
    FRAILTY,
    ADVANCED_ILLNESS,
  ];
  const kind = kinds[Math.floor(made / 13) % kinds.length] ?? kinds[0];
  return kind[Math.floor(made / 79) % kind.length] ?? kind[0];
}

function addBoth(dice: Dice, draft: Draft): void {
  addImaging(dice, draft);
  addCandidate(dice, draft);
}

type Event = (dice: Dice, draft: Draft) => void;

const addRuleCode: Event = (dice, draft) =>
  addCode(dice, draft, draft.merged ? MERGED_GROUPS : SEPARATE_GROUPS);
const addYearCode: Event = (dice, draft) => addCode(dice, draft, YEAR_GROUPS);

const EVENTS: Some<Event> = [
  addImaging,
  addImaging,
  addImaging,
  addRuleCode,
  addRuleCode,
  addRuleCode,
  addRuleCode,
  addRuleCode,
  addRuleCode,
  addYearCode,
  addYearCode,
  addHistory,
  addHistory,
  addCandidate,
  addCandidate,
  addStay,
  addSteroids,
  addSteroids,
  addOsteoporosisDrug,
  addFact,
  addFrailtyAndIllness,
  addFrailtyAndIllness,
  addFrailtyAndIllness,
  addFrailtyAndIllness,
  addAnything,
  addAnything,
  addBoth,
];

/** The person that rolls stand for. Rolls are kept apart from people so that shrinking is fast-check's own. */
export function personOf([frame, events]: Rolls, year: number, merged: boolean): Person {
  const dice = new Dice(frame);
  const anchor = anchorOf(dice, year);
  const birth = birthOf(dice, year);
  const spans = spansOf(dice, anchor, year);
  const draft: Draft = { year, merged, anchor, claims: [], fills: [], hospice: [], deaths: [] };
  const shape = dice.pickMostlyFirst(INDEX_SHAPES);
  draft.claims.push(shape(indexDraft(dice, 0, anchor)));
  for (const made of events) {
    const eventDice = new Dice(made);
    eventDice.pick(EVENTS)(eventDice, draft);
  }
  const { claims, fills, hospice, deaths } = draft;
  if (dice.number(4) === 1) claims.reverse();
  return { id: 'P1', sex: '', birth, deaths, hospice, spans, claims, fills };
}

// ---------------------------------------------------------------------------------------------------------------
// Print
// ---------------------------------------------------------------------------------------------------------------

const DATES = new Set([
  'birth',
  'date',
  'start',
  'end',
  'admission',
  'discharge',
  'serviceDate',
  'dispensed',
  'ownDate',
]);

/** A person or an opinion as text, with dates that can be read. */
export function readable(value: unknown): string {
  return JSON.stringify(
    value,
    (key, held: unknown) => {
      if (typeof held === 'number' && DATES.has(key)) return isoDate(held);
      if (key === 'source' || key === 'locator' || key === 'procedureCode' || key === 'revenueCode')
        return undefined;
      if (key === 'listed' || key === 'drug') return describe(held);
      return held;
    },
    1,
  );
}

function describe(held: unknown): unknown {
  if (typeof held !== 'object' || held === null) return held;
  const parts = held as ListedCode;
  return `${parts.system} ${parts.code} [${parts.sets.join('; ')}]`;
}
