import { rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { FileGroup, TablePlan } from '../../inputs/tables/plan.js';
import { compressionOf, unreadableError } from '../../inputs/tables/table-bytes.js';
import { workerModule } from '../../package-files.js';
import { makeFolders, onDisk } from '../../partial-folder.js';
import { onThreads } from '../threads.js';
import { type FilteredPiece, type FilterTask, filterPiece, type Piece } from './filter-piece.js';
import { keptGroup } from './kept-group.js';
import { lineFilterOf, type Wanted } from './line-filter-of.js';
import type { LineFilter } from './lines/line-filter.js';
import { piecesOf } from './lines/pieces.js';

/** A table, and which of its lines the engine must see. */
export interface FilterRequest {
  readonly plan: TablePlan;
  readonly wanted: Wanted;
}

export interface FilterOptions {
  /** For the lines kept from the files; created if missing. */
  readonly folder: string;
  readonly threads: number;
  /** Called with the progress of the filtering, 0 to 100. */
  readonly onPercent: (percent: number) => void;
}

/**
 * Starting threads takes as long as filtering this much. This thread never filters more, because it is
 * blocked meanwhile, even for signals.
 */
const LEAST_BYTES_FOR_THREADS = 16 << 20;

export interface Filtered {
  readonly plans: readonly TablePlan[];
  /** The files that were filtered, by number. */
  readonly plain: ReadonlySet<number>;
}

/** A file that is filtered, with its pieces. */
interface FilteredFile {
  readonly group: FileGroup;
  readonly file: FileGroup['files'][number];
  readonly filter: LineFilter;
  readonly tasks: readonly FilterTask[];
}

/**
 * Filters the lines of the plain CSV files of some tables (docs/architecture.md, "The extraction").
 *
 * @returns the same plans, with the kept lines in place of the files that could be filtered, which are plain;
 *   the others are unchanged
 * @throws LbpError E101 for a file that cannot be read, E402 and E403 from the disk
 */
export async function filterTables(
  requests: readonly FilterRequest[],
  { folder, threads, onPercent }: FilterOptions,
): Promise<Filtered> {
  onDisk(folder, () => makeFolders(folder, 0o700));
  const files = requests.flatMap(({ plan, wanted }, number) =>
    plan.groups.flatMap((group) => filesOf(group, plan, wanted, join(folder, `${number}`))),
  );
  const tasks = files.flatMap((file) => file.tasks);
  const bytes = tasks.reduce((sum, task) => sum + bytesOf(task), 0);
  let read = 0;
  const work = { here: filterPiece, worker: workerModule('filter-worker') };
  const pieces = await onThreads(tasks, bytes < LEAST_BYTES_FOR_THREADS ? 0 : threads, work, (count) => {
    read += count;
    onPercent((100 * read) / bytes);
  });
  const done = new Map(tasks.map((task, number) => [task, pieces[number] ?? null]));
  const isGood = (file: FilteredFile): boolean => file.tasks.every((task) => done.get(task) !== null);
  for (const file of files) if (!isGood(file)) for (const { out } of file.tasks) rmSync(out, { force: true });
  const good = files.filter(isGood);
  return {
    plans: requests.map(({ plan }) => withKept(plan, good, done)),
    plain: new Set(good.map(({ file }) => file.fileNo)),
  };
}

/** Empty for a group that cannot be filtered. */
function filesOf(group: FileGroup, plan: TablePlan, wanted: Wanted, prefix: string): FilteredFile[] {
  const filter = lineFilterOf(group, plan, wanted);
  if (filter === null) return [];
  return group.files.flatMap((file): FilteredFile[] => {
    const { path, fileNo } = file;
    const isKnown = wanted.lines !== 'of people' || wanted.plain.has(fileNo);
    const tasks = (isKnown ? partsOf(path) : []).map((piece, number): FilterTask => {
      return { path, piece, fileNo, filter, out: `${prefix}-${fileNo}-${number}.csv` };
    });
    // A file with nothing below its header also goes to the engine: it has no piece to replace it.
    return tasks.length === 0 ? [] : [{ group, file, filter, tasks }];
  });
}

/** The pieces that can be filtered in parallel; none for a file that cannot be filtered. */
function partsOf(path: string): readonly (Piece | null)[] {
  const compression = compressionOf(path);
  if (compression !== null) return compression === 'gzip' ? [null] : [];
  const { hasReturns = false, ranges = [] } = piecesOf(path, sizeOf(path)) ?? {};
  return ranges.map(([from, to]) => ({ from, to, hasReturns }));
}

/** Roughly how many bytes of text a gzip file holds per byte. */
const UNPACKED = 8;

function bytesOf({ path, piece }: FilterTask): number {
  return piece === null ? UNPACKED * sizeOf(path) : piece.to - piece.from;
}

function sizeOf(path: string): number {
  try {
    return statSync(path).size;
  } catch (cause) {
    throw unreadableError(path, cause);
  }
}

function withKept(
  plan: TablePlan,
  filtered: readonly FilteredFile[],
  done: ReadonlyMap<FilterTask, FilteredPiece | null>,
): TablePlan {
  const groups = plan.groups.flatMap((group): FileGroup[] => {
    const own = filtered.filter((one) => one.group === group);
    const [first] = own;
    if (first === undefined) return [group];
    const rest = group.files.filter((file) => !own.some((one) => one.file === file));
    const kept = own.flatMap(({ file, tasks }) =>
      tasks.map(({ out }) => ({ path: out, fileNo: file.fileNo })),
    );
    const emptyIn = own.flatMap(({ tasks }) => tasks.map((task) => done.get(task)?.emptyColumns ?? []));
    const isEmpty = (column: number): boolean => emptyIn.every((columns) => columns.includes(column));
    return [
      keptGroup(group, first.filter, kept, isEmpty),
      ...(rest.length === 0 ? [] : [{ ...group, files: rest }]),
    ];
  });
  return { ...plan, groups };
}
