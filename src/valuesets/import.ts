import { LbpError } from '../errors.js';
import { type DirectoryPaths, filesOf } from './paths.js';
import { readWorkbook, type WorkbookCache } from './workbook/read.js';
import type { TableRow } from './workbook/tables.js';

export type { TableRow } from './workbook/tables.js';

/** The columns of a table as CSV, which loading recognizes. */
export const CSV_COLUMNS = {
  'value set': ['Value Set Name', 'Value Set OID', 'Value Set Version', 'Code', 'Code System'],
  'medication list': [
    'Medication List Name',
    'Medication List OID',
    'Medication List Version',
    'Code',
    'Code System',
  ],
  'measures to value sets': ['Value Set Name', 'Value Set OID', 'Measure ID', 'Measure Name'],
  'measures to medication lists': [
    'Medication List Name',
    'Medication List OID',
    'Measure ID',
    'Measure Name',
  ],
} as const;

/**
 * The rows of workbooks, table by table, with the workbook that each was read from: all of them, including
 * those of code systems that no rule reads.
 *
 * @throws LbpError E109 if an input is already CSV; otherwise as `readWorkbook` says
 */
export async function* workbookRows(
  paths: DirectoryPaths,
  cache: WorkbookCache | null,
): AsyncGenerator<{ label: string; isFromCache: boolean; rows: readonly TableRow[] }> {
  const { given } = await filesOf(paths);
  const csv = given.find((file) => !file.isWorkbook);
  if (csv !== undefined) {
    throw new LbpError('E109', `${csv.label}: not a workbook. Give .xlsx files; CSV files need no import.`);
  }
  for (const file of given) {
    const { isFromCache, rows } = await readWorkbook(file, cache);
    for await (const batch of rows) yield { label: file.label, isFromCache, rows: batch };
  }
}
