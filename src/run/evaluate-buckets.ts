import { join } from 'node:path';
import { type Buckets, personsOfBucket } from '../extract/buckets.js';
import { Engine } from '../extract/duckdb.js';
import { shareOfMemory } from '../extract/engine-size.js';
import { inOrder } from '../extract/threads.js';
import { resolveRules } from '../packs/lbp/resolve.js';
import { rulesOfYear } from '../packs/lbp/years/index.js';
import type { ListedForMeasure } from '../packs/sets.js';
import { type GatheredPeople, gather } from './gathering.js';

/** All that a thread needs to decide the people of a bucket; plain data. */
export interface BucketsToEvaluate {
  readonly buckets: Buckets;
  readonly year: number;
  /** What the rules of the year are tied to. */
  readonly setNames: ReadonlySet<string>;
  readonly listed: ListedForMeasure;
  readonly hasCoverage: boolean;
  /** For all threads together, as the engine writes it. */
  readonly memory: string;
  readonly spill: string;
}

/**
 * Decides the people of all buckets, several buckets at a time, each with an engine of its own.
 *
 * @param onDone given what the people of each bucket come to, in the order of the buckets
 * @throws LbpError as the engine does
 */
export async function evaluateBuckets(
  given: BucketsToEvaluate,
  threads: number,
  onDone: (gathered: GatheredPeople) => void,
): Promise<void> {
  const divided = { ...given, memory: shareOfMemory(given.memory, threads) };
  const work = {
    here: bucketEvaluator(divided),
    worker: new URL('./bucket-worker.js', import.meta.url),
    given: divided,
    hasEngine: true,
  };
  await inOrder(given.buckets.numbers, threads, work, { onBytes: () => undefined, onDone });
}

/** Decides the people of a bucket, given its number. */
export function bucketEvaluator({
  buckets,
  year,
  setNames,
  listed,
  hasCoverage,
  memory,
  spill,
}: BucketsToEvaluate): (bucket: number) => Promise<GatheredPeople> {
  const rules = resolveRules(rulesOfYear(year), setNames, listed);
  return async (bucket) => {
    // Engines that share a folder would take each other's files.
    const engine = await Engine.open({ threads: 1, memory, spill: join(spill, `bucket-${bucket}`) });
    try {
      return await gather(personsOfBucket(engine, buckets, bucket), rules, hasCoverage);
    } finally {
      engine.close();
    }
  };
}
