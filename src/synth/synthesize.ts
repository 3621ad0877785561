/** Writes a synthetic plan to a folder. */
import { join } from 'node:path';
import { LbpError } from '../errors.js';
import { diskError, PartialFolder } from '../partial-folder.js';
import { dayOf } from './calendar.js';
import { type CsvFile, closeCsvFile, createCsvFile, drain, isNearlyFull } from './csv-file.js';
import { toParquet } from './parquet.js';
import type { SyntheticPerson } from './person.js';
import { persons } from './plan.js';
import { claimRows, fillRow, heading, spanRows, statusRow, type TableName } from './tables.js';
import { Archive } from './x12/archive.js';

export const FIRST_YEAR = 2018;
export const LAST_YEAR = 2026;

export interface SynthesizeOptions {
  readonly members: number;
  readonly seed: number;
  readonly year: number;
  /** The folder to create. */
  readonly out: string;
  readonly format?: 'csv' | 'parquet';
  /**
   * Medical claims as 837 files (`edi/`), with their statuses in `claim_status.csv`, instead of
   * `medical_claim`.
   */
  readonly x12?: boolean;
  /** With `x12`: approximate claims of a type per file; the next file begins between people. */
  readonly claimsPerFile?: number;
  /** Replaces a folder that holds an earlier plan. */
  readonly force?: boolean;
  /** Called from time to time with the number of people done. */
  readonly onProgress?: (done: number) => void;
}

export interface SynthesizeResult {
  readonly members: number;
  /** Lines of the final claims, each once. */
  readonly claimLines: number;
  readonly fills: number;
  readonly spans: number;
  /** Paths of what was written. */
  readonly files: string[];
}

const BESIDE_ARCHIVE: readonly TableName[] = ['pharmacy_claim', 'eligibility'];
const TABLES_ONLY: readonly TableName[] = ['medical_claim', ...BESIDE_ARCHIVE];
/** A side table of the archive: always CSV, regardless of the format of the tables. */
const STATUS_FILE = 'claim_status.csv';
/** People between yields to other tasks (signals, a progress bar). */
const TURN = 2000;

/**
 * Creates a plan of `members` people. The same arguments give the same bytes (CSV and 837), and a larger plan
 * begins with the same people. Memory does not grow with size.
 *
 * @example await synthesize({ members: 10_000, seed: 1, year: 2025, out: 'plan' })
 */
export async function synthesize(options: SynthesizeOptions): Promise<SynthesizeResult> {
  check(options);
  const { out, format = 'csv' } = options;
  const folder = PartialFolder.create(out, { force: options.force ?? false, inputs: [] });
  try {
    const { counts, archived } = await writePlan(folder.path, options);
    const tables: readonly TableName[] = options.x12 === true ? BESIDE_ARCHIVE : TABLES_ONLY;
    if (format === 'parquet') await toParquet(folder.path, tables);
    folder.sign();
    folder.finish();
    const names = [...archived, ...tables.map((table) => `${table}.${format}`)];
    if (options.x12 === true) names.push(STATUS_FILE);
    return { ...counts, files: names.map((name) => join(out, name)) };
  } catch (error) {
    folder.abandon();
    throw diskError(error, out);
  }
}

type Counts = Omit<SynthesizeResult, 'files'>;
type Create = (table: TableName) => Promise<CsvFile>;

/** Where the medical claims of a plan go. */
interface MedicalClaims {
  add(person: SyntheticPerson): Promise<void> | undefined;
  /** Writes what is left after the last claim. */
  finish(): Promise<void>;
  /** Releases open files, finished or not. */
  close(): Promise<void>;
  /** Files besides the tables, within the plan's folder. */
  readonly files: readonly string[];
}

async function medicalTable(create: Create): Promise<MedicalClaims> {
  const file = await create('medical_claim');
  return {
    add(person) {
      for (const claim of person.claims) claimRows(file.out, person, claim);
      return undefined;
    },
    finish: async () => {},
    close: async () => {},
    files: [],
  };
}

/** 837 files, plus the decisions on the claims, which an 837 does not carry. */
async function medicalArchive(
  create: Create,
  folder: string,
  options: SynthesizeOptions,
): Promise<MedicalClaims> {
  const statuses = await create('claim_status');
  const archive = new Archive(folder, dayOf(options.year + 1, 2, 1), options.claimsPerFile);
  return {
    add(person) {
      for (const claim of person.claims) statusRow(statuses.out, claim);
      return archive.add(person);
    },
    finish: () => archive.finish(),
    close: () => archive.close(),
    get files() {
      return archive.files;
    },
  };
}

interface Written {
  readonly counts: Counts;
  readonly archived: readonly string[];
}

async function writePlan(folder: string, options: SynthesizeOptions): Promise<Written> {
  const files: CsvFile[] = [];
  const create: Create = async (table) => {
    const file = await createCsvFile(join(folder, `${table}.csv`), heading(table));
    files.push(file);
    return file;
  };
  const counts = { members: 0, claimLines: 0, fills: 0, spans: 0 };
  let claims: MedicalClaims | undefined;
  let failure: unknown;
  try {
    claims =
      options.x12 === true ? await medicalArchive(create, folder, options) : await medicalTable(create);
    const fills = await create('pharmacy_claim');
    const spans = await create('eligibility');
    for (const person of persons(options.seed, options.members, options.year)) {
      await claims.add(person);
      for (const fill of person.fills) fillRow(fills.out, person, fill);
      spanRows(spans.out, person);
      for (const file of files) if (isNearlyFull(file)) await drain(file);
      counts.members++;
      for (const claim of person.claims) counts.claimLines += claim.lines.length;
      counts.fills += person.fills.length;
      counts.spans += person.spans.length;
      if (counts.members % TURN === 0) {
        options.onProgress?.(counts.members);
        await new Promise((resume) => setImmediate(resume));
      }
    }
    await claims.finish();
    for (const file of files) await drain(file);
  } finally {
    // Every file is closed, even if closing another fails.
    const closed = await Promise.allSettled([claims?.close(), ...files.map(closeCsvFile)]);
    failure = closed.find((end) => end.status === 'rejected')?.reason;
  }
  if (failure !== undefined) throw failure;
  options.onProgress?.(counts.members);
  return { counts, archived: claims.files };
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
