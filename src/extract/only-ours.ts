import { closeSync, constants, fstatSync, lstatSync, openSync, readFileSync, type Stats } from 'node:fs';

/*
 * Whether no other user can have put something where a later run trusts it. Where the system knows no owners, all is
 * trusted.
 */

/** Bits of a mode that let others write. */
const WRITABLE_BY_OTHERS = 0o022;

/** Whether a folder is this user's own, and no other user may write to it; a link to one is not. */
export function isOwnFolder(path: string): boolean {
  const found = lstatSync(path, { throwIfNoEntry: false });
  return found?.isDirectory() === true && isOwn(found);
}

/** The content of a file of this user's own that no other user may write to; null where it is anything else. */
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
