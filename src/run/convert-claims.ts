import { randomUUID } from 'node:crypto';
import { chmodSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Account, accountsFrom } from '../extract/accounts.js';
import { Engine } from '../extract/duckdb.js';
import { countEnrolled } from '../extract/x12/match-persons.js';
import { readX12, type X12Claims, type X12File } from '../extract/x12/read-x12.js';
import { imbalances } from '../inputs/x12/totals.js';
import type { WarningFacts } from '../packs/quality.js';
import { type InputFacts, rejectedShare } from '../report/manifest.js';
import { OutputFolder, type WrittenFile } from '../report/output-folder.js';
import { toolVersion } from '../version.js';
import { writeVersions } from './claim-versions.js';
import { type Fingerprint, fingerprint, lookAtTables, refuseChanged } from './input-files.js';
import { type Inputs, planInputs } from './inputs.js';
import type { RunListener } from './run-measure.js';
import { copyWarnings, RenewableEngine, readTwice } from './second-reading.js';
import type { ConvertSettings } from './settings.js';
import { Stopwatch } from './stopwatch.js';
import { writeRejects } from './write-rejects.js';
import { x12Facts, x12Warnings } from './x12-facts.js';

/** manifest.json of a conversion: what was read, what became of it, and what was written. No member data. */
export interface ConvertManifest {
  readonly run_id: string;
  readonly tool: { readonly name: 'lbp'; readonly version: string };
  readonly started: string;
  readonly arguments: Readonly<Record<string, unknown>>;
  /** How `person_id` was filled: from eligibility, or from what the claims say of their patients. */
  readonly persons: 'eligibility' | 'patient key';
  readonly inputs: readonly InputFacts[];
  readonly totals: ConvertTotals;
  readonly engine: { readonly name: string; readonly version: string };
  readonly timings_ms: Readonly<Record<string, number>>;
  readonly peak_memory_bytes: number;
  readonly warnings: readonly WarningFacts[];
  readonly outputs: readonly WrittenFile[];
}

export interface ConvertTotals {
  readonly files: { readonly read: number; readonly refused: number };
  readonly claims: Fates & { readonly skipped: number };
  readonly lines: Fates;
  /** What does not add up; empty, unless something was lost. */
  readonly imbalances: readonly string[];
}

interface Fates {
  readonly read: number;
  readonly used: number;
  readonly ignored: number;
  readonly rejected: number;
}

export interface ConvertOutcome {
  readonly exit: 'done' | 'threshold';
  readonly manifest: ConvertManifest;
}

/**
 * Converts 837 files to one claim table in a new directory.
 *
 * @throws LbpError for everything that keeps the conversion from being finished; then no output directory is left
 */
export async function convertClaims(
  settings: ConvertSettings,
  listener: RunListener,
): Promise<ConvertOutcome> {
  const started = new Date();
  const watch = new Stopwatch();
  const stage = (name: string, percent: () => number | null = () => null): void => {
    watch.begin(name);
    listener.onStage(name, percent);
  };
  const folder = OutputFolder.create(settings.out, settings.force);
  const temporary = join(folder.partial, 'temporary');
  try {
    mkdirSync(temporary, { mode: 0o700 });
    const spill = join(temporary, 'spill');
    const engine = await RenewableEngine.open({ threads: settings.threads, memory: settings.memory, spill });
    const converted = async (): Promise<ConvertManifest> => {
      stage('look at files');
      const planned = await planInputs(engine.current, { ...settings, claims: [], pharmacy: [] });
      const looks = lookAtTables(planned.files);
      const reading = {
        inputs: planned,
        looks,
        folder: join(temporary, 'copies'),
        engine,
        onStage: stage,
      };
      const x12Folder = join(temporary, 'x12');
      const { claims, enrolled, tables } = await readTwice(reading, async (current, inputs) => {
        rmSync(x12Folder, { recursive: true, force: true });
        const eligibility = settings.eligibility.length === 0 ? null : inputs.eligibility;
        return current.inLittleMemory(async () => ({
          tables: inputs,
          claims: await readX12(current, {
            ...settings,
            ...inputs,
            eligibility,
            files: inputs.x12,
            folder: x12Folder,
            onStage: stage,
          }),
          enrolled: eligibility === null ? [] : await countEnrolled(current, eligibility),
        }));
      });
      stage('write claims');
      const name = `medical_claim.${settings.format}`;
      const path = join(folder.partial, name);
      await engine.current.inLittleMemory(() =>
        writeTable(claims, settings.format, path, join(temporary, 'claims.csv')),
      );
      const table: WrittenFile = { name, ...(await fingerprint(path)) };

      stage('write outputs');
      const accounts = accountsFrom(planned.files.length, [
        ...claims.lineFates,
        ...claims.files.map(({ fileNo, linesLeft }) => ({ fileNo, outcome: '', rows: linesLeft })),
        ...claims.statusFates,
        ...enrolled,
        ...[...tables.copies.values()].flatMap(({ fates }) => fates),
      ]);
      await writeRejects(engine.current, folder, {
        plans: [tables.claimStatus, tables.eligibility],
        accounts,
        files: planned.files,
        claims,
        limit: settings.rejectRows,
      });
      await writeVersions(folder, claims);
      const inputs = inputFacts(planned.files, claims, accounts, await looks);
      refuseChanged(planned.files, new Map(inputs.map((input) => [input.path, input])));
      const manifest: ConvertManifest = {
        run_id: randomUUID(),
        tool: { name: 'lbp', version: toolVersion() },
        started: started.toISOString(),
        arguments: { ...settings },
        persons: settings.eligibility.length === 0 ? 'patient key' : 'eligibility',
        inputs,
        totals: totalsOf(claims.files, inputs),
        engine: { name: 'duckdb', version: Engine.version },
        timings_ms: watch.done(),
        peak_memory_bytes: process.resourceUsage().maxRSS * 1024,
        warnings: [...copyWarnings(tables), ...x12Warnings(claims)],
        outputs: [table, ...folder.written()],
      };
      folder.file('manifest.json').write(`${JSON.stringify(manifest, null, 2)}\n`);
      return manifest;
    };
    try {
      const manifest = await converted();
      engine.close();
      rmSync(temporary, { recursive: true, force: true });
      folder.finish();
      const isOver = manifest.inputs.some((input) => rejectedShare(input) * 100 > settings.maxRejects);
      return { exit: isOver ? 'threshold' : 'done', manifest };
    } finally {
      engine.close();
    }
  } catch (error) {
    folder.abandon();
    throw error;
  }
}

async function writeTable(
  claims: X12Claims,
  format: ConvertSettings['format'],
  path: string,
  temporary: string,
): Promise<void> {
  if (format === 'csv') {
    await claims.write(path);
    return;
  }
  await claims.write(temporary);
  await claims.asParquet(temporary, path);
  chmodSync(path, 0o600);
}

/** The 837 files with all that is known of them; of the other files what they gave. */
function inputFacts(
  files: Inputs['files'],
  claims: X12Claims,
  accounts: readonly Account[],
  looks: ReadonlyMap<string, Fingerprint>,
): InputFacts[] {
  return files.map(({ path, table }, fileNo) => {
    const x12 = claims.files.find((file) => file.fileNo === fileNo);
    const account = accounts[fileNo];
    const hash = x12 ?? looks.get(path);
    return {
      table,
      path,
      bytes: hash?.bytes ?? 0,
      sha256: hash?.sha256 ?? '',
      rows_read: account?.read ?? 0,
      rows_used: account?.used ?? 0,
      rows_ignored: account?.ignored ?? {},
      rows_rejected: account?.rejected ?? {},
      ...(x12 === undefined ? {} : { x12: x12Facts(x12) }),
    };
  });
}

function totalsOf(files: readonly X12File[], inputs: readonly InputFacts[]): ConvertTotals {
  const x12 = inputs.flatMap((input) => (input.x12 === undefined ? [] : [{ ...input, ...input.x12 }]));
  const sum = (of: (file: (typeof x12)[number]) => number): number =>
    x12.reduce((total, file) => total + of(file), 0);
  return {
    files: { read: x12.length, refused: x12.filter(({ refused }) => refused !== null).length },
    claims: {
      read: sum((file) => file.claims_read),
      used: sum((file) => file.claims_used),
      ignored: sum((file) => all(file.claims_ignored)),
      rejected: sum((file) => all(file.claims_rejected)),
      skipped: sum((file) => all(file.claims_skipped)),
    },
    lines: {
      read: sum((file) => file.rows_read),
      used: sum((file) => file.rows_used),
      ignored: sum((file) => all(file.rows_ignored)),
      rejected: sum((file) => all(file.rows_rejected)),
    },
    imbalances: files.flatMap(({ totals }) => imbalances(totals)),
  };
}

function all(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}
