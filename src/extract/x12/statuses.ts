import { join } from 'node:path';
import type { TablePlan } from '../../inputs/tables/plan.js';
import { fateOf, type RowFate } from '../accounts.js';
import type { Engine } from '../duckdb.js';
import { DUCKDB } from '../sql/duckdb-dialect.js';
import {
  countStatuses,
  countStatusWords,
  NO_STATUSES,
  type StatusFiles,
  statusesOfPart,
  statusesOfParts,
} from './sql/statuses.js';

/** How many claims' statuses are found at a time: a grouping of many more does not fit in memory. */
const AT_ONCE = 6_000_000;

/** What is known about the claim-status table. */
export interface StatusRows {
  /** How many of its rows were used, ignored and rejected. */
  readonly fates: readonly RowFate[];
  /** Rows with a word that is not understood, by word. */
  readonly words: ReadonlyMap<string, number>;
}

/**
 * Reads the payer's decisions from a claim-status table, into x12_status and x12_decided.
 *
 * @param folder for intermediate files
 * @param claims how many claims there are
 */
export async function readStatuses(
  engine: Engine,
  claimStatus: TablePlan | null,
  folder: string,
  claims: number,
): Promise<StatusRows> {
  if (claimStatus === null) {
    for (const view of NO_STATUSES) await engine.run(view);
    return { fates: [], words: new Map() };
  }
  const parts = Math.max(1, Math.ceil(claims / AT_ONCE));
  const files: StatusFiles[] = [];
  for (let part = 0; part < parts; part += 1) {
    const to = {
      statuses: join(folder, `statuses-${part}.parquet`),
      decided: join(folder, `decided-${part}.parquet`),
    };
    for (const sql of statusesOfPart(claimStatus, [part, parts], to, DUCKDB)) await engine.run(sql);
    files.push(to);
  }
  for (const view of statusesOfParts(files)) await engine.run(view);
  const words = await engine.rows(countStatusWords(claimStatus, DUCKDB));
  return {
    fates: (await engine.rows(countStatuses(claimStatus, DUCKDB))).map(fateOf),
    words: new Map(words.map(({ word, row_count }) => [String(word), Number(row_count)])),
  };
}
