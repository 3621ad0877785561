/** Where the fields of a line stand in a text; one object for all lines, moved from one to the next. */
export class Line {
  private start: number = 0;
  /** Behind the last byte of each field. */
  private readonly ends: Int32Array;

  /** @param columns how many fields each line has */
  constructor(
    readonly text: Buffer,
    columns: number,
  ) {
    this.ends = new Int32Array(columns);
  }

  /**
   * Moves to the line from `start` up to `end`, without its line end.
   *
   * @param separator the byte between fields
   * @returns whether it has as many fields as it should; if not, where they stand is not known
   */
  moveTo(start: number, end: number, separator: number): boolean {
    const { text, ends } = this;
    this.start = start;
    let column = 0;
    for (let at = start; at < end; at += 1) {
      // Beyond the last column, nothing is written.
      if (text[at] === separator) ends[column++] = at;
    }
    if (column !== ends.length - 1) return false;
    ends[column] = end;
    return true;
  }

  /** Where the field of a column begins, counted from 0. */
  from(column: number): number {
    return column === 0 ? this.start : (this.ends[column - 1] ?? 0) + 1;
  }

  /** Behind the last byte of the field. */
  to(column: number): number {
    return this.ends[column] ?? 0;
  }
}
