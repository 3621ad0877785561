import type { Day } from './day.js';

/** What the inputs hold of a person, by rows; a rejected row counts here too. */
export interface PersonInInputs {
  readonly claims: readonly ClaimDay[];
  /** Rows by outcome; an empty key is "used". */
  readonly eligibility: Readonly<Record<string, number>>;
  readonly pharmacy: Readonly<Record<string, number>>;
}

/** Claim rows of one day and one outcome. */
export interface ClaimDay {
  /** Null where the row has no date that can be read. */
  readonly day: Day | null;
  /** Empty for a row that can be used, else why it is not. */
  readonly outcome: string;
  /** Whether the row carries a code that makes somebody a candidate, on whatever day. */
  readonly hasCandidateCode: boolean;
  readonly rows: number;
}
