import { writeFileSync } from 'node:fs';
import { type CellValue, type WriteSheet, writeXlsx } from 'hucre/xlsx';

/** The headings of today, as the two directories have them. */
export const VALUE_SETS = [
  'Value Set Name',
  'Value Set OID',
  'Value Set Version',
  'Code',
  'Definition',
  'Code System',
  'Code System OID',
  'Code System Version',
];
export const MEDICATIONS = [
  'Medication List Name',
  'Medication List OID',
  'Medication List Version',
  'Code',
  'Generic Product Name',
  'Brand Name',
  'Route',
  'Code System',
];

/** A sheet of a name, or one of its properties. */
export function sheet(
  name: string,
  rows: readonly (readonly CellValue[])[],
  rest: Partial<WriteSheet> = {},
): WriteSheet {
  return { name, rows: rows.map((row) => [...row]), ...rest };
}

/** Writes a workbook with a library that is not the one that reads it. */
export async function workbook(
  path: string,
  sheets: readonly WriteSheet[],
  stringMode: 'shared' | 'inline' = 'shared',
): Promise<string> {
  writeFileSync(path, await writeXlsx({ sheets: [...sheets], stringMode }));
  return path;
}

/** A row under `VALUE_SETS`. */
export function code(set: string, system: string, text: CellValue, version = '2025-03-31'): CellValue[] {
  return [set, '1.2.3', version, text, 'A definition that nobody reads', system, '1.2', '2025'];
}

/** A row under `MEDICATIONS`. */
export function drug(list: string, system: string, text: CellValue): CellValue[] {
  return [list, '1.2.4', '2025-03-31', text, 'Product', 'Brand', 'Oral', system];
}
