/** Where the fields of a line stand in a text; one object for all lines, moved from one to the next. */
export class Line {
  /** Where the line begins, and which of the places ends its first field. */
  private start: number = 0;
  private first: number = 0;
  private end: number = 0;

  /**
   * @param places of separators and line ends, in their order
   * @param columns how many fields each line has
   */
  constructor(
    readonly text: Buffer,
    private readonly places: Int32Array,
    private readonly columns: number,
  ) {}

  /** @param end behind the last byte of the last field */
  moveTo(start: number, first: number, end: number): void {
    this.start = start;
    this.first = first;
    this.end = end;
  }

  /** Where the field of a column begins, counted from 0. */
  from(column: number): number {
    return column === 0 ? this.start : (this.places[this.first + column - 1] ?? 0) + 1;
  }

  /** Behind the last byte of the field. */
  to(column: number): number {
    return column === this.columns - 1 ? this.end : (this.places[this.first + column] ?? 0);
  }
}
