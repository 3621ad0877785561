import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LbpError } from '../../../src/errors.js';
import { type EbiOutcome, runEbi } from '../../../src/run/ebi/run-ebi.js';
import { ebiSettings } from '../../../src/run/ebi/settings.js';

/** Runs `lbp ebi` with settings as flags have them. */
export async function ebi(flags: Readonly<Record<string, unknown>>): Promise<EbiOutcome> {
  const request = ebiSettings({ report: false, ...flags });
  if (request.kind === 'script') throw new Error('no run was asked for');
  return runEbi(request.settings, { onStage: () => undefined });
}

/** The message of the error that a run ends with. */
export async function refusal(flags: Readonly<Record<string, unknown>>): Promise<string> {
  try {
    await ebi(flags);
  } catch (error) {
    return (error as LbpError).message;
  }
  return 'none';
}

/** Rows of an output, without its header, as cells; none of the tests has a quoted cell. */
export function rowsOf(out: string, name: string): string[][] {
  return readFileSync(join(out, name), 'utf8')
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((row) => row.split(','));
}
