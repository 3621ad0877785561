import type { Finding, QualityFacts } from '../packs/quality.js';
import { findingsOf } from '../report/quality/findings.js';
import { readCodeYears } from '../valuesets/code-years.js';
import type { ExtractionOfRun } from './extraction-of-run.js';
import type { Gathering } from './gathering.js';
import { inspectInputs } from './inspection.js';
import type { Work } from './lifecycle.js';
import { commonFacts, dayAt, factsFromInputs, factsFromRun } from './quality-facts.js';
import type { LoadedRules } from './rules.js';
import type { RenewableEngine } from './second-reading.js';
import type { RunSettings } from './settings/run-settings.js';

/** Up to this many rows are read again for the findings; with more, the findings use only what the run has read. */
const ROWS_READ_AGAIN = 200_000;

/** A run after its people have been decided. */
export interface Finished {
  readonly settings: RunSettings;
  readonly loaded: LoadedRules;
  readonly extracted: Omit<ExtractionOfRun, 'extraction'> & {
    readonly extraction: Omit<ExtractionOfRun['extraction'], 'persons'>;
  };
  readonly gathering: Gathering;
}

/**
 * The findings about a run's data that affect its result. For small inputs, and for inputs that lack
 * something the rules require, they are the same as those of `lbp check`.
 *
 * @throws LbpError E401 and E403 from the engine
 */
export async function findingsOfRun(at: Work, engine: RenewableEngine, run: Finished): Promise<Finding[]> {
  const { pack, rules } = run.loaded;
  return findingsOf(await factsOf(at, engine, run), pack.quality(rules));
}

async function factsOf(at: Work, engine: RenewableEngine, run: Finished): Promise<QualityFacts> {
  const { settings, loaded, gathering, extracted } = run;
  const { inputs, extraction } = extracted;
  const { pack, rules } = loaded;
  const byPack = pack.seen(gathering.totals, rules);
  const common = commonFacts(inputs, settings.mapping, loaded, await readCodeYears());
  const claimFiles = inputs.claims?.findings ?? [];
  const today = dayAt(at.started);
  const quality = pack.quality(rules);

  const rows = extraction.accounts.reduce((sum, { read }) => sum + read, 0);
  const { rolesSeen } = gathering.seen;
  const lacksRole = quality.roles.some(({ role, severity }) => severity === 'error' && !rolesSeen.has(role));
  const hasNobody = byPack.candidates === 0 || byPack.reported?.count === 0;
  const isAtHand = settings.engine === 'duckdb' && settings.events === undefined;
  if (isAtHand && (rows <= ROWS_READ_AGAIN || lacksRole || hasNobody)) {
    const onStage = (): void => undefined;
    const request = { loaded, quality, today, onStage };
    const statistics = await inspectInputs(engine.current, inputs, request);
    return factsFromInputs(statistics, common, claimFiles, today, byPack);
  }
  return factsFromRun({
    ...inputs,
    ...{ extraction, claimFiles, byPack, common, today },
    seen: gathering.seen,
  });
}
