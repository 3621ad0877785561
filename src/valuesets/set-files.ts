import { isOpen } from './open.js';
import { byCodeUnit } from './order.js';
import type { FileFacts, ReadTable } from './read-file.js';

/** A file as the manifest names it. */
export interface DirectoryFile extends FileFacts {
  /** The set versions that its rows name, sorted; none in a crosswalk. */
  readonly versions: readonly string[];
  /** `open` if every row has a version of the open sets, whether they were the default or passed by path. */
  readonly origin: 'open' | 'given';
}

/** The files that tables were read from, each once, in the order of reading. */
export function filesRead(read: readonly ReadTable[]): DirectoryFile[] {
  const byPath = new Map<string, { facts: FileFacts; versions: Set<string> }>();
  for (const { file, mentions } of read) {
    const known = byPath.get(file.path) ?? { facts: file, versions: new Set() };
    byPath.set(file.path, known);
    for (const { version } of mentions) if (version !== '') known.versions.add(version);
  }
  return [...byPath.values()].map(({ facts, versions }) => ({
    path: facts.path,
    name: facts.name,
    versions: [...versions].sort(byCodeUnit),
    bytes: facts.bytes,
    sha256: facts.sha256,
    origin: isOpen([...versions]) ? 'open' : 'given',
    ...(facts.from_cache === undefined ? {} : { from_cache: facts.from_cache }),
    ...(facts.imported_from === undefined ? {} : { imported_from: facts.imported_from }),
  }));
}
