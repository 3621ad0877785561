import { existsSync, renameSync, rmSync } from 'node:fs';
import { basename } from 'node:path';
import { LbpError } from '../errors.js';
import { onInterruption } from '../interruption.js';
import type { OutputTable as TableSpec } from '../packs/table.js';
import { onDisk } from '../partial-folder.js';
import { OutputFile, OutputTable } from './output-folder.js';

/** A CSV file beside no others, only for its owner, which takes its name when it is complete. */
export class SingleTable {
  /**
   * @param force replaces an existing file
   * @throws LbpError E303 when the file exists, E402 and E403 when it cannot be made
   */
  static create(out: string, force: boolean, columns: Pick<TableSpec, 'columns'>): SingleTable {
    if (existsSync(out) && !force) {
      throw new LbpError(
        'E303',
        `${out}: the output exists. Choose another with --out, or replace it with --force.`,
      );
    }
    return onDisk(out, () => {
      rmSync(`${out}.partial`, { force: true });
      return new SingleTable(out, new OutputFile(out, basename(out), `${out}.partial`), columns);
    });
  }

  readonly table: OutputTable;
  /** Called when there is nothing left to remove. */
  private readonly isSettled: () => void;

  private constructor(
    private readonly out: string,
    private readonly file: OutputFile,
    columns: Pick<TableSpec, 'columns'>,
  ) {
    this.table = OutputTable.begin(file, columns);
    this.isSettled = onInterruption(() => this.abandon());
  }

  finish(): void {
    this.table.flush();
    this.file.done();
    onDisk(this.out, () => renameSync(`${this.out}.partial`, this.out));
    this.isSettled();
  }

  /** Leaves nothing behind. */
  abandon(): void {
    this.isSettled();
    this.file.close();
    rmSync(`${this.out}.partial`, { force: true });
  }
}
