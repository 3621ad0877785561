/** Writes a synthetic plan to a folder. */
import { join } from 'node:path';
import { LbpError } from '../errors.js';
import { diskError, PartialFolder } from '../partial-folder.js';
import { type CsvFile, closeCsvFile, createCsvFile, drain, isNearlyFull } from './csv-file.js';
import { toParquet } from './parquet.js';
import { persons } from './plan.js';
import { claimRows, fillRow, heading, spanRows, type TableName } from './tables.js';

export const FIRST_YEAR = 2018;
export const LAST_YEAR = 2026;

export interface SynthesizeOptions {
  readonly members: number;
  readonly seed: number;
  readonly year: number;
  /** The folder to make. */
  readonly out: string;
  readonly format?: 'csv' | 'parquet';
  /** Replace a folder that holds an earlier plan. */
  readonly force?: boolean;
  /** Told the number of people done, now and then. */
  readonly onProgress?: (done: number) => void;
}

export interface SynthesizeResult {
  readonly members: number;
  readonly claimLines: number;
  readonly fills: number;
  readonly spans: number;
  /** Paths of the tables. */
  readonly files: string[];
}

const TABLE_NAMES: readonly TableName[] = ['medical_claim', 'pharmacy_claim', 'eligibility'];
/** All that a plan can hold. */
const OURS: ReadonlySet<string> = new Set([
  ...TABLE_NAMES.flatMap((table) => [`${table}.csv`, `${table}.parquet`]),
  'spill',
]);
/** People between two chances for others to run (signals, a progress bar). */
const TURN = 2000;

/**
 * Makes a plan of `members` people. The same members, seed, year and format give the same bytes (CSV), and a
 * larger plan begins with the same people. Memory does not grow with size.
 *
 * @example await synthesize({ members: 10_000, seed: 1, year: 2025, out: 'plan' })
 */
export async function synthesize(options: SynthesizeOptions): Promise<SynthesizeResult> {
  check(options);
  const { out, format = 'csv' } = options;
  const folder = PartialFolder.create(out, options.force ?? false, OURS);
  try {
    const counts = await writeTables(folder.path, options);
    if (format === 'parquet') await toParquet(folder.path, TABLE_NAMES);
    folder.finish();
    return { ...counts, files: TABLE_NAMES.map((table) => join(out, `${table}.${format}`)) };
  } catch (error) {
    folder.abandon();
    throw diskError(error, out);
  }
}

type Counts = Omit<SynthesizeResult, 'files'>;

async function writeTables(folder: string, options: SynthesizeOptions): Promise<Counts> {
  const files: CsvFile[] = [];
  const create = async (table: TableName): Promise<CsvFile> => {
    const file = await createCsvFile(join(folder, `${table}.csv`), heading(table));
    files.push(file);
    return file;
  };
  const counts = { members: 0, claimLines: 0, fills: 0, spans: 0 };
  let failure: unknown;
  try {
    const claims = await create('medical_claim');
    const fills = await create('pharmacy_claim');
    const spans = await create('eligibility');
    for (const person of persons(options.seed, options.members, options.year)) {
      for (const claim of person.claims) {
        claimRows(claims.out, person, claim);
        counts.claimLines += claim.lines.length;
      }
      for (const fill of person.fills) fillRow(fills.out, person, fill);
      spanRows(spans.out, person);
      for (const file of files) if (isNearlyFull(file)) await drain(file);
      counts.members++;
      counts.fills += person.fills.length;
      counts.spans += person.spans.length;
      if (counts.members % TURN === 0) {
        options.onProgress?.(counts.members);
        await new Promise((resume) => setImmediate(resume));
      }
    }
    for (const file of files) await drain(file);
  } finally {
    // Every file is closed, whatever became of the others.
    const closed = await Promise.allSettled(files.map(closeCsvFile));
    failure = closed.find((end) => end.status === 'rejected')?.reason;
  }
  if (failure !== undefined) throw failure;
  options.onProgress?.(counts.members);
  return counts;
}

function check({ members, seed, year }: SynthesizeOptions): void {
  if (!Number.isSafeInteger(members) || members < 1 || members > 999_999_999) {
    throw new LbpError('E304', `members: a whole number from 1 to 999999999 is needed, not ${members}.`);
  }
  if (!Number.isSafeInteger(seed) || seed < 0) {
    throw new LbpError('E304', `seed: a whole number of 0 or more is needed, not ${seed}.`);
  }
  if (!Number.isInteger(year) || year < FIRST_YEAR || year > LAST_YEAR) {
    throw new LbpError('E304', `year: a year from ${FIRST_YEAR} to ${LAST_YEAR} is needed, not ${year}.`);
  }
}
