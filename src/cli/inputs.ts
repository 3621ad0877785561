import type { Engine } from '../extract/duckdb.js';
import { fileFacts } from '../extract/file-facts.js';
import {
  ELIGIBILITY,
  MEDICAL_CLAIM,
  PHARMACY_CLAIM,
  type Table,
  type TableName,
} from '../sources/tables/columns.js';
import { type FileFacts, planTable, refuseIdleMapping, type TablePlan } from '../sources/tables/plan.js';
import { expandPaths } from './input-files.js';
import type { Settings } from './settings.js';

export interface Inputs {
  readonly medical: TablePlan;
  readonly pharmacy: TablePlan | null;
  readonly eligibility: TablePlan;
  /** By file number. */
  readonly files: readonly {
    readonly path: string;
    readonly table: TableName;
    /** Nothing stands below the header. */
    readonly isEmpty: boolean;
  }[];
}

/**
 * Looks at the files of a run and decides how each is read.
 *
 * @throws LbpError E101 to E105, E107, E109
 */
export async function planInputs(engine: Engine, settings: Settings): Promise<Inputs> {
  const files: { path: string; table: TableName; isEmpty: boolean }[] = [];
  const allFacts: FileFacts[] = [];
  const plan = async (table: Table, paths: readonly string[]): Promise<TablePlan> => {
    const firstFileNo = files.length;
    const facts: FileFacts[] = [];
    for (const path of await expandPaths(paths)) {
      const found = await fileFacts(engine, path, settings.mapping.delimiter);
      facts.push(found);
      allFacts.push(found);
      files.push({ path, table: table.name, isEmpty: found.sample.length === 0 });
    }
    return planTable(table, facts, settings.mapping, firstFileNo);
  };
  const inputs = {
    medical: await plan(MEDICAL_CLAIM, settings.claims),
    pharmacy: settings.pharmacy.length === 0 ? null : await plan(PHARMACY_CLAIM, settings.pharmacy),
    eligibility: await plan(ELIGIBILITY, settings.eligibility),
    files,
  };
  refuseIdleMapping(settings.mapping, allFacts);
  return inputs;
}
