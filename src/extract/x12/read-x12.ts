import { createReadStream, mkdirSync, statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { LbpError } from '../../errors.js';
import type { TablePlan } from '../../sources/tables/plan.js';
import { refusalError } from '../../sources/x12/refusal.js';
import type { X12Totals } from '../../sources/x12/totals.js';
import type { VersionWarning } from '../../sources/x12/versions.js';
import type { Account } from '../accounts.js';
import { Cursor } from '../cursor.js';
import type { Engine } from '../duckdb.js';
import type { RejectedRow } from '../rejects.js';
import { DUCKDB } from '../sql/duckdb-dialect.js';
import { convertFiles } from './convert-files.js';
import { type ConvertedFile, EMPTY_FILE } from './convert-to-disk.js';
import { matchPersons, rows } from './match-persons.js';
import { isX12Reject, x12RejectOf } from './rejects.js';
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
  /** Lines that do not go on: rejected, or of claims that do not count. */
  readonly account: Account;
  /** Claims that were read and do not go on, by reason. */
  readonly claimsLost: Readonly<Record<string, number>>;
  /** Lines that go on. */
  readonly linesLeft: number;
}

export interface X12Claims {
  readonly files: readonly X12File[];
  readonly versionWarnings: ReadonlyMap<VersionWarning, number>;
  /** What became of the rows of the claim-status files, by file number. */
  readonly statusRows: readonly {
    readonly fileNo: number;
    readonly outcome: string;
    readonly rows: number;
  }[];
  /** Writes the claims that count as one table. */
  write(to: string, format: 'csv' | 'parquet', withFileNo: boolean): Promise<void>;
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
    rejects: join(folder, `${fileNo}.rejects`),
    rejectRows: input.rejectRows,
    strict: input.strict,
  }));
  const converted = await convertFiles(tasks, threads, (count) => {
    bytes += count;
  });
  refuseIfNothing(converted);

  onStage('match persons');
  const withRows = converted.filter(({ totals }) => totals.linesEmitted > 0);
  await engine.run(statements.rowsOf(withRows.map((file) => file.rows)));
  await engine.run(statements.FILE_TABLE);
  await engine.append(
    'x12_file',
    converted.map(({ fileNumber, sha256 }) => [fileNumber, sha256.slice(0, CONTENT_KEY)]),
  );
  await engine.run(statements.CLAIMS);
  await matchPersons(engine, input.eligibility);

  onStage('resolve versions');
  const versionWarnings = await resolveClaims(engine);
  await engine.run(statements.STATUS_TABLE);
  if (input.claimStatus !== null) await engine.run(statements.statuses(input.claimStatus, DUCKDB));

  const lost = await lostByFile(engine);
  return {
    files: converted.map((file) => x12File(file, lost.get(file.fileNumber) ?? [])),
    versionWarnings,
    statusRows: await statusRows(engine),
    write: (to, format, withFileNo) => engine.runInFileOrder(statements.writeClaims(to, format, withFileNo)),
    rejects: (limit) => rejects(engine, converted, limit),
    versions: () => setAside(engine, converted),
  };
}

/** So many characters of a file's hash tell files apart. */
const CONTENT_KEY = 16;

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

interface Lost {
  readonly outcome: string;
  readonly lines: number;
  readonly claims: number;
}

async function lostByFile(engine: Engine): Promise<Map<number, Lost[]>> {
  const byFile = new Map<number, Lost[]>();
  for (const row of await engine.rows(statements.COUNT_LOST)) {
    const fileNo = Number(row['file_no']);
    const lost = {
      outcome: String(row['outcome']),
      lines: Number(row['row_count']),
      claims: Number(row['claim_count']),
    };
    byFile.set(fileNo, [...(byFile.get(fileNo) ?? []), lost]);
  }
  return byFile;
}

function x12File(file: ConvertedFile, lost: readonly Lost[]): X12File {
  const { path, fileNumber, bytes, sha256, totals, refusal } = file;
  const rejected = new Map<string, number>(Object.entries(totals.linesRejected));
  const ignored = new Map<string, number>();
  for (const { outcome, lines } of lost) (isX12Reject(outcome) ? rejected : ignored).set(outcome, lines);
  const linesLost = lost.reduce((sum, { lines }) => sum + lines, 0);
  const notEmitted = totals.linesRead - totals.linesEmitted;
  return {
    path,
    fileNo: fileNumber,
    bytes,
    sha256,
    totals,
    refusal,
    account: {
      read: notEmitted + linesLost,
      used: 0,
      ignored: inOrder(ignored),
      rejected: inOrder(rejected),
    },
    claimsLost: inOrder(new Map(lost.map(({ outcome, claims }) => [outcome, claims]))),
    linesLeft: totals.linesEmitted - linesLost,
  };
}

function inOrder(counts: ReadonlyMap<string, number>): Record<string, number> {
  return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
}

async function statusRows(engine: Engine): Promise<X12Claims['statusRows']> {
  return (await engine.rows(statements.COUNT_STATUSES)).map((row) => ({
    fileNo: Number(row['file_no']),
    outcome: String(row['outcome']),
    rows: Number(row['row_count']),
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
  for (const row of await engine.rows(statements.unmatchedClaims(left))) {
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
  for await (const row of rows(await Cursor.open(await engine.stream(statements.VERSIONS)))) {
    const isAlone = row.number(8) === null;
    yield { outcome: row.text(0), claim: claimAt(row, 1), by: isAlone ? null : claimAt(row, 7) };
  }
}

/** As the reader writes places. */
function placeOf(row: Readonly<Record<string, unknown>>): string {
  return `${row['isa13']}/${row['gs06']}/${row['st02']}/seg ${row['segment']}`;
}
