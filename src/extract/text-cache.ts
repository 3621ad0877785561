import { createHash, randomUUID } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  lstatSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { onInterruption } from '../interruption.js';
import { makeFolders } from '../partial-folder.js';
import { Cursor } from './cursor.js';
import { Engine } from './duckdb.js';
import { isOwnFolder, ownContent } from './only-ours.js';
import { literal } from './sql/dialect.js';
import { readCsv, readParquet } from './sql/duckdb-files.js';

/** Increases when the file format changes. */
const FORMAT = 2;

/** Leftovers of a killed run begin with a dot; after this long no process is still writing them. */
const LEFT_OVER_MS = 24 * 3_600_000;

/**
 * Tables of text, kept between runs as Parquet in a folder of the user's. A file name contains its key and a
 * hash of the key and the content, so a file that is damaged or was kept under another key is recognized
 * before any row is used. Only folders and files that the user owns and no other user may write to are
 * trusted. Nothing here throws: what cannot be kept is read again from its source.
 */
export class TextCache {
  private engine: Engine | null = null;
  private readonly found: string[] = [];
  private readonly spill: string;

  /** @param folder created when there is something to keep */
  constructor(private readonly folder: string) {
    this.spill = join(folder, `.spill-${process.pid}`);
  }

  /** What went wrong so far. */
  problems(): readonly string[] {
    return this.found;
  }

  /**
   * The rows under a key, in the order in which they were kept; null if there are none, or not all of them.
   */
  async read(key: string): Promise<AsyncIterable<readonly (readonly string[])[]> | null> {
    if (!this.isTrusted()) return null;
    const whole = this.filesOf(key).find(({ path, hash }) => hashOf(path, key) === hash);
    if (whole === undefined) return null;
    try {
      const engine = await this.open();
      const result = await engine.stream(`SELECT * FROM ${readParquet([whole.path])}`);
      return rowsOf(await Cursor.open(result), result.columnCount);
    } catch {
      return null;
    }
  }

  /**
   * Passes rows on and keeps them; they are available under the key once the last has been consumed.
   *
   * @param textsOf a row as texts, the same number for every row
   */
  async *keeping<T>(
    key: string,
    rows: AsyncIterable<readonly T[]>,
    textsOf: (row: T) => readonly string[],
  ): AsyncGenerator<readonly T[]> {
    const file = await this.attempt(async () => this.begin());
    const isSettled = onInterruption(() => (file === null ? undefined : rmSync(file.path, { force: true })));
    // Once part of a table could not be kept, the rest is not kept either.
    let isKept = file !== null;
    let width = 0;
    try {
      for await (const batch of rows) {
        if (file !== null && isKept) {
          const texts = batch.map(textsOf);
          width = texts[0]?.length ?? width;
          isKept = (await this.attempt(async () => write(file.handle, texts))) !== null;
        }
        yield batch;
      }
      if (file !== null && isKept && width > 0) {
        await this.attempt(async () => this.finish(file.path, width, key));
      }
    } finally {
      isSettled();
      if (file !== null) {
        closeSync(file.handle);
        rmSync(file.path, { force: true });
      }
    }
  }

  close(): void {
    if (this.engine === null) return;
    this.engine.close();
    this.engine = null;
    rmSync(this.spill, { recursive: true, force: true });
  }

  /** The part of the engine that is needed here; rows of a table must stay in order. */
  private async open(): Promise<Engine> {
    if (this.engine === null) {
      this.engine = await Engine.open({ threads: 1, memory: '256MB', spill: this.spill });
      await this.engine.run('SET GLOBAL preserve_insertion_order = true');
    }
    return this.engine;
  }

  /**
   * The rows are collected as CSV: the engine converts that to Parquet faster than it takes rows one by one.
   */
  private begin(): { path: string; handle: number } | null {
    makeFolders(this.folder, 0o700);
    if (!this.isTrusted()) return null;
    for (const name of readdirSync(this.folder).filter((one) => one.startsWith('.'))) {
      const path = join(this.folder, name);
      if (Date.now() - statSync(path).mtimeMs > LEFT_OVER_MS) rmSync(path, { recursive: true, force: true });
    }
    const path = join(this.folder, `.${randomUUID()}.csv`);
    return { path, handle: openSync(path, 'wx', 0o600) };
  }

  private async finish(csv: string, width: number, key: string): Promise<void> {
    const partial = `${csv}.parquet`;
    try {
      const columns = Object.fromEntries(
        Array.from({ length: width }, (_, index) => [`c${index}`, 'VARCHAR']),
      );
      const options = ['header = false', `delim = ','`, `quote = '"'`, `escape = '"'`];
      const engine = await this.open();
      await engine.run(
        `COPY (SELECT * FROM ${readCsv([csv], columns, options)}) TO ${literal(partial)} (FORMAT parquet, COMPRESSION zstd)`,
      );
      chmodSync(partial, 0o600);
      const name = `${key}.${FORMAT}.${hashOf(partial, key)}.parquet`;
      for (const { path } of this.filesOf(key)) rmSync(path, { force: true });
      renameSync(partial, join(this.folder, name));
    } finally {
      rmSync(partial, { force: true });
    }
  }

  /** A folder that does not exist yet is as good as one that only we can write to. */
  private isTrusted(): boolean {
    const strange = [dirname(this.folder), this.folder].find((path) => isThere(path) && !isOwnFolder(path));
    if (strange === undefined) return true;
    const problem = `LBP-E402 ${strange}: the cache of workbooks is not used, because this folder is a link, of another user, or others may write to it. Remove it, or set its owner and permissions.`;
    if (!this.found.includes(problem)) this.found.push(problem);
    return false;
  }

  private filesOf(key: string): { path: string; hash: string }[] {
    const start = `${key}.${FORMAT}.`;
    let names: string[];
    try {
      names = readdirSync(this.folder);
    } catch {
      return [];
    }
    return names
      .filter((name) => name.startsWith(start) && name.endsWith('.parquet'))
      .map((name) => ({
        path: join(this.folder, name),
        hash: name.slice(start.length, -'.parquet'.length),
      }));
  }

  /** The result of the work, or null after recording a problem. */
  private async attempt<T>(work: () => Promise<T>): Promise<T | null> {
    try {
      return await work();
    } catch (error) {
      const why = error instanceof Error && 'code' in error ? String(error.code) : 'the engine refused it';
      this.found.push(
        `LBP-E402 ${this.folder}: what was read from a workbook cannot be kept (${why}), so the next run reads it again. Check the folder and its permissions.`,
      );
      return null;
    }
  }
}

function write(handle: number, rows: readonly (readonly string[])[]): void {
  const lines = rows.map((row) => `"${row.map((text) => text.replaceAll('"', '""')).join('","')}"\n`);
  const data = Buffer.from(lines.join(''));
  for (let from = 0; from < data.length; ) from += writeSync(handle, data, from);
}

/** The hash that an entry under a key must have in its name; empty for a file that is not trusted. */
function hashOf(path: string, key: string): string {
  const content = ownContent(path);
  return content === null ? '' : createHash('sha256').update(`${key}\n`).update(content).digest('hex');
}

function isThere(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch {
    // A folder that cannot be read shows up when it is written to.
    return false;
  }
}

async function* rowsOf(cursor: Cursor, width: number): AsyncGenerator<readonly (readonly string[])[]> {
  const columns = Array.from({ length: width }, (_, column) => column);
  while (!cursor.isAtEnd) {
    const batch: string[][] = [];
    do {
      batch.push(columns.map((column) => cursor.text(column)));
    } while (cursor.advance());
    yield batch;
    await cursor.refill();
  }
}
