import { lines, table } from '../../blocks.js';
import { moneyText } from '../../money.js';
import type { Summary } from '../../pack.js';
import type { ReviewRules } from '../resolve.js';
import { type Group, TOTAL } from './groups.js';
import type { ReviewTotals, ScenarioCounts } from './tally.js';

/**
 * What a finished run prints on the terminal and as JSON: lines by suggestion, and the scenarios that claims
 * support.
 */
export function summaryOf({ groups, scenarios }: ReviewTotals, { question }: ReviewRules): Summary {
  const bySuggestion = groups.filter(
    ({ key }) => key.modality === TOTAL && key.region === TOTAL && key.provider === TOTAL,
  );
  // In the order of the guideline; a scenario for two modalities appears once for each.
  const order = [...new Set(question.guideline.scenarios.map(({ id }) => id))];
  const found = order.flatMap((id): [string, ScenarioCounts][] => {
    const counts = scenarios.get(id);
    return counts === undefined ? [] : [[id, counts]];
  });
  const titles = new Map(question.guideline.scenarios.map(({ id, title }) => [id, title]));
  return {
    facts: {
      guideline: question.guideline.id,
      suggestions: bySuggestion.map(({ key, counts }) => ({
        suggestion: key.suggestion,
        ...{ lines: counts.lines, claims: counts.claims, persons: counts.persons },
        allowed_amount: counts.allowed === null ? null : moneyText(counts.allowed),
      })),
      scenarios: found.map(([id, counts]) => ({
        ...{ scenario: id, title: titles.get(id) ?? '', met: counts.met, open: counts.open },
        chart_only: counts['chart only'],
      })),
    },
    blocks: [
      lines('Imaging lines by what claims say about them; a reviewer decides:'),
      table(
        ['suggestion', 'lines', 'claims', 'persons', 'allowed'],
        bySuggestion.map(suggestionCells),
        'right',
      ),
      lines('', 'Scenarios that claims show or leave to the chart, in lines:'),
      table(
        ['scenario', 'title', 'met', 'open', 'chart only'],
        found.map(([id, counts]) => [
          ...[id, titles.get(id) ?? '', counts.met, counts.open, counts['chart only']],
        ]),
        'left',
      ),
    ],
  };
}

function suggestionCells({ key, counts }: Group): (string | number)[] {
  const { lines: count, claims, persons, allowed } = counts;
  return [key.suggestion, count, claims, persons, allowed === null ? '' : moneyText(allowed)];
}
