import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { InputStatistics } from '../extract/check.js';
import { createListedTables, listCodes } from '../extract/listed-codes.js';
import type { AnyPack } from '../packs/pack.js';
import type { Finding } from '../packs/quality.js';
import { findingsOf } from '../report/quality/findings.js';
import { readCodeYears } from '../valuesets/code-years.js';
import { lookAtTables } from './input-files.js';
import { planInputs } from './inputs.js';
import { inspectInputs } from './inspection.js';
import type { RunListener } from './lifecycle.js';
import { commonFacts, dayAt, factsFromInputs } from './quality-facts.js';
import { questionFacts } from './question.js';
import { readClaims } from './read-claims.js';
import { loadRules } from './rules.js';
import { RenewableEngine, readTwice } from './second-reading.js';
import type { RunRequest } from './settings/run-settings.js';
import { TABLE_FILES } from './table-reader.js';
import { withTemporaryFolder } from './temporary-folder.js';

export interface Checked {
  /** The rules that are checked: `LBP 2025`. */
  readonly heading: string;
  readonly question: Readonly<Record<string, unknown>>;
  readonly statistics: InputStatistics;
  readonly findings: readonly Finding[];
  readonly files: readonly { readonly path: string; readonly table: string }[];
}

/**
 * Reads all inputs and reports what would bias the rate. Computes no rate and writes nothing.
 *
 * @throws LbpError as a run does for inputs and value sets that cannot be read
 */
export async function checkInputs(
  pack: AnyPack,
  { settings, question }: RunRequest,
  listener: RunListener,
): Promise<Checked> {
  const today = dayAt(new Date());
  listener.onStage('read value sets', () => null);
  const loaded = await loadRules(pack, question, settings);
  const quality = pack.quality(loaded.rules);
  return withTemporaryFolder(async (folder) => {
    const spill = join(folder, 'spill');
    mkdirSync(spill, { mode: 0o700 });
    const engine = await RenewableEngine.open({
      threads: settings.threads,
      memory: settings.memory,
      spill,
      database: settings.database,
    });
    try {
      const stage = (name: string): void => listener.onStage(name, () => engine.current.percent);
      stage('look at files');
      const { furtherEnrollment } = loaded.selection;
      const planned = await planInputs(engine.current, { ...settings, furtherEnrollment });
      const reading = {
        reader: TABLE_FILES,
        inputs: planned,
        looks: lookAtTables(planned.files),
        folder: join(folder, 'copies'),
        engine,
        onStage: stage,
      };
      const { tables, claimFiles, statistics } = await readTwice(reading, async (current, inputs) => {
        const claimFolder = join(folder, 'claim-files');
        const { claims, ...plans } = await readClaims(current, inputs, settings, claimFolder, stage);
        await createListedTables(current, listCodes(loaded.selection.codes));
        const tables = { ...inputs, ...plans };
        const request = { loaded, quality, today, onStage: stage };
        const statistics = await inspectInputs(current, tables, request);
        return { tables, claimFiles: claims?.findings ?? [], statistics };
      });
      const facts = factsFromInputs(
        statistics,
        commonFacts(tables, settings.mapping, loaded, await readCodeYears()),
        claimFiles,
        today,
        null,
      );
      return {
        heading: `${pack.facts(loaded.rules).id} ${pack.questionName(question)}`,
        question: questionFacts(pack, question),
        statistics,
        findings: findingsOf(facts, quality),
        files: planned.files.map(({ path, table }) => ({ path, table })),
      };
    } finally {
      engine.close();
    }
  });
}
