import type { Day } from '../timeline/day.js';
import type { Part } from '../timeline/part.js';

/**
 * What is known of the data of a run. `lbp check` counts all rows; a run knows what it saw on its way, and has null
 * for the rest.
 */
export interface QualityFacts {
  /** Of what claims and fills the days and shares are. */
  readonly basis: 'all' | 'candidates';
  readonly claims: {
    readonly rows: number;
    readonly rejected: Readonly<Record<string, number>>;
    readonly days: ReadonlyMap<Day, number>;
    readonly withoutSecondDiagnosis: Part | null;
    readonly withoutPlace: Part | null;
    readonly unknownStatus: Part | null;
    readonly digitDiagnoses: Part | null;
    readonly oddProcedures: Part | null;
    readonly repeated: Part | null;
    readonly contradicting: Part | null;
    readonly shortRevenueCodes: Part | null;
  };
  /** Null without pharmacy claims. */
  readonly pharmacy: {
    readonly rows: number;
    readonly rejected: Readonly<Record<string, number>>;
    readonly days: ReadonlyMap<Day, number> | null;
    /** Fills without days of supply, of the drugs for which they matter. */
    readonly withoutSupply: Part | null;
  } | null;
  readonly eligibility: {
    readonly rows: number;
    readonly rejected: Readonly<Record<string, number>>;
    readonly impossibleBirths: Part | null;
    readonly oneDayGaps: Part | null;
  };
  readonly persons: {
    readonly withoutEligibility: Part | null;
    readonly candidatesWithoutEligibility: Part;
    /** People by the day of the event that the rules are about, or about where it lies. */
    readonly eventDays: ReadonlyMap<Day, number>;
  };
  /** Rows with a code of the role; roles that are not in the map have none. Null where that is not known. */
  readonly rowsByRole: ReadonlyMap<string, number> | null;
  /** Columns that no file of a table has, `medical_claim.diagnosis_code_2`. */
  readonly missingColumns: ReadonlySet<string>;
  /** Rows of later days are mistyped. */
  readonly today: Day;
  readonly valueSets: {
    /** How many files are of the open sets. */
    readonly openFiles: number;
    readonly demonstrationLists: readonly string[];
    readonly absentSets: readonly { readonly rule: string; readonly set: string }[];
  };
  /** What the reader of claim files found odd. */
  readonly claimFiles: readonly (WarningFacts & Advice)[];
}

export type Severity = 'error' | 'warning' | 'info';

/** Something in the data that bears on the result. */
export interface Finding {
  readonly code: string;
  readonly severity: Severity;
  /** What was found, with its size, as one sentence without a full stop. */
  readonly text: string;
  readonly size: Part;
  /** What it does to the result. */
  readonly effect: string;
  /** How to fix it. */
  readonly mend: string;
}

/** What a finding does to the result, and how to fix it. */
export type Advice = Pick<Finding, 'effect' | 'mend'>;

/** What some rules ask of the data, with the sentences for what they do not find. */
export interface QualityRules {
  /** First and last day of the period that the rules are about. */
  readonly period: { readonly first: Day; readonly last: Day };
  /** What people have on `eventDays`, as a plural: `index events`. */
  readonly events: string;
  readonly shares: readonly ShareRule[];
  readonly roles: readonly NeededRole[];
  readonly columns: readonly NeededColumn[];
  readonly reach: readonly ReachRule[];
  /** A month with far fewer claims than those around it. */
  readonly thinMonth: Advice;
  /** How far fills must reach back from an event, in days; null where the rules look at no fill. */
  readonly fills: FillRule | null;
  /** What the open sets do to the result. */
  readonly openSets: Advice;
}

/** A kind of row of which there should be few; shares from 0 to 1. */
export interface ShareRule extends Advice {
  readonly code: string;
  readonly part: (facts: QualityFacts) => Part | null;
  /** From this share on it is a warning, an error; below both it is a note, unless so much is usual. */
  readonly warning: number;
  readonly error: number;
  readonly isUsualBelow: boolean;
  readonly what: string;
}

/** Codes without which the rules say nothing. */
export interface NeededRole extends Advice {
  readonly role: string;
  readonly severity: 'error' | 'warning';
  readonly what: string;
}

/** A column without which a rule finds nothing. */
export interface NeededColumn extends Advice {
  readonly code: string;
  /** `eligibility.death_date` */
  readonly column: string;
}

/** How far claims must reach from an event; days before it are negative. */
export interface ReachRule extends Advice {
  readonly code: string;
  readonly days: number;
}

export interface FillRule {
  readonly daysBack: number;
  /** The role of drugs whose days of supply matter; null where none do. */
  readonly suppliedRole: string | null;
  /** No pharmacy claims at all, none of the period, and too few before the event. */
  readonly none: Advice;
  readonly noneOfPeriod: Advice;
  readonly tooShort: Advice;
}

/** A run's warning about its data: a coded sentence with how much of it there is. */
export interface WarningFacts {
  readonly code: string;
  readonly text: string;
  readonly count: number;
}
