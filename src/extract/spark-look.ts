import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { LbpError } from '../errors.js';
import type { FileFacts, InputFormat } from '../inputs/tables/plan.js';
import type { Engine } from './duckdb.js';
import { parquetFacts, SAMPLE_ROWS } from './file-facts.js';
import { runOnSpark, type SparkOptions } from './spark.js';
import { sampleStatements } from './sql/spark-dialect.js';

/** An input that lbp cannot read itself. */
export interface InputOfSpark {
  /** A URI, or the name of a catalog table. */
  readonly path: string;
  readonly format: InputFormat;
  /** For CSV. */
  readonly delimiter: string;
}

/**
 * Has Spark write some rows of each input as Parquet, and reads the columns, their types and the date formats
 * from those.
 *
 * @param folder private to the run, where both Spark and lbp can reach it
 */
export async function sampleOnSpark(
  engine: Engine,
  inputs: readonly InputOfSpark[],
  folder: string,
  options: SparkOptions,
): Promise<FileFacts[]> {
  await runOnSpark(sampleStatements(inputs, folder, SAMPLE_ROWS), folder, options);
  const facts: FileFacts[] = [];
  for (const [place, { path, format, delimiter }] of inputs.entries()) {
    const sample = join(folder, String(place));
    const file = (await readdir(sample)).find((name) => name.endsWith('.parquet'));
    if (file === undefined) {
      throw new LbpError('E102', `${path}: Spark finds nothing there. Check the name.`);
    }
    const found = await parquetFacts(engine, join(sample, file));
    facts.push({ ...found, path, format, delimiter });
  }
  return facts;
}
