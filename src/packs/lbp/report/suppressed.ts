import type { ReportedFacts } from '../../report.js';

/** Whether small counts of the run are blanked, so that none may stand in its report either (docs/outputs.md, "Small numbers"). */
export function isSuppressed({ pack }: ReportedFacts): boolean {
  return pack.question['suppress'] !== undefined;
}
