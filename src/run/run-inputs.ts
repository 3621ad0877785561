import { stat } from 'node:fs/promises';
import { z } from 'zod';
import { LbpError } from '../errors.js';
import { MAPPING_SCHEMA } from '../inputs/tables/mapping.js';
import { CLAIM_FILES } from '../report/input-kinds.js';
import type { RunFolder } from '../report/run-folder.js';
import type { Directory } from '../valuesets/directory.js';
import { fingerprint } from './input-files.js';
import { type InputSettings, NO_TABLES } from './settings/run-settings.js';

const ARGUMENTS = z.object({
  valueSets: z.array(z.string()).optional(),
  medications: z.array(z.string()).optional(),
  crosswalk: z.string().optional(),
  mapping: z.object(MAPPING_SCHEMA),
  threads: z.int(),
  memory: z.string(),
  rejectRows: z.int(),
  strict: z.boolean(),
});

/**
 * The inputs that the manifest of a run names, once it is sure that they are what the run read.
 *
 * @throws LbpError E101 for an input that is gone, E111 for one that has changed, E110 for a manifest without arguments
 */
export async function inputsOfRun(run: RunFolder): Promise<InputSettings> {
  const { inputs } = run.manifest;
  const given = ARGUMENTS.safeParse(run.manifest.arguments);
  if (!given.success) {
    throw new LbpError(
      'E110',
      `${run.path}/manifest.json: its arguments are not those of this version of lbp. Give the inputs as flags.`,
    );
  }
  // All sizes before the first hash: what has changed has mostly changed its size, and a hash takes a while.
  for (const { path, bytes } of inputs) {
    const found = await stat(path).catch(() => null);
    if (found === null) {
      throw new LbpError(
        'E101',
        `${path}: no such file, and the run read it. Start in the directory of the run, or give the inputs as flags.`,
      );
    }
    if (found.size !== bytes) throw changed(path, `${found.size} bytes, and the run read ${bytes}`);
  }
  for (const { path, sha256 } of inputs) {
    if ((await fingerprint(path)).sha256 !== sha256) throw changed(path, 'other content than the run read');
  }
  const paths = (table: string): string[] =>
    inputs.filter((input) => input.table === table).map(({ path }) => path);
  return {
    claims: paths('medical_claim'),
    [CLAIM_FILES]: paths(CLAIM_FILES),
    claimStatus: paths('claim_status'),
    pharmacy: paths('pharmacy_claim'),
    eligibility: paths('eligibility'),
    ...{ valueSets: undefined, medications: undefined, crosswalk: undefined },
    tables: NO_TABLES,
    ...given.data,
  };
}

/**
 * Makes sure that the value sets are those of the run.
 *
 * @throws LbpError E111 when a file is new, gone or changed
 */
export function refuseOtherSets(run: RunFolder, directory: Directory): void {
  const before = run.manifest.value_sets.files;
  const changedFile =
    directory.files.find(({ sha256 }) => !before.some((file) => file.sha256 === sha256)) ??
    before.find(({ sha256 }) => !directory.files.some((file) => file.sha256 === sha256));
  if (changedFile !== undefined)
    throw changed(changedFile.path, 'a value-set file that is not as the run read it');
}

function changed(path: string, what: string): LbpError {
  return new LbpError('E111', `${path}: ${what}. Run again, or give the inputs as flags.`);
}
