import { LbpError } from '../errors.js';
import type { ReadTable } from './read-file.js';

/**
 * Rejects two sets whose names differ only in case: rules would find the codes of one of them only.
 *
 * @throws LbpError E203
 */
export function refuseTwoSpellings(read: readonly ReadTable[]): void {
  const known = new Map<string, { name: string; path: string }>();
  for (const { kind, file, mentions } of read) {
    for (const { name } of mentions) {
      const key = `${kind} ${name.toLowerCase()}`;
      const first = known.get(key) ?? { name, path: file.path };
      known.set(key, first);
      if (first.name === name) continue;
      const place = first.path === file.path ? 'the same file' : file.path;
      throw new LbpError(
        'E203',
        `${first.path}: the ${kind} ${first.name} is written ${name} in ${place}. Write its name one way.`,
      );
    }
  }
}
