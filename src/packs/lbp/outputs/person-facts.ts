import type { UnreportedReason } from '../decision.js';
import type { PeopleCounts } from './tally.js';

/** The counts of people in the manifest (docs/outputs.md). */
export interface PersonFacts {
  /** People with a principal low-back-pain diagnosis around the intake period. */
  readonly candidates: number;
  readonly with_index_event: number;
  readonly in_members_csv: number;
  readonly unreported: Readonly<Partial<Record<UnreportedReason, number>>>;
  /** Index events whose line is itself an imaging study. */
  readonly index_events_on_imaging_lines: number;
  /** Of the people in members.csv: index lines that state no provider, imaging lines that do not say who ordered. */
  readonly index_lines_without_npi: number;
  readonly imaging_lines_without_ordering_npi: number;
}

export function personFacts({
  decided,
  unreportedBy,
  onImagingLines,
  withoutIndexNpi,
  withoutOrderingNpi,
}: PeopleCounts): PersonFacts {
  const unreported: Partial<Record<UnreportedReason, number>> = Object.fromEntries(
    [...unreportedBy].sort(([a], [b]) => (a < b ? -1 : 1)),
  );
  const without = [...unreportedBy.values()].reduce((sum, count) => sum + count, 0);
  return {
    candidates: decided + without,
    with_index_event: decided + without - (unreported.no_index_event ?? 0),
    in_members_csv: decided,
    unreported,
    index_events_on_imaging_lines: onImagingLines,
    index_lines_without_npi: withoutIndexNpi,
    imaging_lines_without_ordering_npi: withoutOrderingNpi,
  };
}
