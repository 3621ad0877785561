import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import { tableBytes, unreadableError } from '../../inputs/tables/table-bytes.js';
import { onDisk } from '../../partial-folder.js';
import type { BlockSieve, LineSink } from './lines/block-sieve.js';
import type { Line } from './lines/line.js';
import type { LineSpec } from './lines/line-spec.js';
import { PeopleSieve } from './lines/people-sieve.js';
import { headerOf } from './lines/pieces.js';
import { Sieve } from './lines/sieve.js';
import { BLOCK_BYTES } from './lines/structure.js';

/** A piece of a file, or a file that cannot be cut because it is compressed. */
export interface SiftTask {
  readonly path: string;
  /** Null for a compressed file, which is read from its header to its end. */
  readonly piece: Piece | null;
  readonly fileNo: number;
  readonly spec: LineSpec;
  /** Where the lines go that the engine is to see: a CSV file with the columns that are copied, the file's number and a weight. */
  readonly out: string;
}

export interface SiftedPiece {
  /** Columns that hold nothing in any of the lines that were written. */
  readonly emptyColumns: readonly number[];
}

/** Whole lines, without the header. */
export interface Piece {
  /** The first byte, and behind the last. */
  readonly from: number;
  readonly to: number;
  readonly hasReturns: boolean;
}

/**
 * Sifts a piece of a file.
 *
 * @param onBytes told of bytes as they are read
 * @returns null where it is no plain text, and what was written is good for nothing
 * @throws LbpError E101 when the file cannot be read, E107 when what it is packed in is damaged, E402 and E403 from the disk
 */
export async function siftPiece(
  task: SiftTask,
  onBytes: (count: number) => void,
): Promise<SiftedPiece | null> {
  const lines = new KeptLines(task);
  try {
    const isPlain =
      task.piece === null
        ? await siftPacked(task, lines)
        : siftBetween(task.path, task.piece, (returns) => sieveOf(task.spec, returns, lines), onBytes);
    if (!isPlain) return null;
    lines.finish();
    return { emptyColumns: lines.emptyColumns };
  } finally {
    lines.close();
  }
}

/** All of a gzip file. It is read in turns with its unpacking, which other threads do. */
async function siftPacked({ path, spec }: SiftTask, lines: LineSink): Promise<boolean> {
  let sieve: BlockSieve | null = null;
  for await (const chunk of tableBytes(path)) {
    let from = 0;
    if (sieve === null) {
      const header = headerOf(chunk);
      if (header === null) return false;
      sieve = sieveOf(spec, header.hasReturns, lines);
      from = header.end;
    }
    while (from < chunk.length) {
      const bytes = chunk.copy(sieve.room, 0, from);
      from += bytes;
      if (!sieve.sift(bytes)) return false;
    }
  }
  return sieve?.end() === true;
}

function siftBetween(
  path: string,
  { from, to, hasReturns }: Piece,
  sieveFor: (hasReturns: boolean) => BlockSieve,
  onBytes: (count: number) => void,
): boolean {
  const input = opened(path);
  try {
    const sieve = sieveFor(hasReturns);
    for (let at = from; at < to; ) {
      const { room } = sieve;
      const bytes = read(path, input, room, Math.min(room.length, to - at), at);
      // Shorter than it was: somebody writes to it, which is found out when all is done.
      if (bytes === 0) return false;
      at += bytes;
      onBytes(bytes);
      if (!sieve.sift(bytes)) return false;
    }
    return sieve.end();
  } finally {
    closeSync(input);
  }
}

function sieveOf(spec: LineSpec, hasReturns: boolean, lines: LineSink): BlockSieve {
  return spec.isCounted || spec.people === null
    ? new Sieve(spec, hasReturns, lines)
    : new PeopleSieve(spec, spec.people, hasReturns, lines);
}

function opened(path: string): number {
  try {
    return openSync(path, 'r');
  } catch (cause) {
    throw unreadableError(path, cause);
  }
}

function read(path: string, input: number, into: Buffer, length: number, at: number): number {
  try {
    return readSync(input, into, 0, length, at);
  } catch (cause) {
    throw unreadableError(path, cause);
  }
}

/** Writes lines with their file number, and how many lines of the file each stands for. */
class KeptLines implements LineSink {
  private readonly output: number;
  private readonly block: Buffer = Buffer.alloc(2 * BLOCK_BYTES);
  private filled: number = 0;
  private readonly separator: string;
  private readonly fileNo: Buffer;
  private readonly runs: readonly (readonly [first: number, last: number])[];
  /** Behind the file's number in every line that stands for itself. */
  private readonly alone: Buffer;
  /** Columns that were empty so far; few of them are left soon. */
  private empty: readonly number[];
  /** By file number. */
  private readonly files = new Map<number, UsualOfFile>();

  constructor(private readonly task: SiftTask) {
    this.output = onDisk(task.out, () => openSync(task.out, 'wx', 0o600));
    this.empty = task.spec.copied;
    this.runs = runsOf(task.spec.copied);
    this.fileNo = Buffer.from(String(task.fileNo));
    this.separator = String.fromCharCode(task.spec.separator);
    this.alone = Buffer.from(this.endingOf(1));
    const header = [...task.spec.copied, 'file', 'weight'].map((_, index) => `c${index}`);
    this.write(Buffer.from(`${header.join(this.separator)}\n`));
  }

  get emptyColumns(): readonly number[] {
    return this.empty;
  }

  keep(line: Line): void {
    this.copy(line);
    this.write(this.alone);
  }

  count(line: Line, number: number): void {
    const { examples, counts } = this.usualOf(line);
    const count = counts[number] ?? 0;
    counts[number] = count + 1;
    if (count > 0) return;
    // Before, because a copy that flushed would begin elsewhere.
    if (this.filled > BLOCK_BYTES) this.flush();
    const from = this.filled;
    this.copy(line);
    examples[number] = Buffer.from(this.block.subarray(from, this.filled));
    this.filled = from;
  }

  finish(): void {
    for (const { examples, counts } of this.files.values()) {
      examples.forEach((example, number) => {
        this.write(example);
        this.write(Buffer.from(this.endingOf(counts[number] ?? 0)));
      });
    }
    this.flush();
  }

  close(): void {
    closeSync(this.output);
  }

  private endingOf(weight: number): string {
    return `${this.separator}${weight}\n`;
  }

  private usualOf(line: Line): UsualOfFile {
    const { fileNo, spec } = this.task;
    const number = spec.fileNumber === null ? fileNo : numberIn(line, spec.fileNumber);
    const known = this.files.get(number);
    if (known !== undefined) return known;
    const usual = { examples: [], counts: [] };
    this.files.set(number, usual);
    return usual;
  }

  /** The columns that are copied, and the number of the file. A line is shorter than a block, so that there is room for it once less than a block is filled. */
  private copy(line: Line): void {
    if (this.filled > BLOCK_BYTES) this.flush();
    const { block } = this;
    let { filled } = this;
    for (const [first, last] of this.runs) {
      filled += line.text.copy(block, filled, line.from(first), line.to(last));
      block[filled++] = this.task.spec.separator;
    }
    const { fileNumber } = this.task.spec;
    this.filled =
      fileNumber === null
        ? filled + this.fileNo.copy(block, filled)
        : filled + line.text.copy(block, filled, line.from(fileNumber), line.to(fileNumber));
    if (this.empty.some((column) => line.to(column) > line.from(column)))
      this.empty = this.empty.filter((column) => line.to(column) === line.from(column));
  }

  private write(bytes: Buffer): void {
    if (this.filled + bytes.length > this.block.length) this.flush();
    bytes.copy(this.block, this.filled);
    this.filled += bytes.length;
  }

  private flush(): void {
    onDisk(this.task.out, () => {
      for (let from = 0; from < this.filled; ) {
        from += writeSync(this.output, this.block, from, this.filled - from);
      }
    });
    this.filled = 0;
  }
}

/** The usual lines of one file: the first of each class, and how many there were. */
interface UsualOfFile {
  readonly examples: Buffer[];
  readonly counts: number[];
}

/** A whole number that we wrote ourselves. */
function numberIn(line: Line, column: number): number {
  let number = 0;
  const to = line.to(column);
  for (let at = line.from(column); at < to; at += 1) number = 10 * number + (line.text[at] ?? 0) - ZERO;
  return number;
}

const ZERO = 0x30;

/** Columns that stand side by side, so that they can be copied as one. */
function runsOf(columns: readonly number[]): [first: number, last: number][] {
  const runs: [number, number][] = [];
  for (const column of columns) {
    const run = runs.at(-1);
    if (run !== undefined && run[1] === column - 1) run[1] = column;
    else runs.push([column, column]);
  }
  return runs;
}
