import type { Providers } from './providers.js';
import type { Finding, WarningFacts } from './quality.js';
import type { OutputRow } from './table.js';

/*
 * The report of a pack on the results of a run: sections of text, tables and charts, built only from the
 * tables of totals of a finished run. Its layout is in src/report/html.
 */

/** A run as its report sees it. */
export interface ReportedRun {
  /** The rows of a table of totals, `summary.csv`; none if the run did not write it. */
  totals(name: string): readonly OutputRow[];
  readonly facts: ReportedFacts;
}

/** What the manifest of the run says. */
export interface ReportedFacts {
  readonly run_id: string;
  readonly started: string;
  readonly tool: { readonly version: string };
  readonly pack: { readonly id: string; readonly question: Readonly<Record<string, unknown>> };
  readonly measure: {
    readonly id: string;
    readonly heading: string;
    readonly rules_version: string;
    readonly status: 'confirmed' | 'provisional';
    readonly note: string;
  };
  readonly notice: readonly string[];
  readonly value_sets: { readonly kind: 'open' | 'licensed' | 'mixed' };
  readonly persons: Readonly<Record<string, unknown>>;
  readonly inputs: readonly {
    readonly table: string;
    readonly path: string;
    readonly sha256: string;
    readonly rows_read: number;
    readonly rows_used: number;
  }[];
  readonly warnings: readonly WarningFacts[];
  readonly data_quality: readonly Pick<Finding, 'code' | 'severity' | 'text'>[];
}

export interface PackReport {
  /**
   * The sections of the report, in order.
   *
   * @param earlier a run of the same rules to compare with; null without one
   * @param providers names by NPI, besides those that the run itself wrote
   */
  sections(run: ReportedRun, earlier: ReportedRun | null, providers: Providers): readonly ReportSection[];
}

export interface ReportSection {
  /** The anchor, a lowercase word. */
  readonly id: string;
  readonly title: string;
  readonly parts: readonly ReportPart[];
}

export type ReportPart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  | { readonly kind: 'facts'; readonly rows: readonly (readonly [name: string, value: string])[] }
  | { readonly kind: 'terms'; readonly rows: readonly (readonly [term: string, meaning: string])[] }
  | ({ readonly kind: 'table' } & ReportTable)
  | { readonly kind: 'chart'; readonly chart: Chart; readonly numbers: ReportTable };

export interface ReportTable {
  readonly caption: string;
  readonly columns: readonly { readonly name: string; readonly isNumber: boolean }[];
  readonly rows: readonly (readonly string[])[];
  /** Whether readers can sort it by any column. */
  readonly isSortable: boolean;
}

/** A drawing, with what it shows in words. */
export type Chart = { readonly title: string; readonly alternative: string } & (
  | {
      readonly kind: 'intervals';
      readonly value: string;
      /** From top to bottom; `mark` is another figure to compare with. */
      readonly rows: readonly {
        readonly label: string;
        readonly value: number;
        readonly low: number;
        readonly high: number;
        readonly mark: number | null;
      }[];
      /** What the mark is. */
      readonly mark: string;
    }
  | {
      readonly kind: 'bars';
      readonly value: string;
      readonly rows: readonly { readonly label: string; readonly value: number }[];
    }
  | {
      readonly kind: 'columns';
      readonly x: string;
      readonly y: string;
      readonly rows: readonly { readonly x: number; readonly y: number }[];
    }
  | {
      readonly kind: 'lines';
      readonly y: string;
      /** A month, and a share with its interval. */
      readonly rows: readonly {
        readonly series: string;
        readonly month: string;
        readonly y: number;
        readonly low: number;
        readonly high: number;
      }[];
    }
  | {
      readonly kind: 'funnel';
      readonly x: string;
      readonly y: string;
      readonly center: number;
      readonly points: readonly {
        readonly n: number;
        readonly share: number;
        readonly isOutside: boolean;
      }[];
      readonly limits: readonly {
        readonly n: number;
        readonly low95: number;
        readonly high95: number;
        readonly low998: number;
        readonly high998: number;
      }[];
    }
  | {
      readonly kind: 'curve';
      readonly x: string;
      readonly y: string;
      readonly rows: readonly { readonly x: number; readonly y: number }[];
    }
);
