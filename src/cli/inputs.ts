import type { CleanCopies } from '../extract/clean-copy.js';
import type { Engine } from '../extract/duckdb.js';
import { fileFacts } from '../extract/file-facts.js';
import {
  CLAIM_STATUS,
  ELIGIBILITY,
  MEDICAL_CLAIM,
  PHARMACY_CLAIM,
  type Table,
  type TableName,
} from '../sources/tables/columns.js';
import type { Mapping } from '../sources/tables/mapping.js';
import { type FileFacts, planTable, refuseIdleMapping, type TablePlan } from '../sources/tables/plan.js';
import { expandArchives, expandPaths, stateOf } from './input-files.js';

/** What an input file is: a table, or an 837 file. */
export type InputKind = TableName | 'x12';

/** Where the inputs are, by the names of their flags. */
export interface InputPaths {
  readonly claims: readonly string[];
  readonly x12: readonly string[];
  readonly claimStatus: readonly string[];
  readonly pharmacy: readonly string[];
  readonly eligibility: readonly string[];
  readonly mapping: Mapping;
}

export interface Inputs {
  readonly medical: TablePlan;
  readonly pharmacy: TablePlan | null;
  /** Without groups where a conversion has no eligibility. */
  readonly eligibility: TablePlan;
  readonly claimStatus: TablePlan | null;
  readonly x12: readonly { readonly path: string; readonly fileNo: number }[];
  /** By file number. */
  readonly files: readonly {
    readonly path: string;
    readonly table: InputKind;
    /** Nothing stands below the header of the table. */
    readonly isEmpty: boolean;
    /** A table in UTF-16, which the engine does not read. */
    readonly isUtf16: boolean;
    /** How it was before anything was read of it. */
    readonly state: string | null;
  }[];
  /** By file number: what the engine reads in place of a file that it cannot read. */
  readonly copies: CleanCopies;
}

/**
 * Looks at the files of a run and decides how each is read.
 *
 * @throws LbpError E101 to E105, E107, E109
 */
export async function planInputs(engine: Engine, settings: InputPaths): Promise<Inputs> {
  const files: Inputs['files'][number][] = [];
  const allFacts: FileFacts[] = [];
  const plan = async (table: Table, paths: readonly string[]): Promise<TablePlan> => {
    const firstFileNo = files.length;
    const facts: FileFacts[] = [];
    for (const path of await expandPaths(paths)) {
      const state = stateOf(path);
      const found = await fileFacts(engine, path, settings.mapping.delimiter);
      const { sample, isUtf16 = false } = found;
      facts.push(found);
      allFacts.push(found);
      files.push({ path, table: table.name, isEmpty: sample.length === 0, isUtf16, state });
    }
    return planTable(table, facts, settings.mapping, firstFileNo);
  };
  const optional = async (table: Table, paths: readonly string[]): Promise<TablePlan | null> =>
    paths.length === 0 ? null : plan(table, paths);

  const medical = await plan(MEDICAL_CLAIM, settings.claims);
  const x12: { path: string; fileNo: number }[] = [];
  for (const path of await expandArchives(settings.x12)) {
    x12.push({ path, fileNo: files.length });
    files.push({ path, table: 'x12', isEmpty: true, isUtf16: false, state: stateOf(path) });
  }
  const inputs = {
    medical,
    x12,
    pharmacy: await optional(PHARMACY_CLAIM, settings.pharmacy),
    eligibility: await plan(ELIGIBILITY, settings.eligibility),
    claimStatus: await optional(CLAIM_STATUS, settings.claimStatus),
    files,
    copies: new Map(),
  };
  refuseIdleMapping(settings.mapping, allFacts);
  return inputs;
}
