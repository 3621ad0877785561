import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type InputStatistics, inspect, type TableStatistics } from '../extract/check.js';
import { intakePeriod } from '../packs/lbp/index-episode.js';
import { findingsOf } from '../packs/lbp/quality/findings.js';
import type { Finding } from '../packs/quality.js';
import { dayOf } from '../timeline/day.js';
import { lookAtTables } from './input-files.js';
import { type Inputs, planInputs } from './inputs.js';
import { type LoadedRules, loadRules } from './measure-rules.js';
import { commonFacts, dayAt, factsFromInputs } from './quality-facts.js';
import { readClaims } from './read-claims.js';
import type { InputSettings } from './run-inputs.js';
import type { RunListener } from './run-measure.js';
import { brokenRows, RenewableEngine, readTwice } from './second-reading.js';
import { withTemporaryFolder } from './temporary-folder.js';
import { x12Warnings } from './x12-facts.js';

export interface Checked {
  readonly loaded: LoadedRules;
  readonly statistics: InputStatistics;
  readonly findings: readonly Finding[];
  readonly files: readonly { readonly path: string; readonly table: string }[];
}

/** Who is older than this was not born when the file says. */
const OLDEST_YEARS = 120;

/**
 * Reads all inputs and says what in them would bias the rate. Nothing is computed and nothing written.
 *
 * @throws LbpError as a run does for inputs and value sets that cannot be read
 */
export async function checkInputs(settings: InputSettings, listener: RunListener): Promise<Checked> {
  const today = dayAt(new Date());
  listener.onStage('read value sets', () => null);
  const loaded = await loadRules(settings);
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
      const { start, end } = intakePeriod(loaded.rules.year);
      const { tables, x12, ...found } = await readTwice(reading, async (current, inputs) => {
        const x12Folder = join(folder, 'x12');
        rmSync(x12Folder, { recursive: true, force: true });
        const { medical, x12: claims } = await readClaims(current, inputs, settings, x12Folder, stage);
        const counted = await inspect(current, {
          ...inputs,
          medical,
          codes: loaded.directory.codes,
          rules: loaded.rules,
          intake: { first: start ?? end, last: end },
          today,
          oldest: dayOf(settings.year - OLDEST_YEARS, 1, 1),
          onStage: stage,
        });
        return { tables: { ...inputs, medical }, x12: claims, counted };
      });
      const statistics = withBrokenRows(found.counted, tables);
      const common = commonFacts(tables, loaded, x12 === null ? [] : x12Warnings(x12));
      return {
        loaded,
        statistics,
        findings: findingsOf(factsFromInputs(statistics, common, today)),
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
