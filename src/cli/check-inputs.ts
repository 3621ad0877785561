import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type InputStatistics, inspect } from '../extract/check.js';
import { Engine } from '../extract/duckdb.js';
import { dayOf } from '../measure/day.js';
import { intakePeriod } from '../measure/index-episode.js';
import type { Finding } from '../report/quality/facts.js';
import { findingsOf } from '../report/quality/findings.js';
import { planInputs } from './inputs.js';
import { type LoadedRules, loadRules } from './measure-rules.js';
import { commonFacts, dayAt, factsFromInputs } from './quality-facts.js';
import { readClaims } from './read-claims.js';
import type { InputSettings } from './run-inputs.js';
import type { RunListener } from './run-measure.js';
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
    const engine = await Engine.open({ threads: settings.threads, memory: settings.memory, spill });
    try {
      const stage = (name: string): void => listener.onStage(name, () => engine.percent);
      stage('look at files');
      const planned = await planInputs(engine, settings);
      const { medical, x12 } = await readClaims(engine, planned, settings, join(folder, 'x12'), stage);
      const { start, end } = intakePeriod(loaded.rules.year);
      const statistics = await inspect(engine, {
        ...planned,
        medical,
        codes: loaded.directory.codes,
        rules: loaded.rules,
        intake: { first: start ?? end, last: end },
        today,
        oldest: dayOf(settings.year - OLDEST_YEARS, 1, 1),
        onStage: stage,
      });
      const common = commonFacts({ ...planned, medical }, loaded, x12 === null ? [] : x12Warnings(x12));
      return {
        loaded,
        statistics,
        findings: findingsOf(factsFromInputs(statistics, common, today)),
        files: planned.files,
      };
    } finally {
      engine.close();
    }
  });
}
