import type { Day } from '../../../timeline/day.js';
import type { ProductLine } from '../../../timeline/person.js';
import type { GuidelineFile } from './schema.js';
import type { Contrast, Modality, Node, Offsets, Range, Region } from './tree.js';

/** A guideline, read and checked. */
export interface Guideline {
  readonly id: string;
  readonly title: string;
  readonly document: string;
  readonly versions: readonly Version[];
  readonly scope: Scope;
  readonly care: ReadonlyMap<string, CareKind>;
  /** The kind of care whose days and dates are in review.csv; null without one. */
  readonly careShown: CareKind | null;
  readonly scenarios: readonly Scenario[];
  readonly notes: readonly ClaimNote[];
  /** The value sets behind names that are not themselves value sets. */
  readonly sets: ReadonlyMap<string, SetSources>;
  /** As the user supplied it, for the manifest. */
  readonly file: GuidelineFile;
}

export interface Version {
  readonly id: string;
  /** First and last service date, both counted; null if the range is open. */
  readonly from: Day | null;
  readonly to: Day | null;
  readonly isProvisional: boolean;
  readonly notes: readonly VersionNote[];
}

export interface VersionNote {
  readonly from: Day | null;
  readonly to: Day | null;
  readonly text: string;
}

export interface Scope {
  readonly withoutProductLines: readonly (ProductLine | 'other')[];
  readonly codes: ReadonlyMap<string, ScopeCode>;
}

/** What a code in scope images. */
export interface ScopeCode {
  readonly region: Region;
  readonly modality: Modality;
  readonly contrast: Contrast;
  readonly earlier: readonly string[];
  /** The claim must carry a diagnosis of these sets; null if any claim will do. */
  readonly onlyWith: readonly string[] | null;
}

export interface CareKind {
  readonly window: Offsets;
  readonly diagnosis: readonly string[];
  readonly within: 'episode' | 'lumbar_episode';
  readonly needsFollowUp: boolean;
  readonly days: number;
}

export interface Scenario {
  readonly id: string;
  readonly title: string;
  readonly versions: readonly string[];
  /** Null if it is for people of any age, including unknown. */
  readonly ages: Range | null;
  readonly regions: readonly Region[];
  readonly modalities: readonly Modality[];
  readonly contrast: readonly Contrast[];
  readonly isPhysicianReview: boolean;
  readonly tree: Node;
}

export interface ClaimNote {
  /** The diagnoses on the imaging claim that trigger it. */
  readonly sets: readonly string[];
  readonly regions: readonly Region[] | null;
  readonly text: string;
}

export interface SetSources {
  readonly valueSets: readonly string[];
  readonly medicationLists: readonly string[];
}
