import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { isAbsolute, join, normalize, resolve, sep } from 'node:path';
import { z } from 'zod';
import { LbpError } from '../errors.js';
import { MAPPING_SCHEMA } from '../inputs/tables/mapping.js';
import { CLAIM_FILES } from '../report/input-kinds.js';
import type { RunFolder } from '../report/run-folder.js';
import type { Directory } from '../valuesets/directory.js';
import { fingerprint } from './input-files.js';
import type { InputSettings } from './settings/run-settings.js';

const ARGUMENTS = z.object({
  valueSets: z.array(z.string()).optional(),
  medications: z.array(z.string()).optional(),
  crosswalk: z.string().optional(),
  out: z.string(),
  mapping: z.object(MAPPING_SCHEMA),
  threads: z.int(),
  memory: z.string(),
  rejectRows: z.int(),
  strict: z.boolean(),
});

/**
 * The inputs that a run's manifest names, after a check that they are unchanged.
 *
 * @throws LbpError E101 for a missing input, E111 for one that has changed, E110 for a manifest without
 *   arguments
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
  const { out, ...settings } = given.data;
  const from = startOfRun(run, out);
  const at = (path: string): string => (from === null || isAbsolute(path) ? path : join(from, path));
  // Compare all sizes before the first hash: a changed file usually has another size, and hashing takes a
  // while.
  for (const { path, bytes } of inputs) {
    const found = await stat(at(path)).catch(() => null);
    if (found === null) {
      throw new LbpError(
        'E101',
        `${path}: the run read this file, and it is not there. Start in the directory of the run, or give the inputs as flags.`,
      );
    }
    if (found.size !== bytes) throw changed(path, `${found.size} bytes, and the run read ${bytes}`);
  }
  for (const { path, sha256 } of inputs) {
    if ((await fingerprint(at(path))).sha256 !== sha256)
      throw changed(path, 'other content than the run read');
  }
  const paths = (table: string): string[] =>
    inputs
      .filter((input) => input.table === table && input.database_table === undefined)
      .map(({ path }) => at(path));
  const names = (table: string): string[] =>
    inputs.flatMap((input) => (input.table === table ? (input.database_table ?? []) : []));
  const database = inputs.find((input) => input.database_table !== undefined)?.path;
  return {
    claims: paths('medical_claim'),
    [CLAIM_FILES]: paths(CLAIM_FILES),
    claimStatus: paths('claim_status'),
    pharmacy: paths('pharmacy_claim'),
    eligibility: paths('eligibility'),
    tables: {
      claims: names('medical_claim'),
      pharmacy: names('pharmacy_claim'),
      eligibility: names('eligibility'),
    },
    database: database === undefined ? undefined : at(database),
    ...settings,
    valueSets: settings.valueSets?.map(at),
    medications: settings.medications?.map(at),
    crosswalk: settings.crosswalk === undefined ? undefined : at(settings.crosswalk),
  };
}

/**
 * The directory in which a run was started, inferred from the place of its outputs; null if it is the current
 * one or unknown. The run's relative paths start there, including those that its config file named relative
 * to itself.
 */
function startOfRun({ path, manifest }: RunFolder, out: string): string | null {
  if (manifest.inputs.every((input) => existsSync(input.path)) || isAbsolute(out)) return null;
  const folder = resolve(path);
  const below = `${sep}${normalize(out)}`;
  return folder.endsWith(below) ? folder.slice(0, -below.length) || sep : null;
}

/**
 * Checks that the value sets are those of the run.
 *
 * @throws LbpError E111 when a file is new, gone or changed
 */
export function refuseOtherSets(run: RunFolder, directory: Directory): void {
  const path = otherSetFile(run, directory);
  if (path !== null) throw changed(path, 'a value-set file that has changed since the run read it');
}

/** The first value-set file that only the directory or only the run has; null if they have the same. */
export function otherSetFile(run: RunFolder, directory: Directory): string | null {
  const before = run.manifest.value_sets.files;
  const file =
    directory.files.find(({ sha256 }) => !before.some((one) => one.sha256 === sha256)) ??
    before.find(({ sha256 }) => !directory.files.some((one) => one.sha256 === sha256));
  return file?.path ?? null;
}

function changed(path: string, what: string): LbpError {
  return new LbpError('E111', `${path}: ${what}. Run again, or give the inputs as flags.`);
}
