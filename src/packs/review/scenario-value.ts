import type { Criterion, IndexedNode, LineCriteria } from './criteria.js';
import type { ReviewedScenario, ScenarioResult, Value } from './decision.js';
import { canOpen, type JudgedLeaf } from './leaf.js';

/** The result of a scenario from the results of its leaves (docs/review.md, "From leaves to a suggestion"). */
export function reviewScenario(
  { scenario, tree, leaves }: Criterion,
  lineCriteria: LineCriteria,
  judged: readonly JudgedLeaf[],
): ReviewedScenario {
  const value = valueOfTree(tree, judged);
  const numbers: Record<Value, number[]> = { met: [], not_shown: [], needs_chart: [] };
  let isOpened = false;
  const evidence: ReviewedScenario['evidence'][number][] = [];
  for (const [at, index] of leaves.entries()) {
    const leaf = judged[index];
    const condition = lineCriteria.leaves[index];
    if (leaf === undefined || condition === undefined) continue;
    numbers[leaf.value].push(at + 1);
    if (leaf.value !== 'met') continue;
    if (canOpen(condition)) isOpened = true;
    for (const found of leaf.evidence) evidence.push({ leaf: at + 1, ...found });
  }
  return { scenario, result: resultOf(value, isOpened), leaves: numbers, evidence };
}

function resultOf(value: Value, isOpened: boolean): ScenarioResult {
  if (value === 'met') return 'met';
  if (value === 'not_shown') return 'not shown';
  return isOpened ? 'open' : 'chart only';
}

function valueOfTree(node: IndexedNode, judged: readonly JudgedLeaf[]): Value {
  if (node.kind === 'leaf') return judged[node.index]?.value ?? 'not_shown';
  const values = node.of.map((one) => valueOfTree(one, judged));
  const isThere = (value: Value): boolean => values.includes(value);
  switch (node.kind) {
    case 'all':
      if (isThere('not_shown')) return 'not_shown';
      return isThere('needs_chart') ? 'needs_chart' : 'met';
    case 'any':
      if (isThere('met')) return 'met';
      return isThere('needs_chart') ? 'needs_chart' : 'not_shown';
    case 'at_least': {
      const met = values.filter((value) => value === 'met').length;
      const charts = values.filter((value) => value === 'needs_chart').length;
      if (met >= node.count) return 'met';
      return met + charts >= node.count ? 'needs_chart' : 'not_shown';
    }
  }
}
