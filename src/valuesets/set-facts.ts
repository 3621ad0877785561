import type { CodeSystem, ListedCode } from '../timeline/person.js';
import type { SetKind } from './headings.js';
import { byCodeUnit } from './order.js';
import type { ReadTable } from './read-file.js';

/** What the loaded files say about one value set or medication list. */
export interface SetFacts {
  readonly name: string;
  readonly kind: SetKind;
  /** Several OIDs or versions, from several files or rows, are joined by `; `. */
  readonly oid: string;
  readonly version: string;
  /**
   * Codes by system. A code listed as CPT and as HCPCS counts as CPT; NDCs found by a crosswalk for an RxCUI
   * count as NDC.
   */
  readonly counts: ReadonlyMap<CodeSystem, number>;
  /** The files that hold its rows, as the manifest names them. */
  readonly files: readonly string[];
}

interface Gathered {
  readonly kind: SetKind;
  readonly oids: Set<string>;
  readonly versions: Set<string>;
  readonly files: Set<string>;
  readonly counts: Map<CodeSystem, number>;
}

/** The facts about every set that a file mentions, sorted by name. */
export function describeSets(read: readonly ReadTable[], codes: readonly ListedCode[]): SetFacts[] {
  const byName = new Map<string, Gathered>();
  for (const { kind, file, mentions } of read) {
    for (const { name, oid, version } of mentions) {
      // Tables of measures mention no set.
      const set = byName.get(name) ?? newlyMet(kind === 'medication list' ? kind : 'value set');
      byName.set(name, set);
      set.oids.add(oid);
      set.versions.add(version);
      set.files.add(file.path);
    }
  }
  for (const [sets, perSystem] of countByCombination(codes)) {
    for (const name of sets) addTo(byName.get(name)?.counts, perSystem);
  }
  return [...byName]
    .map(([name, { kind, oids, versions, files, counts }]) => ({
      name,
      kind,
      oid: joined(oids),
      version: joined(versions),
      counts,
      files: [...files],
    }))
    .sort((a, b) => byCodeUnit(a.name, b.name));
}

/** Codes that belong to the same sets share one list of names, so they are counted by list, not by code. */
function countByCombination(codes: readonly ListedCode[]): Map<readonly string[], Map<CodeSystem, number>> {
  const byCombination = new Map<readonly string[], Map<CodeSystem, number>>();
  for (const { system, sets } of codes) {
    let counts = byCombination.get(sets);
    if (counts === undefined) {
      counts = new Map();
      byCombination.set(sets, counts);
    }
    counts.set(system, (counts.get(system) ?? 0) + 1);
  }
  return byCombination;
}

function addTo(counts: Map<CodeSystem, number> | undefined, more: ReadonlyMap<CodeSystem, number>): void {
  for (const [system, count] of more) counts?.set(system, (counts.get(system) ?? 0) + count);
}

function newlyMet(kind: SetKind): Gathered {
  return { kind, oids: new Set(), versions: new Set(), files: new Set(), counts: new Map() };
}

function joined(texts: ReadonlySet<string>): string {
  return [...texts]
    .filter((text) => text !== '')
    .sort(byCodeUnit)
    .join('; ');
}
