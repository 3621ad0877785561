import type { Window } from '../../../timeline/window.js';
import { windowOf } from '../window.js';
import type { DeathRule, YearRules } from '../years/year-rules.js';
import { earliestFact } from './facts.js';
import { type DenominatorExclusion, NO_SETS } from './kind.js';
import { datesOf, inDateOrder, nearestOutside, reachOfDates } from './near.js';
import { windowDetail } from './statement.js';
import { withoutIt, wordsOfOneRecord } from './words.js';

/** The exclusion that a death date of the enrollment file meets (docs/measure-logic.md 3). */
export function deathExclusion(rule: DeathRule, { year }: YearRules): DenominatorExclusion {
  const { id, label, reference } = rule;
  const at = (iesd: number): Window => windowOf(rule.window, year, iesd);
  const exclusion: DenominatorExclusion = {
    ...NO_SETS,
    id,
    statement: {
      ...{ id, kind: 'exclusion', label, reference },
      details: [windowDetail("the enrollment's death date", rule.window, reference)],
    },
    words: wordsOfOneRecord(withoutIt(id)),
    settledBy: () => exclusion,
    windows: (iesd) => [at(iesd)],
    evidence: ({ person, iesd }) => earliestFact(id, person.deaths, at(iesd)),
    nearMisses: ({ person, iesd }) => nearestOutside(id, inDateOrder(person.deaths), at(iesd)),
    reach: ({ person, iesd }) => reachOfDates(datesOf(person.deaths), at(iesd)),
  };
  return exclusion;
}
