import type { ExclusionRule, YearRules } from '../years/year-rules.js';
import { deathExclusion } from './death.js';
import { frailtyExclusion } from './frailty.js';
import type { DenominatorExclusion } from './kind.js';
import { recordExclusion } from './record.js';
import { steroidExclusion } from './steroids.js';

/** Builds the exclusion that a year states as data; the one place that knows all kinds. */
export function exclusionOf(rule: ExclusionRule, year: YearRules): DenominatorExclusion {
  switch (rule.kind) {
    case 'record':
      return recordExclusion(rule, year);
    case 'steroids':
      return steroidExclusion(rule, year);
    case 'death':
      return deathExclusion(rule, year);
    case 'frailty':
      return frailtyExclusion(rule, year);
  }
}
