import { basename } from 'node:path';
import type { OutputTable as TableSpec } from '../packs/table.js';
import { type FolderOptions, onDisk } from '../partial-folder.js';
import { OutputFile, OutputTable } from './output-folder.js';
import { SingleFile } from './single-file.js';

/** A single CSV output, readable only by its owner, which gets its final name when it is complete. */
export class SingleTable {
  /**
   * @param options `force` replaces an existing file; no file in an input is replaced
   * @throws LbpError E303 if the file exists, E305 if another command writes it, E402 and E403 if it cannot
   *   be created
   */
  static create(out: string, options: FolderOptions, columns: Pick<TableSpec, 'columns'>): SingleTable {
    const place = SingleFile.create(out, options);
    try {
      return onDisk(
        out,
        () => new SingleTable(place, new OutputFile(out, basename(out), place.path), columns),
      );
    } catch (error) {
      place.abandon();
      throw error;
    }
  }

  readonly table: OutputTable;

  private constructor(
    private readonly place: SingleFile,
    private readonly file: OutputFile,
    columns: Pick<TableSpec, 'columns'>,
  ) {
    try {
      this.table = OutputTable.begin(file, columns);
    } catch (error) {
      file.close();
      throw error;
    }
  }

  finish(): void {
    this.table.flush();
    this.file.done();
    this.place.finish();
  }

  /** Leaves nothing behind. */
  abandon(): void {
    this.file.close();
    this.place.abandon();
  }
}
