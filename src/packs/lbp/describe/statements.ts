import { described } from '../reference.js';
import { episodeRules, rulesInOrder } from '../rules/in-order.js';
import { namesDetail, type Statement, switchDetail } from '../rules/statement.js';
import type { YearRules } from '../years/year-rules.js';

/**
 * All that a year fixes: the facts that apply to all its rules, the index event, and each rule in the order
 * of the reasons.
 */
export function statementsOf(year: YearRules): Statement[] {
  const rules = rulesInOrder(year);
  return [ofWholeYear(year), rules.index.statement, ...episodeRules(rules).map(({ statement }) => statement)];
}

function ofWholeYear({ status, terms, productLines, ignoresLabDiagnoses }: YearRules): Statement {
  const reference = described('1.1');
  const { population, exclusion, period } = terms;
  return {
    ...{ id: 'year', kind: 'year', label: 'all rules', reference },
    details: [
      {
        ...{ id: 'status', label: 'status', reference },
        texts: [status],
        value: status,
      },
      {
        ...{ id: 'terms', label: 'words of the year', reference },
        texts: [population, exclusion, period],
        value: { population, exclusion, period },
      },
      ...namesDetail('product_lines', 'product lines', productLines, described('2.9')),
      switchDetail(
        'laboratory_lines',
        'laboratory lines give diagnoses',
        !ignoresLabDiagnoses,
        described('3.1'),
      ),
    ],
  };
}
