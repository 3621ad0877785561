import { count, percent, table, words } from '../../figures.js';
import type { ReportedFacts, ReportedRun, ReportPart, ReportSection } from '../../report.js';
import { rounded } from '../../rounding.js';
import { cell, type OutputRow } from '../../table.js';
import { countsOf, interval, rateOfRow } from './figures.js';
import { suppressedBelow } from './suppressed.js';

/** Published national averages for people aged 18 to 50 in 2021: the share not imaged. */
const PUBLIC_AVERAGES = [
  ['commercial', 'commercial HMO 78.4 %, commercial PPO 76.6 %'],
  ['medicaid', 'Medicaid 74.5 %'],
] as const;

/** The rate by product line and age band. */
export function ratesSection(run: ReportedRun, earlier: ReportedRun | null): ReportSection {
  const rows = run.totals('summary.csv').filter((row) => row['age_band'] !== 'other');
  const areHidden = earlier !== null && showsMore(earlier.facts, run.facts);
  const before = new Map(
    (areHidden ? [] : (earlier?.totals('summary.csv') ?? [])).map((row) => [keyOf(row), row]),
  );
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
      ...[count(cell(row, 'imaging')), percent(rateOfRow(row)), interval(countsOf(row))],
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
        alternative: `The rate by product line and age band: ${shown.map((row) => `${keyOf(row)} ${percent(rateOfRow(row))}`).join(', ')}.`,
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
      text: `${average} They rest on licensed value sets, audited data and the ages of that year: a plan far from them should check its data first.`,
    },
  ];
  if (earlier !== null) parts.push({ kind: 'text', text: earlierText(earlier.facts, run.facts) });
  return { id: 'rates', title: 'The rate', parts };
}

/** Whether an earlier run shows counts that this one suppresses: of the same people, it would give them back. */
function showsMore(earlier: ReportedFacts, facts: ReportedFacts): boolean {
  return suppressedBelow(earlier) < suppressedBelow(facts);
}

/** What the earlier run is, and what of it makes the rates differ without any change in care. */
function earlierText(earlier: ReportedFacts, facts: ReportedFacts): string {
  const { measure, started, value_sets: sets } = earlier;
  return [
    `The earlier run: ${measure.heading}, of ${started.slice(0, 10)}.`,
    ...(sets.kind === facts.value_sets.kind
      ? []
      : [
          `Its value sets are ${sets.kind}, those of this run ${facts.value_sets.kind}: the rates can differ for that alone.`,
        ]),
    ...(showsMore(earlier, facts)
      ? ['Its rates are not shown, because it shows counts that this run suppresses.']
      : ['The diamonds are its rates.']),
  ].join(' ');
}

function headline(run: ReportedRun): ReportPart[] {
  const totals = run.totals('summary.csv').filter((row) => row['age_band'] === 'total');
  return [
    {
      kind: 'facts',
      rows: totals.map((row) => [
        words(cell(row, 'product_line')),
        cell(row, 'rate') === ''
          ? noRateText(row)
          : `${percent(rateOfRow(row))} not imaged (${interval(countsOf(row))}), of ${people(cell(row, 'denominator'))}`,
      ]),
    },
  ];
}

function people(denominator: string): string {
  return `${count(denominator)} ${denominator === '1' ? 'person' : 'people'}`;
}

function noRateText(row: OutputRow): string {
  return cell(row, 'denominator') === ''
    ? 'no rate: the counts are suppressed'
    : 'no rate: nobody is in the denominator';
}

function keyOf(row: OutputRow): string {
  return `${cell(row, 'product_line')} ${cell(row, 'age_band')}`;
}

function earlierCells(row: OutputRow, before: OutputRow | undefined): string[] {
  const [now, then] = [rateOfRow(row), rateOfRow(before ?? {})];
  if (now === null || then === null) return [percent(then), '–'];
  const points = rounded((now - then) * 100, 1);
  return [percent(then), `${Number(points) > 0 ? '+' : ''}${points} points`];
}
