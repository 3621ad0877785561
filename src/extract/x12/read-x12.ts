import { createReadStream, mkdirSync, rmSync, statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { LbpError } from '../../errors.js';
import type { TablePlan } from '../../inputs/tables/plan.js';
import { refusalError } from '../../inputs/x12/refusal.js';
import type { X12Totals } from '../../inputs/x12/totals.js';
import type { VersionWarning } from '../../inputs/x12/versions.js';
import { fateOf, type RowFate } from '../accounts.js';
import { Cursor } from '../cursor.js';
import type { Engine } from '../duckdb.js';
import type { RejectedRow } from '../rejects.js';
import { DUCKDB } from '../sql/duckdb-dialect.js';
import { writeClaimTable } from './claim-table.js';
import { convertFiles } from './convert-files.js';
import { type ConvertedFile, EMPTY_FILE } from './convert-to-disk.js';
import { matchPersons, rows } from './match-persons.js';
import { x12RejectOf } from './rejects.js';
import { resolveClaims } from './resolve-claims.js';
import * as statements from './statements.js';

export interface X12Input {
  /** The 837 files, with their numbers in the run. */
  readonly files: readonly { readonly path: string; readonly fileNo: number }[];
  /** Whom the claims are about; without it each claim's own statement of the patient stands for the person. */
  readonly eligibility: TablePlan | null;
  /** What the payer decided, by claim id. */
  readonly claimStatus: TablePlan | null;
  /** A new folder for what is written on the way. */
  readonly folder: string;
  /** 0 for all cores. */
  readonly threads: number;
  readonly rejectRows: number;
  readonly strict: boolean;
  /** Told of each step as it begins. */
  readonly onStage: (stage: string, percent?: () => number) => void;
}

/** One 837 file: what was found in it, and what became of its lines before any rule asked for them. */
export interface X12File {
  readonly path: string;
  readonly fileNo: number;
  readonly bytes: number;
  readonly sha256: string;
  readonly totals: X12Totals;
  readonly refusal: string | null;
  /** Claims that were read and do not go on, by reason. */
  readonly claimsLost: Readonly<Record<string, number>>;
  /** Lines that go on. */
  readonly linesLeft: number;
}

export interface X12Claims {
  readonly files: readonly X12File[];
  readonly versionWarnings: ReadonlyMap<VersionWarning, number>;
  /** Claim lines that do not go on, because they are rejected or of claims that do not count. */
  readonly lineFates: readonly RowFate[];
  /** What became of the rows of the claim-status files. */
  readonly statusFates: readonly RowFate[];
  /** Writes the claims that count as one CSV, or those with quotes about them apart. Can be done once. */
  write(to: string, quoted?: string): Promise<void>;
  /** Writes that CSV again as Parquet. */
  asParquet(csv: string, to: string): Promise<void>;
  /** What could not be used, in the order of the files. */
  rejects(limit: number): AsyncGenerator<RejectedRow>;
  /** Claims that others set aside, in the order of the files. */
  versions(): AsyncGenerator<SetAside>;
}

/** A claim that does not count because of another one. */
export interface SetAside {
  readonly outcome: string;
  readonly claim: ClaimPlace;
  /** Null for a void, which sets itself aside. */
  readonly by: ClaimPlace | null;
}

export interface ClaimPlace {
  readonly claimId: string;
  readonly file: string;
  readonly place: string;
}

/**
 * Of the engine's memory: it is not alone, for this process holds the claims whose versions are resolved. A command that
 * does nothing else has reasons for less (Engine.inLittleMemory).
 */
const SHARE_OF_MEMORY = 0.5;

/**
 * Reads 837 files into tables of the engine: all are converted, then patients are matched and versions resolved.
 *
 * @throws LbpError E101, E102, E107 in strict mode, E109 when no file is an 837
 */
export async function readX12(engine: Engine, input: X12Input): Promise<X12Claims> {
  const { files, folder, onStage } = input;
  mkdirSync(folder, { mode: 0o700 });
  const threads = input.threads > 0 ? input.threads : availableParallelism();

  const allBytes = files.reduce((sum, { path }) => sum + sizeOf(path), 0);
  let bytes = 0;
  onStage('read 837', () => (100 * bytes) / Math.max(1, allBytes));
  const tasks = files.map(({ path, fileNo }) => ({
    path,
    fileNumber: fileNo,
    rows: join(folder, `${fileNo}.csv`),
    list: join(folder, `${fileNo}.claims`),
    rejects: join(folder, `${fileNo}.rejects`),
    rejectRows: input.rejectRows,
    strict: input.strict,
  }));
  const converted = await convertFiles(tasks, threads, (count) => {
    bytes += count;
  });
  refuseIfNothing(converted);

  onStage('match persons');
  return engine.inLittleMemory(
    () => engine.withPushdown(() => tablesOf(engine, input, converted)),
    SHARE_OF_MEMORY,
  );
}

/** Takes patients and versions from the converted rows. */
async function tablesOf(
  engine: Engine,
  input: X12Input,
  converted: readonly ConvertedFile[],
): Promise<X12Claims> {
  const withRows = converted.filter(({ totals }) => totals.linesEmitted > 0);
  const lists = withRows.map((file) => file.list);
  const { folder, claimStatus } = input;
  for (const sql of statements.claimsOf(lists, join(folder, 'claims.parquet'))) await engine.run(sql);
  for (const list of lists) rmSync(list);
  await matchPersons(engine, input.eligibility);

  input.onStage('resolve versions');
  const versionWarnings = await resolveClaims(engine);
  const claims = withRows.reduce((sum, { totals }) => sum + totals.claimsEmitted, 0);
  await readStatuses(engine, claimStatus, folder, Math.max(1, Math.ceil(claims / STATUSES_AT_ONCE)));
  const statusFates =
    claimStatus === null ? [] : await engine.rows(statements.countStatuses(claimStatus, DUCKDB));

  const lost = (await engine.rows(statements.COUNT_LOST)).map((row) => ({
    ...fateOf(row),
    claims: Number(row['claim_count']),
  }));
  return {
    files: converted.map((file) => x12File(file, lost)),
    versionWarnings,
    lineFates: [...lost, ...converted.flatMap(fatesInReader)],
    statusFates: statusFates.map(fateOf),
    write: (to, quoted) =>
      engine.inLittleMemory(() => writeClaimTable(engine, converted, to, quoted), SHARE_OF_MEMORY),
    asParquet: (csv, to) => engine.inLittleMemory(() => engine.runInFileOrder(statements.asParquet(csv, to))),
    rejects: (limit) => rejects(engine, converted, limit),
    versions: () => setAside(engine, converted),
  };
}

/** How many claims' statuses are found at a time: a grouping of many times as many does not fit the memory. */
const STATUSES_AT_ONCE = 6_000_000;

async function readStatuses(
  engine: Engine,
  claimStatus: TablePlan | null,
  folder: string,
  parts: number,
): Promise<void> {
  const files: statements.StatusFiles[] = [];
  for (let part = 0; claimStatus !== null && part < parts; part += 1) {
    const to = {
      statuses: join(folder, `statuses-${part}.parquet`),
      decided: join(folder, `decided-${part}.parquet`),
    };
    for (const sql of statements.statusesOfPart(claimStatus, [part, parts], to, DUCKDB))
      await engine.run(sql);
    files.push(to);
  }
  const views = files.length === 0 ? statements.NO_STATUSES : statements.statusesOfParts(files);
  for (const sql of views) await engine.run(sql);
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

/** An archive holds acknowledgements and other things beside claims; but something must be claims. */
function refuseIfNothing(files: readonly ConvertedFile[]): void {
  const [first] = files;
  if (first === undefined || files.some(({ refusal }) => refusal === null)) return;
  const kind = first.refusal ?? EMPTY_FILE;
  if (kind === EMPTY_FILE) throw new LbpError('E102', `${first.path}: the file is empty. Leave it out.`);
  throw refusalError(first.path, { kind });
}

function x12File(file: ConvertedFile, lost: readonly (RowFate & { readonly claims: number })[]): X12File {
  const { path, fileNumber, bytes, sha256, totals, refusal } = file;
  const ofFile = lost.filter(({ fileNo }) => fileNo === fileNumber);
  return {
    path,
    fileNo: fileNumber,
    bytes,
    sha256,
    totals,
    refusal,
    claimsLost: Object.fromEntries(ofFile.map(({ outcome, claims }) => [outcome, claims])),
    linesLeft: totals.linesEmitted - ofFile.reduce((sum, { rows: lines }) => sum + lines, 0),
  };
}

/** Lines the reader itself could not use. */
function fatesInReader({ fileNumber, totals }: ConvertedFile): RowFate[] {
  return Object.entries(totals.linesRejected).map(([outcome, lines]) => ({
    fileNo: fileNumber,
    outcome,
    rows: lines,
  }));
}

/** A line of the temporary list of rejects. */
const REJECT = z.object({ place: z.string(), claim_id: z.string(), code: z.string(), raw: z.string() });

/** First what the reader could not use, then the claims without a person. */
async function* rejects(
  engine: Engine,
  files: readonly ConvertedFile[],
  limit: number,
): AsyncGenerator<RejectedRow> {
  let left = limit;
  for (const file of files) {
    const lines = createInterface({ input: createReadStream(file.rejects), crlfDelay: Infinity });
    for await (const line of lines) {
      if (left === 0) break;
      left -= 1;
      const reject = REJECT.parse(JSON.parse(line));
      yield {
        file: file.path,
        line: reject.place,
        claimId: reject.claim_id,
        ...x12RejectOf(reject.code),
        raw: reject.raw,
      };
    }
  }
  const paths = new Map(files.map(({ fileNumber, path }) => [fileNumber, path]));
  const unmatched = await engine.withPushdown(() => engine.rows(statements.unmatchedClaims(left)));
  for (const row of unmatched) {
    yield {
      file: paths.get(Number(row['file_no'])) ?? '',
      line: placeOf(row),
      claimId: String(row['claim_id']),
      ...x12RejectOf(String(row['reason'])),
      raw: String(row['raw']),
    };
  }
}

async function* setAside(engine: Engine, files: readonly ConvertedFile[]): AsyncGenerator<SetAside> {
  const paths = new Map(files.map(({ fileNumber, path }) => [fileNumber, path]));
  const claimAt = (row: Cursor, column: number): ClaimPlace => ({
    claimId: row.text(column),
    file: paths.get(row.number(column + 1) ?? -1) ?? '',
    place: placeOf({
      isa13: row.text(column + 2),
      gs06: row.text(column + 3),
      st02: row.text(column + 4),
      segment: row.text(column + 5),
    }),
  });
  const lost = await engine.withPushdown(() => engine.stream(statements.VERSIONS));
  for await (const row of rows(await Cursor.open(lost))) {
    const isAlone = row.number(8) === null;
    yield { outcome: row.text(0), claim: claimAt(row, 1), by: isAlone ? null : claimAt(row, 7) };
  }
}

/** As the reader writes places. */
function placeOf(row: Readonly<Record<string, unknown>>): string {
  return `${row['isa13']}/${row['gs06']}/${row['st02']}/seg ${row['segment']}`;
}
