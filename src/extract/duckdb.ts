import { existsSync, statSync } from 'node:fs';
import {
  type BIGINT,
  type DuckDBConnection,
  DuckDBDataChunk,
  DuckDBInstance,
  type DuckDBValue,
  type INTEGER,
  type VARCHAR,
  version,
} from '@duckdb/node-api';
import { LbpError } from '../errors.js';
import { onInterruption } from '../interruption.js';
import { guarded } from './engine-error.js';
import { LEAST_MEGABYTES, megabytesOf, threadsWithin } from './engine-size.js';
import { ResultStream } from './result-stream.js';
import { attach, DISABLED_OPTIMIZERS, FIXED_JOINS } from './sql/duckdb-dialect.js';

export interface EngineOptions {
  /** 0 for one per core; fewer than requested if memory is too small for them. */
  readonly threads: number;
  /** As DuckDB writes it, `2GB`. */
  readonly memory: string;
  /** A folder private to the run, for what does not fit in memory. */
  readonly spill: string;
  /** A DuckDB file whose tables are read. */
  readonly database?: string | undefined;
}

/** The rows that the engine takes at once. */
const CHUNK_ROWS = 2048;

/** The default share of the engine's memory; never less than LEAST_MEGABYTES. */
const LITTLE_SHARE = 0.18;
/** Per thread, which takes up to 60 to read CSV. */
const MEGABYTES_OF_THREAD = 90;
/** Freed memory beyond this goes back to the system; by default the allocator keeps some 130 MB for later. */
const FLUSHED = '8MB';

/** The embedded engine: runs statements, and streams several ordered results at the same time. */
export class Engine {
  static async open(options: EngineOptions): Promise<Engine> {
    const instance = await DuckDBInstance.create(':memory:', {
      memory_limit: options.memory,
      temp_directory: options.spill,
      threads: String(threadsWithin(options.threads, options.memory)),
      // Nothing is downloaded: what the engine needs is built in.
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
      preserve_insertion_order: 'false',
      allocator_flush_threshold: FLUSHED,
      allocator_bulk_deallocation_flush_threshold: FLUSHED,
    });
    const engine = new Engine(instance, await instance.connect(), options);
    engine.isClosed = onInterruption(() => engine.interrupt());
    // A timestamp with a time zone is on the same day on every machine.
    await engine.run(`SET GLOBAL TimeZone = 'UTC'`);
    await engine.run(`SET GLOBAL disabled_optimizers = '${DISABLED_OPTIMIZERS}'`);
    if (options.database !== undefined) await engine.attach(options.database);
    return engine;
  }

  /** Streams have separate connections. */
  private readonly streaming = new Set<DuckDBConnection>();
  private isClosed: () => void = () => undefined;
  private hasLittleMemory: boolean = false;

  /**
   * @throws LbpError E101 for a missing file, E109 for one that is not a DuckDB file or is of another version
   */
  private async attach(path: string): Promise<void> {
    if (!existsSync(path)) {
      this.close();
      throw new LbpError('E101', `${path}: no such file. Check the path given with --database.`);
    }
    try {
      // The engine would wait for a pipe without an end.
      if (!statSync(path).isFile()) throw new Error('no file');
      await this.connection.run(attach(path));
    } catch (cause) {
      this.close();
      throw new LbpError(
        'E109',
        `${path}: not a DuckDB file that version ${Engine.version} of the engine can read. Check the path, or write the file with that version.`,
        { cause },
      );
    }
  }

  private constructor(
    private readonly instance: DuckDBInstance,
    private readonly connection: DuckDBConnection,
    private readonly options: EngineOptions,
  ) {}

  static get version(): string {
    return version();
  }

  /** A folder for the run's temporary files. */
  get spill(): string {
    return this.options.spill;
  }

  get threads(): number {
    return threadsWithin(this.options.threads, this.options.memory);
  }

  /** The memory it may take. */
  get megabytes(): number {
    return megabytesOf(this.options.memory);
  }

  /** Progress of the running statement, 0 to 100; negative if unknown. */
  get percent(): number {
    return this.connection.progress.percentage;
  }

  async run(sql: string): Promise<void> {
    await guarded(() => this.connection.run(sql));
  }

  async rows(sql: string): Promise<Record<string, DuckDBValue>[]> {
    return guarded(async () => (await this.connection.runAndReadAll(sql)).getRowObjects());
  }

  /** Rows of a statement for which the order of the records in a file matters. */
  async rowsInFileOrder(sql: string): Promise<Record<string, DuckDBValue>[]> {
    await this.run('SET preserve_insertion_order = true');
    try {
      return await this.rows(sql);
    } finally {
      await this.run('SET preserve_insertion_order = false');
    }
  }

  /** Runs a statement that writes rows in file order; in one thread, because others would only wait. */
  async runInFileOrder(sql: string): Promise<void> {
    await this.withThreads(1, () => this.rowsInFileOrder(sql));
  }

  /**
   * Runs statements that need little memory: the rest goes to disk. Calls may be nested; an inner one keeps
   * the outer share.
   *
   * @param share of the engine's memory, from 0 to 1
   */
  async inLittleMemory<T>(work: () => Promise<T>, share: number = LITTLE_SHARE): Promise<T> {
    const { memory } = this.options;
    if (this.hasLittleMemory) return work();
    this.hasLittleMemory = true;
    const little = Math.max(LEAST_MEGABYTES, share * megabytesOf(memory));
    if (megabytesOf(memory) > little) await this.run(`SET memory_limit = '${little}MB'`);
    try {
      return await this.withThreads(Math.floor(little / MEGABYTES_OF_THREAD), work);
    } finally {
      await this.run(`SET memory_limit = '${memory}'`);
      this.hasLittleMemory = false;
    }
  }

  /** Runs statements on at most `most` threads. */
  private async withThreads<T>(most: number, work: () => Promise<T>): Promise<T> {
    const [before] = await this.rows("SELECT current_setting('threads') AS threads");
    const threads = Number(before?.['threads'] ?? most);
    if (threads <= most) return work();
    await this.run(`SET threads = ${most}`);
    try {
      return await work();
    } finally {
      await this.run(`SET threads = ${threads}`);
    }
  }

  /**
   * Runs statements with condition pushdown on. Without it, an inner join of several tables can become a
   * cross product with a filter on top.
   */
  async withPushdown<T>(work: () => Promise<T>): Promise<T> {
    await this.run(`SET GLOBAL disabled_optimizers = '${FIXED_JOINS}'`);
    try {
      return await work();
    } finally {
      await this.run(`SET GLOBAL disabled_optimizers = '${DISABLED_OPTIMIZERS}'`);
    }
  }

  /** Rows that are read while the engine works on more of them. */
  async stream(sql: string): Promise<ResultStream> {
    return guarded(async () => {
      const connection = await this.instance.connect();
      this.streaming.add(connection);
      return ResultStream.open(connection, sql, () => this.streaming.delete(connection));
    });
  }

  /** Fills a table a chunk of rows at a time: row by row, every value would cost an engine call. */
  async append(
    table: string,
    types: readonly (typeof INTEGER | typeof BIGINT | typeof VARCHAR)[],
    rows: readonly (readonly (number | bigint | string | null)[])[],
  ): Promise<void> {
    await guarded(async () => {
      const appender = await this.connection.createAppender(table);
      for (let from = 0; from < rows.length; from += CHUNK_ROWS) {
        const chunk = DuckDBDataChunk.create(types);
        chunk.setRows(rows.slice(from, from + CHUNK_ROWS).map((row) => [...row]));
        appender.appendDataChunk(chunk);
      }
      appender.closeSync();
    });
  }

  /** Stops running statements, without which the process does not end. */
  interrupt(): void {
    for (const connection of [this.connection, ...this.streaming]) connection.interrupt();
  }

  close(): void {
    this.isClosed();
    this.connection.closeSync();
    this.instance.closeSync();
  }
}
