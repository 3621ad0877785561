import type { CleanCopies } from '../extract/clean-copy.js';
import type { InputOfSpark } from '../extract/spark-look.js';
import type { PlannedLayout } from '../inputs/layouts/planned.js';
import type { TableName } from '../inputs/tables/columns.js';
import type { Mapping } from '../inputs/tables/mapping.js';
import type { FileFacts, TablePlan } from '../inputs/tables/plan.js';
import type { CLAIM_FILES } from '../report/input-kinds.js';
import type { ClaimFilePaths } from './claim-files.js';
import type { CatalogTables } from './settings/run-settings.js';

/** What an input file is: a table, or a claim file, which is not a table. */
export type InputKind = TableName | typeof CLAIM_FILES;

/** Where the inputs are, by flag name. */
export interface InputPaths extends ClaimFilePaths {
  readonly claims: readonly string[];
  readonly claimStatus: readonly string[];
  readonly pharmacy: readonly string[];
  readonly eligibility: readonly string[];
  /** Tables of Spark's catalog. */
  readonly tables?: CatalogTables;
  /** A DuckDB file that holds these tables. */
  readonly database?: string | undefined;
  readonly mapping: Mapping;
  /** Columns of the eligibility files, beyond those of the table, that every one of them must have. */
  readonly furtherEnrollment?: readonly string[];
}

/**
 * Inspects inputs that lbp cannot read itself, catalog tables and URIs; returns their facts in the same
 * order.
 */
export type LookElsewhere = (inputs: readonly InputOfSpark[]) => Promise<readonly FileFacts[]>;

export interface Inputs {
  readonly medical: TablePlan;
  readonly pharmacy: TablePlan | null;
  /** Without groups if a conversion has no eligibility. */
  readonly eligibility: TablePlan;
  readonly claimStatus: TablePlan | null;
  readonly claimFiles: readonly { readonly path: string; readonly fileNo: number }[];
  /** Files of a layout, which become the tables above; null without a layout. */
  readonly layout: PlannedLayout | null;
  /** By file number. */
  readonly files: readonly {
    readonly path: string;
    readonly table: InputKind;
    /** There is nothing below the header of the table. */
    readonly isEmpty: boolean;
    /** A table in UTF-16, which the engine does not read. */
    readonly isUtf16: boolean;
    /** Its state before anything was read. */
    readonly state: string | null;
    /** A file that lbp reads itself. */
    readonly isLocal: boolean;
    /** The table of a DuckDB file. */
    readonly relation?: string | undefined;
  }[];
  /** By file number: the replacement for a file that the engine cannot read. */
  readonly copies: CleanCopies;
}
