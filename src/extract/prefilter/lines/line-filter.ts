import type { CellKind } from '../../../codes/readings.js';
import type { NoDays } from '../../../inputs/tables/no-date.js';
import type { SharedSet } from './byte-set.js';
import type { DateLayout } from './days.js';

/** A date column of a line; other fields refer to it by its place in the list of dates. */
export interface DateColumn {
  readonly column: number;
  readonly layout: DateLayout;
  /** Which of its days mean "no date". */
  readonly noDays: NoDays;
}

/** A column, and the first three characters of the codes in it that make somebody a candidate. */
export interface CandidateColumn {
  readonly column: number;
  /** The kind of code in the column. */
  readonly cell: CellKind;
  readonly stems: readonly string[];
}

/**
 * The conditions, in columns counted from 0, that decide which lines of a group of files the engine must see.
 *
 * A line is countable if its required fields are filled, all its dates are possible days in the right order,
 * and only its `words` could affect the outcome of its row. Countable lines with the same words have the same
 * outcome, so the engine decides one of them for all.
 */
export interface LineFilter {
  /** The byte between fields. */
  readonly separator: number;
  readonly columns: number;
  readonly person: number;
  /** The column with the file that a line came from, in a text built from several files. */
  readonly fileNumber: number | null;
  /** Columns that must hold an id that is read as it is written (plain-cells.ts). */
  readonly stated: readonly number[];
  readonly dates: readonly DateColumn[];
  /** In each group, at least one date must be present. */
  readonly needed: readonly (readonly number[])[];
  /** Pairs of dates; the second must not be before the first. */
  readonly inOrder: readonly (readonly [number, number])[];
  /** A column that must hold an NDC of eleven digits. */
  readonly drug: number | null;
  /** Columns whose text affects the outcome: a status, a payer. */
  readonly words: readonly number[];
  /** Columns with the type of a bill: one that could void another is not countable. */
  readonly bills: readonly number[];
  /** The principal diagnosis, whose first character is counted; null if that is not needed. */
  readonly principal: number | null;
  /**
   * Codes that make somebody a candidate: a line with a field that begins like one of them is not countable.
   */
  readonly candidates: readonly CandidateColumn[];
  /** People whose lines the engine must see. */
  readonly people: SharedSet | null;
  /** Whether countable lines are counted; if not, only the lines of `people` are kept. */
  readonly isCounted: boolean;
  /** The columns of a line that the engine gets. */
  readonly copied: readonly number[];
}
