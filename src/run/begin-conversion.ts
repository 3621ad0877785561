import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { lookAtTables } from './input-files.js';
import { type Inputs, planInputs } from './inputs.js';
import type { Work } from './lifecycle.js';
import type { SecondReading } from './second-reading.js';
import type { ConvertSettings } from './settings/convert-settings.js';
import { TABLE_FILES } from './table-reader.js';

/** What both conversions start from: the planned inputs, and how they are read. */
export interface Conversion {
  readonly temporary: string;
  readonly planned: Inputs;
  readonly reading: SecondReading<Inputs>;
}

/**
 * Creates the temporary folder, opens the engine and inspects the files.
 *
 * @param settings those of the conversion, without the inputs that it does not read
 * @throws LbpError as planInputs
 */
export async function beginConversion(at: Work, settings: ConvertSettings): Promise<Conversion> {
  const temporary = at.temporary('temporary');
  mkdirSync(temporary, { mode: 0o700 });
  const engine = await at.openEngine(settings);
  at.stage('look at files');
  const planned = await planInputs(engine.current, settings);
  const looks = lookAtTables(planned.files);
  const folder = join(temporary, 'copies');
  const reading = { reader: TABLE_FILES, inputs: planned, looks, folder, engine, onStage: at.stage };
  return { temporary, planned, reading };
}
