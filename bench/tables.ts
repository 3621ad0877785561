import type { DuckDBConnection } from '@duckdb/node-api';

/*
 * Code common to the yardsticks: the files of a plan as DuckDB relations, without any of the tool's SQL, and
 * the columns that the measure uses.
 */

/** The columns of the files that the measure needs. */
export const USED_COLUMNS: Readonly<Record<string, readonly string[]>> = {
  medical_claim: [
    'claim_id',
    'claim_line_number',
    'person_id',
    ...['claim_start_date', 'claim_end_date', 'claim_line_start_date', 'claim_line_end_date'],
    ...['admission_date', 'discharge_date', 'claim_status'],
    ...['place_of_service_code', 'bill_type_code', 'revenue_center_code', 'hcpcs_code'],
    ...numbered('diagnosis_code'),
    ...numbered('procedure_code'),
    ...numbered('procedure_date'),
  ],
  pharmacy_claim: [
    ...['claim_id', 'claim_line_number', 'person_id', 'dispensing_date', 'ndc_code', 'days_supply'],
  ],
  eligibility: [
    ...[
      'person_id',
      'birth_date',
      'death_date',
      'enrollment_start_date',
      'enrollment_end_date',
      'payer_type',
    ],
  ],
};

export function numbered(stem: string): string[] {
  return Array.from({ length: 25 }, (_, index) => `${stem}_${index + 1}`);
}

export function tableOf(file: string): string {
  return ['medical_claim', 'pharmacy_claim', 'eligibility'].find((name) => file.includes(name)) ?? '';
}

/**
 * A file as a relation with its own column names; CSV columns are passed in instead of detected, as in `lbp`.
 */
export async function relation(connection: DuckDBConnection, file: string): Promise<string> {
  if (file.endsWith('.parquet')) return `read_parquet('${file}')`;
  const sniffed = await connection.runAndReadAll(
    `SELECT list_transform(Columns, lambda c: c.name) AS names FROM sniff_csv('${file}', sample_size = 20)`,
  );
  const names: unknown = sniffed.getRowsJson()[0]?.[0];
  const columns = Array.isArray(names) ? names.map((name) => `'${name}': 'VARCHAR'`).join(', ') : '';
  return `read_csv('${file}', auto_detect = false, header = true, delim = ',', quote = '"', escape = '"', columns = {${columns}})`;
}
