import type { Window } from '../../timeline/day.js';
import type { Evidence } from './decision.js';
import { evidenceOf, firstWithin, type Records } from './records.js';

/**
 * The earliest low-back-pain diagnosis on a claim that breaks the negative diagnosis history (docs/measure-logic.md
 * 2.6); none when it holds.
 */
export function historyOfLowBackPain(records: Records, window: Window): Evidence[] {
  const first = firstWithin(records.of('low_back_pain'), window);
  return first === undefined ? [] : [evidenceOf('negative_history', first, window)];
}
