import { closeSync, openSync, writeSync } from 'node:fs';
import { onDisk } from '../../partial-folder.js';
import type { Line } from './lines/line.js';
import type { LineFilter } from './lines/line-filter.js';
import type { LineSink } from './lines/line-sink.js';
import { BLOCK_BYTES } from './lines/text-blocks.js';

/** The lines kept from a text. */
export interface KeptText {
  readonly filter: LineFilter;
  /** The number of the file they are from, unless one of their columns states it. */
  readonly fileNo: number;
  /** The output: a CSV file with the copied columns, the number of the file and a weight. */
  readonly out: string;
}

/** Writes lines with their file number, and how many lines of the file each stands for. */
export class KeptLines implements LineSink {
  private readonly output: number;
  private readonly block: Buffer = Buffer.alloc(2 * BLOCK_BYTES);
  private filled: number = 0;
  private readonly separator: string;
  private readonly fileNo: Buffer;
  private readonly runs: readonly (readonly [first: number, last: number])[];
  /** Follows the file number in every line that stands for itself. */
  private readonly alone: Buffer;
  /** Columns that were empty so far; soon only a few. */
  private empty: readonly number[];
  /** By file number. */
  private readonly files = new Map<number, ClassesOfFile>();

  constructor(private readonly kept: KeptText) {
    this.output = onDisk(kept.out, () => openSync(kept.out, 'wx', 0o600));
    this.empty = kept.filter.copied;
    this.runs = runsOf(kept.filter.copied);
    this.fileNo = Buffer.from(String(kept.fileNo));
    this.separator = String.fromCharCode(kept.filter.separator);
    this.alone = Buffer.from(this.endingOf(1));
    const header = [...kept.filter.copied, 'file', 'weight'].map((_, index) => `c${index}`);
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
    const { examples, counts } = this.classesOf(line);
    const count = counts[number] ?? 0;
    counts[number] = count + 1;
    if (count > 0) return;
    // Flush first, because flushing during the copy would move where it begins.
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

  private classesOf(line: Line): ClassesOfFile {
    const { fileNo, filter } = this.kept;
    const number = filter.fileNumber === null ? fileNo : numberIn(line, filter.fileNumber);
    const known = this.files.get(number);
    if (known !== undefined) return known;
    const classes = { examples: [], counts: [] };
    this.files.set(number, classes);
    return classes;
  }

  /**
   * The copied columns, and the number of the file. A line is shorter than a block, so there is room for it
   * as long as less than a block is filled.
   */
  private copy(line: Line): void {
    if (this.filled > BLOCK_BYTES) this.flush();
    const { block } = this;
    let { filled } = this;
    for (const [first, last] of this.runs) {
      filled += line.text.copy(block, filled, line.from(first), line.to(last));
      block[filled++] = this.kept.filter.separator;
    }
    const { fileNumber } = this.kept.filter;
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
    onDisk(this.kept.out, () => {
      for (let from = 0; from < this.filled; ) {
        from += writeSync(this.output, this.block, from, this.filled - from);
      }
    });
    this.filled = 0;
  }
}

/** The countable lines of one file: the first of each class, and how many there were. */
interface ClassesOfFile {
  readonly examples: Buffer[];
  readonly counts: number[];
}

/** A whole number that this code wrote. */
function numberIn(line: Line, column: number): number {
  let number = 0;
  const to = line.to(column);
  for (let at = line.from(column); at < to; at += 1) number = 10 * number + (line.text[at] ?? 0) - ZERO;
  return number;
}

const ZERO = 0x30;

/** Adjacent columns, which can be copied as one. */
function runsOf(columns: readonly number[]): [first: number, last: number][] {
  const runs: [number, number][] = [];
  for (const column of columns) {
    const run = runs.at(-1);
    if (run !== undefined && run[1] === column - 1) run[1] = column;
    else runs.push([column, column]);
  }
  return runs;
}
