import { MEASURE } from '../../src/packs/index.js';
import { type RunOutcome, runPack } from '../../src/run/run-pack.js';
import { fileSettings } from '../../src/run/settings/run-settings.js';

export const QUIET = { onStage: (): void => undefined };

/** Runs the measure as `lbp run` does; flags go over the config. */
export function runMeasure(flags: Readonly<Record<string, unknown>>, config?: string): Promise<RunOutcome> {
  return runPack(MEASURE, fileSettings(MEASURE, { report: false, ...flags }, config), QUIET);
}
