import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isoDay } from '../../src/timeline/day.js';
import type { CodeSystem, ListedCode } from '../../src/timeline/person.js';
import type { Dice } from './dice.js';
import {
  csv,
  ELIGIBILITY_COLUMNS,
  MEDICAL_COLUMNS,
  type Paths,
  PHARMACY_COLUMNS,
  type Row,
  type Tables,
} from './tables.js';

/*
 * Random tables for Selections of all kinds: few codes, each in several notations, in every code column, and
 * content in every column that facts are built from.
 */

const LISTED: readonly (readonly [CodeSystem, string])[] = [
  ['ICD10CM', 'M5450'],
  ['ICD10CM', 'E119'],
  ['ICD10PCS', '0TY00Z0'],
  ['CPT', '72148'],
  ['CPT', '99213'],
  ['UBREV', '0450'],
  ['UBREV', '0051'],
  ['UBTOB', '0131'],
  ['POS', '02'],
  ['POS', '11'],
  ['NDC', '00054001825'],
  ['NDC', '59762000101'],
];

/** The codes that a Selection reads. */
export const READ_CODES: readonly ListedCode[] = LISTED.map(([system, code]) => ({
  system,
  code,
  sets: ['X'],
}));

const WRITTEN = {
  diagnosis: ['M5450', 'm54.50', 'E119', 'E11.9', 'R51', 'M545', ''],
  icd_procedure: ['0TY00Z0', '0ty00z0', '02YA0Z0', '', '', ''],
  procedure: ['72148', '99213', 'J0897', '7214', ''],
  revenue: ['0450', '450', '0051', '51', '0450', '0120', '045', ''],
  bill_type: ['0131', '131', '0111', '13', ''],
  place: ['11', '02', '2', '81', ''],
  drug: ['00054001825', '00054-0018-25', '0054-0018-25', '59762000101', '11111111111', ''],
};

export const FACT_CELLS = [
  'claim_type',
  'hcpcs_modifier_1',
  'hcpcs_modifier_2',
  'hcpcs_modifier_5',
  'service_unit_quantity',
  'rendering_npi',
  'billing_npi',
  'ordering_npi',
  'allowed_amount',
  'paid_amount',
];

/** The days around which the Selections of these tests ask for codes: 2025-03-01 to 2025-03-31. */
const FIRST_DAY = 20_148;
export const DAYS = { first: FIRST_DAY, last: FIRST_DAY + 30 };

function dayNear(dice: Dice): string {
  return isoDay(
    dice.pick([DAYS.first, DAYS.last, DAYS.first - 1, DAYS.last + 1, DAYS.first + dice.int(-90, 120)]),
  );
}

function claimLines(dice: Dice, person: string, claim: string): Row[] {
  const start = dayNear(dice);
  const bill = dice.pick(WRITTEN.bill_type);
  return Array.from({ length: dice.int(1, 4) }, (_, index): Row => {
    const date = dice.once(3) ? dayNear(dice) : start;
    return {
      claim_id: claim,
      claim_line_number: String(index + 1),
      person_id: person,
      claim_start_date: dice.once(2) ? start : '',
      claim_line_start_date: date,
      claim_status: dice.pick(['paid', 'denied', 'Paid', '', '', dice.once(6) ? 'voided' : '']),
      diagnosis_code_1: dice.pick(WRITTEN.diagnosis),
      diagnosis_code_2: dice.pick(WRITTEN.diagnosis),
      diagnosis_code_25: dice.once(5) ? dice.pick(WRITTEN.diagnosis) : '',
      procedure_code_1: dice.pick(WRITTEN.icd_procedure),
      hcpcs_code: dice.pick(WRITTEN.procedure),
      revenue_center_code: dice.pick(WRITTEN.revenue),
      bill_type_code: bill,
      place_of_service_code: dice.pick(WRITTEN.place),
      claim_type: dice.pick(['Professional', 'institutional', '']),
      hcpcs_modifier_1: dice.pick(['26', 'tc', '']),
      hcpcs_modifier_2: dice.pick(['50', '']),
      hcpcs_modifier_5: dice.pick(['LT', '', '']),
      service_unit_quantity: dice.pick(['1', '2.5', '']),
      rendering_npi: dice.pick(['1111111111', '']),
      billing_npi: dice.pick(['2222222222', ' 2222222222 ', '']),
      ordering_npi: dice.pick(['3333333333', '']),
      allowed_amount: dice.pick(['100.00', '0', '']),
      paid_amount: dice.pick(['80.50', '-80.50', '']),
    };
  });
}

function fill(dice: Dice, person: string, claim: string): Row {
  return {
    claim_id: claim,
    claim_line_number: '1',
    person_id: person,
    dispensing_date: dayNear(dice),
    ndc_code: dice.pick(WRITTEN.drug),
    days_supply: dice.pick(['30', '']),
    claim_status: dice.once(8) ? 'voided' : '',
  };
}

function span(dice: Dice, person: string, sex: string): Row {
  return {
    person_id: person,
    birth_date: '1980-05-06',
    enrollment_start_date: dice.pick(['2024-01-01', '2025-01-01']),
    enrollment_end_date: '2025-12-31',
    payer_type: dice.pick(['commercial', 'medicare']),
    gender: dice.once(12) ? dice.pick(['F', 'male', 'U']) : sex,
    plan: dice.pick(['Gold', 'Silver', '']),
  };
}

export function selectedPlan(dice: Dice, people: number): Tables {
  const some = <T>(most: number, make: (index: number) => T): T[] =>
    Array.from({ length: dice.int(0, most) }, (_, index) => make(index));
  const ids = Array.from({ length: people }, (_, index) => `P${String(index).padStart(3, '0')}`);
  return {
    medical: ids.flatMap((id) => some(3, (index) => claimLines(dice, id, `${id}C${index}`)).flat()),
    pharmacy: ids.flatMap((id) => some(2, (index) => fill(dice, id, `${id}X${index}`))),
    eligibility: ids.flatMap((id) => {
      const sex = dice.pick(['F', 'female', 'M', 'm', 'U', '']);
      return some(2, () => span(dice, id, sex));
    }),
  };
}

/** Writes the claims to two files, of which the second has quotes around everything and so no prefilter. */
export function writeSelectedPlan(folder: string, { medical, pharmacy, eligibility }: Tables): Paths {
  mkdirSync(folder, { recursive: true });
  const write = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const columns = [...MEDICAL_COLUMNS, ...FACT_CELLS];
  const quoted = (text: string): string => (text === '' ? '' : `"${text}"`);
  const half = Math.ceil(medical.length / 2);
  return {
    claims: [
      write('claims-0.csv', csv(columns, medical.slice(0, half))),
      write('claims-1.csv', csv(columns, medical.slice(half), quoted)),
    ],
    pharmacy: [write('pharmacy.csv', csv(PHARMACY_COLUMNS, pharmacy))],
    eligibility: [write('eligibility.csv', csv([...ELIGIBILITY_COLUMNS, 'gender', 'plan'], eligibility))],
  };
}
