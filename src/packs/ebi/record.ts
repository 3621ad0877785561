import type { Day } from '../../timeline/day.js';

/** A record of hospital activity as its file states it; a text is empty if the file states nothing. */
export interface ActivityRecord {
  readonly recordId: string;
  readonly provider: string;
  readonly commissioner: string;
  /** Null if none of its date columns holds a date. */
  readonly date: Day | null;
  /** Lists of codes; codes in separate columns are joined by commas. */
  readonly procedures: string;
  readonly diagnoses: string;
  /** The age columns, in reading order. */
  readonly ages: readonly string[];
  readonly administrativeCategory: string;
}
