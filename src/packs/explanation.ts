import type { Person } from '../timeline/person.js';
import type { PersonInInputs } from '../timeline/person-in-inputs.js';
import type { Block } from './blocks.js';
import type { OutputRow } from './table.js';

/** Why one person came out as they did. */
export interface Explanation {
  /** For `--json`; `answer` is one sentence. */
  readonly facts: { readonly person_id: string; readonly answer: string } & Readonly<Record<string, unknown>>;
  /** For the terminal, below the answer. */
  readonly blocks: readonly Block[];
}

/** What there is to explain one person from. */
export interface ToExplain<Rules, Outcome> {
  readonly personId: string;
  /** The person's rows of the tables of persons, by the name of the file; those of the inputs where they were read again. */
  readonly rows: PersonRows;
  /** All rows of a table of totals of the run. */
  readonly totals: (name: string) => readonly OutputRow[];
  /** The person decided again from the inputs; null where the run's outputs are all there is. */
  readonly again: DecidedAgain<Rules, Outcome> | null;
}

/** The rows of one person by the name of the file; a file without a row of the person is left out. */
export type PersonRows = Readonly<Record<string, readonly OutputRow[]>>;

export interface DecidedAgain<Rules, Outcome> {
  readonly rules: Rules;
  readonly person: Person;
  readonly outcomes: readonly Outcome[];
  readonly inInputs: PersonInInputs;
}
