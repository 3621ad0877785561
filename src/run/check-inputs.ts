import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type InputStatistics, inspect, type TableStatistics } from '../extract/check.js';
import type { AnyPack } from '../packs/pack.js';
import type { Finding } from '../packs/quality.js';
import { findingsOf } from '../report/quality/findings.js';
import { lookAtTables } from './input-files.js';
import { type Inputs, planInputs } from './inputs.js';
import type { RunListener } from './lifecycle.js';
import { commonFacts, dayAt, factsFromInputs } from './quality-facts.js';
import { questionFacts } from './question.js';
import { readClaims } from './read-claims.js';
import { loadRules } from './rules.js';
import { brokenRows, RenewableEngine, readTwice } from './second-reading.js';
import type { AskedRun } from './settings/run-settings.js';
import { withTemporaryFolder } from './temporary-folder.js';
import { x12Warnings } from './x12-facts.js';

export interface Checked {
  /** What is checked for: `LBP 2025`. */
  readonly heading: string;
  readonly question: Readonly<Record<string, unknown>>;
  readonly statistics: InputStatistics;
  readonly findings: readonly Finding[];
  readonly files: readonly { readonly path: string; readonly table: string }[];
}

/** Nobody is older than 120 years. */
const OLDEST_DAYS = 43_830;

/**
 * Reads all inputs and says what in them would bias the rate. Nothing is computed and nothing written.
 *
 * @throws LbpError as a run does for inputs and value sets that cannot be read
 */
export async function checkInputs(
  pack: AnyPack,
  { settings, question }: AskedRun,
  listener: RunListener,
): Promise<Checked> {
  const today = dayAt(new Date());
  listener.onStage('read value sets', () => null);
  const loaded = await loadRules(pack, question, settings);
  const quality = pack.quality(loaded.rules);
  return withTemporaryFolder(async (folder) => {
    const spill = join(folder, 'spill');
    mkdirSync(spill, { mode: 0o700 });
    const engine = await RenewableEngine.open({ threads: settings.threads, memory: settings.memory, spill });
    try {
      const stage = (name: string): void => listener.onStage(name, () => engine.current.percent);
      stage('look at files');
      const planned = await planInputs(engine.current, settings);
      const reading = {
        inputs: planned,
        looks: lookAtTables(planned.files),
        folder: join(folder, 'copies'),
        engine,
        onStage: stage,
      };
      const { tables, x12, ...found } = await readTwice(reading, async (current, inputs) => {
        const x12Folder = join(folder, 'x12');
        rmSync(x12Folder, { recursive: true, force: true });
        const { medical, x12: claims } = await readClaims(current, inputs, settings, x12Folder, stage);
        const counted = await inspect(current, {
          ...inputs,
          medical,
          files: inputs.files.map(({ path }) => path),
          selection: loaded.selection,
          meanings: loaded.rules.sets,
          suppliedRole: quality.fills?.suppliedRole ?? null,
          today,
          oldest: quality.period.first - OLDEST_DAYS,
          onStage: stage,
        });
        return { tables: { ...inputs, medical }, x12: claims, counted };
      });
      const statistics = withBrokenRows(found.counted, tables);
      const claimFiles = x12 === null ? [] : x12Warnings(x12);
      const facts = factsFromInputs(statistics, commonFacts(tables, loaded), claimFiles, today);
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

/** The statistics with the records that never came to the engine. */
function withBrokenRows(statistics: InputStatistics, inputs: Inputs): InputStatistics {
  const { claims, pharmacy, eligibility } = statistics;
  return {
    ...statistics,
    claims: withRejected(claims, brokenRows(inputs, 'medical_claim')),
    pharmacy: pharmacy === null ? null : withRejected(pharmacy, brokenRows(inputs, 'pharmacy_claim')),
    eligibility: withRejected(eligibility, brokenRows(inputs, 'eligibility')),
  };
}

function withRejected<T extends TableStatistics>(table: T, broken: Readonly<Record<string, number>>): T {
  const rows = Object.values(broken).reduce((sum, count) => sum + count, table.rows);
  return { ...table, rows, rejected: { ...table.rejected, ...broken } };
}
