import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { MEDICAL_CLAIM } from '../../inputs/tables/columns.js';
import { planTable, type TablePlan } from '../../inputs/tables/plan.js';
import { COLUMNS } from '../../inputs/x12/rows.js';

/** The column of the claim table with the number of the run's file that a row came from. */
const FILE_NO = 'file_number';

/** The number for a table whose rows carry their own file number. */
const NUMBER_OF_NO_FILE = -1;

/** Shows the date format: the table is our own, so there is no need to sample it. */
const SAMPLE = COLUMNS.map((column) => (/_date(_\d+)?$/.test(column) ? '2025-12-31' : ''));

/**
 * The plan of the medical claims with the claims of 837 files as one more group, whose rows carry their own
 * file number. The user's mapping is about the user's tables and does not apply here.
 *
 * Rows with quotes go into a separate table: the prefilter skips a table that contains a quote, and among
 * many claims there is one.
 *
 * @param firstFileNo the number of the first 837 file
 * @param folder for the tables that are written
 * @param write writes the claims as one CSV, and those with quotes as another
 */
export async function amongClaims(
  plan: TablePlan,
  firstFileNo: number,
  folder: string,
  write: (to: string, quoted: string) => Promise<void>,
): Promise<TablePlan> {
  const path = join(folder, 'claims.csv');
  const quoted = join(folder, 'claims-quoted.csv');
  await write(path, quoted);
  const facts = {
    path,
    format: 'csv' as const,
    delimiter: ',',
    columns: COLUMNS,
    types: COLUMNS.map(() => 'text' as const),
    sample: [SAMPLE],
  };
  const { groups } = planTable(MEDICAL_CLAIM, [facts], {}, firstFileNo);
  const apart = existsSync(quoted) ? [{ path: quoted, fileNo: NUMBER_OF_NO_FILE }] : [];
  const made = groups.map((group) => ({
    ...group,
    files: [...group.files, ...apart],
    fileNoColumn: FILE_NO,
    areVersionsSettled: true,
  }));
  return { ...plan, groups: [...plan.groups, ...made] };
}
