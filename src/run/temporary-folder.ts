import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isOwnFolder } from '../extract/only-ours.js';
import { isAtWork, lockIn, ownLock, putLock, removeLocked } from '../folder-lock.js';
import { onInterruption } from '../interruption.js';
import { onDisk } from '../partial-folder.js';

const PREFIX = 'lbp-';

/** Does something with a folder of its own, which only its owner can read and which is gone afterwards. */
export async function withTemporaryFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  removeLeftovers();
  const folder = onDisk(tmpdir(), () => {
    const made = mkdtempSync(join(tmpdir(), PREFIX));
    putLock(made, ownLock());
    return made;
  });
  const remove = (): void => removeLocked(folder);
  const isSettled = onInterruption(remove);
  try {
    return await work(folder);
  } finally {
    isSettled();
    remove();
  }
}

/** Removes what commands of this user left in the temporary folder when they were killed: claims may be in it. */
export function removeLeftovers(): void {
  for (const name of namesOf(tmpdir())) {
    if (!name.startsWith(PREFIX)) continue;
    const folder = join(tmpdir(), name);
    try {
      const lock = isOwnFolder(folder) ? lockIn(folder) : null;
      if (lock !== null && isAtWork(lock.worker) === 'no') removeLocked(folder);
    } catch {
      // Another command removes it at the same time, or it cannot be removed; the others are removed all the same.
    }
  }
}

function namesOf(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
