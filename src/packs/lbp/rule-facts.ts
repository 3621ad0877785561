import type { RuleFacts } from '../pack.js';
import type { YearRules } from './years/year-rules.js';

/** Names and versions of the rules of a year. */
export function ruleFacts({ year, revision, status, statusNote, terms }: YearRules): RuleFacts {
  return {
    id: 'LBP',
    heading: `LBP ${terms.period} ${year}`,
    rules_version: `${year}.${revision}`,
    status,
    note: statusNote,
    notice: ['Not certified by NCQA. HEDIS is a registered trademark of NCQA.'],
    further: { year, terms },
  };
}
