import { join } from 'node:path';
import { type Buckets, personsOfBucket } from '../extract/buckets.js';
import { Engine } from '../extract/duckdb.js';
import { shareOfMemory } from '../extract/engine-size.js';
import { inOrder } from '../extract/threads.js';
import { workerModule } from '../package-files.js';
import { PACKS } from '../packs/index.js';
import type { LoadedSets } from '../packs/sets.js';
import { type GatheredPeople, gather } from './gathering.js';
import type { LoadedRules } from './rules.js';

/** Everything a thread needs to decide the people of a bucket; plain data. */
export interface BucketsToEvaluate {
  readonly buckets: Buckets;
  /** The rules, to be bound to the same sets again. */
  readonly pack: string;
  readonly question: Readonly<Record<string, unknown>>;
  readonly sets: LoadedSets;
  /** For each thread, in the engine's notation. */
  readonly memory: string;
  readonly spill: string;
}

/**
 * Decides the people of all buckets, several buckets at a time, each with its own engine.
 *
 * @param memory for all threads together
 * @param onDone receives the people of each bucket, in the order of the buckets
 * @throws LbpError as the engine throws
 */
export async function evaluateBuckets(
  buckets: Buckets,
  { pack, question, directory }: LoadedRules,
  { memory }: { readonly memory: string },
  spill: string,
  threads: number,
  onDone: (gathered: GatheredPeople) => void,
): Promise<void> {
  const given: BucketsToEvaluate = {
    buckets,
    pack: pack.id,
    question: pack.asSettings(question),
    sets: { names: directory.setNames, listed: directory.listedFor(pack.measure) },
    memory: shareOfMemory(memory, threads),
    spill,
  };
  const work = {
    here: bucketEvaluator(given),
    worker: workerModule('bucket-worker'),
    given,
    hasEngine: true,
  };
  await inOrder(buckets.numbers, threads, work, { onBytes: () => undefined, onDone });
}

/** Decides the people of a bucket, given its number. */
export function bucketEvaluator({
  buckets,
  pack: id,
  question,
  sets,
  memory,
  spill,
}: BucketsToEvaluate): (bucket: number) => Promise<GatheredPeople> {
  const pack = PACKS.find((one) => one.id === id);
  if (pack === undefined) throw new Error(`no rule pack ${id}`);
  const rules = pack.bind(pack.question(question), sets);
  return async (bucket) => {
    // Engines sharing a folder would overwrite each other's files.
    const engine = await Engine.open({ threads: 1, memory, spill: join(spill, `bucket-${bucket}`) });
    try {
      return await gather(personsOfBucket(engine, buckets, bucket), pack, rules);
    } finally {
      engine.close();
    }
  };
}
