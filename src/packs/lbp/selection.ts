import type { ListedCode } from '../../timeline/person.js';
import {
  CODE_COLUMNS,
  COLUMN_OF_SYSTEM,
  type LinePattern,
  type Selection,
} from '../../timeline/selection.js';
import { codesInUse, codesOfRole } from '../sets.js';
import type { MeasureRules } from './resolve.js';
import { intakePeriod } from './rules/low-back-pain-lines.js';
import { windowOf } from './window.js';

/**
 * The slack between a line that states a principal low-back diagnosis and the line of its claim that qualifies, in days
 * (docs/inputs.md).
 */
const SLACK = { withoutClaimDates: 366, outsideClaimDates: 31 } as const;

/**
 * What the measure needs from the inputs: everyone with a principal diagnosis of low back pain on a claim
 * that can have a line in the intake period, with all their codes that some rule reads (docs/measure-logic.md
 * 2.1 and 2.2).
 */
export function selectionOf(rules: MeasureRules, codes: readonly ListedCode[]): Selection {
  const used = codesInUse(codes, rules.sets);
  const { start, end } = intakePeriod(rules.year);
  const intake = { first: start ?? end, last: end };
  const painCodes = codesOfRole('low_back_pain', used, rules.sets)
    .filter(({ system }) => system === 'ICD10CM')
    .map(({ code }) => code);
  return {
    candidates: [
      {
        column: 'diagnosis',
        position: 'principal',
        codes: painCodes,
        days: intake,
        slack: SLACK,
      },
    ],
    codes: used,
    carried: {
      lines: [
        { column: 'diagnosis', position: 'principal', codes: painCodes, days: intake, slack: null },
        ...imagingLines(rules, used),
      ],
      facts: ['billType', 'renderingNpi', 'billingNpi', 'orderingNpi', 'referringNpi'],
      tellLinesApart: false,
    },
    enrollment: ['plan'],
    furtherEnrollment: rules.by,
    kept: 'persons',
  };
}

/**
 * The lines that can be the imaging of an episode of the year: they carry who performed and who ordered it.
 */
function imagingLines(rules: MeasureRules, used: readonly ListedCode[]): LinePattern[] {
  const { start, end } = intakePeriod(rules.year);
  const days = { first: start ?? end, last: windowOf(rules.year.imaging, rules.year.year, end).end };
  const imaging = codesOfRole('imaging', used, rules.sets);
  return CODE_COLUMNS.flatMap((column): LinePattern[] => {
    const codes = imaging.filter(({ system }) => COLUMN_OF_SYSTEM[system] === column).map(({ code }) => code);
    if (codes.length === 0) return [];
    return [{ column, position: 'any', codes, days, slack: null }];
  });
}
