import type { Guideline, Scenario, Version } from './guideline/guideline.js';
import {
  type Leaf,
  type Modality,
  type Node,
  type Range,
  type Region,
  setsForRegion,
} from './guideline/tree.js';

/** A scenario for lines of one region, its leaves numbered from 1, depth first. */
export interface Criterion {
  readonly scenario: Scenario;
  readonly tree: IndexedNode;
  /** The leaves in the order of their numbers, as indexes into `LineCriteria.leaves`. */
  readonly leaves: readonly number[];
}

export type IndexedNode =
  | { readonly kind: 'all' | 'any'; readonly of: readonly IndexedNode[] }
  | { readonly kind: 'at_least'; readonly count: number; readonly of: readonly IndexedNode[] }
  | { readonly kind: 'leaf'; readonly index: number };

/** The leaves to test for a line. A leaf used by several scenarios is listed once. */
export interface LineCriteria {
  readonly leaves: readonly Leaf[];
  readonly criteria: readonly Criterion[];
}

/** The scenarios of a guideline as they apply to lines; each combination is built once. */
export class Criteria {
  private readonly known = new Map<string, LineCriteria>();

  constructor(private readonly guideline: Guideline) {}

  /** The scenarios for a region and modality in a version, in the order of the guideline, for people of any age. */
  of(version: Version, region: Region, modality: Modality): LineCriteria {
    const key = `${version.id} ${region} ${modality}`;
    let found = this.known.get(key);
    if (found === undefined) {
      found = this.compile(version, region, modality);
      this.known.set(key, found);
    }
    return found;
  }

  private compile(version: Version, region: Region, modality: Modality): LineCriteria {
    const leaves: Leaf[] = [];
    const places = new Map<string, number>();
    const placeOf = (leaf: Leaf): number => {
      const own = leafForRegion(leaf, region);
      const key = JSON.stringify(own);
      const place = places.get(key) ?? leaves.length;
      if (place === leaves.length) {
        leaves.push(own);
        places.set(key, place);
      }
      return place;
    };
    const criteria = this.guideline.scenarios
      .filter(
        ({ versions, regions, modalities }) =>
          versions.includes(version.id) && regions.includes(region) && modalities.includes(modality),
      )
      .map((scenario): Criterion => {
        const numbered: number[] = [];
        const tree = indexed(scenario.tree, (leaf) => {
          const place = placeOf(leaf);
          numbered.push(place);
          return place;
        });
        return { scenario, tree, leaves: numbered };
      });
    return { leaves, criteria };
  }
}

/** Whether a scenario is for people of this age; null is an unknown age, which fits no limit. */
export function fitsAge(ages: Range | null, age: number | null): boolean {
  return ages === null || (age !== null && isInRange(age, ages));
}

export function isInRange(value: number, { from, to }: Range): boolean {
  return (from === null || value >= from) && (to === null || value <= to);
}

function indexed(node: Node, placeOf: (leaf: Leaf) => number): IndexedNode {
  switch (node.kind) {
    case 'all':
    case 'any':
    case 'at_least':
      return { ...node, of: node.of.map((one) => indexed(one, placeOf)) };
    default:
      return { kind: 'leaf', index: placeOf(node) };
  }
}

/** The leaf with the names of the region's sets in place of `@`. */
export function leafForRegion(leaf: Leaf, region: Region): Leaf {
  switch (leaf.kind) {
    case 'rec':
      return {
        ...leaf,
        tests: leaf.tests.map(({ sets, window }) => ({ sets: setsForRegion(sets, region), window })),
      };
    case 'claim':
    case 'none':
    case 'prior':
    case 'noprior':
      return { ...leaf, sets: setsForRegion(leaf.sets, region) };
    default:
      return leaf;
  }
}
