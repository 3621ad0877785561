import { createHash, type Hash } from 'node:crypto';
import { closeSync, createReadStream, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'csv-stringify/sync';
import { type Cell, type OutputTable as TableSpec, writtenCells } from '../packs/table.js';
import { type FolderOptions, onDisk, PartialFolder } from '../partial-folder.js';

/** The facts of a written file, for the manifest. */
export interface WrittenFile {
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** The output directory of a run; it gets its final name only when the run finishes. */
export class OutputFolder {
  /**
   * @throws LbpError E303 if the directory exists or holds foreign files, E305 if another command writes to
   *   it, E402 and E403 if it cannot be created
   */
  static create(out: string, options: FolderOptions): OutputFolder {
    return new OutputFolder(out, PartialFolder.create(out, options));
  }

  private readonly files: Pick<OutputFile, 'done' | 'close'>[] = [];

  private constructor(
    private readonly given: string,
    private readonly folder: PartialFolder,
  ) {}

  /** Whether it replaced the leftover folder of a killed command. */
  get replacedUnfinished(): boolean {
    return this.folder.replacedUnfinished;
  }

  /** Where the files are until the run finishes. */
  get partial(): string {
    return this.folder.path;
  }

  file(name: string): OutputFile {
    const file = onDisk(
      join(this.given, name),
      () => new OutputFile(join(this.given, name), name, join(this.partial, name)),
    );
    this.files.push(file);
    return file;
  }

  /** Registers a file that something else wrote into the folder. */
  async adopt(name: string): Promise<void> {
    const hash = createHash('sha256');
    let bytes = 0;
    for await (const chunk of createReadStream(join(this.partial, name))) {
      hash.update(chunk);
      bytes += chunk.length;
    }
    const written: WrittenFile = { name, bytes, sha256: hash.digest('hex') };
    this.files.push({ done: () => written, close: () => undefined });
  }

  table(spec: TableSpec): OutputTable {
    return OutputTable.begin(this.file(spec.name), spec);
  }

  /** The files written so far, in the order in which they were begun. */
  written(): WrittenFile[] {
    return this.files.map((file) => file.done());
  }

  /** Gives the directory its final name. */
  finish(): void {
    this.written();
    this.folder.finish();
  }

  /** Leaves nothing behind. */
  abandon(): void {
    for (const file of this.files) file.close();
    this.folder.abandon();
  }
}

/** A file that is written sequentially and hashed along the way. */
export class OutputFile {
  private handle: number | null;
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
    const { handle } = this;
    if (handle === null) return;
    onDisk(this.shownAs, () => {
      for (let from = 0; from < data.length; ) from += writeSync(handle, data, from);
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
    if (this.handle !== null) closeSync(this.handle);
    this.handle = null;
  }
}

/** Small, so that rows are still in the young generation when they become garbage. */
const ROWS_AT_ONCE = 100;

/** A destination for text as it is produced. */
export interface Sink {
  write(text: string): unknown;
}

/** Rows of CSV. Text that a spreadsheet would take for a formula is marked to stay text. */
export class OutputTable {
  /** A table with its header. */
  static begin(sink: Sink, spec: Pick<TableSpec, 'columns'>): OutputTable {
    sink.write(`${spec.columns.map(({ name }) => name).join(',')}\n`);
    return new OutputTable(sink, spec);
  }

  private rows: (string | number)[][] = [];

  constructor(
    private readonly sink: Sink,
    private readonly spec: Pick<TableSpec, 'columns'>,
  ) {}

  add(row: readonly Cell[]): void {
    this.rows.push(writtenCells(this.spec, row));
    if (this.rows.length >= ROWS_AT_ONCE) this.flush();
  }

  addAll(rows: Iterable<readonly Cell[]>): void {
    for (const row of rows) this.add(row);
  }

  /** Rows that are text already. */
  addText(text: string): void {
    this.flush();
    this.sink.write(text);
  }

  flush(): void {
    if (this.rows.length === 0) return;
    this.sink.write(stringify(this.rows, { escape_formulas: true, cast: { string: numbersAsTheyAre } }));
    this.rows = [];
  }
}

const NEGATIVE_NUMBER = /^-\d+(\.\d+)?$/;

/** A negative amount is not a formula: a mark before it would turn it into text. */
function numbersAsTheyAre(text: string): string | { value: string; escape_formulas: false } {
  return NEGATIVE_NUMBER.test(text) ? { value: text, escape_formulas: false } : text;
}
