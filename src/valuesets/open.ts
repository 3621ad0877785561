import { packageFile } from '../package-files.js';

/** Prefixes of the versions of rows in the open sets, and in the sets of our other rules. */
const OPEN_VERSIONS = ['lbp-open', 'lbp-review'];

/** The version prefix of every list row that was invented for the synthetic plan. */
export const DEMONSTRATION_VERSION = 'lbp-open-demo';

/** How outputs name the folder, so that they do not depend on where the package is installed. */
export const OPEN_LABEL = 'valuesets/open';

/** The folder of the open value sets. */
export function openFolder(): string {
  return packageFile(OPEN_LABEL);
}

/** Whether a file with rows of these versions is one of the open sets, wherever it is now. */
export function isOpen(versions: readonly string[]): boolean {
  return versions.length > 0 && versions.every(isOpenVersion);
}

function isOpenVersion(version: string): boolean {
  return OPEN_VERSIONS.some((open) => version.startsWith(open));
}
