/** How much of a text is looked at at a time: it fits the processor's cache. No line may be longer. */
export const BLOCK_BYTES = 1 << 18;

export const LF = 0x0a;
export const CR = 0x0d;

/** What is done with the lines of a text. */
export interface LineTaker {
  /** Whether lines can be taken one by one; asked of the whole lines of a block before they are taken. */
  isPlain(lines: Buffer): boolean;
  /**
   * Takes a line, without its line end; what it is made of is gone afterwards.
   *
   * @returns whether it is a line of a plain text
   */
  take(start: number, end: number): boolean;
}

/** Takes a text block by block, and hands on its lines. */
export class TextBlocks {
  /** How much of the text is there: of a line that is not whole yet. */
  private filled: number = 0;

  /**
   * @param text room for a block, in which the taker finds the lines
   * @param hasReturns whether lines end in CR LF
   */
  constructor(
    private readonly text: Buffer,
    private readonly hasReturns: boolean,
    private readonly taker: LineTaker,
  ) {}

  /** Where the next bytes are put; never empty. */
  get room(): Buffer {
    return this.text.subarray(this.filled);
  }

  /** Hands on what is whole once `bytes` were put into the room. False where the text is no plain one. */
  push(bytes: number): boolean {
    const { text, hasReturns, taker } = this;
    const filled = this.filled + bytes;
    const whole = filled === 0 ? 0 : text.lastIndexOf(LF, filled - 1) + 1;
    if (!taker.isPlain(text.subarray(0, whole))) return false;
    for (let start = 0; start < whole; ) {
      const feed = text.indexOf(LF, start);
      if (!taker.take(start, hasReturns ? feed - 1 : feed)) return false;
      start = feed + 1;
    }
    text.copyWithin(0, whole, filled);
    this.filled = filled - whole;
    return this.filled < text.length;
  }

  /** Hands on what is left at the end of the file, where the last line need not end. */
  end(): boolean {
    if (this.filled === 0) return true;
    const lineEnd = this.hasReturns ? [CR, LF] : [LF];
    if (this.room.length < lineEnd.length) return false;
    this.room.set(lineEnd);
    return this.push(lineEnd.length) && this.filled === 0;
  }
}
