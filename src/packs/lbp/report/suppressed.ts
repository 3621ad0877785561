import type { ReportedFacts } from '../../report.js';

/**
 * Whether the run blanks small counts, so that its report must not show any either (docs/outputs.md, "Small
 * numbers").
 */
export function isSuppressed({ pack }: ReportedFacts): boolean {
  return pack.question['suppress'] !== undefined;
}
