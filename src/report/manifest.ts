import type { UnreportedReason } from '../packs/lbp/decision.js';
import type { Finding } from '../packs/quality.js';
import type { WrittenFile } from './output-folder.js';

/** manifest.json: what was run on what, and what came of it (docs/outputs.md). No member data. */
export interface Manifest {
  readonly run_id: string;
  readonly tool: { readonly name: 'lbp'; readonly version: string };
  readonly measure: {
    readonly id: 'LBP';
    readonly year: number;
    readonly rules_version: string;
    readonly status: 'confirmed' | 'provisional';
    readonly note: string;
    readonly terms: { readonly population: string; readonly exclusion: string; readonly period: string };
  };
  /** What the rates may be called. */
  readonly notice: readonly string[];
  readonly started: string;
  readonly arguments: Readonly<Record<string, unknown>>;
  readonly inputs: readonly InputFacts[];
  readonly value_sets: ValueSetFacts;
  readonly persons: PersonFacts;
  readonly engine: {
    readonly name: string;
    readonly version: string;
    readonly threads: number;
    readonly memory: string;
  };
  readonly timings_ms: Readonly<Record<string, number>>;
  readonly peak_memory_bytes: number;
  readonly warnings: readonly WarningFacts[];
  /** The short form of `lbp check`: what the run saw on its way. */
  readonly data_quality: readonly Pick<Finding, 'code' | 'severity' | 'text' | 'size'>[];
  readonly outputs: readonly WrittenFile[];
}

export interface InputFacts {
  readonly table: string;
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly rows_read: number;
  readonly rows_used: number;
  readonly rows_ignored: Readonly<Record<string, number>>;
  readonly rows_rejected: Readonly<Record<string, number>>;
  /** Of an 837 file, whose rows are claim lines. */
  readonly x12?: X12Facts;
}

/** How much of an input was rejected, from 0 to 1. */
export function rejectedShare({ rows_read, rows_rejected }: InputFacts): number {
  const rejected = Object.values(rows_rejected).reduce((sum, rows) => sum + rows, 0);
  return rows_read === 0 ? 0 : rejected / rows_read;
}

export interface X12Facts {
  /** What the file is, when nothing in it is read. */
  readonly refused: string | null;
  readonly uncompressed_bytes: number;
  readonly interchanges: number;
  readonly groups: number;
  readonly segments: number;
  readonly transactions: Readonly<Record<string, number>>;
  /** The sum of used, ignored, rejected and skipped. */
  readonly claims_read: number;
  readonly claims_used: number;
  readonly claims_ignored: Readonly<Record<string, number>>;
  readonly claims_rejected: Readonly<Record<string, number>>;
  /** Claims of transactions that are not read. */
  readonly claims_skipped: Readonly<Record<string, number>>;
  readonly faults: Readonly<Record<string, FindingFacts>>;
  readonly warnings: Readonly<Record<string, FindingFacts>>;
  /** Empty, unless something was lost. */
  readonly imbalances: readonly string[];
}

/** How often something was found, and where first. */
export interface FindingFacts {
  readonly count: number;
  readonly first: string;
}

export interface ValueSetFacts {
  /** `open` when every file is one of the open set, `licensed` when none is. */
  readonly kind: 'open' | 'licensed' | 'mixed';
  readonly demonstration_lists: readonly string[];
  readonly files: readonly {
    readonly path: string;
    readonly versions: readonly string[];
    readonly bytes: number;
    readonly sha256: string;
    readonly origin: string;
  }[];
  readonly skipped_code_systems: Readonly<Record<string, number>>;
}

export interface PersonFacts {
  /** People with a principal low-back-pain diagnosis around the intake period. */
  readonly candidates: number;
  readonly with_index_event: number;
  readonly in_members_csv: number;
  readonly unreported: Readonly<Partial<Record<UnreportedReason, number>>>;
  /** Index events whose line is itself an imaging study. */
  readonly index_events_on_imaging_lines: number;
}

export interface WarningFacts {
  readonly code: string;
  readonly text: string;
  readonly count: number;
}

/** Said wherever rates are shown that the open value sets, or demonstration lists, had a part in. */
export const OPEN_NOTICE = "open demonstration set, not NCQA's; rates are not HEDIS rates";
