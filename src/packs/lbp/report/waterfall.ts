import { count, table, words } from '../../figures.js';
import type { ReportedRun, ReportSection } from '../../report.js';
import { cell } from '../../table.js';
import { barsInWords, sumOf } from './figures.js';

/** From candidates to the denominator: how many people each rule takes out. */
export function waterfallSection(run: ReportedRun): ReportSection {
  const rows = run.totals('waterfall.csv').filter((row) => cell(row, 'age_band') === 'total');
  const rules = [...new Set(rows.map((row) => cell(row, 'rule')))];
  const steps = rules.map((rule) => {
    const ofRule = rows.filter((row) => row['rule'] === rule);
    return { rule, first: sumOf(ofRule, 'persons_first'), any: sumOf(ofRule, 'persons_any') };
  });
  const text = (figure: number | null): string => count(figure === null ? '' : String(figure));
  const shown = steps.flatMap(({ rule, first }) =>
    first === null || first === 0 ? [] : [{ label: words(rule), value: first }],
  );
  const hidden = steps.flatMap(({ rule, first }) => (first === null ? [words(rule)] : []));
  return {
    id: 'waterfall',
    title: 'From candidates to the denominator',
    parts: [
      {
        kind: 'text',
        text: 'People of all product lines and ages; someone with two lines counts in each. A person leaves at the first rule that takes them out.',
      },
      {
        kind: 'chart',
        chart: {
          kind: 'bars',
          title: 'From the candidates to the denominator, by the first rule that takes a person out',
          alternative: barsInWords(shown, hidden),
          value: 'People',
          rows: shown,
        },
        numbers: table(
          'People by rule',
          ['Rule', 'First taken out by it', 'Would be taken out by it'],
          steps.map(({ rule, first, any }) => [words(rule), text(first), text(any)]),
        ),
      },
    ],
  };
}
