/**
 * The parts that a guideline is built from. A scenario is a tree: `all`, `any` and `at least n` over leaves,
 * and each leaf tests one thing about the claims or the chart (docs/review.md).
 */

export const REGIONS = ['cervical', 'thoracic', 'lumbar', 'other'] as const;
export type Region = (typeof REGIONS)[number];

export const MODALITIES = ['mri', 'ct', 'pet', 'other'] as const;
export type Modality = (typeof MODALITIES)[number];

export const CONTRASTS = ['without', 'with', 'both'] as const;
export type Contrast = (typeof CONTRASTS)[number];

export const PHASES = ['acute', 'subacute', 'chronic', 'none'] as const;
export type Phase = (typeof PHASES)[number];

/** Days from the service date of the image, negative before it, both ends counted; a null start is "ever". */
export interface Offsets {
  readonly from: number | null;
  readonly to: number;
}

/** Names of code sets; a final `@` represents the region of the line under review. */
export type SetNames = readonly string[];

/** Records of any of the sets in the window. */
export interface RecordTest {
  readonly sets: SetNames;
  readonly window: Offsets;
}

/** Whole numbers, both ends counted; null if the range is open. */
export interface Range {
  readonly from: number | null;
  readonly to: number | null;
}

export type Leaf =
  /**
   * Records on this many different dates, from any of the tests; `spineOnly`: only from claims with a spine
   * diagnosis.
   */
  | {
      readonly kind: 'rec';
      readonly tests: readonly RecordTest[];
      readonly dates: number;
      readonly spineOnly: boolean;
    }
  /** A diagnosis on the imaging claim, regardless of date. */
  | { readonly kind: 'claim'; readonly sets: SetNames }
  /** No record. */
  | ({ readonly kind: 'none' } & RecordTest)
  /** Another line with such a code (`prior`), or none (`noprior`). */
  | ({ readonly kind: 'prior' | 'noprior' } & RecordTest)
  | { readonly kind: 'care'; readonly care: string }
  | { readonly kind: 'phase'; readonly phases: readonly Phase[] }
  | ({ readonly kind: 'age' | 'months' } & Range)
  | { readonly kind: 'sex'; readonly sex: 'F' | 'M' }
  /** What claims cannot show. */
  | { readonly kind: 'chart'; readonly text: string };

export type Node =
  | { readonly kind: 'all' | 'any'; readonly of: readonly Node[] }
  | { readonly kind: 'at_least'; readonly count: number; readonly of: readonly Node[] }
  | Leaf;

/** The leaves of a tree, depth first. */
export function leavesOf(node: Node): Leaf[] {
  switch (node.kind) {
    case 'all':
    case 'any':
    case 'at_least':
      return node.of.flatMap(leavesOf);
    default:
      return [node];
  }
}

/** The sets that a leaf reads, including any `@`. */
export function setsOf(leaf: Leaf): readonly string[] {
  switch (leaf.kind) {
    case 'rec':
      return leaf.tests.flatMap(({ sets }) => sets);
    case 'claim':
    case 'none':
    case 'prior':
    case 'noprior':
      return leaf.sets;
    default:
      return [];
  }
}

/**
 * The sets for a region: `xray@` is `xray_lumbar` on a lumbar line, and the sets of all three regions for
 * region `other`.
 */
export function setsForRegion(sets: SetNames, region: Region): string[] {
  return sets.flatMap((set) => {
    if (!set.endsWith('@')) return [set];
    const regions = region === 'other' ? (['cervical', 'thoracic', 'lumbar'] as const) : [region];
    return regions.map((one) => `${set.slice(0, -1)}_${one}`);
  });
}
