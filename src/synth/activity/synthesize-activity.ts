/** Writes synthetic extracts of hospital activity to a folder. */
import { join } from 'node:path';
import { LbpError } from '../../errors.js';
import { diskError, PartialFolder } from '../../partial-folder.js';
import { type CsvFile, closeCsvFile, createCsvFile, drain, isNearlyFull } from '../csv-file.js';
import { EXTRACTS, type Extract, putRow } from './extracts.js';
import { activity } from './record.js';

const FIRST_YEAR = 2015;
const LAST_YEAR = 2035;

export interface SynthesizeActivityOptions {
  /** The number of attendances, and also of spells. */
  readonly records: number;
  readonly seed: number;
  /** The year in which the financial year begins. */
  readonly year: number;
  /** The folder to create. */
  readonly out: string;
  /** Replaces a folder that holds earlier extracts. */
  readonly force?: boolean;
}

export interface SynthesizeActivityResult {
  /** Rows of all extracts. */
  readonly rows: number;
  /** Paths of what was written. */
  readonly files: string[];
}

/** Rows between yields to other tasks. */
const TURN = 2000;

/**
 * Creates extracts as SUS and HES provide them, of outpatients and of admitted patients, with invented
 * records. The same arguments give the same bytes, and larger extracts begin with the same records. Memory
 * does not grow with size.
 *
 * @example await synthesizeActivity({ records: 10_000, seed: 1, year: 2024, out: 'activity' })
 */
export async function synthesizeActivity(
  options: SynthesizeActivityOptions,
): Promise<SynthesizeActivityResult> {
  check(options);
  const { out } = options;
  const folder = PartialFolder.create(out, { force: options.force ?? false, inputs: [] });
  try {
    let rows = 0;
    for (const extract of EXTRACTS) rows += await writeExtract(folder.path, extract, options);
    folder.sign();
    folder.finish();
    return { rows, files: EXTRACTS.map(({ file }) => join(out, file)) };
  } catch (error) {
    folder.abandon();
    throw diskError(error, out);
  }
}

async function writeExtract(
  folder: string,
  { file: name, setting, columns, rows }: Extract,
  { records, seed, year }: SynthesizeActivityOptions,
): Promise<number> {
  const file: CsvFile = await createCsvFile(join(folder, name), `${columns.join(',')}\n`);
  let count = 0;
  try {
    for (let number = 1; number <= records; number += 1) {
      for (const cells of rows(activity(seed, number, setting, year))) {
        putRow(file.out, cells);
        count += 1;
      }
      if (isNearlyFull(file)) await drain(file);
      if (number % TURN === 0) await new Promise((resume) => setImmediate(resume));
    }
  } finally {
    await closeCsvFile(file);
  }
  return count;
}

function check({ records, seed, year }: SynthesizeActivityOptions): void {
  if (!Number.isSafeInteger(records) || records < 1 || records > 99_999_999) {
    throw new LbpError('E304', `records: a whole number from 1 to 99999999 is needed, not ${records}.`);
  }
  if (!Number.isSafeInteger(seed) || seed < 0) {
    throw new LbpError('E304', `seed: a whole number of 0 or more is needed, not ${seed}.`);
  }
  if (!Number.isInteger(year) || year < FIRST_YEAR || year > LAST_YEAR) {
    throw new LbpError('E304', `year: a year from ${FIRST_YEAR} to ${LAST_YEAR} is needed, not ${year}.`);
  }
}
