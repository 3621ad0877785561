/** The one place where the cases touch the product. Writes the outputs of a run into the new folder `out`. */
export async function runCase(config: string, out: string): Promise<void> {
  const entry: string = '../../src/cli/run-measure.js';
  const product: RunMeasureModule = await import(/* @vite-ignore */ entry);
  await product.runMeasure({ config, out });
}

interface RunMeasureModule {
  runMeasure(options: { config: string; out: string }): Promise<unknown>;
}
