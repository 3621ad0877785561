import type { Day } from '../../timeline/day.js';
import type { Evidence } from '../../timeline/evidence.js';
import type { ClaimStatus } from '../../timeline/person.js';
import type { Modality, Region } from '../imaging-codes.js';
import type { Amount } from '../money.js';
import type { ClaimType } from './policy.js';

/** The reasons why a line would be paid or not, in the order of the tests (docs/policy.md, "Decision"). */
export const REASONS = [
  'claim_type',
  'line_of_business',
  'place',
  'age_unknown',
  'age',
  'claim_diagnosis',
  'no_new_episode',
  'attested',
  'red_flag',
  'imaging_within_days',
] as const;
export type Reason = (typeof REASONS)[number];

export const DECISIONS = ['pay', 'deny'] as const;
export type Decision = (typeof DECISIONS)[number];

export function decisionOf(reason: Reason): Decision {
  return reason === 'imaging_within_days' ? 'deny' : 'pay';
}

/** The decision of a policy on one imaging line. */
export interface JudgedLine {
  readonly personId: string;
  readonly claimId: string;
  /** Number of the claim among those of the person. */
  readonly claimNo: number;
  readonly lineNumber: string;
  /** `unknown` if the source states none. */
  readonly claimType: ClaimType | 'unknown';
  readonly serviceDate: Day;
  readonly code: string;
  readonly modality: Modality;
  readonly region: Region;
  /** Whether the code is in the table of imaging codes. */
  readonly isKnownCode: boolean;
  readonly modifiers: readonly string[];
  readonly placeOfService: string;
  readonly status: ClaimStatus;
  readonly billingNpi: string;
  readonly renderingNpi: string;
  readonly orderingNpi: string;
  readonly allowed: Amount;
  readonly paid: Amount;
  readonly reason: Reason;
  /** The flags that hold, in the policy's order; none without an episode. */
  readonly flags: readonly string[];
  /** The earliest record among them. */
  readonly flagDate: Day | null;
  /** The start of the episode that covers the line; null without one. */
  readonly episodeStart: Day | null;
  /**
   * Whether the measure could count the line as imaging: not denied, on a claim with low back pain in any
   * position, and at most 28 days after the start.
   */
  readonly canCountInMeasure: boolean;
  /** The record of the episode, then the record of each flag. */
  readonly evidence: readonly Evidence[];
}
