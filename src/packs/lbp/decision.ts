import type { Day } from '../../timeline/day.js';
import type { Evidence } from '../../timeline/evidence.js';
import type { ProductLine } from '../../timeline/person.js';
import type { Modality, Region } from '../imaging-codes.js';
import type { Setting } from './rules/setting.js';

/**
 * What decides a person's status: the three gates, then the exclusions, in the order of
 * docs/measure-logic.md.
 */
export const GATES = ['age', 'negative_history', 'enrollment'] as const;
export type Gate = (typeof GATES)[number];

export const EXCLUSIONS = [
  'cancer',
  'hiv',
  'transplant',
  'diagnosis_history',
  'osteoporosis',
  'spondylopathy',
  'lumbar_surgery',
  'procedure_history',
  'iv_drug_use',
  'neurologic_impairment',
  'spinal_infection',
  'recent_diagnosis',
  'trauma',
  'fragility_fracture',
  'recent_injury',
  'corticosteroids',
  'hospice',
  'palliative_care',
  'death',
  'frailty_advanced_illness',
] as const;
export type Exclusion = (typeof EXCLUSIONS)[number];

export type Reason = Gate | Exclusion;

/** What a row of evidence supports: the index event, a reason, or imaging. */
export type RuleId = 'index' | Reason | 'imaging';

/** `open`: measured as of a day before day 28 of the episode, so that the status is not final. */
export type Status = 'denominator' | 'excluded' | 'ineligible' | 'open';

export type AgeBand = '18-64' | '65-75' | '18-50' | 'other';

/** The index episode: the earliest qualifying line (docs/measure-logic.md 2.5). */
export interface IndexEvent {
  /** The IESD. */
  readonly date: Day;
  readonly claimId: string;
  readonly lineNumber: string;
  /** The principal diagnosis. */
  readonly diagnosis: string;
  /** The visit code, or else another code on the line. */
  readonly code: string;
  /** Whether a code of the qualifying line is an imaging study (possible from 2025 on, without visit codes). */
  readonly isImaging: boolean;
  /** The line's rendering provider, else the billing one; empty if neither is stated. */
  readonly npi: string;
  /** Null if the line states none. */
  readonly setting: Setting | null;
}

export interface ImagingEvent {
  readonly date: Day;
  /** Days from the IESD, 0 to 28. */
  readonly days: number;
  readonly code: string;
  readonly claimId: string;
  readonly lineNumber: string;
  /** As of the index event. */
  readonly npi: string;
  /** The line's ordering provider, else the referring one; empty if neither is stated. */
  readonly orderingNpi: string;
  /** By the code; `other` if its modality and region are unknown. */
  readonly modality: Modality;
  readonly region: Region;
}

/** The coverage in a product line on the index date. */
export interface Cover {
  readonly productLine: ProductLine;
  /** Of the span that covers the day; empty if the span states none. */
  readonly plan: string;
  /** The columns of `--by` and the same span's values in them. */
  readonly by: readonly (readonly [column: string, value: string])[];
}

/** An episode whose 28 days are not over on the day of `--as-of`. */
export interface OpenEpisode {
  readonly lastDay: Day;
  /** Days from that day to the last one, at least 1. */
  readonly daysLeft: number;
  /** Exclusions that are not met, but that a later record could still meet. */
  readonly wouldExclude: readonly Exclusion[];
}

export type Warning = 'fill_without_days_supply';

/** Why a candidate has no row in members.csv. */
export type UnreportedReason =
  | 'no_index_event'
  | 'no_eligibility'
  | 'not_enrolled_on_index_date'
  | 'product_line_not_reported';

export interface Unreported {
  readonly kind: 'unreported';
  readonly personId: string;
  readonly reason: UnreportedReason;
  /** Null where there is no index event. */
  readonly index: IndexEvent | null;
}

/**
 * The decision for a person who gets a row in one or more product lines. Everything else is the same in each.
 */
export interface Decided {
  readonly kind: 'decided';
  readonly personId: string;
  /** In PRODUCT_LINES order, at least one. */
  readonly productLines: readonly ProductLine[];
  /** The same lines, in the same order. */
  readonly covers: readonly Cover[];
  /** In whole years on 31 December of the measurement year. */
  readonly age: number;
  readonly ageBand: AgeBand;
  readonly index: IndexEvent;
  readonly status: Status;
  /** Null unless the status is `open`. */
  readonly open: OpenEpisode | null;
  /**
   * Every failed gate and every exclusion, in the order of GATES and EXCLUSIONS, regardless of the status.
   */
  readonly reasons: readonly Reason[];
  readonly imaging: ImagingEvent | null;
  readonly evidence: readonly Evidence[];
  readonly warnings: readonly Warning[];
}

/** A person without a principal low-back-pain diagnosis in the intake period, who is not in any output. */
export interface NotACandidate {
  readonly kind: 'not_a_candidate';
  readonly personId: string;
}

/** The outcome of a candidate, which becomes rows. */
export type Outcome = Unreported | Decided;

export type Decision = NotACandidate | Outcome;
