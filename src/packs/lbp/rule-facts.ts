import { type Day, isoDay } from '../../timeline/day.js';
import type { RuleFacts } from '../pack.js';
import type { YearRules } from './years/year-rules.js';

/** Names and versions of the rules of a year. */
export function ruleFacts(rules: YearRules, asOf: Day | null = null): RuleFacts {
  const { year, status, statusNote, terms } = rules;
  return {
    id: 'LBP',
    heading: `LBP ${terms.period} ${year}${asOf === null ? '' : ` as of ${isoDay(asOf)}`}`,
    rules_version: versionOf(rules),
    status,
    note: statusNote,
    notice: ['Not certified by NCQA. HEDIS is a registered trademark of NCQA.'],
    further: { year, terms },
  };
}

/** The version of the rules of a year, such as `2025.1`. */
export function versionOf({ year, revision }: YearRules): string {
  return `${year}.${revision}`;
}
