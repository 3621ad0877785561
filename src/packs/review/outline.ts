import type { Guideline, Scenario } from './guideline/guideline.js';
import type { Leaf, Node, Region } from './guideline/tree.js';
import { leafWords } from './guideline/words.js';

/** A scenario in words; its leaves have the numbers of review-criteria.csv. */
export type OutlineNode =
  | { readonly kind: 'all' | 'any'; readonly of: readonly OutlineNode[] }
  | { readonly kind: 'at_least'; readonly count: number; readonly of: readonly OutlineNode[] }
  | {
      readonly kind: 'leaf';
      readonly number: number;
      /** What kind of condition it is: `rec`, `chart` ... */
      readonly asks: Leaf['kind'];
      readonly words: string;
    };

/** The outline of a scenario, for lines of one region or of any region. */
export function outlineOf({ tree }: Scenario, guideline: Guideline, region: Region | null): OutlineNode {
  let number = 0;
  const outline = (node: Node): OutlineNode => {
    switch (node.kind) {
      case 'all':
      case 'any':
      case 'at_least':
        return { ...node, of: node.of.map(outline) };
      default:
        number += 1;
        return { kind: 'leaf', number, asks: node.kind, words: leafWords(node, guideline, region) };
    }
  };
  return outline(tree);
}

/**
 * An outline as indented lines of text.
 *
 * @param textOf the line of a leaf, without its indentation; further lines go below it
 */
export function outlineLines(
  node: OutlineNode,
  textOf: (leaf: Extract<OutlineNode, { kind: 'leaf' }>) => readonly string[],
  depth = 1,
): string[] {
  const indent = '  '.repeat(depth);
  if (node.kind === 'leaf') return textOf(node).map((line) => `${indent}${line}`);
  const below = node.of.flatMap((one) => outlineLines(one, textOf, depth + 1));
  return [`${indent}${branchWords(node)}`, ...below];
}

/** `all of`, `any of`, `at least 2 of`; an `any` of nothing is never shown. */
export function branchWords(node: Exclude<OutlineNode, { kind: 'leaf' }>): string {
  if (node.kind === 'all') return 'all of';
  if (node.kind === 'at_least') return `at least ${node.count} of`;
  return node.of.length === 0 ? 'never shown by claims' : 'any of';
}
