import { rmSync } from 'node:fs';
import type { SourceFacts } from '../extract/claim-source.js';
import type { Engine } from '../extract/duckdb.js';
import type { TablePlan } from '../inputs/tables/plan.js';
import { claimSource } from './claim-files.js';
import type { Inputs } from './inputs.js';
import type { EngineSettings } from './settings/common.js';

export interface ReadClaims {
  /** The claim tables, those made of claim files too. */
  readonly medical: TablePlan;
  /** What is to be said of the claim files; null without any. */
  readonly claims: SourceFacts | null;
}

/**
 * Reads the claim files among the inputs, so that all claims are tables.
 *
 * @param folder for what is written on the way; what an earlier reading left there goes
 * @throws LbpError as ClaimSource.read
 */
export async function readClaims(
  engine: Engine,
  planned: Inputs,
  { threads, rejectRows, strict }: Pick<EngineSettings, 'threads' | 'rejectRows' | 'strict'>,
  folder: string,
  onStage: (stage: string, percent?: () => number) => void,
): Promise<ReadClaims> {
  rmSync(folder, { recursive: true, force: true });
  if (planned.claimFiles.length === 0) return { medical: planned.medical, claims: null };
  const source = await claimSource();
  const { facts, among } = await source.read(engine, {
    ...planned,
    ...{ files: planned.claimFiles, folder, threads, rejectRows, strict, onStage },
  });
  return { medical: await among(planned.medical), claims: facts };
}
