import type { Day } from '../../timeline/day.js';

/** A record of hospital activity as its file states it; a text is empty where nothing is stated. */
export interface ActivityRecord {
  readonly recordId: string;
  readonly provider: string;
  readonly commissioner: string;
  /** Null where none of its date columns states a day. */
  readonly date: Day | null;
  /** Lists of codes; codes in columns of their own are joined by commas. */
  readonly procedures: string;
  readonly diagnoses: string;
  /** The age columns in the order in which they are read. */
  readonly ages: readonly string[];
  readonly administrativeCategory: string;
}
