/*
 * All files that the program makes are about persons, the engine's temporary files included: no other user may read
 * them.
 */

const PRIVATE = 0o077;

/** What the user had set; null until the process keeps its files private. */
let users: number | null = null;

/** From here on every file and folder that this process makes is for its owner only. */
export function keepFilesPrivate(): void {
  users = process.umask(PRIVATE);
}

/** Does something under the mask that the user had set: starts a program whose files others may have to read. */
export function withUsersMask<T>(work: () => T): T {
  if (users === null) return work();
  process.umask(users);
  try {
    return work();
  } finally {
    process.umask(PRIVATE);
  }
}
