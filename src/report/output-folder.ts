import { createHash, type Hash } from 'node:crypto';
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { stringify } from 'csv-stringify/sync';
import { LbpError } from '../errors.js';

export type Cell = string | number | null;

/** What a file turned out to be, for the manifest. */
export interface WrittenFile {
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
}

/**
 * The output directory of a run. All is written beside it, in `<out>.partial`, which takes its name only at the end:
 * a run that is killed leaves nothing that looks finished.
 */
export class OutputFolder {
  /**
   * @param force replaces a directory that exists
   * @throws LbpError E303 when it exists, E402 when it cannot be written
   */
  static create(out: string, force: boolean): OutputFolder {
    const path = resolve(out);
    if (existsSync(path)) {
      if (!force) {
        throw new LbpError(
          'E303',
          `${out}: the output directory exists. Choose another with --out, or replace it with --force.`,
        );
      }
      refuseStrangers(out, path);
    }
    const folder = new OutputFolder(out, path, `${path}.partial`);
    writing(out, () => {
      // What an earlier run that was killed left behind.
      rmSync(folder.partial, { recursive: true, force: true });
      mkdirSync(dirname(path), { recursive: true });
      mkdirSync(folder.partial, { mode: 0o700 });
    });
    return folder;
  }

  private readonly files: OutputFile[] = [];

  private constructor(
    private readonly given: string,
    private readonly path: string,
    /** Where the files are until the run is finished. */
    readonly partial: string,
  ) {}

  file(name: string): OutputFile {
    const file = writing(
      join(this.given, name),
      () => new OutputFile(join(this.given, name), name, join(this.partial, name)),
    );
    this.files.push(file);
    return file;
  }

  table(name: string, columns: readonly string[]): OutputTable {
    return new OutputTable(this.file(name), columns);
  }

  /** The files that are written so far, in the order in which they were begun. */
  written(): WrittenFile[] {
    return this.files.map((file) => file.done());
  }

  /** Gives the directory its name. */
  finish(): void {
    this.written();
    writing(this.given, () => {
      rmSync(this.path, { recursive: true, force: true });
      renameSync(this.partial, this.path);
    });
  }

  /** Leaves nothing behind. */
  abandon(): void {
    for (const file of this.files) file.close();
    rmSync(this.partial, { recursive: true, force: true });
  }
}

/** A mistyped path must not empty someone's folder: only an earlier run's output is replaced. */
function refuseStrangers(out: string, path: string): void {
  const isRun =
    statSync(path).isDirectory() &&
    (existsSync(join(path, 'manifest.json')) || readdirSync(path).length === 0);
  if (!isRun) {
    throw new LbpError(
      'E303',
      `${out}: not replaced, because it is not the output of a run. Choose another with --out.`,
    );
  }
}

/** A file that is written from start to end and hashed on the way. */
export class OutputFile {
  private readonly handle: number;
  private readonly hash: Hash = createHash('sha256');
  private bytes = 0;
  private result: WrittenFile | null = null;

  constructor(
    private readonly shownAs: string,
    private readonly name: string,
    path: string,
  ) {
    this.handle = openSync(path, 'wx', 0o600);
  }

  write(text: string): void {
    const data = Buffer.from(text);
    writing(this.shownAs, () => {
      for (let from = 0; from < data.length; ) from += writeSync(this.handle, data, from);
    });
    this.hash.update(data);
    this.bytes += data.length;
  }

  done(): WrittenFile {
    if (this.result === null) {
      this.close();
      this.result = { name: this.name, bytes: this.bytes, sha256: this.hash.digest('hex') };
    }
    return this.result;
  }

  close(): void {
    if (this.isOpen) closeSync(this.handle);
    this.isOpen = false;
  }

  private isOpen = true;
}

const ROWS_AT_ONCE = 5000;

/** A CSV file. Text that a spreadsheet would take for a formula is written so that it stays text. */
export class OutputTable {
  private rows: (readonly Cell[])[] = [];

  constructor(
    private readonly file: OutputFile,
    columns: readonly string[],
  ) {
    this.file.write(`${columns.join(',')}\n`);
  }

  add(row: readonly Cell[]): void {
    this.rows.push(row);
    if (this.rows.length >= ROWS_AT_ONCE) this.flush();
  }

  addAll(rows: Iterable<readonly Cell[]>): void {
    for (const row of rows) this.add(row);
  }

  flush(): void {
    if (this.rows.length === 0) return;
    this.file.write(stringify(this.rows as Cell[][], { escape_formulas: true }));
    this.rows = [];
  }
}

/** Turns what the file system throws into our errors. */
function writing<T>(shownAs: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'error';
    if (code === 'ENOSPC' || code === 'EDQUOT') {
      throw new LbpError(
        'E403',
        `${shownAs}: the disk is full. Free some space, or give --out on another disk.`,
        { cause },
      );
    }
    throw new LbpError(
      'E402',
      `${shownAs}: cannot be written (${code}). Check the directory and its permissions.`,
      { cause },
    );
  }
}
