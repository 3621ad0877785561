import type { Engine } from '../extract/duckdb.js';
import type { X12Claims } from '../extract/x12/read-x12.js';
import type { TablePlan } from '../inputs/tables/plan.js';
import type { Inputs } from './inputs.js';
import type { EngineSettings } from './settings/common.js';

export interface ReadClaims {
  /** The claim tables, and what the 837 files gave. */
  readonly medical: TablePlan;
  /** Null without 837 files. */
  readonly x12: X12Claims | null;
}

/**
 * Reads the 837 files among the inputs, so that all claims are tables.
 *
 * @param folder a new folder for what is written on the way
 * @throws LbpError E101, E102, E107 in strict mode, E109 when no file is an 837
 */
export async function readClaims(
  engine: Engine,
  planned: Inputs,
  { threads, rejectRows, strict }: Pick<EngineSettings, 'threads' | 'rejectRows' | 'strict'>,
  folder: string,
  onStage: (stage: string, percent?: () => number) => void,
): Promise<ReadClaims> {
  if (planned.x12.length === 0) return { medical: planned.medical, x12: null };
  const { readX12 } = await import('../extract/x12/read-x12.js');
  const { withX12Claims } = await import('../extract/x12/claim-plan.js');
  const x12 = await readX12(engine, {
    ...planned,
    ...{ files: planned.x12, folder, threads, rejectRows, strict, onStage },
  });
  const medical = await withX12Claims(planned.medical, x12, folder);
  return { medical, x12 };
}
