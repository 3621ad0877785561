import { count, percent, table, words } from '../../figures.js';
import type { ReportedRun, ReportPart, ReportSection } from '../../report.js';
import { cell, type OutputRow } from '../../table.js';
import { interval } from './figures.js';

/** Published national averages for people aged 18 to 50 in 2021: the share not imaged. */
const PUBLIC_AVERAGES = [
  ['commercial', 'commercial HMO 78.4 %, commercial PPO 76.6 %'],
  ['medicaid', 'Medicaid 74.5 %'],
] as const;

/** The rate by product line and age band. */
export function ratesSection(run: ReportedRun, earlier: ReportedRun | null): ReportSection {
  const rows = run.totals('summary.csv').filter((row) => row['age_band'] !== 'other');
  const before = new Map((earlier?.totals('summary.csv') ?? []).map((row) => [keyOf(row), row]));
  const shown = rows.filter((row) => cell(row, 'rate') !== '');
  const hasEarlier = earlier !== null;
  const numbers = table(
    'Rate by product line and age band',
    [
      ...['Product line', 'Age band', 'Denominator', 'Imaged', 'Rate', '95 % interval'],
      ...(hasEarlier ? ['Earlier rate', 'Change'] : []),
    ],
    rows.map((row) => [
      ...[cell(row, 'product_line'), cell(row, 'age_band'), count(cell(row, 'denominator'))],
      ...[count(cell(row, 'imaging')), percent(cell(row, 'rate')), interval(row)],
      ...(hasEarlier ? earlierCells(row, before.get(keyOf(row))) : []),
    ]),
    { texts: 2 },
  );
  const average = `Published national averages, for comparison (people aged 18 to 50, 2021): ${PUBLIC_AVERAGES.map(([, text]) => text).join(', ')}.`;
  const parts: ReportPart[] = [
    ...headline(run),
    {
      kind: 'chart',
      numbers,
      chart: {
        kind: 'intervals',
        title: 'Share not imaged, with 95 % intervals',
        alternative: `The rate by product line and age band: ${shown.map((row) => `${keyOf(row)} ${percent(cell(row, 'rate'))}`).join(', ')}.`,
        value: 'Share not imaged (higher is better)',
        mark: 'earlier run',
        rows: shown.map((row) => {
          const earlierRate = cell(before.get(keyOf(row)) ?? {}, 'rate');
          return {
            label: keyOf(row),
            ...{ value: Number(row['rate']), low: Number(row['rate_low']), high: Number(row['rate_high']) },
            mark: earlierRate === '' ? null : Number(earlierRate),
          };
        }),
      },
    },
    {
      kind: 'text',
      text: `${average} They rest on licensed value sets, audited data and other ages: a plan far from them should check its data first.`,
    },
  ];
  if (earlier !== null) {
    const { heading } = earlier.facts.measure;
    parts.push({
      kind: 'text',
      text: `The earlier run: ${heading}, of ${earlier.facts.started.slice(0, 10)}.`,
    });
  }
  return { id: 'rates', title: 'The rate', parts };
}

function headline(run: ReportedRun): ReportPart[] {
  const totals = run.totals('summary.csv').filter((row) => row['age_band'] === 'total');
  return [
    {
      kind: 'facts',
      rows: totals.map((row) => [
        words(cell(row, 'product_line')),
        cell(row, 'rate') === ''
          ? 'no rate: nobody is in the denominator, or the counts are suppressed'
          : `${percent(cell(row, 'rate'))} not imaged (${interval(row)}), of ${count(cell(row, 'denominator'))} people`,
      ]),
    },
  ];
}

function keyOf(row: OutputRow): string {
  return `${cell(row, 'product_line')} ${cell(row, 'age_band')}`;
}

function earlierCells(row: OutputRow, before: OutputRow | undefined): string[] {
  const [now, then] = [cell(row, 'rate'), cell(before ?? {}, 'rate')];
  if (now === '' || then === '') return [percent(then), '–'];
  const points = (Number(now) - Number(then)) * 100;
  return [percent(then), `${points >= 0 ? '+' : ''}${points.toFixed(1)} points`];
}
