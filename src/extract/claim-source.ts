import type { TablePlan } from '../inputs/tables/plan.js';
import type { RowFate } from './accounts.js';
import type { Engine } from './duckdb.js';
import type { RejectedRow } from './rejects.js';

/*
 * Claim files that are not tables. A source reads all such files of a run and turns them into one claim
 * table, which is read like any other, and one object of facts, which is reported the same way for every kind
 * of file.
 */

/** What a source is asked to read. */
export interface SourceRequest {
  /** The files, with their numbers in the run. */
  readonly files: readonly { readonly path: string; readonly fileNo: number }[];
  /** The people that the claims are about; without it, the patient as each claim names them is the person. */
  readonly eligibility: TablePlan | null;
  /** What the payer decided, by claim id. */
  readonly claimStatus: TablePlan | null;
  /** A new folder for intermediate files. */
  readonly folder: string;
  /** 0 for all cores. */
  readonly threads: number;
  readonly rejectRows: number;
  /** Whether damage and totals that do not add up are errors. */
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

/**
 * The claims of a source: one table, which can be produced once, either among the medical claims or as a
 * file.
 */
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
  /** Rows that are not passed on: claim lines, and rows of the claim-status files that are of no use. */
  readonly fates: readonly RowFate[];
  readonly findings: readonly SourceFinding[];
  /** What the manifest says, beyond row counts, about files that are not in `files`, by file number. */
  readonly further?: ReadonlyMap<number, Readonly<Record<string, unknown>>>;
  /** What could not be used, in the order of the files. */
  rejects(limit: number): AsyncGenerator<RejectedRow>;
  /** Claims that other claims set aside, in the order of the files. */
  versions(): AsyncGenerator<SetAside>;
}

/** One file, and how many of its claims were used, ignored and rejected before any rule was applied. */
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
  /** It holds, or may hold, claims that cannot be read. */
  readonly isDamaged: boolean;
  /** Totals that do not add up; empty unless something was lost. */
  readonly imbalances: readonly string[];
  /** What the manifest says about the file beyond its row counts: one key, named for the kind of file. */
  readonly further: Readonly<Record<string, unknown>>;
}

/** How many claims were used, ignored and rejected; `read` is the sum of all the others. */
export interface ClaimAccount {
  readonly read: number;
  readonly used: number;
  readonly ignored: number;
  readonly rejected: number;
  /** Claims in parts of files that are not read. */
  readonly skipped: number;
}

/** Something odd in the files of a run, how often, and what a user can do. */
export interface SourceFinding {
  readonly code: string;
  /** An error if claims that somebody sent are lost. */
  readonly severity: 'error' | 'warning';
  readonly text: string;
  readonly count: number;
  /** What it does to results. */
  readonly effect: string;
  readonly fix: string;
}

/** A claim that another claim keeps from counting. */
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
