import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { LbpError } from '../errors.js';
import { type CleanCopies, type CleanCopy, cleanCopy } from '../extract/clean-copy.js';
import { Engine, type EngineOptions } from '../extract/duckdb.js';
import { isAboutContent } from '../extract/engine-error.js';
import { isSound } from '../extract/sound-files.js';
import type { FileGroup, InputFormat } from '../inputs/tables/plan.js';
import { damagedError, damagedParquet } from '../inputs/tables/table-bytes.js';
import type { WarningFacts } from '../packs/quality.js';
import { type FileBytes, refuseChanged } from './input-files.js';

/** Inputs of which files may have to be read a second time. */
export interface ReadInputs {
  /** By file number. */
  readonly files: readonly {
    readonly path: string;
    /** Text in UTF-16, which the engine does not read. */
    readonly isUtf16: boolean;
    /** Its state before anything was read. */
    readonly state: string | null;
  }[];
  /** By file number: the replacement for a file that the engine cannot read. */
  readonly copies: CleanCopies;
}

/** How the engine reads inputs of one kind. */
export interface Reader<I extends ReadInputs> {
  groups(inputs: I): readonly FileGroup[];
  /** The files of a group as a relation. */
  relation(group: FileGroup): string;
  /** The same inputs with copies in place of their files. */
  withCopies(inputs: I, copies: CleanCopies): I;
}

/** The requirements of a second reading of a run's files. */
export interface SecondReading<I extends ReadInputs> {
  readonly reader: Reader<I>;
  readonly inputs: I;
  /** What is known from the bytes of each file, by path. */
  readonly looks: Promise<ReadonlyMap<string, FileBytes>>;
  /** Folder for clean copies; created when needed. */
  readonly folder: string;
  readonly engine: RenewableEngine;
  readonly onStage: (stage: string) => void;
}

/** One engine at a time: the content of a file can break one permanently. */
export class RenewableEngine {
  static async open(options: EngineOptions): Promise<RenewableEngine> {
    return new RenewableEngine(options, await Engine.open(options));
  }

  private constructor(
    private readonly options: EngineOptions,
    private engine: Engine,
  ) {}

  get current(): Engine {
    return this.engine;
  }

  /** A new engine without tables; the previous one is closed. */
  async renew(): Promise<Engine> {
    this.engine.close();
    this.engine = await Engine.open(this.options);
    return this.engine;
  }

  close(): void {
    this.engine.close();
  }
}

/**
 * Reads the inputs of a run with the engine in strict mode. If that fails because of a file's content, every
 * broken file is read again record by record, and the work is repeated with copies of the good records. Sound
 * files are not reread, and a run without a broken file pays nothing.
 *
 * @param work gets the engine and the inputs in a form that the engine can read
 * @param seen numbers of the files that the work has read completely and found plain; for others, their bytes
 *   are awaited
 * @throws LbpError what the work throws, if no broken file explains it; E107 for damage beyond repair, E112
 * for a file that changed meanwhile
 */
export async function readTwice<I extends ReadInputs, T>(
  reading: SecondReading<I>,
  work: (engine: Engine, inputs: I) => Promise<T>,
  seen: (done: T) => ReadonlySet<number> = () => new Set(),
): Promise<T> {
  const { reader } = reading;
  const utf16 = textFiles(reader, reading.inputs).filter(
    ({ file }) => reading.inputs.files[file.fileNo]?.isUtf16,
  );
  const inputs = await withCopiesOf(reading, reading.inputs, utf16);
  try {
    const done = await work(reading.engine.current, inputs);
    const plain = seen(done);
    if (textFiles(reader, inputs).every(({ file }) => plain.has(file.fileNo))) return done;
    const looks = await reading.looks;
    refuseChanged(inputs.files, looks);
    refuseBroken(reader, inputs, looks);
    const long = textFiles(reader, inputs).filter(
      ({ file }) => !inputs.copies.has(file.fileNo) && looks.get(file.path)?.hasLongLine === true,
    );
    if (long.length === 0) return done;
    const copied = await withCopiesOf(reading, inputs, long);
    return work(await reading.engine.renew(), copied);
  } catch (error) {
    if (!isAboutContent(error)) throw error;
    const looks = await reading.looks;
    refuseChanged(inputs.files, looks);
    refuseDamaged(looks);
    reading.onStage('find broken files');
    const known = (path: string): boolean =>
      looks.get(path)?.hasNul === true || (error instanceof LbpError && error.file === path);
    await refuseDamagedParquet(reading, inputs);
    const broken = await brokenFiles(reading, inputs, known);
    if (broken.length === 0) throw error;
    const withGoodCopies = await withCopiesOf(reading, inputs, broken);
    return work(await reading.engine.renew(), withGoodCopies);
  }
}

/**
 * Rejects problems that the engine does not notice: NUL bytes and truncated compressed files.
 *
 * @throws LbpError E107
 */
export function refuseBroken<I extends ReadInputs>(
  reader: Reader<I>,
  inputs: I,
  looks: ReadonlyMap<string, FileBytes>,
): void {
  refuseDamaged(looks);
  for (const { file } of textFiles(reader, inputs)) {
    if (inputs.copies.has(file.fileNo) || looks.get(file.path)?.hasNul !== true) continue;
    throw new LbpError('E107', `${file.path}: NUL bytes in the text. Write the file again.`);
  }
}

function refuseDamaged(looks: ReadonlyMap<string, FileBytes>): void {
  for (const [path, { isDamaged }] of looks) if (isDamaged) throw damagedError(path);
}

interface FileOfGroup {
  readonly group: FileGroup;
  readonly file: FileGroup['files'][number];
}

function textFiles<I extends ReadInputs>(reader: Reader<I>, inputs: I): FileOfGroup[] {
  return filesOf(reader, inputs, 'csv');
}

function filesOf<I extends ReadInputs>(reader: Reader<I>, inputs: I, wanted: InputFormat): FileOfGroup[] {
  const groups = reader.groups(inputs).filter(({ format }) => format === wanted);
  return groups.flatMap((group) => group.files.map((file) => ({ group, file })));
}

/** @throws LbpError E107 for a Parquet file that the engine cannot read by itself */
async function refuseDamagedParquet<I extends ReadInputs>(
  { engine, reader }: SecondReading<I>,
  inputs: I,
): Promise<void> {
  for (const { group, file } of filesOf(reader, inputs, 'parquet')) {
    // An error can leave an engine in a bad state, which must not be blamed on the next file.
    const sound = await isSound(await engine.renew(), group, file, reader.relation);
    if (!sound) throw damagedParquet(file.path);
  }
}

/** @param isKnown whether a file is known to be broken without reading it */
async function brokenFiles<I extends ReadInputs>(
  { engine, reader }: SecondReading<I>,
  inputs: I,
  isKnown: (path: string) => boolean,
): Promise<FileOfGroup[]> {
  const broken: FileOfGroup[] = [];
  await engine.renew();
  for (const one of textFiles(reader, inputs)) {
    if (inputs.copies.has(one.file.fileNo)) continue;
    if (isKnown(one.file.path)) broken.push(one);
    else if (!(await isSound(engine.current, one.group, one.file, reader.relation))) {
      broken.push(one);
      await engine.renew();
    }
  }
  return broken;
}

async function withCopiesOf<I extends ReadInputs>(
  { folder, onStage, reader }: SecondReading<I>,
  inputs: I,
  files: readonly FileOfGroup[],
): Promise<I> {
  if (files.length === 0) return inputs;
  onStage('read broken files again');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const made = new Map<number, CleanCopy>(inputs.copies);
  for (const { group, file } of files) {
    made.set(file.fileNo, await cleanCopy(file, group, join(folder, `${file.fileNo}.csv`)));
  }
  return reader.withCopies(inputs, made);
}

/** The most paths that a warning names. */
const PATHS_SHOWN = 3;

/** Files that the engine reads from a copy. */
export function copyWarnings({ files, copies }: Pick<ReadInputs, 'files' | 'copies'>): WarningFacts[] {
  const read = [...copies.keys()].flatMap((fileNo) => files[fileNo] ?? []);
  const broken = read.filter(({ isUtf16 }) => !isUtf16).map(({ path }) => path);
  const utf16 = read.filter(({ isUtf16 }) => isUtf16).map(({ path }) => path);
  const found: WarningFacts[] = [
    {
      code: 'LBP-W110',
      text: `files that the fast reader cannot read, read a second time record by record: ${listed(broken)}`,
      count: broken.length,
    },
    { code: 'LBP-W111', text: `files in UTF-16, read as UTF-8: ${listed(utf16)}`, count: utf16.length },
  ];
  return found.filter(({ count }) => count > 0);
}

function listed(paths: readonly string[]): string {
  const more = paths.length - PATHS_SHOWN;
  return `${paths.slice(0, PATHS_SHOWN).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
