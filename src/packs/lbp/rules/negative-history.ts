import type { Evidence } from '../../../timeline/evidence.js';
import { evidenceOf, firstWithin } from '../../../timeline/records.js';
import type { Window } from '../../../timeline/window.js';
import { described } from '../reference.js';
import { windowOf } from '../window.js';
import type { YearRules } from '../years/year-rules.js';
import { type LbpRecords, NO_SETS, type Rule } from './kind.js';
import { LOW_BACK_PAIN_SETS } from './low-back-pain-lines.js';
import { narrowed, nearestOutside } from './near.js';
import { namesDetail, windowDetail } from './statement.js';
import { wordsOfOneRecord } from './words.js';

/** The gate on earlier low back pain (docs/measure-logic.md 2.6): for the IESD 2025-03-10, 2024-09-11 to 2025-03-09. */
export function negativeHistoryRule({ year, negativeHistory }: YearRules): Rule<'negative_history'> {
  const reference = described('2.6');
  const at = (iesd: number): Window => windowOf(negativeHistory, year, iesd);
  return {
    ...NO_SETS,
    id: 'negative_history',
    statement: {
      ...{ id: 'negative_history', kind: 'gate', label: 'negative diagnosis history', reference },
      details: [
        windowDetail('no low back pain', negativeHistory, reference),
        ...namesDetail('diagnosis_sets', 'low back pain: value sets', LOW_BACK_PAIN_SETS, reference),
      ],
    },
    words: wordsOfOneRecord('no low-back-pain diagnosis before'),
    metByOneOf: 'low_back_pain',
    windows: (iesd) => [at(iesd)],
    evidence: ({ records, iesd }) => historyOfLowBackPain(records, at(iesd)),
    // Anything after the window is the episode itself.
    nearMisses: ({ records, iesd }) =>
      nearestOutside('negative_history', records.of('low_back_pain'), at(iesd), ['before_window']),
    reach: ({ records, iesd }) => {
      const window = at(iesd);
      if (historyOfLowBackPain(records, window).length === 0) return 'met';
      return historyOfLowBackPain(records, narrowed(window)).length === 0 ? 'near' : 'missed';
    },
  };
}

/** The earliest low-back-pain diagnosis on a claim that breaks the negative diagnosis history; none when it holds. */
function historyOfLowBackPain(records: LbpRecords, window: Window): Evidence[] {
  const first = firstWithin(records.of('low_back_pain'), window);
  return first === undefined ? [] : [evidenceOf('negative_history', first, window)];
}
