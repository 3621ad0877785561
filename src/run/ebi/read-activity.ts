import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { LbpError } from '../../errors.js';
import { isSoundActivity } from '../../extract/activity/sound.js';
import type { Engine } from '../../extract/duckdb.js';
import { isAboutContent } from '../../extract/engine-error.js';
import { damagedError } from '../../inputs/tables/table-bytes.js';
import { type FileBytes, refuseChanged } from '../input-files.js';
import type { OnStage } from '../lifecycle.js';
import type { RenewableEngine } from '../second-reading.js';
import { type ActivityInputs, type TextFile, textFiles, withCleanCopies } from './activity-inputs.js';

export interface ActivityReading {
  readonly inputs: ActivityInputs;
  /** What is known from the bytes of each file, by path. */
  readonly looks: Promise<ReadonlyMap<string, FileBytes>>;
  /** Folder for clean copies; created when needed. */
  readonly folder: string;
  readonly engine: RenewableEngine;
  readonly stage: OnStage;
}

export interface ActivityRead<T> {
  readonly done: T;
  /** The inputs as the engine read them. */
  readonly inputs: ActivityInputs;
}

/**
 * Reads activity with the engine in strict mode. If that fails because of a file's content, every broken file
 * is read again record by record, and the work is repeated with copies of the good records.
 *
 * @param work gets the engine and the inputs in a form that the engine can read; must be able to start over
 * @throws LbpError what the work throws, if no broken file explains it; E107 for damage, E112 for a file that
 *   changed
 */
export async function readActivity<T>(
  reading: ActivityReading,
  work: (engine: Engine, inputs: ActivityInputs) => Promise<T>,
): Promise<ActivityRead<T>> {
  const utf16 = textFiles(reading.inputs).filter(({ file }) => reading.inputs.files[file.fileNo]?.isUtf16);
  const inputs = await withCopies(reading, reading.inputs, utf16);
  try {
    const done = await work(reading.engine.current, inputs);
    refuseUnnoticed(inputs, await reading.looks);
    return { done, inputs };
  } catch (error) {
    if (!isAboutContent(error)) throw error;
    const looks = await reading.looks;
    refuseChanged(inputs.files, looks);
    refuseDamaged(looks);
    reading.stage('find broken files');
    const isKnown = (path: string): boolean =>
      looks.get(path)?.hasNul === true || (error instanceof LbpError && error.file === path);
    const broken = await brokenFiles(reading.engine, inputs, isKnown);
    if (broken.length === 0) throw error;
    const corrected = await withCopies(reading, inputs, broken);
    return { done: await work(await reading.engine.renew(), corrected), inputs: corrected };
  }
}

/**
 * Rejects problems that the engine does not notice: NUL bytes, truncated compressed files, and changed files.
 *
 * @throws LbpError E107, E112
 */
function refuseUnnoticed(inputs: ActivityInputs, looks: ReadonlyMap<string, FileBytes>): void {
  refuseChanged(inputs.files, looks);
  refuseDamaged(looks);
  for (const { file } of textFiles(inputs)) {
    if (inputs.copies.has(file.fileNo) || looks.get(file.path)?.hasNul !== true) continue;
    throw new LbpError('E107', `${file.path}: NUL bytes in the text. Write the file again.`);
  }
}

function refuseDamaged(looks: ReadonlyMap<string, FileBytes>): void {
  for (const [path, { isDamaged }] of looks) if (isDamaged) throw damagedError(path);
}

/** @param isKnown whether a file is known to be broken without reading it */
async function brokenFiles(
  engine: RenewableEngine,
  inputs: ActivityInputs,
  isKnown: (path: string) => boolean,
): Promise<TextFile[]> {
  const broken: TextFile[] = [];
  await engine.renew();
  for (const one of textFiles(inputs)) {
    if (inputs.copies.has(one.file.fileNo)) continue;
    if (isKnown(one.file.path)) broken.push(one);
    else if (!(await isSoundActivity(engine.current, one.group, one.file))) {
      broken.push(one);
      await engine.renew();
    }
  }
  return broken;
}

async function withCopies(
  { folder, stage }: ActivityReading,
  inputs: ActivityInputs,
  files: readonly TextFile[],
): Promise<ActivityInputs> {
  if (files.length === 0) return inputs;
  stage('read broken files again');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return withCleanCopies(inputs, files, (fileNo) => join(folder, `${fileNo}.csv`));
}
