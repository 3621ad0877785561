import { closeSync, openSync, writeSync } from 'node:fs';
import { onDisk } from '../../partial-folder.js';

/** A new file that only its owner can read. */
export class NewFile {
  private readonly handle: number;

  constructor(private readonly path: string) {
    this.handle = onDisk(path, () => openSync(path, 'wx', 0o600));
  }

  write(data: Uint8Array): void {
    onDisk(this.path, () => {
      for (let from = 0; from < data.length; ) from += writeSync(this.handle, data, from);
    });
  }

  close(): void {
    closeSync(this.handle);
  }
}
