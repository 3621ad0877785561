import type { TablePlan } from '../inputs/tables/plan.js';
import type { RowFate } from './accounts.js';
import type { Engine } from './duckdb.js';
import type { RejectedRow } from './rejects.js';

/*
 * Claim files that are no tables. A source reads all of a run's, makes one claim table of them, which is read like any
 * other, and one object of facts, which is written down and shown without a look at what kind of files they are.
 */

/** What a source is asked to read. */
export interface SourceRequest {
  /** The files, with their numbers in the run. */
  readonly files: readonly { readonly path: string; readonly fileNo: number }[];
  /**
   * The people that the claims are about; without it each claim's own statement of the patient stands for the person.
   */
  readonly eligibility: TablePlan | null;
  /** What the payer decided, by claim id. */
  readonly claimStatus: TablePlan | null;
  /** A new folder for what is written on the way. */
  readonly folder: string;
  /** 0 for all cores. */
  readonly threads: number;
  readonly rejectRows: number;
  /** Damage and totals that do not add up are errors. */
  readonly strict: boolean;
  /** Called with each step as it begins. */
  readonly onStage: (stage: string, percent?: () => number) => void;
}

export interface ClaimSource {
  /**
   * Reads claim files.
   *
   * @throws LbpError E101, E102, E107 where reading is strict, E109 when no file holds claims
   */
  read(engine: Engine, request: SourceRequest): Promise<SourceClaims>;
  /** How many rows of the enrollment files name someone. */
  countEnrolled(engine: Engine, eligibility: TablePlan): Promise<RowFate[]>;
}

/** The claims of a source: one table, which can be made once, either among the medical claims or as a file. */
export interface SourceClaims {
  readonly facts: SourceFacts;
  /** The plan of the medical claims with these as one more table. */
  among(medical: TablePlan): Promise<TablePlan>;
  /** Writes the table as a file. */
  write(to: string, format: 'csv' | 'parquet'): Promise<void>;
}

export interface SourceFacts {
  /** In the order in which they were given. */
  readonly files: readonly SourceFile[];
  /** Rows that do not go on: claim lines, and rows of the claim-status files that are of no use. */
  readonly fates: readonly RowFate[];
  readonly findings: readonly SourceFinding[];
  /** What the manifest states beyond rows about files that are not in `files`, by file number. */
  readonly further?: ReadonlyMap<number, Readonly<Record<string, unknown>>>;
  /** What could not be used, in the order of the files. */
  rejects(limit: number): AsyncGenerator<RejectedRow>;
  /** Claims that others set aside, in the order of the files. */
  versions(): AsyncGenerator<SetAside>;
}

/** One file, and how many of its claims were used, ignored and rejected before any rule asked for them. */
export interface SourceFile {
  readonly path: string;
  readonly fileNo: number;
  readonly bytes: number;
  readonly sha256: string;
  /** Rows of the claim table. */
  readonly rows: number;
  readonly claims: ClaimAccount;
  /** Nothing in it is read. */
  readonly isLeftOut: boolean;
  /** It holds, or may have held, claims that cannot be read. */
  readonly isDamaged: boolean;
  /** What does not add up; empty, unless something was lost. */
  readonly imbalances: readonly string[];
  /** What the manifest says of the file beyond its rows: one key, named for the kind of file. */
  readonly further: Readonly<Record<string, unknown>>;
}

/** How many claims were used, ignored and rejected; `read` is the sum of all the others. */
export interface ClaimAccount {
  readonly read: number;
  readonly used: number;
  readonly ignored: number;
  readonly rejected: number;
  /** Of parts of files that are not read. */
  readonly skipped: number;
}

/** Something odd in the files of a run, how often, and what a user can do. */
export interface SourceFinding {
  readonly code: string;
  /** An error where claims are lost that somebody sent. */
  readonly severity: 'error' | 'warning';
  readonly text: string;
  readonly count: number;
  /** What it does to results. */
  readonly effect: string;
  readonly mend: string;
}

/** A claim that does not count because of another one. */
export interface SetAside {
  readonly outcome: string;
  readonly claim: ClaimPlace;
  /** Null for a void, which sets itself aside. */
  readonly by: ClaimPlace | null;
}

export interface ClaimPlace {
  readonly claimId: string;
  readonly file: string;
  readonly place: string;
}
