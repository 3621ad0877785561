import { byCodeUnit } from './order.js';

/**
 * Sorted lists of set names, each combination once: tens of thousands of codes share a few dozen lists, which saves
 * most of the time and memory of loading.
 */
export class NameLists {
  private readonly extended = new Map<readonly string[], Map<string, readonly string[]>>();
  readonly empty: readonly string[] = [];

  /** The list with a name added, or the same list if it already has the name. */
  with(list: readonly string[], name: string): readonly string[] {
    let byName = this.extended.get(list);
    if (byName === undefined) {
      byName = new Map();
      this.extended.set(list, byName);
    }
    let longer = byName.get(name);
    if (longer === undefined) {
      longer = list.includes(name) ? list : [...list, name].sort(byCodeUnit);
      byName.set(name, longer);
    }
    return longer;
  }
}
