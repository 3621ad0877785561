import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isOwnFolder } from '../extract/only-ours.js';
import { isAtWork, lockIn, ownLock, putLock, removeLocked } from '../folder-lock.js';
import { onInterruption } from '../interruption.js';
import { onDisk } from '../partial-folder.js';

const PREFIX = 'lbp-';

/** Runs work with a temporary folder that only its owner can read and that is removed afterwards. */
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

/** Removes what this user's killed commands left in the temporary folder: it may contain claims. */
export function removeLeftovers(): void {
  for (const name of namesOf(tmpdir())) {
    if (!name.startsWith(PREFIX)) continue;
    const folder = join(tmpdir(), name);
    try {
      const lock = isOwnFolder(folder) ? lockIn(folder) : null;
      if (lock !== null && isAtWork(lock.worker) === 'no') removeLocked(folder);
    } catch {
      // Another command is removing it, or it cannot be removed; the others are removed anyway.
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
