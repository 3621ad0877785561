import type { Person } from '../timeline/person.js';
import type { PersonInInputs } from '../timeline/person-in-inputs.js';
import type { Block } from './blocks.js';
import type { OutputRow } from './table.js';

/** The explanation of one person's result. */
export interface Explanation {
  /** For `--json`; `answer` is one sentence. */
  readonly facts: { readonly person_id: string; readonly answer: string } & Readonly<Record<string, unknown>>;
  /** For the terminal, below the answer. */
  readonly blocks: readonly Block[];
}

/** The data from which one person is explained. */
export interface ToExplain<Rules, Outcome> {
  readonly personId: string;
  /**
   * The person's rows of the tables of persons, by the name of the file; from the inputs, if they were read
   * again.
   */
  readonly rows: PersonRows;
  /** All rows of one of the run's tables of totals. */
  readonly totals: (name: string) => readonly OutputRow[];
  /**
   * The person's outcome, decided again from the inputs; null where only the outputs of the run are
   * available.
   */
  readonly again: DecidedAgain<Rules, Outcome> | null;
}

/** The rows of one person by file name; files without a row for the person are left out. */
export type PersonRows = Readonly<Record<string, readonly OutputRow[]>>;

export interface DecidedAgain<Rules, Outcome> {
  readonly rules: Rules;
  readonly person: Person;
  readonly outcomes: readonly Outcome[];
  readonly inInputs: PersonInInputs;
}
