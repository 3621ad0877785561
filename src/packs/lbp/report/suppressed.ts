import type { ReportedFacts } from '../../report.js';

/**
 * Whether the run blanks small counts, so that its report must not show any either (docs/outputs.md, "Small
 * numbers").
 */
export function isSuppressed({ pack }: ReportedFacts): boolean {
  return pack.question['suppress'] !== undefined;
}

/** Counts from 1 to below this number are blank; 0 where none are. */
export function suppressedBelow({ pack }: ReportedFacts): number {
  return Number(pack.question['suppress'] ?? 0);
}
