import type { ScenarioResult, Value } from '../decision.js';
import type { OutlineNode } from '../outline.js';

/*
 * The data in review.html that its script reads. There are two entries per line: the cells of its row of
 * review.csv, for the list; and its details, which are read when the line is opened.
 */

export type PageRow = readonly string[];

export interface PageDetail {
  /** `[date, code system, code, value set, claim, line]`, each record once. */
  readonly records: readonly PageRecord[];
  readonly scenarios: readonly PageScenario[];
}

export type PageRecord = readonly [
  date: string,
  system: string,
  code: string,
  set: string,
  claim: string,
  line: string,
];

/** Without keys, which would take up half of the file: a line can have forty scenarios. */
export type PageScenario = readonly [
  id: string,
  result: ScenarioResult,
  /** The result of each leaf as a letter, in the order of the leaf numbers. */
  values: string,
  /** The number of a leaf, then the indexes of its records. */
  evidence: readonly (readonly number[])[],
];

export const VALUE_LETTERS = { met: 'm', not_shown: 'n', needs_chart: 'c' } as const satisfies Record<
  Value,
  string
>;

export interface PageFacts {
  readonly heading: string;
  readonly notice: readonly string[];
  /** The columns of review.csv, in the order of a row's cells. */
  readonly columns: readonly string[];
  /** Between the notes of a line. */
  readonly noteSeparator: string;
  /** By version and region, `kp-3 lumbar`, then by scenario. */
  readonly outlines: Readonly<Record<string, Readonly<Record<string, PageOutline>>>>;
}

export interface PageOutline {
  readonly title: string;
  readonly contrast: readonly string[];
  readonly outline: OutlineNode;
}
