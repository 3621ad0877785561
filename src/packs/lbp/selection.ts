import { setGiving } from '../../timeline/meaning.js';
import type { ListedCode } from '../../timeline/person.js';
import type { Selection } from '../../timeline/selection.js';
import { codesInUse } from '../sets.js';
import type { MeasureRules } from './resolve.js';
import { intakePeriod } from './rules/low-back-pain-lines.js';

/**
 * The slack between a line that states a principal low-back diagnosis and the line of its claim that qualifies, in days
 * (docs/inputs.md).
 */
const SLACK = { withoutClaimDates: 366, outsideClaimDates: 31 } as const;

/**
 * What the measure needs of the inputs: everyone with a principal diagnosis of low back pain on a claim that can have a
 * line in the intake period, with all their codes that some rule reads (docs/measure-logic.md 2.1 and 2.2).
 */
export function selectionOf(rules: MeasureRules, codes: readonly ListedCode[]): Selection {
  const used = codesInUse(codes, rules.sets);
  const isLowBackPain = (listed: ListedCode): boolean =>
    listed.system === 'ICD10CM' && setGiving('low_back_pain', listed, rules.sets) !== null;
  const { start, end } = intakePeriod(rules.year);
  return {
    candidates: [
      {
        column: 'diagnosis',
        position: 'principal',
        codes: used.filter(isLowBackPain).map(({ code }) => code),
        days: { first: start ?? end, last: end },
        slack: SLACK,
      },
    ],
    codes: used,
    carried: null,
    enrollment: [],
    kept: 'persons',
  };
}
