import { mkdirSync } from 'node:fs';
import { DuckDBInstance } from '@duckdb/node-api';
import { MEASURE } from '../../src/packs/index.js';
import { type RunOutcome, runPack } from '../../src/run/run-pack.js';
import { scriptOf } from '../../src/run/script-of-run.js';
import { runSettings, scriptSettings } from '../../src/run/settings/run-settings.js';
import { QUIET } from './measure.js';

/**
 * Writes a script for DuckDB, runs it in an engine of its own, and decides on what it wrote.
 *
 * @param events a new folder for what the script writes
 */
export async function runOfScript(
  asked: Readonly<Record<string, unknown>> & { readonly year: number },
  events: string,
  out: string,
): Promise<RunOutcome['manifest']> {
  mkdirSync(events);
  const script = await scriptOf(
    MEASURE,
    scriptSettings(MEASURE, { ...asked, dialect: 'duckdb', events }),
    QUIET,
  );
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  const statements = await connection.extractStatements(script);
  for (let place = 0; place < statements.count; place++) await (await statements.prepare(place)).run();
  connection.closeSync();
  const settings = runSettings(MEASURE, { year: asked.year, events, out, report: false });
  return (await runPack(MEASURE, settings, QUIET)).manifest;
}
