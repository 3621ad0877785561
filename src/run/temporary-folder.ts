import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onInterruption } from '../interruption.js';
import { onDisk } from '../partial-folder.js';

/** Does something with a folder of its own, which only its owner can read and which is gone afterwards. */
export async function withTemporaryFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = onDisk(tmpdir(), () => mkdtempSync(join(tmpdir(), 'lbp-')));
  // Retried, because other threads may still write to it.
  const remove = (): void => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  const isSettled = onInterruption(remove);
  try {
    return await work(folder);
  } finally {
    isSettled();
    remove();
  }
}
