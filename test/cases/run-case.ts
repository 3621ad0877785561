import { runMeasure } from '../../src/run/run-measure.js';
import { settingsFrom } from '../../src/run/settings.js';

/** The one place where the cases touch the product. Writes the outputs of a run into the new folder `out`. */
export async function runCase(config: string, out: string): Promise<void> {
  await runMeasure(settingsFrom({ out }, config), { onStage: () => undefined });
}
