import { toolVersion } from '../package-files.js';
import type { Finding, WarningFacts } from '../packs/quality.js';
import type { WrittenFile } from './output-folder.js';

/** The facts common to the manifests of all commands. No member data. */
export interface ManifestHead {
  readonly run_id: string;
  readonly tool: { readonly name: 'lbp'; readonly version: string };
  readonly started: string;
  readonly arguments: Readonly<Record<string, unknown>>;
  readonly timings_ms: Readonly<Record<string, number>>;
  readonly peak_memory_bytes: number;
  readonly outputs: readonly WrittenFile[];
}

export function toolFacts(): ManifestHead['tool'] {
  return { name: 'lbp', version: toolVersion() };
}

/** manifest.json of a run of a rule pack: what was run on what, and the totals (docs/outputs.md). */
export interface RunFacts {
  readonly pack: PackFacts;
  /** The rules by name and version, with what the pack adds. */
  readonly measure: MeasureFacts;
  /** The permitted description of the results. */
  readonly notice: readonly string[];
  readonly inputs: readonly InputFacts[];
  readonly value_sets: ValueSetFacts;
  /** The file passed with `--providers`. */
  readonly providers?: ProviderFileFacts;
  readonly persons: Readonly<Record<string, unknown>>;
  readonly engine: {
    readonly name: string;
    readonly version: string;
    readonly threads: number;
    readonly memory: string;
  };
  readonly warnings: readonly WarningFacts[];
  /** The short form of `lbp check`: what the run found along the way. */
  readonly data_quality: readonly Pick<Finding, 'code' | 'severity' | 'text' | 'size'>[];
}

export type Manifest = RunFacts & ManifestHead;

/** The rule pack that ran, and its question. */
export interface PackFacts {
  readonly id: string;
  readonly document: string;
  readonly version: string;
  readonly question: Readonly<Record<string, unknown>>;
}

export interface MeasureFacts {
  readonly id: string;
  readonly heading: string;
  readonly rules_version: string;
  readonly status: 'confirmed' | 'provisional';
  readonly note: string;
  readonly [further: string]: unknown;
}

/** The file that names providers. */
export interface ProviderFileFacts {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly providers: number;
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
  /** What is known about a claim file beyond its rows, which are claim lines, under the name of its kind. */
  readonly [further: string]: unknown;
}

/** The rejected share of an input, from 0 to 1. */
export function rejectedShare({ rows_read, rows_rejected }: InputFacts): number {
  const rejected = Object.values(rows_rejected).reduce((sum, rows) => sum + rows, 0);
  return rows_read === 0 ? 0 : rejected / rows_read;
}

export interface ValueSetFacts {
  /** `open` if every file is from the open set, `licensed` if none is. */
  readonly kind: 'open' | 'licensed' | 'mixed';
  /** The latest fiscal year of ICD-10-CM from which the directory has a code; null if unknown. */
  readonly icd10cm_reach: number | null;
  readonly demonstration_lists: readonly string[];
  readonly files: readonly {
    readonly path: string;
    readonly versions: readonly string[];
    readonly bytes: number;
    readonly sha256: string;
    readonly origin: string;
    /** For a workbook: its rows were not read from it but kept from an earlier run. */
    readonly from_cache?: boolean;
    /** For a CSV file that was imported: the workbooks that it comes from. */
    readonly imported_from?: readonly string[];
  }[];
  readonly skipped_code_systems: Readonly<Record<string, number>>;
}

/** Shown with all rates that use the open value sets or demonstration lists. */
export const OPEN_NOTICE = "open demonstration set, not NCQA's; rates are not HEDIS rates";
