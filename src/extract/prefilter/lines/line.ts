/** Two four-byte numbers: every byte 1, and the highest bit of every byte. */
const ONES = 0x01010101;
const HIGHEST_BITS = 0x80808080;

/** The positions of a line's fields in a text; one object for all lines, moved from line to line. */
export class Line {
  private start: number = 0;
  /** The position after the last byte of each field. */
  private readonly ends: Int32Array;
  private readonly words: DataView;

  /** @param columns how many fields each line has */
  constructor(
    readonly text: Buffer,
    columns: number,
  ) {
    this.ends = new Int32Array(columns);
    this.words = new DataView(text.buffer, text.byteOffset, text.length);
  }

  /**
   * Moves to the line from `start` up to `end`, without its line end.
   *
   * @param separator the byte between fields, which is ASCII
   * @returns whether it has the right number of fields; if not, their positions are undefined
   */
  moveTo(start: number, end: number, separator: number): boolean {
    const { text, ends, words } = this;
    const separators = separator * ONES;
    this.start = start;
    let column = 0;
    let at = start;
    // Every byte of a file is checked here, four at a time: twice as fast as one by one. Nothing is written
    // beyond the last column.
    for (; at + 4 <= end; at += 4) {
      const bytes = words.getInt32(at, true) ^ separators;
      // Nonzero if any of the bytes is zero, that is, a separator.
      if (((bytes - ONES) & ~bytes & HIGHEST_BITS) === 0) continue;
      if ((bytes & 0xff) === 0) ends[column++] = at;
      if ((bytes & 0xff00) === 0) ends[column++] = at + 1;
      if ((bytes & 0xff0000) === 0) ends[column++] = at + 2;
      if ((bytes & 0xff000000) === 0) ends[column++] = at + 3;
    }
    for (; at < end; at += 1) if (text[at] === separator) ends[column++] = at;
    if (column !== ends.length - 1) return false;
    ends[column] = end;
    return true;
  }

  /** Where the field of a column begins, counted from 0. */
  from(column: number): number {
    return column === 0 ? this.start : (this.ends[column - 1] ?? 0) + 1;
  }

  /** The position after the last byte of the field. */
  to(column: number): number {
    return this.ends[column] ?? 0;
  }
}
