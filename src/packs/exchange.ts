import type { PersonRows } from './explanation.js';
import type { OutputRow, OutputTable } from './table.js';

/** A FHIR resource, as JSON holds it. */
export type Resource = Readonly<Record<string, unknown>> & { readonly resourceType: string };

/** The facts of the run whose rows make the reports. */
export interface ExchangedRun {
  readonly id: string;
  /** When the run began, as a moment in time. */
  readonly started: string;
  readonly heading: string;
  readonly rulesVersion: string;
  /** As the pack writes its question down. */
  readonly question: Readonly<Record<string, unknown>>;
  /** What a reader has to know before any number. */
  readonly notices: readonly string[];
  /** Who reports: a name, a reference or an identifier; null where it was not given. */
  readonly reporter: string | null;
}

/**
 * The results of a pack as FHIR resources, made of the rows of a finished run, so that they can say nothing else than
 * these do.
 */
export interface PackExchange {
  /** The table of totals that the summaries are made of. */
  readonly totals: OutputTable;
  /** The tables of persons that the reports of single persons are made of. */
  readonly persons: readonly OutputTable[];
  /** Reports of totals; totals that the rows leave blank get no report. */
  summaries(run: ExchangedRun, rows: readonly OutputRow[]): readonly Resource[];
  /** Reports of one person. */
  individuals(run: ExchangedRun, rows: PersonRows): readonly Resource[];
}
