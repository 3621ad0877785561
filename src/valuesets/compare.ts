import type { CodeSystem } from '../timeline/person.js';
import type { Directory, SetFacts, SetKind } from './directory.js';

export interface Code {
  readonly system: CodeSystem;
  readonly code: string;
}

/** A set that is in both directories, in only one, or in both with different codes. */
export interface SetChange {
  readonly name: string;
  readonly kind: SetKind;
  readonly change: 'added' | 'removed' | 'changed';
  readonly codesBefore: number;
  readonly codesAfter: number;
  readonly added: readonly Code[];
  readonly removed: readonly Code[];
}

/**
 * The sets that differ between two directories, by name. A code that is CPT in one and HCPCS in the other is the same:
 * claims carry both in one column.
 */
export function compareDirectories(before: Directory, after: Directory): SetChange[] {
  const codesBefore = codesBySet(before);
  const codesAfter = codesBySet(after);
  const setsBefore = new Map(before.sets.map((set) => [set.name, set]));
  const setsAfter = new Map(after.sets.map((set) => [set.name, set]));
  const names = [...new Set([...setsBefore.keys(), ...setsAfter.keys()])].sort((a, b) => (a < b ? -1 : 1));
  return names.flatMap((name) => {
    const old = codesBefore.get(name) ?? new Map<string, Code>();
    const now = codesAfter.get(name) ?? new Map<string, Code>();
    const added = [...now].filter(([key]) => !old.has(key)).map(([, code]) => code);
    const removed = [...old].filter(([key]) => !now.has(key)).map(([, code]) => code);
    const change = changeOf(setsBefore.get(name), setsAfter.get(name), added.length + removed.length);
    const kind = (setsAfter.get(name) ?? setsBefore.get(name))?.kind;
    if (change === null || kind === undefined) return [];
    return [{ name, kind, change, codesBefore: old.size, codesAfter: now.size, added, removed }];
  });
}

function changeOf(
  before: SetFacts | undefined,
  after: SetFacts | undefined,
  codes: number,
): SetChange['change'] | null {
  if (before === undefined) return 'added';
  if (after === undefined) return 'removed';
  return codes > 0 ? 'changed' : null;
}

/** The codes of every set, each under a key that identifies the same code in another directory. */
function codesBySet({ codes }: Directory): Map<string, Map<string, Code>> {
  const bySet = new Map<string, Map<string, Code>>();
  for (const { system, code, sets } of codes) {
    const key = `${system === 'HCPCS' ? 'CPT' : system} ${code}`;
    for (const set of sets) {
      let known = bySet.get(set);
      if (known === undefined) {
        known = new Map();
        bySet.set(set, known);
      }
      known.set(key, { system, code });
    }
  }
  return bySet;
}
