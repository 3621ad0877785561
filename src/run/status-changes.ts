import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { extract } from '../extract/extract.js';
import type { Standing } from '../packs/pack.js';
import { allAccounts } from './extraction-of-run.js';
import { lookAtTables } from './input-files.js';
import { planInputs } from './inputs.js';
import { questionFacts } from './question.js';
import { readClaims } from './read-claims.js';
import { refuseUnusable } from './refuse-unusable.js';
import type { LoadedRules } from './rules.js';
import { RenewableEngine, readTwice } from './second-reading.js';
import type { InputSettings } from './settings/run-settings.js';
import { TABLE_FILES } from './table-reader.js';
import { withTemporaryFolder } from './temporary-folder.js';

export interface StatusChange {
  readonly from: string;
  readonly to: string;
  readonly persons: number;
}

export interface PeopleChanges {
  /** The question: the year. */
  readonly question: Readonly<Record<string, unknown>>;
  /** People who are candidates with either directory. */
  readonly persons: number;
  /** The people whose status differs, and how. */
  readonly changed: number;
  readonly changes: readonly StatusChange[];
  /**
   * People with the same status but another detail: in the denominator, with imaging under only one
   * directory.
   */
  readonly detail_changed: number;
}

/** The status of a person with one directory. */
interface Outcome extends Standing {
  readonly id: Buffer;
}

/**
 * Decides everybody twice, once with each directory, and counts the people whose status differs. The two
 * streams of people are read in parallel in id order, so that no person stays in memory.
 *
 * @throws LbpError as `lbp run` does for its inputs
 */
export async function statusChanges(
  settings: InputSettings,
  before: LoadedRules,
  after: LoadedRules,
): Promise<PeopleChanges> {
  return withTemporaryFolder(async (folder) => {
    const engines: RenewableEngine[] = [];
    const outcomes = async (loaded: LoadedRules, name: string): Promise<AsyncGenerator<Outcome>> => {
      const own = join(folder, name);
      mkdirSync(own, { mode: 0o700 });
      const spill = join(own, 'spill');
      const engine = await RenewableEngine.open({
        threads: settings.threads,
        memory: settings.memory,
        spill,
        database: settings.database,
      });
      engines.push(engine);
      return outcomesWith(engine, settings, loaded, own);
    };
    try {
      return await counted(
        questionFacts(before.pack, before.question),
        await outcomes(before, 'before'),
        await outcomes(after, 'after'),
      );
    } finally {
      for (const engine of engines) engine.close();
    }
  });
}

/** Reads and decides as a run does, so that a run whose inputs have broken records or columns of `--by` can be decided again. */
async function outcomesWith(
  engine: RenewableEngine,
  settings: InputSettings,
  { pack, rules, selection }: LoadedRules,
  folder: string,
): Promise<AsyncGenerator<Outcome>> {
  const { furtherEnrollment } = selection;
  const onStage = (): void => undefined;
  const planned = await planInputs(engine.current, { ...settings, furtherEnrollment });
  const looks = lookAtTables(planned.files);
  const reading = {
    reader: TABLE_FILES,
    inputs: planned,
    looks,
    folder: join(folder, 'copies'),
    engine,
    onStage,
  };
  const { inputs, persons, ...extracted } = await readTwice(reading, async (current, tables) => {
    const read = await readClaims(current, tables, settings, join(folder, 'claim-files'), onStage);
    const inputs = { ...tables, ...read };
    const files = inputs.files.map(({ path }) => path);
    const found = await extract(current, { ...inputs, files, selection, narrowing: true, onStage });
    return { ...found, inputs };
  });
  const accounts = allAccounts(inputs, extracted.accounts);
  await refuseUnusable(engine.current, inputs, { ...extracted, accounts });
  return (async function* () {
    for await (const person of persons) {
      const standing = pack.standing(pack.evaluate(person, rules));
      if (standing !== null) yield { id: Buffer.from(person.id), ...standing };
    }
  })();
}

interface StatusCount {
  readonly from: string;
  readonly to: string;
  persons: number;
}

async function counted(
  question: PeopleChanges['question'],
  before: AsyncGenerator<Outcome>,
  after: AsyncGenerator<Outcome>,
): Promise<PeopleChanges> {
  const changes = new Map<string, StatusCount>();
  let persons = 0;
  let detailChanged = 0;
  for await (const [old, now] of pairs(before, after)) {
    persons += 1;
    count(changes, old?.status ?? 'none', now?.status ?? 'none');
    if (old !== null && now !== null && old.status === now.status && old.detail !== now.detail)
      detailChanged += 1;
  }
  const sorted = [...changes.values()].sort(
    (a, b) => b.persons - a.persons || (`${a.from} ${a.to}` < `${b.from} ${b.to}` ? -1 : 1),
  );
  const changed = sorted.reduce((sum, change) => sum + change.persons, 0);
  return { question, persons, changed, changes: sorted, detail_changed: detailChanged };
}

/**
 * Everybody in either of two streams, with both results. Both streams are ordered by id, compared by bytes.
 */
async function* pairs(
  before: AsyncGenerator<Outcome>,
  after: AsyncGenerator<Outcome>,
): AsyncGenerator<readonly [Outcome | null, Outcome | null]> {
  let old = await next(before);
  let now = await next(after);
  while (old !== null || now !== null) {
    const order = orderOf(old, now);
    yield [order <= 0 ? old : null, order >= 0 ? now : null];
    if (order <= 0) old = await next(before);
    if (order >= 0) now = await next(after);
  }
}

async function next(stream: AsyncGenerator<Outcome>): Promise<Outcome | null> {
  const { done, value } = await stream.next();
  return done === true ? null : value;
}

/** Negative if the first comes first, positive if the second does; a stream that has ended comes last. */
function orderOf(old: Outcome | null, now: Outcome | null): number {
  if (old === null) return 1;
  return now === null ? -1 : Buffer.compare(old.id, now.id);
}

function count(changes: Map<string, StatusCount>, from: string, to: string): void {
  if (from === to) return;
  const key = `${from} ${to}`;
  const known = changes.get(key);
  if (known === undefined) changes.set(key, { from, to, persons: 1 });
  else known.persons += 1;
}
