import type { Day } from '../../timeline/day.js';
import type { Person } from '../../timeline/person.js';
import { ageAtYearEnd } from './rules/age.js';
import type { Episode, LbpRecords, RulesWithSets } from './rules/kind.js';

/** The episode of a person that starts on the day; null for a person without a known birth date. */
export function episodeFrom(
  iesd: Day,
  person: Person,
  records: LbpRecords,
  { year, sets, asOf }: RulesWithSets,
): Episode | null {
  const { birth } = person;
  if (birth === null) return null;
  return { person, birth, records, sets, iesd, asOf, age: ageAtYearEnd(birth, year) };
}
