import { MEDICAL_CLAIM } from '../../sources/tables/columns.js';
import { planTable, type TablePlan } from '../../sources/tables/plan.js';
import type { Engine } from '../duckdb.js';
import { fileFacts } from '../file-facts.js';
import type { X12Claims } from './read-x12.js';
import { FILE_NO } from './statements.js';

/**
 * The plan of the medical claims with the claims of 837 files as one more group, whose rows say which file they came
 * from. The user's mapping is about their tables and does not apply here.
 *
 * @param path of the table to write
 */
export async function withX12Claims(
  engine: Engine,
  plan: TablePlan,
  claims: X12Claims,
  path: string,
): Promise<TablePlan> {
  await claims.write(path, 'parquet', 'extraction');
  const facts = await fileFacts(engine, path, undefined);
  const { groups } = planTable(MEDICAL_CLAIM, [facts], {}, claims.files[0]?.fileNo ?? 0);
  return {
    ...plan,
    groups: [...plan.groups, ...groups.map((group) => ({ ...group, fileNoColumn: FILE_NO }))],
  };
}
