import type { DuckDBDataChunk, DuckDBVector } from '@duckdb/node-api';
import type { ResultStream } from './result-stream.js';

/** A streamed result read row by row, each row column by column. Once open, it is on its first row. */
export class Cursor {
  static async open(result: ResultStream): Promise<Cursor> {
    const cursor = new Cursor(result);
    await cursor.refill();
    return cursor;
  }

  /** Held while its vectors are read: they are views of its memory and do not keep it from being freed. */
  private chunk: DuckDBDataChunk | null = null;
  private vectors: DuckDBVector[] = [];
  private row = 0;
  private rows = 0;
  /** The engine works on the next rows while the current ones are read. */
  private next: Promise<DuckDBDataChunk | null>;

  private constructor(private readonly result: ResultStream) {
    this.next = this.ask();
  }

  /** The position of a column, for `number`, `text` and `isTrue`; looked up once for all rows. */
  column(name: string): number {
    const place = this.result.columnNames().indexOf(name);
    if (place < 0) throw new Error(`the result has no column ${name}`);
    return place;
  }

  get isAtEnd(): boolean {
    return this.chunk === null || this.rows === 0;
  }

  /**
   * Moves to the next row in memory; false when none is left and `refill` must be awaited. The two are
   * separate because awaiting every row would cost more than reading it.
   */
  advance(): boolean {
    this.row += 1;
    return this.row < this.rows;
  }

  async refill(): Promise<void> {
    const chunk = await this.next;
    this.row = 0;
    this.rows = chunk?.rowCount ?? 0;
    this.chunk = chunk;
    if (chunk === null || this.isAtEnd) return;
    this.next = this.ask();
    this.vectors = Array.from({ length: chunk.columnCount }, (_, column) => chunk.getColumnVector(column));
  }

  private ask(): Promise<DuckDBDataChunk | null> {
    const next = this.result.fetchChunk();
    // Awaited by the next refill; a run that ends before that can ignore it.
    next.catch(() => undefined);
    return next;
  }

  /** A whole number, or null. */
  number(column: number): number | null {
    const value = this.vectors[column]?.getItem(this.row) ?? null;
    return value === null ? null : Number(value);
  }

  /** Text, empty for NULL. */
  text(column: number): string {
    const value = this.vectors[column]?.getItem(this.row) ?? null;
    return value === null ? '' : String(value);
  }

  isTrue(column: number): boolean {
    return this.vectors[column]?.getItem(this.row) === true;
  }
}
