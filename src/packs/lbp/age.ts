import { ageOn, type Day, dayOf } from '../../timeline/day.js';
import type { Evidence } from '../../timeline/evidence.js';
import type { AgeBand } from './decision.js';
import type { YearRules } from './years/year-rules.js';

/** Age in whole years on 31 December of the measurement year. */
export function ageAtYearEnd(birth: Day, { year }: YearRules): number {
  return ageOn(birth, dayOf(year, 12, 31));
}

export function ageBandOf(age: number, { bands }: YearRules): AgeBand {
  return bands.find(({ from, to }) => from <= age && age <= to)?.band ?? 'other';
}

/**
 * The failed age test, or nothing (docs/measure-logic.md 2.8). The row does not give the birth date: its window is
 * that of the birth dates that pass.
 */
export function ageOutOfRange(birth: Day, year: YearRules): Evidence[] {
  const { minimum, minimumBy, maximum } = year.age;
  const youngestBirth =
    minimumBy === 'first_day' ? dayOf(year.year - minimum, 1, 1) : dayOf(year.year - minimum, 12, 31);
  const oldestBirth = dayOf(year.year - maximum - 1, 12, 31) + 1;
  if (oldestBirth <= birth && birth <= youngestBirth) return [];
  return [
    {
      rule: 'age',
      date: null,
      endDate: null,
      codeSystem: '',
      code: '',
      valueSet: '',
      claimId: '',
      lineNumber: '',
      windowStart: oldestBirth,
      windowEnd: youngestBirth,
      source: '',
      locator: '',
    },
  ];
}
