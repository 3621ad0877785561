/**
 * Random people near the edges of every rule of a policy.
 *
 * fast-check makes rolls (small arrays of numbers, which are quick to make and shrink well), which `taleOf`
 * turns into claims around 2025-03-01. A roll of 0, or a missing roll, means the plainest choice, so that
 * anything unusual left in a shrunk person is needed for the failure.
 */
import fc from 'fast-check';
import type {
  ClaimStatus,
  CodeSystem,
  LineCode,
  ListedCode,
  Person,
} from '../../../../src/timeline/person.js';
import type { OpinionPolicy, Tale, TaleClaim, TaleLine } from './evaluator.js';

type Some<T> = readonly [T, ...T[]];
type Rolls = readonly number[];

export interface PersonRolls {
  readonly policy: number;
  readonly period: number;
  readonly birth: number;
  readonly spans: readonly Rolls[];
  readonly claims: readonly Rolls[];
  readonly fills: readonly Rolls[];
}

/**
 * Of any length: by default fast-check makes only short ones, which cannot describe a second line or a stay.
 */
const rolls = (length: number): fc.Arbitrary<number[]> =>
  fc.array(fc.nat(9999), { maxLength: length, size: 'max' });

export const arbitraryRolls: fc.Arbitrary<PersonRolls> = fc.record({
  policy: fc.nat(9999),
  period: fc.nat(9999),
  birth: fc.nat(9999),
  spans: fc.array(rolls(5), { maxLength: 2 }),
  claims: fc.array(rolls(24), { minLength: 1, maxLength: 6 }),
  fills: fc.array(rolls(1), { maxLength: 1 }),
});

/** Takes choices from rolls one after another. */
class Dice {
  private next = 0;
  constructor(private readonly given: Rolls) {}

  of<T>(choices: Some<T>): T {
    const roll = this.given[this.next] ?? 0;
    this.next += 1;
    return choices[roll % choices.length] ?? choices[0];
  }
}

const DAY = 86_400_000;
const BASE = Date.parse('2025-03-01T00:00:00Z') / DAY;

function dateAt(offset: number): string {
  return new Date((BASE + offset) * DAY).toISOString().slice(0, 10);
}

/** Around a start on the base day: the ends of the image's days, of the clean days, of the flags, and of both together. */
const OFFSETS: Some<number> = [
  ...([0, 28, 29, 27, 1, -1, 14, 15, 13, 5, 6, 4, 42, 43] as const),
  ...[-180, -181, -179, 180, 181, 179, 208, 209, 210, 361, 362],
  ...[-365, -366, -364, -90, -91, -28, -29, -30, -31, -5, -6, 56, 57, -3000],
];

const PAIN = { code: 'M5450', sets: ['Uncomplicated Low Back Pain'] };
const OTHER_PAIN = { code: 'M5416', sets: ['Uncomplicated Low Back Pain'] };
const COLD = { code: 'J069', sets: ['A set that no policy asks for'] };
const CANCER = { code: 'C61', sets: ['Malignant Neoplasms'] };
const SKIN = { code: 'C4491', sets: ['Other Malignant Neoplasm of Skin'] };
const TRAUMA = { code: 'S32010A', sets: ['Trauma'] };
const DRUGS = { code: 'F1120', sets: ['IV Drug Abuse'] };
const NEUROLOGIC = { code: 'G834', sets: ['Neurologic Impairment'] };
const INFECTION = { code: 'M4626', sets: ['Spinal Infection'] };
/** A code of two sets. */
const SPRAIN = { code: 'S335XXA', sets: ['Uncomplicated Low Back Pain', 'Trauma'] };

const DIAGNOSES: Some<TaleLine['diagnoses']> = [
  ...([[PAIN], [COLD, PAIN], [COLD], [OTHER_PAIN], [PAIN, COLD], [CANCER], [COLD, CANCER]] as const),
  ...[[PAIN, TRAUMA], [TRAUMA], [COLD, SKIN], [DRUGS], [COLD, NEUROLOGIC], [INFECTION, PAIN]],
  ...[[SPRAIN], [COLD, SPRAIN], []],
];

const STUDIES: Some<TaleLine['procedure']> = [
  { code: '72148', sets: ['Imaging Study'] },
  null,
  { code: '72100', sets: ['Imaging Study'] },
  { code: '99213', sets: ['Outpatient'] },
  { code: '72131', sets: ['Imaging Study'] },
  null,
  { code: '72999', sets: ['Imaging Study'] },
];

const REVENUES: Some<TaleLine['revenue']> = [
  ...([null, null, null] as const),
  { code: '0120', sets: ['Inpatient Stay'] },
  { code: '0450', sets: [] },
  { code: '0320', sets: ['Imaging Study'] },
  { code: '0981', sets: [] },
];

const AMOUNTS: Some<string> = ['100.00', '', '0.1', '-35.55', '12.345', '12.3449', '-0.005', '99999.99', '7'];
const MODIFIERS: Some<readonly string[]> = [[], ['KX'], ['26'], ['26', 'TC', '59', 'LT', 'KX'], ['GA', 'TC']];
const STATUSES: Some<ClaimStatus> = ['paid', 'denied', 'unknown', 'pending', 'suspended'];
const PLACES: Some<string> = ['11', '23', '81', '', '22'];
const TYPES: Some<string> = ['professional', 'institutional', 'professional', ''];
const NUMBERS: Some<Some<string>> = [
  ['1', '2'],
  ['9', '10'],
];

const BIRTHS: Some<string | null> = [
  ...(['1980-06-15', null, '2007-03-01', '2007-03-02', '1949-03-01', '1949-03-02'] as const),
  ...['2007-03-29', '2007-03-30', '1949-03-28', '1949-03-29', '2004-02-29', '1975-02-28', '2010-01-01'],
];

const SPAN_ENDS: Some<readonly [number, number]> = [
  ...([
    [-4000, 4000],
    [-4000, 0],
    [1, 4000],
    [-4000, -1],
    [0, 28],
    [29, 4000],
  ] as const),
  ...[[0, 0] as const, [5, 4] as const],
];

export const POLICIES: Some<OpinionPolicy & { readonly id: string }> = [
  {
    // As the page describes preferredone.
    id: 'like-preferredone',
    flags: [
      {
        id: 'cancer',
        value_sets: [
          ...['Malignant Neoplasms', 'Other Neoplasms', 'History of Malignant Neoplasm'],
          'Other Malignant Neoplasm of Skin',
        ],
      },
      { id: 'trauma', value_sets: ['Trauma'], from: -365 },
      { id: 'iv_drug_use', value_sets: ['IV Drug Abuse'], from: -365, to: 28 },
      { id: 'neurologic_impairment', value_sets: ['Neurologic Impairment'], from: -365, to: 28 },
      { id: 'spinal_infection', value_sets: ['Spinal Infection'], from: -365, to: 28 },
    ],
  },
  { id: 'like-bcbsnc', attestation_modifiers: ['KX'] },
  {
    id: 'like-bcbsal',
    claim_types: ['professional'],
    excluded_places: ['23'],
    excluded_revenue_codes: ['0450', '0981'],
    ages: { from: 18, to: 75 },
    attestation_modifiers: ['KX'],
  },
  {
    id: 'short-memory',
    episode: { clean_days: 5 },
    imaging: { days: 42, claim_diagnosis: 'any' },
    lines_of_business: ['medicaid', 'gold'],
    flags: [
      { id: 'trauma', value_sets: ['Trauma'], from: -90, to: 0 },
      { id: 'steroids', medication_lists: ['Corticosteroid Medications'], from: -30, to: 14 },
    ],
  },
  {
    id: 'no-memory',
    episode: { clean_days: 0 },
    imaging: { days: 14, claim_diagnosis: 'none' },
    claim_types: ['institutional', 'professional'],
    lines_of_business: ['commercial'],
    attestation_modifiers: ['GA', 'KX'],
    flags: [
      { id: 'later', value_sets: ['Trauma', 'Malignant Neoplasms'], from: 1, to: 28 },
      { id: 'stay', value_sets: ['Inpatient Stay'], from: null, to: -1 },
    ],
  },
  { id: 'same-day', episode: { clean_days: 1 }, imaging: { days: 0, claim_diagnosis: 'none' } },
];

export const PERIODS: Some<{ readonly from: string; readonly to: string }> = [
  { from: '2024-01-01', to: '2026-12-31' },
  { from: '2025-03-01', to: '2025-03-29' },
  { from: '2025-03-30', to: '2025-12-31' },
];

/** The sets that a directory must have for these policies. */
export const SET_NAMES: ReadonlySet<string> = new Set([
  ...['Uncomplicated Low Back Pain', 'Imaging Study', 'Inpatient Stay', 'Malignant Neoplasms'],
  ...['Other Malignant Neoplasm of Skin', 'Trauma', 'IV Drug Abuse', 'Neurologic Impairment'],
  ...['Spinal Infection', 'Corticosteroid Medications'],
]);

export function policyOf({ policy }: PersonRolls): (typeof POLICIES)[number] {
  return POLICIES[policy % POLICIES.length] ?? POLICIES[0];
}

export function periodOf({ period }: PersonRolls): (typeof PERIODS)[number] {
  return PERIODS[period % PERIODS.length] ?? PERIODS[0];
}

export function taleOf({ birth, spans, claims, fills }: PersonRolls): Tale {
  return {
    birth: BIRTHS[birth % BIRTHS.length] ?? null,
    spans: spans.map((given) => {
      const dice = new Dice(given);
      const [start, end] = dice.of(SPAN_ENDS);
      return {
        start: dateAt(start),
        end: dateAt(end),
        payerType: dice.of(['commercial', 'medicaid', 'medicare', 'other']),
        plan: dice.of(['', 'gold', 'silver']),
        medical: dice.of([true, true, false]),
      };
    }),
    claims: claims.map(claimOf),
    fills: fills.map((given) => ({
      date: dateAt(new Dice(given).of(OFFSETS)),
      sets: ['Corticosteroid Medications'],
    })),
  };
}

function claimOf(given: Rolls, index: number): TaleClaim {
  const dice = new Dice(given);
  const offset = dice.of(OFFSETS);
  const type = dice.of(TYPES);
  const numbers = dice.of(NUMBERS);
  const first = lineOf(dice, numbers[0], offset);
  const hasSecond = dice.of([false, true, false]);
  const second = hasSecond
    ? [lineOf(dice, numbers[1] ?? '2', offset + dice.of([0, 1, -1, 28, 180, 181]))]
    : [];
  const stay = dice.of([0, 1, 28, -1, 5]);
  const states = dice.of(['nothing', 'discharge', 'end', 'both']);
  return {
    id: `C${index}`,
    type,
    admission: states === 'nothing' ? null : dateAt(offset),
    discharge: states === 'discharge' || states === 'both' ? dateAt(offset + stay) : null,
    end: states === 'end' || states === 'both' ? dateAt(offset + stay + (states === 'both' ? 3 : 0)) : null,
    lines: [first, ...second],
  };
}

function lineOf(dice: Dice, number: string, offset: number): TaleLine {
  return {
    number,
    date: dateAt(offset),
    diagnoses: dice.of(DIAGNOSES),
    procedure: dice.of(STUDIES),
    revenue: dice.of(REVENUES),
    modifiers: dice.of(MODIFIERS),
    place: dice.of(PLACES),
    status: dice.of(STATUSES),
    allowed: dice.of(AMOUNTS),
    paid: dice.of(AMOUNTS),
  };
}

// ---------------------------------------------------------------------------------------------------------------
// The same person as the product is given them
// ---------------------------------------------------------------------------------------------------------------

const known = new Map<string, ListedCode>();

/** One object per code, as the extraction gives them. */
function listed(
  system: CodeSystem,
  { code, sets }: { readonly code: string; readonly sets: readonly string[] },
): ListedCode {
  const key = `${system} ${code}`;
  const one = known.get(key) ?? { system, code, sets };
  known.set(key, one);
  return one;
}

function dayOf(iso: string): number {
  return Date.parse(`${iso}T00:00:00Z`) / DAY;
}

export function personOf(tale: Tale): Person {
  const place = { source: 'claims.csv', locator: '' };
  return {
    id: 'P',
    sex: '',
    birth: tale.birth === null ? null : dayOf(tale.birth),
    deaths: [],
    hospice: [],
    spans: tale.spans.map(({ start, end, payerType, plan, medical }) => ({
      further: [],
      start: dayOf(start),
      end: dayOf(end),
      productLine:
        payerType === 'commercial' || payerType === 'medicaid' || payerType === 'medicare'
          ? payerType
          : 'other',
      plan,
      medicalBenefit: medical,
      ...place,
    })),
    fills: tale.fills.map(({ date, sets }) => ({
      claimId: 'R',
      lineNumber: '1',
      dispensed: dayOf(date),
      drug: listed('NDC', { code: '00054001820', sets }),
      daysSupply: 10,
      ...place,
    })),
    claims: tale.claims.map((claim) => ({
      id: claim.id,
      start: dayOf(claim.lines.map(({ date }) => date).sort()[0] ?? ''),
      end: claim.end === null ? null : dayOf(claim.end),
      admission: claim.admission === null ? null : dayOf(claim.admission),
      discharge: claim.discharge === null ? null : dayOf(claim.discharge),
      lines: claim.lines.map((line) => ({
        number: line.number,
        serviceDate: dayOf(line.date),
        placeOfService: line.place,
        status: STATUSES.find((status) => status === line.status) ?? 'unknown',
        codes: codesOf(line),
        procedureCode: line.procedure?.code ?? '',
        revenueCode: line.revenue?.code ?? '',
        facts: {
          claimType: claim.type,
          billType: '',
          modifiers: line.modifiers,
          units: '',
          ...{ renderingNpi: '', billingNpi: '', orderingNpi: '', referringNpi: '' },
          allowedAmount: line.allowed,
          paidAmount: line.paid,
        },
        ...place,
      })),
    })),
  };
}

function codesOf({ diagnoses, procedure, revenue }: TaleLine): LineCode[] {
  const other = (code: ListedCode): LineCode => ({ listed: code, position: 0, ownDate: null });
  return [
    ...diagnoses.map((code, index) => ({
      listed: listed('ICD10CM', code),
      position: index + 1,
      ownDate: null,
    })),
    ...(procedure === null ? [] : [other(listed('CPT', procedure))]),
    ...(revenue === null ? [] : [other(listed('UBREV', revenue))]),
  ];
}
