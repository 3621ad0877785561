/** How much of a text is processed at a time: it fits the processor's cache. No line may be longer. */
export const BLOCK_BYTES = 1 << 18;

export const LF = 0x0a;
export const CR = 0x0d;

/** Processes the lines of a text. */
export interface LineTaker {
  /** Whether lines can be taken one by one; called with the whole lines of a block before they are taken. */
  isPlain(lines: Buffer): boolean;
  /**
   * Takes a line, without its line end; its bytes are gone afterwards.
   *
   * @returns whether it is a line of a plain text
   */
  take(start: number, end: number): boolean;
}

/** Takes a text block by block, and passes on its lines. */
export class TextBlocks {
  /** The bytes in the buffer that belong to an incomplete line. */
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

  /** Where the next bytes go; never empty. */
  get room(): Buffer {
    return this.text.subarray(this.filled);
  }

  /** Passes on the whole lines once `bytes` were put into the room. False if the text is not plain. */
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

  /** Passes on the rest at the end of the file, where the last line needs no line end. */
  end(): boolean {
    if (this.filled === 0) return true;
    const lineEnd = this.hasReturns ? [CR, LF] : [LF];
    if (this.room.length < lineEnd.length) return false;
    this.room.set(lineEnd);
    return this.push(lineEnd.length) && this.filled === 0;
  }
}
