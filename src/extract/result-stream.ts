import type { DuckDBConnection, DuckDBDataChunk, DuckDBResult } from '@duckdb/node-api';
import { LbpError } from '../errors.js';
import { guarded } from './engine-error.js';

/**
 * How far the engine works ahead of the reader; at its default of 1 MB its threads wait for the reader half
 * of the time.
 */
const WORKED_AHEAD = '20MB';

/**
 * The rows of a statement on its own connection, read while the engine works on more of them.
 *
 * The library reports the end of a stream and an error within it the same way, so half of the rows could pass
 * for all. After an error, however, a transaction accepts no further statement: each stream runs in one, and
 * tries a last statement at its end.
 */
export class ResultStream {
  /** @param onEnd is called once, when the connection is about to be closed */
  static async open(
    connection: DuckDBConnection,
    sql: string,
    onEnd: () => void = () => undefined,
  ): Promise<ResultStream> {
    await connection.run(`SET streaming_buffer_size = '${WORKED_AHEAD}'`);
    await connection.run('BEGIN TRANSACTION READ ONLY');
    return new ResultStream(connection, await connection.stream(sql), onEnd);
  }

  private constructor(
    private readonly connection: DuckDBConnection,
    private readonly result: DuckDBResult,
    private readonly onEnd: () => void,
  ) {}

  get columnCount(): number {
    return this.result.columnCount;
  }

  columnNames(): readonly string[] {
    return this.result.columnNames();
  }

  /**
   * The next rows, null after the last; must not be called again after that.
   *
   * @throws LbpError E401 where the engine stopped before the last row
   */
  async fetchChunk(): Promise<DuckDBDataChunk | null> {
    const chunk = await guarded(() => this.result.fetchChunk());
    if (chunk !== null && chunk.rowCount > 0) return chunk;
    const isAborted = await this.isAborted();
    this.onEnd();
    this.connection.closeSync();
    if (isAborted) throw stoppedEarly();
    return null;
  }

  private async isAborted(): Promise<boolean> {
    try {
      await this.connection.run('SELECT 1');
      return false;
    } catch {
      return true;
    }
  }
}

function stoppedEarly(): LbpError {
  return new LbpError(
    'E401',
    'the engine stopped before the last row of a result. Give it more memory with --memory, for example --memory 4GB, and see that the disk has space.',
  );
}
