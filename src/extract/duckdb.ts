import { existsSync } from 'node:fs';
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
  /** 0 for one a core; fewer than asked for where the memory is not enough for them. */
  readonly threads: number;
  /** As DuckDB writes it, `2GB`. */
  readonly memory: string;
  /** A folder of the run's own, for what does not fit the memory. */
  readonly spill: string;
  /** A DuckDB file whose tables are read. */
  readonly database?: string | undefined;
}

/** As many rows as the engine takes at once. */
const CHUNK_ROWS = 2048;

/** Of the memory given; at least so many megabytes. */
const LITTLE_SHARE = 0.18;
/** For each thread, which takes up to 60 to read CSV. */
const MEGABYTES_OF_THREAD = 90;
/** What is freed goes back to the system; by default the allocator keeps some 130 MB for later. */
const FLUSHED = '8MB';

/** The embedded engine: runs statements, and streams several ordered results at the same time. */
export class Engine {
  static async open(options: EngineOptions): Promise<Engine> {
    const instance = await DuckDBInstance.create(':memory:', {
      memory_limit: options.memory,
      temp_directory: options.spill,
      threads: String(threadsWithin(options.threads, options.memory)),
      // Nothing is fetched from anywhere: what the engine needs is built in.
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
      preserve_insertion_order: 'false',
      allocator_flush_threshold: FLUSHED,
      allocator_bulk_deallocation_flush_threshold: FLUSHED,
    });
    const engine = new Engine(instance, await instance.connect(), options);
    engine.isClosed = onInterruption(() => engine.interrupt());
    // A moment with a time zone is on the same day on every machine.
    await engine.run(`SET GLOBAL TimeZone = 'UTC'`);
    await engine.run(`SET GLOBAL disabled_optimizers = '${DISABLED_OPTIMIZERS}'`);
    if (options.database !== undefined) await engine.attach(options.database);
    return engine;
  }

  /** Streams have connections of their own. */
  private readonly streaming = new Set<DuckDBConnection>();
  private isClosed: () => void = () => undefined;
  private hasLittleMemory: boolean = false;

  /** @throws LbpError E101 for a file that is not there, E109 for one that is no DuckDB file or of another version */
  private async attach(path: string): Promise<void> {
    if (!existsSync(path)) {
      this.close();
      throw new LbpError('E101', `${path}: no such file. Check the path given with --database.`);
    }
    try {
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

  /** A folder for what the run puts on the disk for a while. */
  get spill(): string {
    return this.options.spill;
  }

  get threads(): number {
    return threadsWithin(this.options.threads, this.options.memory);
  }

  /** How far the running statement is, 0 to 100; negative where that is not known. */
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

  /** Runs a statement that writes rows in the order of their file; in one thread, because others would only wait. */
  async runInFileOrder(sql: string): Promise<void> {
    await this.withThreads(1, () => this.rowsInFileOrder(sql));
  }

  /**
   * Runs statements for which little memory is enough: what is more goes to the disk. May stand within another, whose
   * share it has.
   *
   * @param share of the memory given, from 0 to 1
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

  /** Runs statements on so many threads at the most. */
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
   * Runs statements in which conditions are to be pushed down. Without that, an inner join of several tables can become
   * a cross product with a filter on top.
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

  /** Fills a table, a chunk of rows at a time: row by row every value would cost a call of the engine. */
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

  /** Stops what is running; a process does not end before that. */
  interrupt(): void {
    for (const connection of [this.connection, ...this.streaming]) connection.interrupt();
  }

  close(): void {
    this.isClosed();
    this.connection.closeSync();
    this.instance.closeSync();
  }
}
