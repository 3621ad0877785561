import { chmodSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { accountsFrom } from '../extract/accounts.js';
import { Engine } from '../extract/duckdb.js';
import { readLayout } from '../extract/layouts/read-layout.js';
import { type WrittenTable, writeTable } from '../extract/layouts/write-tables.js';
import type { WarningFacts } from '../packs/quality.js';
import { type InputFacts, type ManifestHead, rejectedShare } from '../report/manifest.js';
import { beginConversion } from './begin-conversion.js';
import { givenFiles } from './given-files.js';
import { refuseChanged } from './input-files.js';
import { inOutputFolder, type RunListener } from './lifecycle.js';
import { inputFacts } from './manifest-facts.js';
import { copyWarnings, readTwice } from './second-reading.js';
import type { ConvertSettings } from './settings/convert-settings.js';
import { writeRejects } from './write-rejects.js';

/** manifest.json of a conversion of files of a layout. No member data. */
export interface LayoutManifest extends ManifestHead {
  readonly inputs: readonly InputFacts[];
  /** The tables that were written, by name. */
  readonly tables: Readonly<Record<string, WrittenTable>>;
  readonly engine: { readonly name: string; readonly version: string };
  readonly warnings: readonly WarningFacts[];
}

export interface LayoutOutcome {
  readonly exit: 'done' | 'threshold';
  /** An input has more rejected rows than allowed. */
  readonly isOverRejects: boolean;
  readonly manifest: LayoutManifest;
}

const TABLE_NAMES = ['medical_claim', 'pharmacy_claim', 'eligibility'] as const;

/**
 * Converts the files of a layout to tables with the columns of the Tuva input layer, in a new directory.
 *
 * @throws LbpError for anything that keeps the conversion from finishing, in which case no output directory
 *   is left
 */
export async function convertLayout(
  settings: ConvertSettings,
  listener: RunListener,
): Promise<LayoutOutcome> {
  return inOutputFolder(
    settings,
    () => givenFiles(settings),
    listener,
    async (at) => {
      const { temporary, planned, reading } = await beginConversion(at, settings);
      const { engine, looks } = reading;
      const written = new Map<string, WrittenTable>();
      const { facts, used, inputs } = await readTwice(reading, async (current, tables) => {
        rmSync(join(temporary, 'layout'), { recursive: true, force: true });
        const { layout } = tables;
        if (layout === null) throw new Error('no layout to convert');
        const read = await readLayout(current, layout, join(temporary, 'layout'), at.stage);
        at.stage('write tables');
        for (const name of TABLE_NAMES.filter((one) => read.made.some(({ table }) => table === one))) {
          const path = join(at.partial, `${name}.${settings.format}`);
          written.set(name, await writeTable(current, read.made, name, path, settings.format));
        }
        return { ...read, inputs: tables };
      });
      for (const name of [...written.keys()].map((table) => `${table}.${settings.format}`)) {
        chmodSync(join(at.partial, name), 0o600);
        await at.folder.adopt(name);
      }
      at.stage('write outputs');
      const accounts = accountsFrom(planned.files.length, [
        ...facts.fates,
        ...used,
        ...[...inputs.copies.values()].flatMap(({ fates }) => fates),
      ]);
      await writeRejects(engine.current, at.folder, {
        plans: [],
        accounts,
        files: planned.files,
        claims: facts,
        layout: planned.layout,
        limit: settings.rejectRows,
      });
      const given = inputFacts(planned.files, accounts, facts, await looks);
      refuseChanged(planned.files, new Map(given.map((input) => [input.path, input])));
      const manifest: LayoutManifest = at.writeManifest(settings, {
        inputs: given,
        tables: Object.fromEntries(written),
        engine: { name: 'duckdb', version: Engine.version },
        warnings: [
          ...copyWarnings(inputs),
          ...facts.findings.map(({ code, text, count }) => ({ code, text, count })),
          ...badDates(written),
        ],
      });
      const isOverRejects = manifest.inputs.some((input) => rejectedShare(input) * 100 > settings.maxRejects);
      return { exit: isOverRejects ? 'threshold' : 'done', isOverRejects, manifest };
    },
  );
}

/** A run rejects such rows; a conversion leaves them to whoever reads its tables. */
function badDates(written: ReadonlyMap<string, WrittenTable>): WarningFacts[] {
  return [...written]
    .filter(([, { bad_dates }]) => bad_dates > 0)
    .map(([name, { bad_dates }]) => ({
      code: 'LBP-W706',
      text: `rows of ${name} with a date that is no date; they are written as they are`,
      count: bad_dates,
    }));
}
