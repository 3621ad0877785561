import { Line } from './line.js';
import type { LineSpec } from './line-spec.js';
import { type Structure, structureOfThread } from './structure.js';

const LF = 0x0a;
export const CR = 0x0d;

/** Takes the lines that the engine must see, and one of each class; what they are made of is gone when it returns. */
export interface LineSink {
  keep(line: Line): void;
  /** One more line of a class, numbered from 0. */
  count(line: Line, number: number): void;
}

/** Takes a text block by block, and sifts the lines that are whole. */
export abstract class BlockSieve {
  protected readonly structure: Structure = structureOfThread();
  protected readonly line: Line;
  private readonly lineEnd: readonly number[];
  /** How much of the text is there: of lines that are not whole yet. */
  private filled: number = 0;

  constructor({ columns }: LineSpec, hasReturns: boolean) {
    this.line = new Line(this.structure.text, this.structure.places, columns);
    this.lineEnd = hasReturns ? [CR, LF] : [LF];
  }

  /** Sifts the whole lines of the first bytes; gives how many bytes those are, or null where it cannot. */
  protected abstract siftLines(filled: number): number | null;

  /** Where the next bytes are put; never empty. */
  get room(): Buffer {
    return this.structure.text.subarray(this.filled);
  }

  /** Sifts what is whole once `bytes` were put into the room. False where the text is no plain one. */
  sift(bytes: number): boolean {
    const { text } = this.structure;
    const filled = this.filled + bytes;
    const whole = this.siftLines(filled);
    if (whole === null) return false;
    text.copyWithin(0, whole, filled);
    this.filled = filled - whole;
    return this.filled < text.length;
  }

  /** Sifts what is left at the end of the file, where the last line need not end. */
  end(): boolean {
    if (this.filled === 0) return true;
    if (this.room.length < this.lineEnd.length) return false;
    this.room.set(this.lineEnd);
    return this.sift(this.lineEnd.length) && this.filled === 0;
  }
}
