import type { CodeSystem, ProductLine } from '../../../timeline/person.js';
import type { AgeBand, Exclusion } from '../decision.js';
import type { Reference } from '../reference.js';

/**
 * The rules of one measurement year as data. The meaning of each field is in docs/measure-logic.md, in the
 * section named beside it; its value in each year is in the files of this folder.
 */
export interface YearRules {
  readonly year: number;
  /** Counts up when a rule of the year changes in this project; outputs name it. */
  readonly revision: number;
  /** `provisional` where public sources leave the year's rules open; every output of such a year says so. */
  readonly status: 'confirmed' | 'provisional';
  /** What is provisional about the year; empty for a confirmed one. */
  readonly statusNote: string;
  /** The words of the year for the same things. */
  readonly terms: Terms;

  /** 2.1 */
  readonly intake: { readonly first: MonthDay; readonly last: MonthDay };
  /** 2.3: the qualifying line must carry a code of one of these sets; null where any line qualifies. */
  readonly visitSets: readonly string[] | null;
  /** 3.1: a line with place of service 81 carries no diagnosis. */
  readonly ignoresLabDiagnoses: boolean;
  /** 2.6 */
  readonly negativeHistory: WindowRule;
  /** 2.7 */
  readonly enrollment: { readonly from: { readonly days: number }; readonly to: { readonly days: number } };
  /**
   * 2.8: the minimum age must be reached by `minimumBy`; the maximum must not be exceeded on the year's last
   * day.
   */
  readonly age: {
    readonly minimum: number;
    readonly minimumBy: 'first_day' | 'last_day';
    readonly maximum: number;
  };
  readonly bands: readonly { readonly band: AgeBand; readonly from: number; readonly to: number }[];
  /** 2.9 */
  readonly productLines: readonly ProductLine[];
  /** 3, in the order of the reasons. */
  readonly exclusions: readonly ExclusionRule[];
  /** 4 */
  readonly imaging: WindowRule;
}

export interface Terms {
  readonly population: string;
  readonly exclusion: string;
  readonly period: string;
}

export interface MonthDay {
  readonly month: number;
  readonly day: number;
}

/** First and last day of a window; `days` are counted from the IESD and may be negative. */
export interface WindowRule {
  readonly from: 'any_time' | 'first_day_of_year' | 'first_day_of_prior_year' | { readonly days: number };
  readonly to: 'last_day_of_year' | { readonly days: number };
}

/** The name of every exclusion, and where it is documented. */
interface Named<Id extends Exclusion> {
  readonly id: Id;
  /** For people: `HIV`, `frailty with advanced illness`. */
  readonly label: string;
  readonly reference: Reference;
}

export type ExclusionRule = RecordRule | SteroidRule | DeathRule | FrailtyRule;

/** One dated record is enough: a code of a set, a fill of a list, a code that the rule names, or an enrollment fact. */
export interface RecordRule extends Named<Exclusion> {
  readonly kind: 'record';
  readonly window: WindowRule;
  readonly valueSets: readonly string[];
  /** Sets that count only where the directory's own sheet of measures lists them for LBP (3.3). */
  readonly valueSetsIfListed: readonly string[];
  /** Sets of a merging directory (2025 on) that hold the codes of `valueSets` among others. */
  readonly mergedInto: readonly string[];
  readonly medicationLists: readonly string[];
  readonly codes: readonly { readonly system: CodeSystem; readonly code: string }[];
  readonly countsHospiceFact: boolean;
  /** A rule on a merged set exists only where the directory has that set. */
  readonly onlyIfPresent: boolean;
}

/** 3.2 */
export interface SteroidRule extends Named<'corticosteroids'> {
  readonly kind: 'steroids';
  readonly window: WindowRule;
  readonly medicationLists: readonly string[];
  readonly consecutiveDays: number;
}

export interface DeathRule extends Named<'death'> {
  readonly kind: 'death';
  readonly window: WindowRule;
}

/** 3.4 */
export interface FrailtyRule extends Named<'frailty_advanced_illness'> {
  readonly kind: 'frailty';
  readonly minimumAge: number;
  readonly frailtySets: readonly string[];
  readonly frailtyWindow: WindowRule;
  readonly illnessSets: readonly string[];
  readonly dementiaLists: readonly string[];
  readonly illnessWindow: WindowRule;
  readonly differentDates: number;
  /** One acute inpatient stay with such a diagnosis is enough. */
  readonly acceptsAcuteStay: boolean;
  /** A stay with a code of one of these is not acute. */
  readonly nonacuteSets: readonly string[];
}
