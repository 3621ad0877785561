import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { EXTRACTS, putRow } from '../src/synth/activity/extracts.js';
import { activity } from '../src/synth/activity/record.js';
import { field, reserve } from '../src/synth/csv-bytes.js';
import { closeCsvFile, createCsvFile, drain, isNearlyFull } from '../src/synth/csv-file.js';

/** Columns of a typical analyst's extract, most of which the rule does not read. */
const COLUMNS = 100;

/** The year in which the financial year of the records begins. */
const YEAR = 2024;

/**
 * A wide outpatient extract, created once and reused: the columns of the synthetic extract, after others with
 * codes, numbers and blanks.
 */
export async function wideExtract(folder: string, records: number): Promise<string> {
  const path = join(folder, `activity-${records}.csv`);
  if (existsSync(path)) return path;
  process.stderr.write(`making ${path}\n`);
  mkdirSync(folder, { recursive: true });
  const [extract] = EXTRACTS;
  if (extract === undefined) throw new Error('there is no extract');
  const others = Array.from({ length: COLUMNS - extract.columns.length }, (_, index) => `Other_${index + 1}`);
  const file = await createCsvFile(`${path}.partial`, `${[...others, ...extract.columns].join(',')}\n`);
  try {
    for (let number = 1; number <= records; number += 1) {
      for (const cells of extract.rows(activity(1, number, extract.setting, YEAR))) {
        reserve(file.out, 16 * others.length);
        for (const index of others.keys()) field(file.out, otherCell(number, index));
        putRow(file.out, cells);
      }
      if (isNearlyFull(file)) await drain(file);
    }
  } finally {
    await closeCsvFile(file);
  }
  renameSync(`${path}.partial`, path);
  return path;
}

function otherCell(number: number, index: number): string {
  if (index % 3 === 0) return '';
  return index % 3 === 1 ? String((number + index) % 97) : `AB${(number * index) % 1000}`;
}
