/*
 * All files that the program creates are about persons, including the engine's temporary files: no other user
 * may read them.
 */

const PRIVATE = 0o077;

/** The user's umask; null until the process keeps its files private. */
let users: number | null = null;

/** Makes every file and folder that this process creates from here on accessible to its owner only. */
export function keepFilesPrivate(): void {
  users = process.umask(PRIVATE);
}

/** Runs something under the user's umask: starts a program whose files others may need to read. */
export function withUsersMask<T>(work: () => T): T {
  if (users === null) return work();
  process.umask(users);
  try {
    return work();
  } finally {
    process.umask(PRIVATE);
  }
}
