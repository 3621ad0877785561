import { mkdirSync, rmSync, statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { LbpError } from '../../errors.js';
import { isLost, refusalError } from '../../inputs/x12/refusal.js';
import type { ClaimSource, SourceClaims, SourceRequest } from '../claim-source.js';
import type { Engine } from '../duckdb.js';
import { amongClaims } from './claim-plan.js';
import { writeClaimTable } from './claim-table.js';
import { convertFiles } from './convert-files.js';
import { type ConvertedFile, EMPTY_FILE } from './convert-to-disk.js';
import { factsOf } from './facts.js';
import { countEnrolled, matchPersons } from './match-persons.js';
import { resolveClaims } from './resolve-claims.js';
import { asParquet, claimsOf } from './sql/claims.js';
import { readStatuses } from './statuses.js';

/** 837 files as a source of claims. */
export const X12: ClaimSource = { read: readX12, countEnrolled };

/**
 * The share of the engine's memory: this process also holds the claims whose versions are resolved. A command
 * that does nothing else may use less (Engine.inLittleMemory).
 */
const SHARE_OF_MEMORY = 0.5;

/**
 * Reads 837 files into tables of the engine: all are converted, then patients are matched and versions resolved.
 *
 * @throws LbpError E101, E102, E107 in strict mode, E109 when no file is an 837
 */
async function readX12(engine: Engine, request: SourceRequest): Promise<SourceClaims> {
  mkdirSync(request.folder, { mode: 0o700 });
  const converted = await convertAll(request);
  refuseIfNothing(converted);

  request.onStage('match persons');
  return engine.inLittleMemory(
    () => engine.withPushdown(() => claimsFrom(engine, request, converted)),
    SHARE_OF_MEMORY,
  );
}

/** Converts the files in parallel, each into rows, a list of its claims, and rejects. */
function convertAll({
  files,
  folder,
  rejectRows,
  strict,
  ...request
}: SourceRequest): Promise<ConvertedFile[]> {
  const allBytes = files.reduce((sum, { path }) => sum + sizeOf(path), 0);
  let bytes = 0;
  request.onStage('read 837', () => (100 * bytes) / Math.max(1, allBytes));
  const tasks = files.map(({ path, fileNo }) => ({
    path,
    fileNumber: fileNo,
    rows: join(folder, `${fileNo}.csv`),
    list: join(folder, `${fileNo}.claims`),
    rejects: join(folder, `${fileNo}.rejects`),
    rejectRows,
    strict,
  }));
  const threads = request.threads > 0 ? request.threads : availableParallelism();
  return convertFiles(tasks, threads, (count) => {
    bytes += count;
  });
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

/**
 * An archive holds acknowledgements and other things besides claims, but at least one file must have claims.
 */
function refuseIfNothing(files: readonly ConvertedFile[]): void {
  if (files.some(({ refusal }) => refusal === null)) return;
  const first = files.find(({ refusal }) => refusal !== null && isLost(refusal)) ?? files[0];
  if (first === undefined || first.refusal === null) return;
  const { path, refusal } = first;
  if (refusal.kind === EMPTY_FILE) throw new LbpError('E102', `${path}: the file is empty. Leave it out.`);
  throw refusalError(path, refusal);
}

/** Takes patients and versions from the converted rows. */
async function claimsFrom(
  engine: Engine,
  { folder, eligibility, claimStatus, onStage }: SourceRequest,
  converted: readonly ConvertedFile[],
): Promise<SourceClaims> {
  const withRows = converted.filter(({ totals }) => totals.claimsEmitted > 0);
  const lists = withRows.map((file) => file.list);
  for (const sql of claimsOf(lists, join(folder, 'claims.parquet'))) await engine.run(sql);
  for (const list of lists) rmSync(list);
  await matchPersons(engine, eligibility);

  onStage('resolve versions');
  const versionWarnings = await resolveClaims(engine);
  const claims = withRows.reduce((sum, { totals }) => sum + totals.claimsEmitted, 0);
  const statuses = await readStatuses(engine, claimStatus, folder, claims);
  const facts = await factsOf(engine, converted, versionWarnings, statuses);

  const writeCsv = (to: string, quoted?: string): Promise<void> =>
    engine.inLittleMemory(() => writeClaimTable(engine, converted, to, quoted), SHARE_OF_MEMORY);
  return {
    facts,
    among: (medical) => amongClaims(medical, converted[0]?.fileNumber ?? 0, folder, writeCsv),
    write: async (to, format) => {
      if (format === 'csv') return writeCsv(to);
      const csv = join(folder, 'claims.csv');
      await writeCsv(csv);
      await engine.inLittleMemory(() => engine.runInFileOrder(asParquet(csv, to)));
    },
  };
}
