import { chmodSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { accountsFrom } from '../extract/accounts.js';
import type { SourceFile } from '../extract/claim-source.js';
import { Engine } from '../extract/duckdb.js';
import type { WarningFacts } from '../packs/quality.js';
import { type InputFacts, type ManifestHead, rejectedShare } from '../report/manifest.js';
import { beginConversion } from './begin-conversion.js';
import { claimSource, damaged } from './claim-files.js';
import { writeVersions } from './claim-versions.js';
import { givenFiles } from './given-files.js';
import { refuseChanged } from './input-files.js';
import { inOutputFolder, type RunListener } from './lifecycle.js';
import { inputFacts } from './manifest-facts.js';
import { copyWarnings, readTwice } from './second-reading.js';
import type { ConvertSettings } from './settings/convert-settings.js';
import { writeRejects } from './write-rejects.js';

/** manifest.json of a conversion: what was read, with its accounts, and what was written. No member data. */
export interface ConvertManifest extends ManifestHead {
  /** How `person_id` was filled: from eligibility, or from the patients as the claims name them. */
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
  /** Totals that do not add up; empty unless something was lost. */
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
  /** An input has more rejected rows than allowed. */
  readonly isOverRejects: boolean;
  /** Claim files with claims that cannot be read, or signs of such claims. */
  readonly damagedFiles: readonly string[];
  readonly manifest: ConvertManifest;
}

/**
 * Converts claim files to one claim table in a new directory.
 *
 * @throws LbpError for anything that keeps the conversion from finishing, in which case no output directory
 *   is left
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
      const source = await claimSource();
      const { temporary, planned, reading } = await beginConversion(at, {
        ...settings,
        claims: [],
        pharmacy: [],
      });
      const { engine, looks } = reading;
      const folder = join(temporary, 'claim-files');
      const { claims, enrolled, tables } = await readTwice(reading, async (current, inputs) => {
        rmSync(folder, { recursive: true, force: true });
        const eligibility = settings.eligibility.length === 0 ? null : inputs.eligibility;
        return current.inLittleMemory(async () => ({
          tables: inputs,
          claims: await source.read(current, {
            ...{ ...settings, ...inputs },
            ...{ eligibility, files: inputs.claimFiles, folder, onStage: at.stage },
          }),
          enrolled: eligibility === null ? [] : await source.countEnrolled(current, eligibility),
        }));
      });
      at.stage('write claims');
      const name = `medical_claim.${settings.format}`;
      const path = join(at.partial, name);
      await engine.current.inLittleMemory(() => claims.write(path, settings.format));
      chmodSync(path, 0o600);
      await at.folder.adopt(name);

      at.stage('write outputs');
      const { facts } = claims;
      const accounts = accountsFrom(planned.files.length, [
        ...facts.fates,
        ...facts.files.map(({ fileNo, rows }) => ({ fileNo, outcome: '', rows })),
        ...enrolled,
        ...[...tables.copies.values()].flatMap(({ fates }) => fates),
      ]);
      await writeRejects(engine.current, at.folder, {
        plans: [tables.claimStatus, tables.eligibility],
        accounts,
        files: planned.files,
        claims: facts,
        limit: settings.rejectRows,
      });
      await writeVersions(at.folder, facts);
      const inputs = inputFacts(planned.files, accounts, facts, await looks);
      refuseChanged(planned.files, new Map(inputs.map((input) => [input.path, input])));
      const manifest: ConvertManifest = at.writeManifest(settings, {
        persons: settings.eligibility.length === 0 ? ('patient key' as const) : ('eligibility' as const),
        inputs,
        totals: totalsOf(facts.files, inputs),
        engine: { name: 'duckdb', version: Engine.version },
        warnings: [
          ...copyWarnings(tables),
          ...facts.findings.map(({ code, text, count }) => ({ code, text, count })),
        ],
      });
      const isOverRejects = manifest.inputs.some((input) => rejectedShare(input) * 100 > settings.maxRejects);
      const damagedFiles = damaged(facts);
      const exit = isOverRejects || damagedFiles.length > 0 ? 'threshold' : 'done';
      return { exit, isOverRejects, damagedFiles, manifest };
    },
  );
}

/** @param inputs all files of the conversion, by file number */
function totalsOf(files: readonly SourceFile[], inputs: readonly InputFacts[]): ConvertTotals {
  const claims = (of: keyof SourceFile['claims']): number => sum(files.map((file) => file.claims[of]));
  const ofClaims = files.flatMap(({ fileNo }) => inputs[fileNo] ?? []);
  const lines = (of: (input: InputFacts) => number): number => sum(ofClaims.map(of));
  return {
    files: { read: files.length, refused: files.filter(({ isLeftOut }) => isLeftOut).length },
    claims: {
      read: claims('read'),
      used: claims('used'),
      ignored: claims('ignored'),
      rejected: claims('rejected'),
      skipped: claims('skipped'),
    },
    lines: {
      read: lines(({ rows_read }) => rows_read),
      used: lines(({ rows_used }) => rows_used),
      ignored: lines(({ rows_ignored }) => sum(Object.values(rows_ignored))),
      rejected: lines(({ rows_rejected }) => sum(Object.values(rows_rejected))),
    },
    imbalances: files.flatMap(({ imbalances }) => imbalances),
  };
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
