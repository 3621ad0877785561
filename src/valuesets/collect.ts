import { CODE_SYSTEMS, type CodeSystem, type ListedCode } from '../timeline/person.js';
import { NameLists } from './name-lists.js';
import { byCodeUnit } from './order.js';

/** One code and the names of the sets that hold it, while files are still being read. */
interface Entry {
  system: CodeSystem;
  readonly code: string;
  sets: readonly string[];
}

/**
 * Gathers codes from many files into one object per code.
 *
 * CPT and HCPCS share one column on claims, so they are one space here: a code that directories list under both
 * labels becomes one object, labelled with the earlier of CODE_SYSTEMS.
 */
export class CodeCollector {
  private readonly names = new NameLists();
  private readonly spaces = new Map<CodeSystem, Map<string, Entry>>();

  /** False if the set already has the code under the same label. */
  add(system: CodeSystem, code: string, name: string): boolean {
    const entries = this.space(system);
    const entry = entries.get(code);
    if (entry === undefined) {
      entries.set(code, { system, code, sets: this.names.with(this.names.empty, name) });
      return true;
    }
    const longer = this.names.with(entry.sets, name);
    const isNew = longer !== entry.sets || system !== entry.system;
    if (system === 'CPT') entry.system = system;
    entry.sets = longer;
    return isNew;
  }

  /** The names of the sets that hold a code; none for a code that is not listed. */
  setsOf(system: CodeSystem, code: string): readonly string[] {
    return this.space(system).get(code)?.sets ?? this.names.empty;
  }

  /** All codes, by system in the order of CODE_SYSTEMS, then by code; each with sorted set names. */
  listed(): ListedCode[] {
    return CODE_SYSTEMS.flatMap((system) => {
      const entries = [...this.space(system).values()].filter((entry) => entry.system === system);
      return entries.sort((a, b) => byCodeUnit(a.code, b.code));
    });
  }

  private space(system: CodeSystem): Map<string, Entry> {
    const key = system === 'HCPCS' ? 'CPT' : system;
    let space = this.spaces.get(key);
    if (space === undefined) {
      space = new Map();
      this.spaces.set(key, space);
    }
    return space;
  }
}
