import { closeSync, constants, fstatSync, lstatSync, openSync, readFileSync, type Stats } from 'node:fs';

/*
 * Checks that no other user can have planted something that a later run trusts. On a system without file
 * owners, everything is trusted.
 */

/** Mode bits that let others write. */
const WRITABLE_BY_OTHERS = 0o022;

/** Whether this user owns a folder and no other user may write to it; false for a link to one. */
export function isOwnFolder(path: string): boolean {
  const found = lstatSync(path, { throwIfNoEntry: false });
  return found?.isDirectory() === true && isOwn(found);
}

/** The content of a file that this user owns and no other user may write to; null for any other file. */
export function ownContent(path: string): Buffer | null {
  let handle: number;
  try {
    handle = openSync(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
  } catch {
    return null;
  }
  try {
    const found = fstatSync(handle);
    return found.isFile() && isOwn(found) ? readFileSync(handle) : null;
  } finally {
    closeSync(handle);
  }
}

function isOwn({ uid, mode }: Stats): boolean {
  const own = process.getuid?.();
  return own === undefined || (uid === own && (mode & WRITABLE_BY_OTHERS) === 0);
}
