import type { Evidence } from '../../timeline/evidence.js';
import { evidenceOf, firstWithin } from '../../timeline/records.js';
import type { Window } from '../../timeline/window.js';
import type { LbpRecords } from './resolve.js';

/**
 * The earliest low-back-pain diagnosis on a claim that breaks the negative diagnosis history (docs/measure-logic.md
 * 2.6); none when it holds.
 */
export function historyOfLowBackPain(records: LbpRecords, window: Window): Evidence[] {
  const first = firstWithin(records.of('low_back_pain'), window);
  return first === undefined ? [] : [evidenceOf('negative_history', first, window)];
}
