import { chmodSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Account, accountsFrom } from '../extract/accounts.js';
import { Engine } from '../extract/duckdb.js';
import { countEnrolled } from '../extract/x12/match-persons.js';
import { readX12, type X12Claims, type X12File } from '../extract/x12/read-x12.js';
import { imbalances } from '../inputs/x12/totals.js';
import type { WarningFacts } from '../packs/quality.js';
import { type InputFacts, type ManifestHead, rejectedShare } from '../report/manifest.js';
import { writeVersions } from './claim-versions.js';
import { givenFiles } from './given-files.js';
import { type Fingerprint, lookAtTables, refuseChanged } from './input-files.js';
import { type Inputs, planInputs } from './inputs.js';
import { inOutputFolder, type RunListener } from './lifecycle.js';
import { copyWarnings, readTwice } from './second-reading.js';
import type { ConvertSettings } from './settings/convert-settings.js';
import { writeRejects } from './write-rejects.js';
import { x12Facts, x12Warnings } from './x12-facts.js';

/** manifest.json of a conversion: what was read, with its accounts, and what was written. No member data. */
export interface ConvertManifest extends ManifestHead {
  /** How `person_id` was filled: from eligibility, or from what the claims say of their patients. */
  readonly persons: 'eligibility' | 'patient key';
  readonly inputs: readonly InputFacts[];
  readonly totals: ConvertTotals;
  readonly engine: { readonly name: string; readonly version: string };
  readonly warnings: readonly WarningFacts[];
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
  return inOutputFolder(
    settings,
    () => givenFiles(settings),
    listener,
    async (at) => {
      const temporary = at.temporary('temporary');
      mkdirSync(temporary, { mode: 0o700 });
      const engine = await at.openEngine(settings);
      at.stage('look at files');
      const planned = await planInputs(engine.current, { ...settings, claims: [], pharmacy: [] });
      const looks = lookAtTables(planned.files);
      const reading = {
        ...{ inputs: planned, looks, folder: join(temporary, 'copies'), engine },
        onStage: at.stage,
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
            onStage: at.stage,
          }),
          enrolled: eligibility === null ? [] : await countEnrolled(current, eligibility),
        }));
      });
      at.stage('write claims');
      const path = join(at.partial, `medical_claim.${settings.format}`);
      await engine.current.inLittleMemory(() =>
        writeTable(claims, settings.format, path, join(temporary, 'claims.csv')),
      );
      await at.folder.adopt(`medical_claim.${settings.format}`);

      at.stage('write outputs');
      const accounts = accountsFrom(planned.files.length, [
        ...claims.lineFates,
        ...claims.files.map(({ fileNo, linesLeft }) => ({ fileNo, outcome: '', rows: linesLeft })),
        ...claims.statusFates,
        ...enrolled,
        ...[...tables.copies.values()].flatMap(({ fates }) => fates),
      ]);
      await writeRejects(engine.current, at.folder, {
        plans: [tables.claimStatus, tables.eligibility],
        accounts,
        files: planned.files,
        claims,
        limit: settings.rejectRows,
      });
      await writeVersions(at.folder, claims);
      const inputs = inputFacts(planned.files, claims, accounts, await looks);
      refuseChanged(planned.files, new Map(inputs.map((input) => [input.path, input])));
      const manifest: ConvertManifest = at.writeManifest(settings, {
        persons: settings.eligibility.length === 0 ? ('patient key' as const) : ('eligibility' as const),
        inputs,
        totals: totalsOf(claims.files, inputs),
        engine: { name: 'duckdb', version: Engine.version },
        warnings: [...copyWarnings(tables), ...x12Warnings(claims)],
      });
      const isOver = manifest.inputs.some((input) => rejectedShare(input) * 100 > settings.maxRejects);
      return { exit: isOver ? 'threshold' : 'done', manifest };
    },
  );
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
