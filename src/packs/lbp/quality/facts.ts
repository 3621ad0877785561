import type { Day } from '../../../timeline/person.js';
import type { Role } from '../resolve.js';

/** How many there are of something, and of how many. */
export interface Part {
  readonly count: number;
  readonly of: number;
}

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
    readonly steroidsWithoutSupply: Part | null;
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
    /** People by the day of their index event, or about where it lies. */
    readonly firstDays: ReadonlyMap<Day, number>;
  };
  /** Rows with a code of the role; roles that are not in the map have none. Null where that is not known. */
  readonly rowsByRole: ReadonlyMap<Role, number> | null;
  /** Columns that no file of a table has, `medical_claim.diagnosis_code_2`. */
  readonly missingColumns: ReadonlySet<string>;
  /** Rows of later days are mistyped. */
  readonly today: Day;
  readonly year: {
    readonly first: Day;
    readonly last: Day;
    readonly ignoresLabDiagnoses: boolean;
    readonly asksForVisit: boolean;
    readonly asksForDeath: boolean;
  };
  readonly valueSets: {
    /** How many files are of the open sets. */
    readonly openFiles: number;
    readonly demonstrationLists: readonly string[];
    readonly absentSets: readonly { readonly rule: string; readonly set: string }[];
  };
  /** What the reader of 837 files found odd. */
  readonly x12: readonly { readonly text: string; readonly count: number }[];
}

export type Severity = 'error' | 'warning' | 'info';

/** Something in the data that bears on the rate. */
export interface Finding {
  readonly code: string;
  readonly severity: Severity;
  /** What was found, with its size, as one sentence without a full stop. */
  readonly text: string;
  readonly size: Part;
  /** What it does to the rate. */
  readonly effect: string;
  /** How to mend it. */
  readonly mend: string;
}

const ORDER: readonly Severity[] = ['error', 'warning', 'info'];

/** Whether one severity is at least as grave as another. */
export function isAtLeast(severity: Severity, other: Severity): boolean {
  return ORDER.indexOf(severity) <= ORDER.indexOf(other);
}

/** The gravest first, then by code. */
export function byGravity(a: Finding, b: Finding): number {
  return (
    ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity) || (a.code < b.code ? -1 : a.code > b.code ? 1 : 0)
  );
}

/** `3.1 %`; a share that is there is never shown as none, nor one that is not whole as all. */
export function percentOf({ count, of }: Part): string {
  if (of === 0) return '0 %';
  const percent = (100 * count) / of;
  if (count > 0 && percent < 0.1) return 'less than 0.1 %';
  if (count < of && percent > 99.9) return 'over 99.9 %';
  return `${percent.toFixed(1).replace(/\.0$/, '')} %`;
}
