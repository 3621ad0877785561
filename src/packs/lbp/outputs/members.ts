import { isoDay } from '../../../calendar.js';
import type { Cell } from '../../../report/output-folder.js';
import type { Decided } from '../decision.js';

/** members.csv: one row per candidate and product line (docs/outputs.md). */
export const MEMBER_COLUMNS = [
  'person_id',
  'product_line',
  'measurement_year',
  'age',
  'age_band',
  'index_date',
  'index_claim_id',
  'index_diagnosis',
  'index_code',
  'status',
  'reasons',
  'imaging',
  'imaging_date',
  'days_to_imaging',
  'imaging_code',
  'imaging_claim_id',
  'compliant',
  'warnings',
] as const;

export function memberRows(decision: Decided, year: number): Cell[][] {
  const { personId, age, ageBand, index, status, reasons, imaging, warnings } = decision;
  const isImaged = imaging === null ? 0 : 1;
  return decision.productLines.map((line) => [
    personId,
    line,
    year,
    age,
    ageBand,
    isoDay(index.date),
    index.claimId,
    index.diagnosis,
    index.code,
    status,
    reasons.join(';'),
    isImaged,
    imaging === null ? '' : isoDay(imaging.date),
    imaging === null ? '' : imaging.days,
    imaging?.code ?? '',
    imaging?.claimId ?? '',
    status === 'denominator' ? 1 - isImaged : '',
    warnings.join(';'),
  ]);
}
