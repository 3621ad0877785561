import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Start the versions of rows of the open sets, and of the sets of other rules of ours. */
const OPEN_VERSIONS = ['lbp-open', 'lbp-review'];

/** Starts the version of every list row that was invented for the synthetic plan. */
export const DEMONSTRATION_VERSION = 'lbp-open-demo';

/** How outputs name the folder, so that they do not depend on where the package is installed. */
export const OPEN_LABEL = 'valuesets/open';

/** The folder of the open value sets. */
export function openFolder(): string {
  return shippedPath('open');
}

/** A file or folder of `valuesets`: beside `src` in a checkout, one step further up from the compiled files. */
export function shippedPath(name: string): string {
  const beside = fileURLToPath(new URL(`../../valuesets/${name}`, import.meta.url));
  return existsSync(beside) ? beside : fileURLToPath(new URL(`../../../valuesets/${name}`, import.meta.url));
}

/** Whether a file with rows of these versions is one of the open sets, wherever it lies now. */
export function isOpen(versions: readonly string[]): boolean {
  return versions.length > 0 && versions.every(isOpenVersion);
}

function isOpenVersion(version: string): boolean {
  return OPEN_VERSIONS.some((open) => version.startsWith(open));
}
