import { runMeasure } from '../run/measure.js';

/** The one place where the cases touch the product. Writes the outputs of a run into the new folder `out`. */
export async function runCase(config: string, out: string): Promise<void> {
  await runMeasure({ out }, config);
}
