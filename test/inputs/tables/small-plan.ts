import { readFileSync } from 'node:fs';

/*
 * A small plan in which every mappable column decides something, and the ways in which its tables can be
 * written. All dates here are ISO.
 */

export type Row = Readonly<Record<string, string>>;
export interface SmallPlan {
  readonly medical_claim: readonly Row[];
  readonly pharmacy_claim: readonly Row[];
  readonly eligibility: readonly Row[];
}
export type TableName = keyof SmallPlan;

function claim(id: string, person: string, start: string, more: Row): Row {
  return {
    claim_id: id,
    claim_line_number: '1',
    person_id: person,
    claim_start_date: start,
    claim_end_date: start,
    admission_date: '',
    discharge_date: '',
    place_of_service_code: '11',
    bill_type_code: '',
    revenue_center_code: '',
    hcpcs_code: '99213',
    diagnosis_code_1: 'M5450',
    diagnosis_code_2: '',
    procedure_code_1: '',
    procedure_date_1: '',
    claim_status: 'paid',
    ...more,
  };
}

function span(person: string, birth: string, more: Row = {}): Row {
  return {
    person_id: person,
    birth_date: birth,
    death_date: '',
    enrollment_start_date: '2023-01-15',
    enrollment_end_date: '2025-12-31',
    payer_type: 'commercial',
    medical_benefit: 'true',
    hospice_date: '',
    ...more,
  };
}

/** Some NDC of a list of the open set. */
function ndcOf(list: string): string {
  const text = readFileSync(
    new URL(`../../../valuesets/open/medications/${list}.csv`, import.meta.url),
    'utf8',
  );
  const ndc = /\b\d{11}\b/.exec(text)?.[0];
  if (ndc === undefined) throw new Error(`${list} holds no NDC`);
  return ndc;
}

function fill(id: string, person: string, day: string, ndc: string, days: string): Row {
  return {
    claim_id: id,
    claim_line_number: '1',
    person_id: person,
    dispensing_date: day,
    ndc_code: ndc,
    days_supply: days,
    claim_status: 'paid',
  };
}

export function smallPlan(): SmallPlan {
  const steroid = ndcOf('corticosteroid-medications-demonstration');
  return {
    medical_claim: [
      claim('A1', 'p-01', '2025-03-13', {}),
      claim('A2', 'p-01', '2025-04-10', { hcpcs_code: '72100' }),
      claim('B1', 'p-02', '2025-05-20', { diagnosis_code_1: 'M54.16', diagnosis_code_2: 'I10' }),
      claim('B2', 'p-02', '2025-05-25', {
        hcpcs_code: '72148',
        diagnosis_code_1: 'I10',
        diagnosis_code_2: 'm54.16',
        claim_status: 'denied',
      }),
      claim('C1', 'p-03', '2025-06-25', { hcpcs_code: '98941', diagnosis_code_1: 'M9903' }),
      claim('C2', 'p-03', '2024-02-29', { diagnosis_code_1: 'C50.911' }),
      claim('D1', 'p-04', '2025-01-31', {}),
      claim('D2', 'p-04', '2024-12-25', {
        claim_end_date: '2025-02-02',
        admission_date: '2024-12-31',
        discharge_date: '2025-01-31',
        revenue_center_code: '120',
        bill_type_code: '111',
        hcpcs_code: '',
        diagnosis_code_1: 'K35.80',
      }),
      claim('E1', 'p-05', '2025-08-30', {}),
      claim('F1', 'p-06', '2025-09-13', {}),
      claim('G1', 'p-07', '2025-10-21', {}),
      claim('G2', 'p-07', '2025-10-22', { hcpcs_code: '72100', claim_status: 'voided' }),
      claim('H1', 'p-08', '2025-11-15', {}),
      claim('I1', 'p-09', '2025-07-14', {}),
      claim('J1', 'p-10', '2025-02-19', { place_of_service_code: '81' }),
      claim('J2', 'p-10', '2025-02-21', {}),
      claim('K1', 'p-11', '2025-04-18', {}),
      claim('K2', 'p-11', '2025-01-17', {
        claim_end_date: '2025-01-23',
        hcpcs_code: '',
        procedure_code_1: '0TY00Z0',
        procedure_date_1: '2025-01-19',
        diagnosis_code_1: 'N18.6',
      }),
    ],
    pharmacy_claim: [
      fill('R1', 'p-05', '2025-05-16', steroid, '60'),
      fill('R2', 'p-05', '2025-06-28', steroid, '60'),
      fill('R3', 'p-01', '2025-02-14', '00093005801', '30'),
    ],
    eligibility: [
      span('p-01', '1979-07-13'),
      span('p-02', '1983-11-30', { payer_type: 'medicaid', medical_benefit: 'true' }),
      span('p-03', '1955-08-21', { payer_type: 'medicare' }),
      span('p-04', '1990-01-31', { payer_type: 'medicare' }),
      span('p-05', '1969-04-17'),
      span('p-06', '1972-05-18', { medical_benefit: 'false' }),
      span('p-07', '1981-06-19'),
      span('p-08', '1952-12-24', { death_date: '2025-12-24', payer_type: 'medicare' }),
      span('p-09', '1961-03-27', { hospice_date: '2025-09-28', payer_type: 'medicaid' }),
      span('p-10', '2007-12-31'),
      span('p-11', '1949-12-31', { payer_type: 'medicare', enrollment_end_date: '2025-05-15' }),
      span('p-11', '1949-12-31', { payer_type: 'medicare', enrollment_start_date: '2025-05-17' }),
    ],
  };
}

export interface Writing {
  readonly delimiter?: string;
  readonly lineEnd?: string;
  readonly mark?: boolean;
  readonly quoteAll?: boolean;
  /** Our column to that of the file. */
  readonly column?: (name: string, table: TableName) => string;
  readonly value?: (text: string, column: string, table: TableName) => string;
  /** Columns that the file has not. */
  readonly without?: readonly string[];
  /** Columns that it has besides. */
  readonly extra?: Readonly<Record<string, string>>;
  readonly isLastLineOpen?: boolean;
  readonly reverse?: boolean;
}

/** A table as text. */
export function written(rows: readonly Row[], table: TableName, how: Writing): string {
  const { delimiter = ',', lineEnd = '\n', column = (name) => name, value = (text) => text } = how;
  const names = Object.keys(rows[0] ?? {}).filter((name) => how.without?.includes(name) !== true);
  if (how.reverse === true) names.reverse();
  const quoted = (text: string): string =>
    how.quoteAll === true || text.includes(delimiter) || /["\r\n]/.test(text)
      ? `"${text.replaceAll('"', '""')}"`
      : text;
  const extra = Object.entries(how.extra ?? {});
  const lines = [
    [...extra.map(([name]) => name), ...names.map((name) => column(name, table))],
    ...rows.map((row) => [
      ...extra.map(([, text]) => text),
      ...names.map((name) => value(row[name] ?? '', name, table)),
    ]),
  ].map((cells) => cells.map(quoted).join(delimiter));
  return `${how.mark === true ? '\ufeff' : ''}${lines.join(lineEnd)}${how.isLastLineOpen === true ? '' : lineEnd}`;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** A writing in which each date looks otherwise; what is no date stays as it is. */
export function datesAs(form: (year: string, month: string, day: string) => string): Writing {
  return {
    value: (text, column) => {
      const [, year, month, day] =
        (column.includes('date') ? /^(\d{4})-(\d{2})-(\d{2})$/.exec(text) : null) ?? [];
      return year === undefined || month === undefined || day === undefined ? text : form(year, month, day);
    },
  };
}

export function monthName(month: string): string {
  return MONTHS[Number(month) - 1] ?? '';
}
