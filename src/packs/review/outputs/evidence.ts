import type { Evidence } from '../../../timeline/evidence.js';
import { EVIDENCE_COLUMNS, evidenceCells } from '../../evidence-table.js';
import type { PersonTable } from '../../pack.js';
import type { LeafEvidence, Outcome } from '../decision.js';
import type { ReviewRules } from '../resolve.js';

/**
 * review-evidence.csv: the record behind each met leaf, or three records if it asks for three dates or for
 * therapy. A leaf that rests on no record (an age, an absence) has a row without one.
 */
export const REVIEW_EVIDENCE: PersonTable<Outcome, ReviewRules> = {
  name: 'review-evidence.csv',
  about: 'the record behind each met leaf: claim, line, code, date, window; the rule is the scenario',
  columns: [
    { name: 'person_id', type: 'id', about: 'as in review.csv' },
    { name: 'imaging_claim_id', type: 'id', about: 'claim_id in review.csv' },
    { name: 'imaging_claim_line_number', type: 'id', about: 'claim_line_number in review.csv' },
    { name: 'leaf', type: 'count', about: 'number of the leaf in the scenario' },
    ...EVIDENCE_COLUMNS,
  ],
  rows: (outcome) => {
    if (outcome.kind === 'no_version') return [];
    const { personId, claimId, lineNumber } = outcome.line;
    return outcome.scenarios.flatMap(({ scenario, evidence }) =>
      evidence.map(({ leaf, ...found }) => [
        ...[personId, claimId, lineNumber, leaf],
        ...evidenceCells(evidenceFor(scenario.id, found)),
      ]),
    );
  },
};

function evidenceFor(rule: string, { record, window }: LeafEvidence): Evidence {
  return {
    rule,
    date: record?.date ?? null,
    endDate: null,
    codeSystem: record?.listed.system ?? '',
    code: record?.listed.code ?? '',
    valueSet: record?.set ?? '',
    claimId: record?.claimId ?? '',
    lineNumber: record?.lineNumber ?? '',
    windowStart: window?.start ?? null,
    windowEnd: window?.end ?? null,
    source: record?.source ?? '',
    locator: record?.locator ?? '',
  };
}
