import { ageOn, type Day, dayOf } from '../../../timeline/day.js';
import { type Evidence, evidenceWithoutClaim } from '../../../timeline/evidence.js';
import { isWithin } from '../../../timeline/window.js';
import type { AgeBand } from '../decision.js';
import { described } from '../reference.js';
import type { YearRules } from '../years/year-rules.js';
import { NO_SETS, type Rule } from './kind.js';
import { widened } from './near.js';
import type { Statement } from './statement.js';

/** The gate on age (docs/measure-logic.md 2.8). */
export function ageRule(year: YearRules): Rule<'age'> {
  const ages = agesOf(year);
  return {
    ...NO_SETS,
    id: 'age',
    statement: statementOf(year),
    words: {
      requirement: ages,
      reason: (_, member) => `which is ${member?.['age']}, and ${ages} are required`,
      edge: (_, { member }) => ({
        days: null,
        text: `the person is ${member['age']}, and ${ages} are required`,
      }),
    },
    windows: () => [],
    evidence: ({ birth }) => ageOutOfRange(birth, year),
    nearMisses: () => [],
    reach: ({ birth }) => {
      const passing = passingBirths(year);
      if (isWithin(birth, passing)) return 'met';
      return isWithin(birth, widened(passing)) ? 'near' : 'missed';
    },
  };
}

/** Age in whole years on 31 December of the measurement year: born on 2007-12-31, 18 in 2025; on 2008-01-01, 17. */
export function ageAtYearEnd(birth: Day, { year }: YearRules): number {
  return ageOn(birth, dayOf(year, 12, 31));
}

export function ageBandOf(age: number, { bands }: YearRules): AgeBand {
  return bands.find(({ from, to }) => from <= age && age <= to)?.band ?? 'other';
}

/**
 * The failed age test, or nothing. The row does not state the birth date; its window is the range of birth
 * dates that pass.
 */
function ageOutOfRange(birth: Day, year: YearRules): Evidence[] {
  const passing = passingBirths(year);
  return isWithin(birth, passing) ? [] : [evidenceWithoutClaim('age', passing)];
}

/** The birth dates within the year's age range, closed at both ends. */
function passingBirths({ year, age: { minimum, minimumBy, maximum } }: YearRules): { start: Day; end: Day } {
  return {
    start: dayOf(year - maximum - 1, 12, 31) + 1,
    end: minimumBy === 'first_day' ? dayOf(year - minimum, 1, 1) : dayOf(year - minimum, 12, 31),
  };
}

/** In words: `18 to 75 on 31 December`. */
function agesOf({ age }: YearRules): string {
  return age.minimumBy === 'last_day'
    ? `${age.minimum} to ${age.maximum} on 31 December`
    : `${age.minimum} on 1 January to ${age.maximum} on 31 December`;
}

function statementOf({ age: { minimum, minimumBy, maximum }, bands }: YearRules): Statement {
  const reference = described('2.8');
  const on = minimumBy === 'first_day' ? '1 January' : '31 December';
  return {
    ...{ id: 'age', kind: 'gate', label: 'age', reference },
    details: [
      {
        ...{ id: 'youngest', label: 'youngest', reference },
        texts: [`${minimum} on ${on}`],
        value: { age: minimum, on: minimumBy },
      },
      {
        ...{ id: 'oldest', label: 'oldest', reference },
        texts: [`${maximum} on 31 December`],
        value: { age: maximum, on: 'last_day' },
      },
      {
        ...{ id: 'bands', label: 'age bands', reference: described('1.1') },
        texts: bands.map(({ band }) => band),
        value: bands.map(({ band, from, to }) => ({ band, from, to })),
      },
    ],
  };
}
