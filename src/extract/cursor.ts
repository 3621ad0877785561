import type { DuckDBDataChunk, DuckDBResult, DuckDBVector } from '@duckdb/node-api';
import { guarded } from './duckdb.js';

/** A streamed result read row by row, each row column by column. It stands on its first row once it is open. */
export class Cursor {
  static async open(result: DuckDBResult): Promise<Cursor> {
    const cursor = new Cursor(result);
    await cursor.refill();
    return cursor;
  }

  private chunk: DuckDBDataChunk | null = null;
  private vectors: DuckDBVector[] = [];
  private row = 0;

  private constructor(private readonly result: DuckDBResult) {}

  get isAtEnd(): boolean {
    return this.chunk === null;
  }

  /**
   * Moves to the next row of those at hand; false when they are used up and `refill` must be awaited. The two are
   * apart because waiting for every row would cost more than reading it.
   */
  advance(): boolean {
    this.row += 1;
    return this.chunk !== null && this.row < this.chunk.rowCount;
  }

  async refill(): Promise<void> {
    const chunk = await guarded(() => this.result.fetchChunk());
    this.row = 0;
    this.chunk = null;
    if (chunk === null || chunk.rowCount === 0) return;
    this.chunk = chunk;
    this.vectors = Array.from({ length: chunk.columnCount }, (_, column) => chunk.getColumnVector(column));
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
