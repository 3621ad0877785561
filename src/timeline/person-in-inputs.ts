import type { Day } from './day.js';

/** What the inputs hold about a person, in rows, including rejected ones. */
export interface PersonInInputs {
  readonly claims: readonly ClaimDay[];
  /** Rows by outcome; an empty key is "used". */
  readonly eligibility: Readonly<Record<string, number>>;
  readonly pharmacy: Readonly<Record<string, number>>;
}

/** Claim rows of one day and one outcome. */
export interface ClaimDay {
  /** Null if the row has no readable date. */
  readonly day: Day | null;
  /** Empty for a usable row, else why it is not usable. */
  readonly outcome: string;
  /** Whether the row carries a code that makes somebody a candidate, regardless of the date. */
  readonly hasCandidateCode: boolean;
  readonly rows: number;
}
