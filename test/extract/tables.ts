import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A row of a table as it is written: column by name, blank where it has none. */
export type Row = Readonly<Record<string, string>>;

export interface Tables {
  readonly medical: readonly Row[];
  readonly pharmacy: readonly Row[];
  readonly eligibility: readonly Row[];
}

/** How many diagnoses and procedures the tables of these tests have; the product reads up to 25 of each. */
export const DIAGNOSES = ['1', '2', '3', '12', '13', '25'].map((number) => `diagnosis_code_${number}`);
export const PROCEDURES = ['1', '2'];

export const MEDICAL_COLUMNS = [
  'claim_id',
  'claim_line_number',
  'person_id',
  'claim_start_date',
  'claim_end_date',
  'claim_line_start_date',
  'claim_line_end_date',
  'admission_date',
  'discharge_date',
  'place_of_service_code',
  'bill_type_code',
  'revenue_center_code',
  'hcpcs_code',
  'claim_status',
  ...DIAGNOSES,
  ...PROCEDURES.map((number) => `procedure_code_${number}`),
  ...PROCEDURES.map((number) => `procedure_date_${number}`),
];

export const PHARMACY_COLUMNS = [
  'claim_id',
  'claim_line_number',
  'person_id',
  'dispensing_date',
  'ndc_code',
  'days_supply',
  'claim_status',
];

export const ELIGIBILITY_COLUMNS = [
  'person_id',
  'birth_date',
  'death_date',
  'hospice_date',
  'enrollment_start_date',
  'enrollment_end_date',
  'payer_type',
  'medical_benefit',
];

export function csv(
  columns: readonly string[],
  rows: readonly Row[],
  quote: (text: string) => string = quoted,
): string {
  const lines = rows.map((row) => columns.map((column) => quote(row[column] ?? '')).join(','));
  return `${[columns.join(','), ...lines].join('\n')}\n`;
}

function quoted(text: string): string {
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function quotedWhereFilled(text: string): string {
  return text === '' ? '' : `"${text.replaceAll('"', '""')}"`;
}

export interface Paths {
  readonly claims: readonly string[];
  readonly pharmacy: readonly string[];
  readonly eligibility: readonly string[];
}

/**
 * Writes the tables to a folder, the medical rows in turn to a number of files. Every other file has quoted
 * values, because files with quotes are read differently.
 */
export function writeTables(folder: string, tables: Tables, files = 1): Paths {
  mkdirSync(folder, { recursive: true });
  const write = (
    name: string,
    columns: readonly string[],
    rows: readonly Row[],
    quote: (text: string) => string = quoted,
  ): string => {
    const path = join(folder, name);
    writeFileSync(path, csv(columns, rows, quote));
    return path;
  };
  const claims = Array.from({ length: files }, (_, file) =>
    write(
      `claims-${file}.csv`,
      MEDICAL_COLUMNS,
      tables.medical.filter((_row, index) => index % files === file),
      file % 2 === 0 ? quoted : quotedWhereFilled,
    ),
  );
  return {
    claims,
    pharmacy: [write('pharmacy.csv', PHARMACY_COLUMNS, tables.pharmacy)],
    eligibility: [write('eligibility.csv', ELIGIBILITY_COLUMNS, tables.eligibility)],
  };
}
