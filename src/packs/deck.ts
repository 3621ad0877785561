import type { Day } from '../timeline/day.js';
import type { Person, ProductLine } from '../timeline/person.js';
import type { OutputTable } from './table.js';

/** How a pack scores a certification deck (docs/deck.md). */
export interface PackDeck<Rules> {
  /** The measure's name in a score, and in a key. */
  readonly measure: string;
  /** score.txt; its rows have a cell of text for each column. */
  readonly scoreTable: OutputTable;
  /** differences.csv: each cell in which a score and its key disagree. */
  readonly differenceTable: OutputTable;
  begin(rules: Rules): DeckScorer;
}

/** Judges the people of one deck, and writes the rows of its members. */
export interface DeckScorer {
  add(person: Person): void;
  /** A member's rows, by payer; none for a member without coverage that the rules report. */
  rows(member: MemberToScore): ScoreRow[];
  /**
   * Compares a score with its key, cell by cell, in the order of the score; rows that only the key has come
   * last.
   */
  compare(score: readonly ScoreRow[], key: readonly ScoreRow[]): ScoreDifference[];
  /** The result of a score, as one phrase. */
  summary(score: readonly ScoreRow[]): string;
}

/** A row of a score, or of its key, by column. */
export type ScoreRow = Readonly<Record<string, string>>;

/** A member as a deck states them. */
export interface MemberToScore {
  readonly id: string;
  readonly gender: string;
  readonly birth: Day;
  readonly cover: readonly Cover[];
}

export interface Cover {
  readonly start: Day;
  readonly end: Day;
  readonly productLine: ProductLine | 'other';
  /** The payer in the score; empty for coverage that is not reported. */
  readonly payer: string;
}

export interface ScoreDifference {
  readonly memberId: string;
  readonly payer: string;
  /** `row` where one side has no row for the member and payer. */
  readonly column: string;
  readonly key: string;
  readonly score: string;
  /** The gate, exclusion or record that decided the cell of the score. */
  readonly decidedBy: string;
}
