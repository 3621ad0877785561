import { MEDICAL_CLAIM } from '../../sources/tables/columns.js';
import { planTable, type TablePlan } from '../../sources/tables/plan.js';
import { COLUMNS } from '../../sources/x12/rows.js';
import type { X12Claims } from './read-x12.js';

/** The column of the claim table that says of each row which file of the run it came from. */
const FILE_NO = 'file_number';

/** Shows the format of the days: the table is our own, so there is no need to look into it. */
const SAMPLE = COLUMNS.map((column) => (/_date(_\d+)?$/.test(column) ? '2025-12-31' : ''));

/**
 * The plan of the medical claims with the claims of 837 files as one more group, whose rows say which file they came
 * from. The user's mapping is about their tables and does not apply here.
 *
 * @param path of the table to write
 */
export async function withX12Claims(plan: TablePlan, claims: X12Claims, path: string): Promise<TablePlan> {
  await claims.write(path);
  const facts = {
    path,
    format: 'csv' as const,
    delimiter: ',',
    columns: COLUMNS,
    types: COLUMNS.map(() => 'text' as const),
    sample: [SAMPLE],
  };
  const { groups } = planTable(MEDICAL_CLAIM, [facts], {}, claims.files[0]?.fileNo ?? 0);
  return {
    ...plan,
    groups: [...plan.groups, ...groups.map((group) => ({ ...group, fileNoColumn: FILE_NO }))],
  };
}
