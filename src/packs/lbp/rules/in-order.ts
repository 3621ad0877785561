import type { SetNeed } from '../../sets.js';
import type { Gate } from '../decision.js';
import type { YearRules } from '../years/year-rules.js';
import { ageRule } from './age.js';
import { enrollmentRule } from './enrollment.js';
import { exclusionOf } from './exclusion.js';
import { type ImagingRule, imagingRule } from './imaging.js';
import { type IndexRule, indexRule } from './index-event.js';
import type { DenominatorExclusion, Role, Rule } from './kind.js';
import { negativeHistoryRule } from './negative-history.js';
import { type RuleWords, withoutIt, wordsOfOneRecord } from './words.js';

/** The rules of a year, in the order of the tests. */
export interface RulesInOrder {
  readonly index: IndexRule;
  readonly gates: readonly Rule<Gate>[];
  /** In the order of the reasons. */
  readonly exclusions: readonly DenominatorExclusion[];
  readonly imaging: ImagingRule;
}

export function rulesInOrder(year: YearRules): RulesInOrder {
  return {
    index: indexRule(year),
    gates: [ageRule(year), negativeHistoryRule(year), enrollmentRule(year)],
    exclusions: year.exclusions.map((rule) => exclusionOf(rule, year)),
    imaging: imagingRule(year),
  };
}

/** The rules tested on an episode, in the order of the evidence. */
export function episodeRules({ gates, exclusions, imaging }: RulesInOrder): readonly Rule[] {
  return [...gates, ...exclusions, imaging];
}

/** The rule with an id that outputs use; undefined for an unknown id. */
export function findRule(id: string, rules: RulesInOrder): Rule | undefined {
  return episodeRules(rules).find((rule) => rule.id === id);
}

/** The words of a rule by an id that outputs use, even if the rules no longer have the id. */
export function wordsOf(id: string, rules: RulesInOrder): RuleWords {
  return findRule(id, rules)?.words ?? wordsOfOneRecord(withoutIt(id));
}

export function needsOf({ index, imaging, exclusions }: RulesInOrder): SetNeed<Role>[] {
  return [index, imaging, ...exclusions].flatMap(({ needs }) => needs);
}
