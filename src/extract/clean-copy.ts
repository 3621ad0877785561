import { closeSync, openSync, writeSync } from 'node:fs';
import { LbpError } from '../errors.js';
import type { FileGroup, TablePlan } from '../inputs/tables/plan.js';
import {
  type RecordFault,
  type RecordShape,
  type RecordSink,
  RecordSplitter,
} from '../inputs/tables/record-splitter.js';
import { compressionOf, tableBytes } from '../inputs/tables/table-bytes.js';
import { onDisk } from '../partial-folder.js';
import type { RowFate } from './accounts.js';

/** The good records of a file, rewritten so that the engine can read them. */
export interface CleanCopy {
  readonly path: string;
  /** Records that could not be used, by reason. */
  readonly fates: readonly RowFate[];
  /** Bytes of the longest record. */
  readonly longestRecord: number;
}

export type CleanCopies = ReadonlyMap<number, CleanCopy>;

/** What is needed to split the files of a group into records. */
export function shapeOf({ delimiter, columns, sources }: FileGroup): RecordShape {
  const used = [...sources.values()].flatMap((source) => (source.from === 'column' ? [source.index] : []));
  return { delimiter, columns: columns.length, used: new Set(used) };
}

/**
 * Reads a CSV file record by record and copies the good ones.
 *
 * @param to path of the copy
 * @throws LbpError E101, E107 for a compressed file that is damaged, E402 and E403 from the disk
 */
export async function cleanCopy(
  { path, fileNo }: FileGroup['files'][number],
  group: FileGroup,
  to: string,
): Promise<CleanCopy> {
  if (compressionOf(path) === 'zstd') {
    throw new LbpError(
      'E107',
      `${path}: damaged, or with records that are not valid CSV; in a zstd file the two cannot be distinguished. Unpack it, and give the CSV file.`,
    );
  }
  const shape = shapeOf(group);
  const copy = new Copy(to);
  try {
    copy.write(Buffer.from(`${group.columns.map((_, index) => `c${index}`).join(group.delimiter)}\n`));
    const splitter = new RecordSplitter(shape, copy);
    for await (const chunk of tableBytes(path)) splitter.push(chunk);
    splitter.end();
    return { path: to, ...copy.done(fileNo) };
  } finally {
    copy.close();
  }
}

/** The same plan with the copies in place of their files. */
export function withCopies(plan: TablePlan, copies: CleanCopies): TablePlan {
  return { ...plan, groups: groupsWithCopies(plan.groups, copies) };
}

/** The same groups with the copies in place of their files. */
export function groupsWithCopies<Group extends FileGroup>(
  groups: readonly Group[],
  copies: CleanCopies,
): Group[] {
  return groups.map((group) => {
    const longest = Math.max(0, ...group.files.map(({ fileNo }) => copies.get(fileNo)?.longestRecord ?? 0));
    const files = group.files.map((file) => {
      const path = copies.get(file.fileNo)?.path;
      return path === undefined ? file : { ...file, path, original: file.original ?? file.path };
    });
    return { ...group, files, ...(longest > 0 ? { longestRecord: longest } : {}) };
  });
}

const BLOCK_BYTES = 1 << 20;
const LINE_END = 0x0a;

class Copy implements RecordSink {
  private readonly handle: number;
  private readonly block: Buffer = Buffer.alloc(BLOCK_BYTES);
  private filled: number = 0;
  private longest: number = 0;
  private readonly faults: Map<RecordFault, number> = new Map();

  constructor(private readonly path: string) {
    this.handle = onDisk(path, () => openSync(path, 'wx', 0o600));
  }

  good(data: Buffer, from: number, to: number): void {
    const length = to - from;
    if (length > this.longest) this.longest = length;
    if (this.filled + length + 1 > BLOCK_BYTES) this.flush();
    if (length + 1 > BLOCK_BYTES) {
      this.write(data.subarray(from, to));
    } else {
      data.copy(this.block, this.filled, from, to);
      this.filled += length;
    }
    this.block[this.filled] = LINE_END;
    this.filled += 1;
  }

  bad(fault: RecordFault): void {
    this.faults.set(fault, (this.faults.get(fault) ?? 0) + 1);
  }

  write(data: Buffer): void {
    onDisk(this.path, () => {
      for (let from = 0; from < data.length; ) from += writeSync(this.handle, data, from);
    });
  }

  done(fileNo: number): Omit<CleanCopy, 'path'> {
    this.flush();
    return {
      fates: [...this.faults].map(([outcome, rows]) => ({ fileNo, outcome, rows })),
      longestRecord: this.longest,
    };
  }

  close(): void {
    closeSync(this.handle);
  }

  private flush(): void {
    this.write(this.block.subarray(0, this.filled));
    this.filled = 0;
  }
}
