import type { OutputRow } from '../../table.js';
import type { Leaf } from '../guideline/tree.js';
import type { OutlineNode } from '../outline.js';
import type { ScenarioRows } from '../reviewed-rows.js';

/** A scenario of a line with its outline, and the result of each leaf. */
export interface ExplainedScenario {
  readonly scenario: string;
  readonly title: string;
  readonly result: ScenarioRows['result'];
  /** Null if the guideline of the question does not have the scenario. */
  readonly outline: OutlineNode | null;
  readonly leaves: readonly ExplainedLeaf[];
}

export interface ExplainedLeaf {
  readonly leaf: number;
  readonly asks: Leaf['kind'];
  readonly words: string;
  readonly value: string;
  /** Rows of review-evidence.csv. */
  readonly records: readonly OutputRow[];
}
