import type { CellKind } from '../../../codes/readings.js';
import type { SharedSet } from './byte-set.js';
import type { DateLayout } from './days.js';

/** A date column of a line; the others name it by its place in the list of dates. */
export interface DateColumn {
  readonly column: number;
  readonly layout: DateLayout;
  /** An end: 9999-12-31 stands for an open one. */
  readonly isEnd: boolean;
}

/** A column, and the first three characters of the codes in it that make somebody a candidate. */
export interface CandidateColumn {
  readonly column: number;
  /** What kind of code stands there. */
  readonly cell: CellKind;
  readonly stems: readonly string[];
}

/**
 * What is asked of the lines of a group of files, in columns counted from 0, to know which of them the engine must see.
 *
 * A line is countable where it states what it has to, all its dates are possible days, in their order, and nothing else
 * could make a difference to the outcome of its row but its `word`. Countable lines with the same word have the same
 * outcome, so that the engine decides one of them for all.
 */
export interface LineFilter {
  /** The byte between fields. */
  readonly separator: number;
  readonly columns: number;
  readonly person: number;
  /** The column that says which file a line came from, in a text that was made from several. */
  readonly fileNumber: number | null;
  /** Columns that must hold an id that is read as it is written (plain-cells.ts). */
  readonly stated: readonly number[];
  readonly dates: readonly DateColumn[];
  /** Of each of these dates one must be there. */
  readonly needed: readonly (readonly number[])[];
  /** Pairs of dates of which the second is not before the first. */
  readonly inOrder: readonly (readonly [number, number])[];
  /** A column that must hold an NDC of eleven digits. */
  readonly drug: number | null;
  /** A column whose text makes a difference: a status, a payer. */
  readonly word: number | null;
  /** The principal diagnosis, whose first character is counted; null where that is not asked. */
  readonly principal: number | null;
  /** Codes that make somebody a candidate: a line with a field that begins as one of them does is not countable. */
  readonly candidates: readonly CandidateColumn[];
  /** People whose lines the engine must see. */
  readonly people: SharedSet | null;
  /** Whether countable lines are counted; if not, only the lines of `people` are wanted. */
  readonly isCounted: boolean;
  /** The columns that the engine is given of a line. */
  readonly copied: readonly number[];
}
