import { existsSync, realpathSync, renameSync, statSync } from 'node:fs';
import { basename, join, sep } from 'node:path';
import { LbpError } from '../errors.js';
import { emptyLocked, removeLocked } from '../folder-lock.js';
import { onInterruption } from '../interruption.js';
import type { OutputTable as TableSpec } from '../packs/table.js';
import { claimPartial, type FolderOptions, onDisk, sync } from '../partial-folder.js';
import { OutputFile, OutputTable } from './output-folder.js';

/** A file beside no others, only for its owner, which takes its name when it is complete; until then it is in a folder of its own. */
export class SingleFile {
  /**
   * @param options `force` replaces an existing file; no file in an input is replaced
   * @throws LbpError E303 when the file exists, E305 when another command writes it, E402 and E403 when it cannot be made
   */
  static create(out: string, options: FolderOptions): SingleFile {
    if (existsSync(out)) refuseExisting(out, options);
    const partial = `${out}.partial`;
    return onDisk(out, () => {
      claimPartial(out, partial);
      try {
        emptyLocked(partial);
        const path = join(partial, basename(out));
        return new SingleFile(out, partial, new OutputFile(out, basename(out), path));
      } catch (error) {
        removeLocked(partial);
        throw error;
      }
    });
  }

  /** Called when there is nothing left to remove. */
  private readonly isSettled: () => void;

  private constructor(
    private readonly out: string,
    private readonly partial: string,
    private readonly file: OutputFile,
  ) {
    this.isSettled = onInterruption(() => this.abandon());
  }

  write(text: string): void {
    this.file.write(text);
  }

  finish(): void {
    this.file.done();
    onDisk(this.out, () => {
      const path = join(this.partial, basename(this.out));
      sync(path);
      renameSync(path, this.out);
      removeLocked(this.partial);
    });
    this.isSettled();
  }

  /** Leaves nothing behind. */
  abandon(): void {
    this.isSettled();
    this.file.close();
    removeLocked(this.partial);
  }
}

/** A CSV file of the same kind. */
export class SingleTable {
  /** @throws LbpError as SingleFile.create does */
  static create(out: string, options: FolderOptions, columns: Pick<TableSpec, 'columns'>): SingleTable {
    const file = SingleFile.create(out, options);
    try {
      return new SingleTable(file, OutputTable.begin(file, columns));
    } catch (error) {
      file.abandon();
      throw error;
    }
  }

  private constructor(
    private readonly file: SingleFile,
    readonly table: OutputTable,
  ) {}

  finish(): void {
    this.table.flush();
    this.file.finish();
  }

  /** Leaves nothing behind. */
  abandon(): void {
    this.file.abandon();
  }
}

function refuseExisting(out: string, { force, inputs }: FolderOptions): void {
  if (!force) {
    throw new LbpError(
      'E303',
      `${out}: the output exists. Choose another with --out, or replace it with --force.`,
    );
  }
  const real = realpathSync(out);
  const input = inputs.find((path) => existsSync(path) && real.startsWith(`${realpathSync(path)}${sep}`));
  if (input === undefined && statSync(out).isFile()) return;
  throw new LbpError(
    'E303',
    `${out}: not replaced, because it is ${input === undefined ? 'no file' : `a file of ${input}, an input of this command`}. Choose another with --out.`,
  );
}
