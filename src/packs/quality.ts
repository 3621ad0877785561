import type { Day } from '../timeline/day.js';
import type { Part } from '../timeline/part.js';

/**
 * The data-quality facts of a run. `lbp check` counts all rows; a run knows only the rows that it read and
 * leaves the rest null.
 */
export interface QualityFacts {
  /** Which claims and fills the days and shares refer to. */
  readonly basis: 'all' | 'candidates';
  readonly claims: {
    readonly rows: number;
    readonly rejected: Readonly<Record<string, number>>;
    readonly days: ReadonlyMap<Day, number>;
    readonly withoutSecondDiagnosis: Part | null;
    readonly withoutPlace: Part | null;
    /** Rows with a CPT or HCPCS code. */
    readonly withProcedure: number | null;
    readonly unknownStatus: Part | null;
    /** Values that cannot be a code of their column, by column. */
    readonly misshapen: readonly MisshapenColumn[];
    readonly repeated: Part | null;
    readonly contradicting: Part | null;
    readonly shortRevenueCodes: Part | null;
    /** Claims without a principal diagnosis on any row. */
    readonly withoutDiagnosis: Part | null;
    /** Of the rows of enrolled people, those on a day that none of their spans covers. */
    readonly outsideEnrollment: Part | null;
  };
  /** Null without pharmacy claims. */
  readonly pharmacy: {
    readonly rows: number;
    readonly rejected: Readonly<Record<string, number>>;
    readonly days: ReadonlyMap<Day, number> | null;
    /** Fills without days of supply, of the drugs for which the days matter. */
    readonly withoutSupply: Part | null;
    /** Rows without days of supply, of any drug. */
    readonly blankSupply: Part | null;
    /** Rows of a drug that some rule reads. */
    readonly listed: number | null;
    /** People with fills, and those of them without enrollment. */
    readonly withoutEligibility: Part | null;
    /** Usable rows of people that the rules are about; null if they were not decided. */
    readonly ofCandidates: number | null;
  } | null;
  readonly eligibility: {
    readonly rows: number;
    readonly rejected: Readonly<Record<string, number>>;
    readonly impossibleBirths: Part | null;
    readonly oneDayGaps: Part | null;
    /** Rows with a blank medical benefit, where others say yes and none says no. */
    readonly unsaidBenefits: Part | null;
    /** Ids with several birth dates or sexes. */
    readonly contradicted: ContradictedIds;
  };
  readonly persons: {
    readonly withoutEligibility: Part | null;
    readonly candidatesWithoutEligibility: Part;
    /** People by the day of the event that the rules are about, exact or approximate. */
    readonly eventDays: ReadonlyMap<Day, number>;
    /** People that the rules are about. */
    readonly candidates: number;
    /** Of these, people with an outcome, and the others by reason; null if no people were decided. */
    readonly reported: { readonly count: number; readonly others: Readonly<Record<string, number>> } | null;
  };
  /** Roles with a code on some row; null if unknown. */
  readonly rolesSeen: ReadonlySet<string> | null;
  /** Columns that no file of a table has, `medical_claim.diagnosis_code_2`. */
  readonly missingColumns: ReadonlySet<string>;
  /**
   * Optional columns that are blank in some files, because these lack the column that the config names for
   * them, or (`named` is null) one that the other files of the table have.
   */
  readonly blankColumns: readonly {
    readonly column: string;
    readonly named: string | null;
    readonly paths: readonly string[];
  }[];
  /** Rows of later days are mistyped. */
  readonly today: Day;
  readonly valueSets: {
    /** How many files are from the open sets. */
    readonly openFiles: number;
    readonly demonstrationLists: readonly string[];
    readonly absentSets: readonly { readonly rule: string; readonly set: string }[];
    /** Files of another measurement year than that of the rules, in words. */
    readonly otherYears: readonly string[];
  };
  /** Diagnoses that were not billable when they were coded, or that the directory is too old to know. */
  readonly unbillable: {
    readonly stems: readonly UnbillableStem[];
    /** Diagnoses that were checked: all, or the listed ones of candidates. */
    readonly of: number;
  };
  /** Warnings from the reader of claim files. */
  readonly claimFiles: readonly (WarningFacts & Advice & { readonly severity: Severity })[];
}

/** Diagnoses that share a stem and were not billable for the same reason. */
export interface UnbillableStem {
  /** The first four characters as compared: `M545`. */
  readonly stem: string;
  /**
   * Not yet or no longer billable, a heading with codes below it, a code of no year, or newer than all codes of the directory.
   */
  readonly why: 'not yet' | 'no longer' | 'heading' | 'no code' | 'newer';
  /** Whether a loaded set holds these codes, so that they still count. */
  readonly isListed: boolean;
  readonly rows: number;
  /** What listed codes with this stem mean to the rules; none for a stem unknown to the rules. */
  readonly roles: readonly string[];
}

/** How many ids belong to several people, of all that were checked. */
export interface ContradictedIds extends Part {
  /** A row with one of them, `members.csv:12`; null if the files are not available. */
  readonly place: string | null;
}

/** How many of the values in a code column cannot be codes. */
export interface MisshapenColumn extends Part {
  readonly column: string;
  /** The first known one, `claims.csv:12`; null if the files are not available. */
  readonly place: string | null;
}

export const SEVERITIES = ['error', 'warning', 'info'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** A fault or gap in the data that affects the result. */
export interface Finding {
  readonly code: string;
  readonly severity: Severity;
  /** What was found and how much of it, as one sentence without a period. */
  readonly text: string;
  readonly size: Part;
  /** What it does to the result. */
  readonly effect: string;
  /** How to fix it. */
  readonly fix: string;
  /**
   * Set if something that the rules need is missing entirely: a run warns or fails, because the data could
   * never have shown it.
   */
  readonly absence?: Absence;
}

export type Absence = 'warned' | 'failed';

/** What a finding does to the result, and how to fix it. */
export type Advice = Pick<Finding, 'effect' | 'fix'>;

/** What some rules need from the data, with the sentences for what is missing. */
export interface QualityRules {
  /** First and last day of the period that the rules are about. */
  readonly period: { readonly first: Day; readonly last: Day };
  /** What people have on `eventDays`, as a plural: `index events`. */
  readonly events: string;
  readonly people: PeopleRule;
  /** The effect of having no claim in the period; null if the rules need none. */
  readonly noClaims: Advice | null;
  readonly shares: readonly ShareRule[];
  readonly roles: readonly NeededRole[];
  readonly columns: readonly NeededColumn[];
  readonly reach: readonly ReachRule[];
  /** A month with far fewer claims than those around it. */
  readonly thinMonth: Advice;
  /** How far fills must reach back from an event, in days; null if the rules use no fills. */
  readonly fills: FillRule | null;
  /** The effect of the open sets on the result. */
  readonly openSets: Advice;
}

/** A kind of row that should be rare; shares are from 0 to 1. */
export interface ShareRule extends Advice {
  readonly code: string;
  readonly part: (facts: QualityFacts) => Part | null;
  /** The shares from which it is a warning, and an error; below both it is a note, or ignored. */
  readonly warning: number;
  readonly error: number;
  readonly isIgnoredBelow: boolean;
  /** A run warns if all of the rows or people are of this kind. */
  readonly isAbsenceIfAll?: boolean;
  readonly what: string;
}

/** Codes that the rules need to say anything. */
export interface NeededRole extends Advice {
  readonly role: string;
  readonly severity: 'error' | 'warning';
  readonly what: string;
  /** Whether its absence would decide everyone's outcome, so that a run fails. */
  readonly isEssential: boolean;
}

/** The people that the rules are about. */
export interface PeopleRule {
  /** What makes one, as a phrase: `a principal low-back-pain diagnosis in the intake period`. */
  readonly what: string;
  /** The effects of having no candidate, and no candidate with an outcome. */
  readonly none: Advice;
  readonly unreported: Advice;
}

/** A column that a rule needs to find anything. */
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
  /** The role of drugs whose days of supply matter; null if none do. */
  readonly suppliedRole: string | null;
  /**
   * No pharmacy claims at all, none for a drug that is read, none of a candidate, none in the period, and too few
   * before the event.
   */
  readonly none: Advice;
  readonly noneListed: Advice;
  readonly noneOfCandidates: Advice;
  readonly noneOfPeriod: Advice;
  readonly tooShort: Advice;
}

/** A run's warning about its data: a coded sentence and a count. */
export interface WarningFacts {
  readonly code: string;
  readonly text: string;
  readonly count: number;
}
