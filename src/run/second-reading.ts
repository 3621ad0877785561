import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { LbpError } from '../errors.js';
import {
  type CleanCopies,
  type CleanCopy,
  cleanCopy,
  groupsWithCopies,
  withCopies,
} from '../extract/clean-copy.js';
import { Engine, type EngineOptions } from '../extract/duckdb.js';
import { isAboutContent } from '../extract/engine-error.js';
import { isSound } from '../extract/sound-files.js';
import type { PlannedLayout } from '../inputs/layouts/planned.js';
import type { FileGroup, InputFormat, TablePlan } from '../inputs/tables/plan.js';
import { damagedError, damagedParquet } from '../inputs/tables/table-bytes.js';
import type { WarningFacts } from '../packs/quality.js';
import { type FileBytes, refuseChanged } from './input-files.js';
import type { InputKind, Inputs } from './inputs.js';

/** The requirements of a second reading of a run's files. */
export interface SecondReading {
  readonly inputs: Inputs;
  /** What is known from the bytes of each table, by path. */
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
export async function readTwice<T>(
  reading: SecondReading,
  work: (engine: Engine, inputs: Inputs) => Promise<T>,
  seen: (done: T) => ReadonlySet<number> = () => new Set(),
): Promise<T> {
  const utf16 = textFiles(reading.inputs).filter(({ file }) => reading.inputs.files[file.fileNo]?.isUtf16);
  const inputs = await withCopiesOf(reading, reading.inputs, utf16);
  try {
    const done = await work(reading.engine.current, inputs);
    const plain = seen(done);
    if (textFiles(inputs).every(({ file }) => plain.has(file.fileNo))) return done;
    const looks = await reading.looks;
    refuseChanged(inputs.files, looks);
    refuseBroken(inputs, looks);
    const long = textFiles(inputs).filter(
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
export function refuseBroken(inputs: Inputs, looks: ReadonlyMap<string, FileBytes>): void {
  refuseDamaged(looks);
  for (const { file } of textFiles(inputs)) {
    if (inputs.copies.has(file.fileNo) || looks.get(file.path)?.hasNul !== true) continue;
    throw new LbpError('E107', `${file.path}: NUL bytes in the text. Write the file again.`);
  }
}

function refuseDamaged(looks: ReadonlyMap<string, FileBytes>): void {
  for (const [path, { isDamaged }] of looks) if (isDamaged) throw damagedError(path);
}

interface TextFile {
  readonly group: FileGroup;
  readonly file: FileGroup['files'][number];
}

function plansOf({
  medical,
  pharmacy,
  eligibility,
  claimStatus,
  layout,
}: Inputs): Pick<TablePlan, 'groups'>[] {
  return [medical, pharmacy, eligibility, claimStatus, ...(layout?.kinds ?? [])].filter(
    (plan) => plan !== null,
  );
}

function textFiles(inputs: Inputs): TextFile[] {
  return filesOf(inputs, 'csv');
}

function filesOf(inputs: Inputs, wanted: InputFormat): TextFile[] {
  const groups = plansOf(inputs).flatMap((plan) => plan.groups.filter(({ format }) => format === wanted));
  return groups.flatMap((group) => group.files.map((file) => ({ group, file })));
}

/** @throws LbpError E107 for a Parquet file that the engine cannot read by itself */
async function refuseDamagedParquet({ engine }: SecondReading, inputs: Inputs): Promise<void> {
  for (const { group, file } of filesOf(inputs, 'parquet')) {
    // An error can leave an engine in a bad state, which must not be blamed on the next file.
    const sound = await isSound(await engine.renew(), group, file);
    if (!sound) throw damagedParquet(file.path);
  }
}

/** @param isKnown whether a file is known to be broken without reading it */
async function brokenFiles(
  { engine }: SecondReading,
  inputs: Inputs,
  isKnown: (path: string) => boolean,
): Promise<TextFile[]> {
  const broken: TextFile[] = [];
  await engine.renew();
  for (const one of textFiles(inputs)) {
    if (inputs.copies.has(one.file.fileNo)) continue;
    if (isKnown(one.file.path)) broken.push(one);
    else if (!(await isSound(engine.current, one.group, one.file))) {
      broken.push(one);
      await engine.renew();
    }
  }
  return broken;
}

async function withCopiesOf(
  { folder, onStage }: SecondReading,
  inputs: Inputs,
  files: readonly TextFile[],
): Promise<Inputs> {
  if (files.length === 0) return inputs;
  onStage('read broken files again');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const made = new Map<number, CleanCopy>(inputs.copies);
  for (const { group, file } of files) {
    made.set(file.fileNo, await cleanCopy(file, group, join(folder, `${file.fileNo}.csv`)));
  }
  return inputsWith(inputs, made);
}

function layoutKindsWith(kinds: PlannedLayout['kinds'], copies: CleanCopies): PlannedLayout['kinds'] {
  return kinds.map(({ kind, groups }) => ({ kind, groups: groupsWithCopies(groups, copies) }));
}

function inputsWith(inputs: Inputs, copies: CleanCopies): Inputs {
  const optional = (plan: TablePlan | null): TablePlan | null =>
    plan === null ? null : withCopies(plan, copies);
  return {
    ...inputs,
    medical: withCopies(inputs.medical, copies),
    pharmacy: optional(inputs.pharmacy),
    eligibility: withCopies(inputs.eligibility, copies),
    claimStatus: optional(inputs.claimStatus),
    layout:
      inputs.layout === null
        ? null
        : { ...inputs.layout, kinds: layoutKindsWith(inputs.layout.kinds, copies) },
    copies,
  };
}

/** Records that were left out of the copies, by table and reason. */
export function brokenRows({ files, copies }: Inputs, table: InputKind): Record<string, number> {
  const rejected: Record<string, number> = {};
  for (const { fileNo, outcome, rows } of [...copies.values()].flatMap(({ fates }) => fates)) {
    if (files[fileNo]?.table === table) rejected[outcome] = (rejected[outcome] ?? 0) + rows;
  }
  return rejected;
}

/** The most paths that a warning names. */
const PATHS_SHOWN = 3;

/** Files that the engine reads from a copy. */
export function copyWarnings({ files, copies }: Pick<Inputs, 'files' | 'copies'>): WarningFacts[] {
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
