import type { PersonRows } from './explanation.js';
import type { OutputRow, OutputTable } from './table.js';

/** A FHIR resource, as JSON. */
export type Resource = Readonly<Record<string, unknown>> & { readonly resourceType: string };

/** The facts of the run that the reports are built from. */
export interface ExchangedRun {
  readonly id: string;
  /** When the run began, as an instant. */
  readonly started: string;
  readonly heading: string;
  readonly rulesVersion: string;
  /** As the pack writes its question down. */
  readonly question: Readonly<Record<string, unknown>>;
  /** What a reader has to know before seeing any number. */
  readonly notices: readonly string[];
  /** Who reports: a name, a reference or an identifier; null if not provided. */
  readonly reporter: string | null;
}

/**
 * The results of a pack as FHIR resources, built only from the rows of a finished run, so that the two cannot
 * disagree.
 */
export interface PackExchange {
  /** The table of totals that the summaries are built from. */
  readonly totals: OutputTable;
  /** The tables of persons that the reports on single persons are built from. */
  readonly persons: readonly OutputTable[];
  /** Reports of totals; totals that the rows leave blank get no report. */
  summaries(run: ExchangedRun, rows: readonly OutputRow[]): readonly Resource[];
  /** Reports of one person. */
  individuals(run: ExchangedRun, rows: PersonRows): readonly Resource[];
}
