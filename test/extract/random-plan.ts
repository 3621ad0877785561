import type { Dice } from './dice.js';
import { codesOf } from './directory.js';
import { DIAGNOSES, type Row, type Tables } from './tables.js';

/*
 * Random plans whose people are near the edges of the rules: dates are offset from an intended IESD by the
 * numbers on the rules page, lines state only part of their claim, and rows are repeated, voided, denied or
 * broken.
 */

const LOW_BACK_PAIN = ['M5450', 'M54.50', 'm54.5', 'M545', 'S39.012A'];
const DIAGNOSIS_CODES = [
  ...codesOf('ICD10CM').filter((code) => !LOW_BACK_PAIN.includes(code)),
  'Z51.5',
  'z515',
];
const VISITS = ['99213', '97110', '98941', '99441', 'G2010', 'g2010', '99218'];
const PROCEDURE_CODES = codesOf('CPT', 'HCPCS');
const UNKNOWN = ['', '', 'R519', 'E119', 'XXXX', 'J45.909'];
const EDGES = [-366, -365, -364, -181, -180, -179, -91, -90, -89, -2, -1, 0, 0, 0, 1, 2, 27, 28, 29, 30];

export function isoDay(day: number): string {
  return new Date(day * 86_400_000).toISOString().slice(0, 10);
}

function dayOf(iso: string): number {
  return Date.parse(`${iso}T00:00:00Z`) / 86_400_000;
}

/** Where things of one person happen. */
interface Setting {
  readonly dice: Dice;
  readonly id: string;
  readonly year: number;
  readonly iesd: number;
}

function near({ dice, iesd, year }: Setting): number {
  if (dice.once(12)) return dayOf(`${year}-01-01`) + dice.pick([-1, 0]);
  if (dice.once(12)) return dayOf(`${year}-12-03`) + dice.pick([0, 1, 28, 29]);
  if (dice.once(12)) return dayOf(`${year - 1}-01-01`) + dice.pick([-1, 0]);
  if (dice.once(8)) return iesd + dice.int(-900, 200);
  return iesd + dice.pick(EDGES);
}

function written(dice: Dice, code: string): string {
  if (dice.once(4)) return code.toLowerCase();
  return dice.once(4) && /^[A-Z]\d\d./.test(code) && code.length < 8
    ? `${code.slice(0, 3)}.${code.slice(3)}`
    : code;
}

/** A bare number, as spreadsheets leave it. */
function revenue(dice: Dice, code: string): string {
  return dice.once(2) ? String(Number(code)) : code;
}

interface ClaimDates {
  readonly start: number;
  readonly end: number;
}

/** The columns that all rows of a claim agree on. */
function claimColumns(
  { dice, id }: Setting,
  claimId: string,
  { start, end }: ClaimDates,
  isStay: boolean,
): Row {
  const states = isStay && !dice.once(3);
  return {
    claim_id: claimId,
    person_id: id,
    claim_start_date: isoDay(start),
    claim_end_date: dice.once(6) && !isStay ? '' : isoDay(end),
    admission_date: states ? isoDay(start + (dice.once(4) ? dice.int(0, end - start) : 0)) : '',
    discharge_date: states ? isoDay(end) : '',
    claim_status: dice.pick([
      'paid',
      'paid',
      'paid',
      'denied',
      'Denied',
      'pending',
      'suspended',
      'supplemental',
      '',
      'P',
    ]),
  };
}

function diagnoses(dice: Dice, isBackPain: boolean): Row {
  const row: Record<string, string> = {};
  for (const column of DIAGNOSES) {
    if (dice.once(2))
      row[column] = dice.once(3) ? dice.pick(UNKNOWN) : written(dice, dice.pick(DIAGNOSIS_CODES));
    if (dice.once(10)) row[column] = dice.pick(LOW_BACK_PAIN);
  }
  if (isBackPain) row['diagnosis_code_1'] = dice.pick(LOW_BACK_PAIN);
  return row;
}

function lineCodes(dice: Dice, isStay: boolean): Row {
  const row: Record<string, string> = {};
  if (dice.once(2)) row['hcpcs_code'] = dice.pick(dice.once(2) ? VISITS : PROCEDURE_CODES);
  if (dice.once(6)) row['hcpcs_code'] = dice.pick(['72100', '72148']);
  if (dice.once(6)) row['hcpcs_code'] = dice.pick(['A0428', '99999']);
  const kind = dice.int(1, 4);
  if (isStay && !dice.once(3))
    row['revenue_center_code'] = revenue(dice, dice.pick(['0120', '0120', '0190']));
  else if (kind === 1)
    row['revenue_center_code'] = revenue(dice, dice.pick(['0450', '0510', '0651', '0300']));
  else if (kind === 2) row['bill_type_code'] = dice.pick(['131', '0131', '211', '111']);
  row['place_of_service_code'] = dice.pick(['11', '11', '81', '2', '', '21']);
  return row;
}

function icdProcedures({ dice, iesd }: Setting): Row {
  if (!dice.once(8)) return {};
  return {
    procedure_code_1: written(dice, dice.pick(['0TY00Z0', '02YA0Z0', '0SG00Z0'])),
    procedure_date_1: dice.once(2) ? isoDay(iesd + dice.pick(EDGES)) : '',
  };
}

/** The lines of a stay do not all state the same of it, as in interim bills. */
function stayColumns(dice: Dice, { admission_date = '', discharge_date = '' }: Row): Row {
  if (dice.once(3)) return { admission_date: '', discharge_date: '' };
  return dice.once(4) ? { discharge_date: admission_date } : { admission_date, discharge_date };
}

function claimRows(setting: Setting, number: number): Row[] {
  const { dice } = setting;
  const isStay = dice.once(6);
  const start = near(setting);
  const end = start + (dice.once(3) || isStay ? dice.int(0, 20) : 0);
  const shared = claimColumns(setting, `${setting.id}-${number}`, { start, end }, isStay);
  const isBackPain = dice.once(2);
  const lines = dice.pick([1, 1, 2, 3]);
  const whereDiagnosed = dice.pick(['everywhere', 'everywhere', 'on the first', 'on the last', 'anywhere']);
  return Array.from({ length: lines }, (_, index): Row => {
    const isDiagnosed =
      whereDiagnosed === 'everywhere' ||
      (whereDiagnosed === 'on the first' && index === 0) ||
      (whereDiagnosed === 'on the last' && index === lines - 1) ||
      (whereDiagnosed === 'anywhere' && dice.once(2));
    const lineStart = dice.int(start, end);
    return {
      ...shared,
      ...(isStay ? stayColumns(dice, shared) : {}),
      claim_line_number: String(index + 1),
      claim_line_start_date: dice.once(4) ? '' : isoDay(lineStart),
      claim_line_end_date: dice.once(2) ? '' : isoDay(dice.int(lineStart, end)),
      ...(isDiagnosed ? diagnoses(dice, isBackPain) : {}),
      ...lineCodes(dice, isStay),
      ...icdProcedures(setting),
    };
  });
}

/** The visit around which everything else is arranged; sometimes there is none. */
function indexRows(setting: Setting): Row[] {
  const { dice, id, iesd } = setting;
  if (dice.once(6)) return [];
  const row: Row = {
    claim_id: `${id}-V`,
    claim_line_number: '1',
    person_id: id,
    claim_start_date: isoDay(iesd),
    claim_end_date: isoDay(iesd),
    place_of_service_code: '11',
    hcpcs_code: '99213',
    diagnosis_code_1: dice.pick(LOW_BACK_PAIN),
    claim_status: 'paid',
  };
  return [row];
}

/** Both halves of frailty and advanced illness, or nearly. */
function frailRows(setting: Setting): Row[] {
  const { dice, id, year } = setting;
  if (!dice.once(5)) return [];
  const on = (name: string, date: number, codes: Row): Row => ({
    claim_id: `${id}-${name}`,
    claim_line_number: '1',
    person_id: id,
    claim_start_date: isoDay(date),
    claim_end_date: isoDay(date),
    place_of_service_code: dice.pick(['11', '11', '81']),
    ...codes,
  });
  const first = dayOf(`${year}-01-01`);
  const before = dayOf(`${year - 1}-01-01`);
  const device = { hcpcs_code: 'E0100' };
  const symptom = { diagnosis_code_2: 'R54' };
  const illness = { diagnosis_code_3: 'I50.22' };
  return [
    on('F1', first + dice.pick([-1, 0, 0, 40]), device),
    on('F2', first + dice.pick([40, 41, 41]), dice.pick([device, symptom])),
    on('A1', before + dice.pick([-1, 0, 0, 90]), illness),
    on('A2', before + dice.pick([90, 200, 200]), {
      ...illness,
      revenue_center_code: dice.pick(['', '', '0120']),
    }),
  ];
}

const BREAKS: readonly Row[] = [
  { claim_start_date: '2024-02-30' },
  { claim_line_start_date: 'soon' },
  { claim_start_date: '0000-00-00' },
  { person_id: '' },
  { claim_id: '' },
  { claim_start_date: '', claim_line_start_date: '' },
  { claim_start_date: '2024-05-05', claim_end_date: '2024-05-04' },
  { admission_date: '2024-05-05', discharge_date: '2024-05-04' },
  { claim_start_date: '1824-05-05' },
  { claim_line_start_date: '2124-05-05' },
];

/** What happens to rows: some are repeated, some voided, some broken, some restate a line. */
function worn(dice: Dice, row: Row): Row[] {
  if (dice.once(25)) return [row, row];
  if (dice.once(25)) return [{ ...row, claim_status: dice.pick(['voided', 'VOIDED']) }];
  if (dice.once(30)) return [{ ...row, ...dice.pick(BREAKS) }];
  if (dice.once(30)) return [row, { ...row, diagnosis_code_3: 'C50.911' }];
  return [row];
}

const NDCS = [
  '00054-0018-25',
  '0054-0018-25',
  '00054001825',
  '59762-0001-01',
  '59762-001-01',
  '59762000101',
  '00006003144',
  '0006-0031-44',
  '62856024630',
  '62856-246-30',
  '11111111111',
];

function fillRows(setting: Setting): Row[] {
  const { dice, id, iesd } = setting;
  if (dice.once(2)) return [];
  let date = iesd + dice.pick([-366, -365, -120, -95, -90, -60, 0, 28]);
  return Array.from({ length: dice.int(1, 5) }, (_, index): Row => {
    date += dice.pick([0, 28, 29, 30, 31]);
    return {
      claim_id: `${id}-RX${index}`,
      claim_line_number: '1',
      person_id: id,
      dispensing_date: isoDay(date),
      ndc_code: dice.once(2) ? '00054001825' : dice.pick(NDCS),
      days_supply: dice.pick(['30', '30', '30', '90', '', '0', '31']),
      claim_status: dice.pick(['', 'paid', 'paid', 'voided', 'denied']),
    };
  });
}

function spanRows(setting: Setting): Row[] {
  const { dice, id, iesd, year } = setting;
  if (dice.once(20)) return [];
  const birth = dice.once(3)
    ? `${year - dice.int(20, 75)}-06-15`
    : `${year - dice.pick([17, 18, 50, 51, 65, 66, 66, 75, 76])}-${dice.pick(['01-01', '01-02', '12-31'])}`;
  const person: Row = {
    person_id: id,
    birth_date: birth,
    death_date: dice.once(12) ? isoDay(near(setting)) : '',
    hospice_date: dice.once(12) ? isoDay(near(setting)) : '',
  };
  const row = (start: number, end: number, payer: string, benefit = ''): Row => ({
    ...person,
    enrollment_start_date: isoDay(start),
    enrollment_end_date: isoDay(end),
    payer_type: payer,
    medical_benefit: benefit,
  });
  const payer = dice.pick(['commercial', 'Commercial', 'medicaid', 'medicare', 'other']);
  const first = iesd + dice.pick([-400, -181, -180, -180, -179]);
  const last = iesd + dice.pick([27, 28, 28, 29, 200]);
  if (dice.once(2)) return [row(first, last, payer)];
  const cut = dice.int(first, last);
  const rows = [
    row(first, cut, payer),
    row(cut + dice.pick([1, 1, 0, 2]), last + 1, dice.pick(['commercial', payer])),
  ];
  if (dice.once(3))
    rows.push(
      row(
        first,
        last,
        dice.pick(['medicaid', 'medicare', 'commercial']),
        dice.pick(['', 'false', 'no', 'true']),
      ),
    );
  if (dice.once(10)) rows.push({ ...row(first, cut, payer), birth_date: `${year - 40}-06-15` });
  return dice.once(2) ? rows.reverse() : rows;
}

function start({ year, dice }: { year: number; dice: Dice }): number {
  const edges = [
    `${year}-01-01`,
    `${year}-12-03`,
    `${year}-12-04`,
    `${year - 1}-12-31`,
    `${year}-03-01`,
    `${year}-02-02`,
  ];
  return dice.once(3) ? dayOf(dice.pick(edges)) : dayOf(`${year}-01-01`) + dice.int(0, 340);
}

/** A random plan; the same for the same dice, year and size. */
export function randomPlan(dice: Dice, year: number, people: number): Tables {
  const medical: Row[] = [];
  const pharmacy: Row[] = [];
  const eligibility: Row[] = [];
  for (let number = 0; number < people; number++) {
    const setting: Setting = { dice, id: `P${number}`, year, iesd: start({ year, dice }) };
    if (dice.once(10)) continue;
    medical.push(...indexRows(setting).flatMap((row) => worn(dice, row)));
    for (let claim = dice.int(0, 5); claim > 0; claim--) {
      medical.push(...claimRows(setting, claim).flatMap((row) => worn(dice, row)));
    }
    medical.push(...frailRows(setting).flatMap((row) => worn(dice, row)));
    pharmacy.push(...fillRows(setting));
    eligibility.push(...spanRows(setting));
  }
  return { medical: mixed(dice, medical), pharmacy, eligibility: mixed(dice, eligibility) };
}

/** The rows in another order, so that a claim's lines lie apart. */
function mixed(dice: Dice, rows: readonly Row[]): Row[] {
  return rows
    .map((row) => ({ row, key: dice.int(0, 1_000_000) }))
    .sort((a, b) => a.key - b.key)
    .map(({ row }) => row);
}
