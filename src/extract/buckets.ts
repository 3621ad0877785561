import { join } from 'node:path';
import type { Person } from '../timeline/person.js';
import { Cursor } from './cursor.js';
import type { Engine } from './duckdb.js';
import { type Legend, persons, type ReadFacts } from './persons.js';
import { readParquetIn } from './sql/duckdb-files.js';
import type { ResultName } from './sql/tables.js';

/**
 * What the rules need about the candidates, as Parquet in a folder, cut into buckets of people with
 * consecutive numbers. Any thread can read any bucket on its own: this is plain data.
 */
export interface Buckets {
  readonly folder: string;
  readonly hasPharmacy: boolean;
  readonly legend: Legend;
  readonly facts: ReadFacts;
  /** Ascending, which is the order of the people. */
  readonly numbers: readonly number[];
}

/** The rows of the Parquet files in the folder with that name. */
export function rowsIn(folder: string, name: string): string {
  return readParquetIn(join(folder, name));
}

/** The numbers of the buckets that are not empty. */
export async function bucketsIn(engine: Engine, folder: string): Promise<number[]> {
  const rows = await engine.rows(
    `SELECT DISTINCT bucket FROM ${rowsIn(folder, 'candidates')} ORDER BY bucket`,
  );
  return rows.map(({ bucket }) => Number(bucket));
}

/** Everybody, one bucket after another, so that only one is sorted at a time. */
export async function* personsByBucket(engine: Engine, buckets: Buckets): AsyncGenerator<Person> {
  for (const bucket of buckets.numbers) yield* personsOfBucket(engine, buckets, bucket);
}

/** The people of one bucket, in the order of their ids. */
export async function* personsOfBucket(
  engine: Engine,
  { folder, hasPharmacy, legend, facts }: Buckets,
  bucket: number,
): AsyncGenerator<Person> {
  const open = async (name: ResultName): Promise<Cursor> =>
    Cursor.open(
      await engine.stream(
        `SELECT * FROM ${rowsIn(folder, name)} WHERE bucket = ${bucket} ORDER BY person_no`,
      ),
    );
  // Pushed down, the condition skips the files and row groups of other buckets.
  const streams = await engine.withPushdown(async () => ({
    candidates: await open('candidates'),
    events: await open('events'),
    fills: hasPharmacy ? await open('fills') : null,
    enrollment: await open('enrollment'),
  }));
  yield* persons(streams, legend, facts);
}
