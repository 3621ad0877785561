import type { Block } from './blocks.js';
import type { PersonRows } from './explanation.js';
import type { Cell, OutputRow, OutputTable } from './table.js';

/** The causes for which two runs can differ about a person. */
export const CAUSES = [
  'measurement_year',
  'rules_version',
  'tool_version',
  'value_sets',
  'settings',
  'claims',
  'pharmacy',
  'eligibility',
] as const;
export type Cause = (typeof CAUSES)[number];

/** The differences between two runs, according to their manifests. */
export interface RunDifferences {
  readonly causes: readonly RunDifference[];
  /** The files, by path, that one run read and the other did not, whatever their names there. */
  readonly newFiles: { readonly before: ReadonlySet<string>; readonly after: ReadonlySet<string> };
}

export interface RunDifference {
  readonly cause: Cause;
  /** How they differ, as a phrase. */
  readonly how: string;
}

/** The rows of one person in two runs; empty where a run does not have the person. */
export interface PersonInBoth {
  readonly personId: string;
  readonly before: PersonRows;
  readonly after: PersonRows;
}

/** Collects what differs between two runs of a pack, person by person. */
export interface Comparison {
  /**
   * Rows for the list of changes of a person whose rows are not the same in both runs; none where they differ in
   * nothing that matters.
   */
  add(person: PersonInBoth, runs: RunDifferences): readonly (readonly Cell[])[];
  /**
   * @param before reads a table of totals of either run
   */
  finish(before: ReadTotals, after: ReadTotals): ComparedRuns;
}

/** All rows of a table of totals. */
export type ReadTotals = (name: string) => readonly OutputRow[];

export interface ComparedRuns {
  /** How many rows the list of changes has. */
  readonly changes: number;
  /** For `--json`, besides the differences of the manifests. */
  readonly facts: Readonly<Record<string, unknown>>;
  readonly blocks: readonly Block[];
}

/** How a pack compares two of its runs. */
export interface PackComparison {
  /** The list of changes; its name is the user's. */
  readonly list: Pick<OutputTable, 'about' | 'columns'>;
  begin(): Comparison;
}
