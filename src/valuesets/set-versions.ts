import { LbpError } from '../errors.js';
import { DEMONSTRATION_VERSION } from './open.js';
import type { ReadTable } from './read-file.js';

/**
 * Rejects a set that is loaded in two versions: it would mix the codes of both, and no directory has such a
 * set. A file without versions is accepted as is, and invented rows are recognized by their version.
 *
 * @throws LbpError E205
 */
export function refuseTwoVersions(read: readonly ReadTable[]): void {
  const known = new Map<string, { version: string; path: string }>();
  for (const { kind, file, mentions } of read) {
    for (const { name, version } of mentions) {
      if (version === '' || version.startsWith(DEMONSTRATION_VERSION)) continue;
      const key = `${kind} ${name}`;
      const first = known.get(key) ?? { version, path: file.path };
      known.set(key, first);
      if (first.version === version) continue;
      const places = first.path === file.path ? 'the same file' : file.path;
      throw new LbpError(
        'E205',
        `${first.path}: the ${kind} ${name} is there in version ${first.version}, and in ${places} in version ${version}. Give the directory of one measurement year only.`,
      );
    }
  }
}
