import { isoDay } from '../../../calendar.js';
import type { Cell } from '../../../report/output-folder.js';
import type { Unreported } from '../decision.js';

/** unreported.csv: the candidates that have no row in members.csv, and why (docs/outputs.md). */
export const UNREPORTED_COLUMNS = ['person_id', 'reason', 'index_date', 'index_claim_id'] as const;

export function unreportedRow({ personId, reason, index }: Unreported): Cell[] {
  return [personId, reason, index === null ? '' : isoDay(index.date), index?.claimId ?? ''];
}
