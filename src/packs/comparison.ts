import type { Block } from './blocks.js';
import type { PersonRows } from './explanation.js';
import type { Cell, OutputRow, OutputTable } from './table.js';

/** Why two runs can differ about a person. */
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
  /** The paths of files that one run read and the other did not, compared by content, not by name. */
  readonly newFiles: { readonly before: ReadonlySet<string>; readonly after: ReadonlySet<string> };
}

export interface RunDifference {
  readonly cause: Cause;
  /** The difference, as a phrase. */
  readonly how: string;
}

/** The rows of one person in two runs; empty if a run does not have the person. */
export interface PersonInBoth {
  readonly personId: string;
  readonly before: PersonRows;
  readonly after: PersonRows;
}

/** Collects what differs between two runs of a pack, person by person. */
export interface Comparison {
  /**
   * Rows for the list of changes, for a person whose rows differ between the runs; none if no difference
   * matters.
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
  /** Number of rows in the list of changes. */
  readonly changes: number;
  /** For `--json`, besides the differences of the manifests. */
  readonly facts: Readonly<Record<string, unknown>>;
  readonly blocks: readonly Block[];
}

/** How a pack compares two of its runs. */
export interface PackComparison {
  /** The list of changes; the user names the file. */
  readonly list: Pick<OutputTable, 'about' | 'columns'>;
  begin(): Comparison;
}
