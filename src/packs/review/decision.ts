import type { Day } from '../../timeline/day.js';
import type { ProductLine } from '../../timeline/person.js';
import type { DatedRecord } from '../../timeline/records.js';
import type { Window } from '../../timeline/window.js';
import type { Amount } from '../money.js';
import type { Scenario } from './guideline/guideline.js';
import type { Contrast, Modality, Phase, Region } from './guideline/tree.js';

/** The result of a condition: claims show it, claims do not show it, or only the chart can show it. */
export type Value = 'met' | 'not_shown' | 'needs_chart';

/**
 * The result of a scenario. `open` needs the chart and has a leaf that claims show; `chart only` has no such leaf, so
 * claims do not support it yet.
 */
export type ScenarioResult = 'met' | 'open' | 'chart only' | 'not shown';

/** For the reviewer, who decides. */
export const SUGGESTIONS = ['supported', 'needs clinical review', 'not supported by claims'] as const;
export type Suggestion = (typeof SUGGESTIONS)[number];

/**
 * A record behind a met leaf, and the window of days that it had to be in; null if the leaf rests on no
 * record or no window.
 */
export interface LeafEvidence {
  readonly record: DatedRecord | null;
  readonly window: Window | null;
}

export interface ReviewedScenario {
  readonly scenario: Scenario;
  readonly result: ScenarioResult;
  /** The numbers of the leaves, from 1, by result. */
  readonly leaves: Readonly<Record<Value, readonly number[]>>;
  /** One or more records for each met leaf, in the order of their numbers. */
  readonly evidence: readonly ({ readonly leaf: number } & LeafEvidence)[];
}

/** The episode of low back pain on a day. */
export interface Episode {
  readonly phase: Phase;
  /** Its first day; null in phase `none`. */
  readonly start: Day | null;
}

/** Physical therapy before the image, as counted by the kind of care that the guideline shows. */
export interface CareShown {
  /** From the first therapy date in the window to the last; null without any. */
  readonly days: number | null;
  /** The earliest evaluation. */
  readonly evaluation: Day | null;
  /** The latest therapy date, if later than that evaluation. */
  readonly followUp: Day | null;
}

/** A claim line with a code in scope. */
export interface ImagingLine {
  readonly personId: string;
  readonly claimId: string;
  /** Number of the claim among those of the person. */
  readonly claimNo: number;
  readonly lineNumber: string;
  readonly serviceDate: Day;
  readonly code: string;
  readonly region: Region;
  readonly modality: Modality;
  readonly contrast: Contrast;
  readonly billingNpi: string;
  readonly renderingNpi: string;
  readonly orderingNpi: string;
  readonly allowed: Amount;
}

/**
 * A line and what is known about it; nothing is suggested in a product line that the guideline leaves out.
 */
export interface Reviewed {
  readonly kind: 'reviewed';
  readonly line: ImagingLine;
  readonly version: string;
  /** `yes`, or the product line that puts the line out of scope. */
  readonly inScope: 'yes' | ProductLine | 'other';
  /** Completed years on the service date; null if the birth date is unknown. */
  readonly age: number | null;
  readonly productLines: readonly (ProductLine | 'other')[];
  readonly episode: Episode;
  readonly care: CareShown;
  readonly priorImaging: Day | null;
  /** Those that apply, in the order of the guideline; none out of scope. */
  readonly scenarios: readonly ReviewedScenario[];
  /** Null out of scope. */
  readonly suggestion: Suggestion | null;
  readonly contrastNote: 'as advised' | 'differs' | '';
  readonly notes: readonly string[];
}

/** A line on a day when no version was in force. */
export interface WithoutVersion {
  readonly kind: 'no_version';
  readonly line: ImagingLine;
}

export type Outcome = Reviewed | WithoutVersion;
