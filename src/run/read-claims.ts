import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { SourceFacts } from '../extract/claim-source.js';
import type { Engine } from '../extract/duckdb.js';
import type { TablePlan } from '../inputs/tables/plan.js';
import { claimSource } from './claim-files.js';
import type { Inputs } from './inputs.js';
import type { EngineSettings } from './settings/common.js';

/** The tables of a run, including those built from other files. */
export interface ReadTables {
  readonly medical: TablePlan;
  readonly pharmacy: TablePlan | null;
  readonly eligibility: TablePlan;
  /** Warnings about the files that tables were built from; null if there are no such files. */
  readonly claims: SourceFacts | null;
}

/**
 * Reads the inputs that are not our tables, claim files and files of a layout, so that later steps read only
 * tables.
 *
 * @param folder for intermediate files; leftovers of an earlier reading are removed
 * @throws LbpError as ClaimSource.read and readLayout
 */
export async function readClaims(
  engine: Engine,
  planned: Inputs,
  {
    threads,
    rejectRows,
    strict,
    mapping,
  }: Pick<EngineSettings, 'threads' | 'rejectRows' | 'strict' | 'mapping'>,
  folder: string,
  onStage: (stage: string, percent?: () => number) => void,
): Promise<ReadTables> {
  rmSync(folder, { recursive: true, force: true });
  const { medical, pharmacy, eligibility, layout } = planned;
  if (layout !== null) {
    const { readLayout } = await import('../extract/layouts/read-layout.js');
    const { madeGroups } = await import('../extract/layouts/made-table.js');
    const { made, facts } = await readLayout(engine, layout, join(folder, 'layout'), onStage);
    const filled = async (plan: TablePlan): Promise<TablePlan> => ({
      ...plan,
      groups: [...plan.groups, ...(await madeGroups(engine, plan.table, made, mapping))],
    });
    return {
      medical: await filled(medical),
      pharmacy: pharmacy === null ? null : await filled(pharmacy),
      eligibility: await filled(eligibility),
      claims: facts,
    };
  }
  if (planned.claimFiles.length === 0) return { medical, pharmacy, eligibility, claims: null };
  const source = await claimSource();
  const { facts, among } = await source.read(engine, {
    ...planned,
    ...{ files: planned.claimFiles, folder, threads, rejectRows, strict, onStage },
  });
  return { medical: await among(medical), pharmacy, eligibility, claims: facts };
}
