import type { Directory, SetFacts } from '../../valuesets/directory.js';

/** A set as the commands show it. */
export interface SetDescription {
  readonly name: string;
  readonly kind: string;
  readonly oid: string;
  readonly version: string;
  /** `demonstration` if some of its codes were invented for the synthetic plan. */
  readonly origin: 'open' | 'demonstration' | 'given' | 'mixed';
  readonly codes: Readonly<Record<string, number>>;
  readonly total: number;
  readonly files: readonly string[];
}

export function describeSet(set: SetFacts, directory: Directory): SetDescription {
  const { name, kind, oid, version, counts, files } = set;
  return {
    name,
    kind,
    oid,
    version,
    origin: originOf(set, directory),
    codes: Object.fromEntries(counts),
    total: [...counts.values()].reduce((sum, count) => sum + count, 0),
    files,
  };
}

function originOf({ name, files }: SetFacts, directory: Directory): SetDescription['origin'] {
  if (directory.demonstrationLists.includes(name)) return 'demonstration';
  const origins = new Set(
    directory.files.filter(({ path }) => files.includes(path)).map(({ origin }) => origin),
  );
  const [first = 'given', ...more] = origins;
  return more.length > 0 ? 'mixed' : first;
}
