import type { PersonTable } from '../../pack.js';
import type { Outcome } from '../decision.js';
import type { ReviewRules } from '../resolve.js';

/** review-criteria.csv: one row per line and scenario that applies to it (docs/review.md). */
export const CRITERIA: PersonTable<Outcome, ReviewRules> = {
  name: 'review-criteria.csv',
  about: 'one row per line and scenario: its result, and its leaves by what claims say about them',
  columns: [
    { name: 'person_id', type: 'id', about: 'as in review.csv' },
    { name: 'claim_id', type: 'id', about: 'as in review.csv' },
    { name: 'claim_line_number', type: 'id', about: 'as in review.csv' },
    { name: 'scenario', type: 'text', about: 'a scenario for lines and people like this' },
    { name: 'result', type: 'text', about: '`met`, `open`, `chart only`, `not shown`' },
    { name: 'met', type: 'list', about: 'numbers of the leaves that claims show' },
    { name: 'not_shown', type: 'list', about: 'numbers of the leaves that claims do not show' },
    { name: 'needs_chart', type: 'list', about: 'numbers of the leaves that only the chart can show' },
  ],
  rows: (outcome) =>
    outcome.kind === 'no_version'
      ? []
      : outcome.scenarios.map(({ scenario, result, leaves }) => [
          ...[outcome.line.personId, outcome.line.claimId, outcome.line.lineNumber, scenario.id, result],
          ...[leaves.met, leaves.not_shown, leaves.needs_chart].map((numbers) => numbers.map(String)),
        ]),
};
