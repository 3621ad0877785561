import type { PersonRows } from './explanation.js';

/**
 * A page in one file that shows the rows of a run one by one. It is built from the finished tables of
 * persons, so that it cannot differ from them.
 */
export interface PackPage {
  /** File name: `review.html`. */
  readonly name: string;
  /** What it shows, in one line. */
  readonly about: string;
  /** The name of its script and style in `src/browser`. */
  readonly app: string;
  readonly title: string;
  begin(): PageContents;
}

/** The contents of a page, person by person. */
export interface PageContents {
  /** Entries for one person, each a JSON value. */
  entriesOf(rows: PersonRows): readonly unknown[];
  /** The facts of the page besides the entries; read after all entries. */
  facts(): unknown;
}
