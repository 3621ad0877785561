import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { LbpError } from '../errors.js';
import { type Account, accountsFrom, addAccounts } from '../extract/accounts.js';
import type { SourceFacts } from '../extract/claim-source.js';
import { badDatesOf, settledPlans } from '../extract/date-formats.js';
import { Engine } from '../extract/duckdb.js';
import { openEvents } from '../extract/events.js';
import { type Extraction, extract } from '../extract/extract.js';
import { runOnSpark, type SparkOptions } from '../extract/spark.js';
import { sparkScript } from '../extract/sql/spark-dialect.js';
import { PHARMACY_CLAIM } from '../inputs/tables/columns.js';
import { type Fingerprint, lookAtTables } from './input-files.js';
import { type Inputs as PlannedInputs, planInputs } from './inputs.js';
import type { RunListener, Work } from './lifecycle.js';
import { readClaims } from './read-claims.js';
import type { LoadedRules } from './rules.js';
import { planScript } from './scripted-extraction.js';
import { type RenewableEngine, readTwice } from './second-reading.js';
import type { RunSettings } from './settings/run-settings.js';
import { TABLE_FILES } from './table-reader.js';

/** The inputs of a run after its claim files have been read. */
export interface Inputs extends PlannedInputs {
  readonly claims: SourceFacts | null;
}

export interface ExtractionOfRun {
  readonly inputs: Inputs;
  readonly extraction: Extraction;
  /** By path; files may still be hashed while the people are evaluated. */
  readonly hashes: Promise<ReadonlyMap<string, Fingerprint>>;
  /** The program that did the extraction. */
  readonly madeBy: { readonly name: string; readonly version: string };
}

export interface Surroundings extends LoadedRules {
  readonly at: Work;
  readonly listener: RunListener;
}

/**
 * Fetches what the rules need: in this process, on Spark, or from a folder with an earlier extraction.
 *
 * @throws LbpError as extract, readClaims, runOnSpark and openEvents
 */
export function extractionOf(
  engine: RenewableEngine,
  settings: RunSettings,
  surroundings: Surroundings,
): Promise<ExtractionOfRun> {
  return settings.engine === 'spark' || settings.events !== undefined
    ? throughFolder(engine.current, settings, surroundings)
    : embedded(engine, settings, surroundings);
}

async function embedded(
  engine: RenewableEngine,
  settings: RunSettings,
  { selection, at }: Surroundings,
): Promise<ExtractionOfRun> {
  const { stage } = at;
  stage('look at files');
  const { furtherEnrollment } = selection;
  const planned = await planInputs(engine.current, { ...settings, furtherEnrollment });
  let prove: (paths: ReadonlySet<string>) => void = () => undefined;
  const proven = new Promise<ReadonlySet<string>>((resolve) => {
    prove = resolve;
  });
  const hashing = lookAtTables(planned.files, proven);
  const claimFolder = at.temporary('claim-files');
  const reading = {
    reader: TABLE_FILES,
    ...{ inputs: planned, looks: hashing, folder: at.temporary('copies') },
    ...{ engine, onStage: stage },
  };
  const work = async (current: Engine, tables: PlannedInputs): Promise<Extraction & { inputs: Inputs }> => {
    const read: Inputs = { ...tables, ...(await readClaims(current, tables, settings, claimFolder, stage)) };
    const found = await extract(current, {
      ...read,
      files: read.files.map(({ path }) => path),
      selection,
      narrowing: true,
      onStage: stage,
    });
    return { ...found, inputs: { ...read, ...found.plans } };
  };
  const { inputs, ...extraction } = await readTwice(
    reading,
    async (current, tables) => {
      try {
        const done = await work(current, tables);
        prove(new Set(pathsAsGiven(tables, done.plainFiles)));
        return done;
      } finally {
        // After a failure no file counts as proven plain, because it is unknown what the prefilter had read.
        prove(new Set());
      }
    },
    ({ plainFiles }) => plainFiles,
  );
  return {
    inputs,
    extraction: { ...extraction, accounts: allAccounts(inputs, extraction.accounts) },
    hashes: hashing,
    madeBy: { name: 'duckdb', version: Engine.version },
  };
}

/** For files that were read directly, not from a copy. */
function pathsAsGiven({ files, copies }: PlannedInputs, numbers: ReadonlySet<number>): string[] {
  return files.filter((_, number) => numbers.has(number) && !copies.has(number)).map(({ path }) => path);
}

/**
 * The accounts of the extraction, plus rows that never reached it: of claim files and claim-status files, and
 * broken ones.
 */
export function allAccounts({ claims, copies, files }: Inputs, extracted: readonly Account[]): Account[] {
  const fates = claims === null ? [] : [...claims.fates];
  for (const copy of copies.values()) fates.push(...copy.fates);
  return accountsFrom(files.length, fates).map((account, fileNo) => {
    const known = extracted[fileNo];
    return known === undefined ? account : addAccounts(known, account);
  });
}

async function throughFolder(
  engine: Engine,
  settings: RunSettings,
  { at, listener, ...loaded }: Surroundings,
): Promise<ExtractionOfRun> {
  const { stage } = at;
  const temporary = at.temporary('spark');
  const events = settings.events ?? join(temporary, 'events');
  const options = sparkOptions(settings, listener);
  if (settings.engine === 'spark') claimFolder(events);

  stage('look at files');
  const script = await planScript(engine, settings, loaded, {
    folder: join(settings.engine === 'spark' ? events : temporary, 'look'),
    ...{ options, events },
  });
  if (settings.engine === 'spark') {
    stage('extract on Spark');
    await runOnSpark(script.statements(sparkScript(events)), join(temporary, 'run'), options);
    rmSync(join(events, 'work'), { recursive: true, force: true });
  }
  stage('evaluate');
  const found = await openEvents(engine, events, script.madeFor, script.listed, loaded.selection);
  const { planned } = script;
  await refuseUnsettledDates(engine, planned, found.extraction);
  const inputs: Inputs = {
    ...planned,
    claims: null,
    pharmacy: found.hasPharmacy
      ? (planned.pharmacy ?? { table: PHARMACY_CLAIM, groups: [], values: {}, dates: {} })
      : null,
    // Files named by flags are available; for the others, only what the script recorded is known.
    files: found.inputs.map(
      (input, fileNo) => planned.files[fileNo] ?? { ...input, isUtf16: false, state: null, isLocal: false },
    ),
  };
  return {
    inputs,
    extraction: found.extraction,
    hashes: Promise.resolve(new Map(found.inputs.map((input) => [input.path, input]))),
    madeBy: found.engine,
  };
}

/**
 * A script reads every file once, with the formats that its first rows show.
 *
 * @throws LbpError E104 if other rows show another format
 */
async function refuseUnsettledDates(
  engine: Engine,
  { medical, pharmacy, eligibility, files }: PlannedInputs,
  extraction: Extraction,
): Promise<void> {
  const hasBadDates = badDatesOf(extraction);
  const settled = await settledPlans(
    engine,
    { medical, pharmacy, eligibility },
    {
      hasBadDates: (plan, fileNo) => files[fileNo]?.isLocal === true && hasBadDates(plan, fileNo),
      paths: files.map(({ path }) => path),
    },
  );
  if (settled === null) return;
  throw new LbpError(
    'E104',
    'a date column shows its format only below the first rows, where a script does not look for it. Set dates in the config, print the script again, and run it.',
  );
}

/** The Spark options from the settings, else from the environment. */
export function sparkOptions({ spark }: Pick<RunSettings, 'spark'>, listener: RunListener): SparkOptions {
  return {
    home: spark.home ?? (process.env['SPARK_HOME'] || undefined),
    searchPath: process.env['PATH'] ?? '',
    master: spark.master,
    conf: spark.conf,
    onLog: spark.verbose ? (line) => listener.onSparkLog?.(line) : null,
    onWaiting: () => listener.onSparkWaiting?.(),
  };
}

/** A mistyped path must not destroy a folder: writing replaces parts of it. */
function claimFolder(events: string): void {
  if (existsSync(events) && readdirSync(events).length > 0 && !existsSync(join(events, 'made_for'))) {
    throw new LbpError(
      'E303',
      `${events}: the folder given with --events holds something else. Give an empty folder, or one of an earlier extraction.`,
    );
  }
  mkdirSync(events, { recursive: true, mode: 0o700 });
}
