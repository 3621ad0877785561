import { count, percent, table, words } from '../../figures.js';
import type { ReportedRun, ReportSection } from '../../report.js';
import { cell, type OutputRow } from '../../table.js';
import { barsInWords, countsOf, interval, notDrawn, rateOfRow, sumOf } from './figures.js';

/** Days from the index date to the imaging, of the imaged. */
export function daysSection(run: ReportedRun): ReportSection {
  const rows = run.totals('imaging-days.csv');
  const days = [...new Set(rows.map((row) => Number(row['days'])))].sort((a, b) => a - b);
  const imaged = days.flatMap((day) => {
    const sum = sumOf(
      rows.filter((row) => Number(row['days']) === day),
      'imaged',
    );
    return sum === null ? [] : [{ x: day, y: sum }];
  });
  const all = imaged.reduce((sum, { y }) => sum + y, 0);
  const onDay0 = imaged.find(({ x }) => x === 0)?.y ?? 0;
  const hidden = days.filter((day) => !imaged.some(({ x }) => x === day));
  return {
    id: 'days',
    title: 'Days to imaging',
    parts: [
      {
        kind: 'chart',
        chart: {
          kind: 'columns',
          title: 'Imaged people by day',
          alternative:
            hidden.length > 0
              ? notDrawn(hidden.map((day) => `day ${day}`))
              : `Of ${count(String(all))} imaged people, ${count(String(onDay0))} were imaged on the index date itself.`,
          x: 'Days from the index date',
          y: 'People',
          rows: all === 0 ? [] : imaged,
        },
        numbers: table(
          'Imaged people by days from the index date',
          ['Product line', 'Days', 'Imaged'],
          rows.map((row) => [cell(row, 'product_line'), cell(row, 'days'), count(cell(row, 'imaged'))]),
        ),
      },
    ],
  };
}

/** What the images are, and where the episodes began. */
export function modalitySection(run: ReportedRun): ReportSection {
  const rows = run.totals('imaging-modality.csv');
  const modalities = [...new Set(rows.map((row) => cell(row, 'modality')))];
  const bars = modalities.flatMap((modality) => {
    const sum = sumOf(
      rows.filter((row) => row['modality'] === modality),
      'imaged',
    );
    return sum === null ? [] : [{ label: words(modality), value: sum }];
  });
  const hidden = modalities.map(words).filter((one) => !bars.some(({ label }) => label === one));
  const settings = run.totals('settings.csv');
  return {
    id: 'modality',
    title: 'Modality and setting',
    parts: [
      {
        kind: 'chart',
        chart: {
          kind: 'bars',
          title: 'Imaged people by modality of the first study',
          alternative: barsInWords(bars, hidden),
          value: 'People',
          rows: bars,
        },
        numbers: table(
          'Imaged people by modality and region',
          ['Product line', 'Modality', 'Region', 'Imaged'],
          rows.map((row) => [
            ...[cell(row, 'product_line'), words(cell(row, 'modality')), cell(row, 'region')],
            count(cell(row, 'imaged')),
          ]),
          { texts: 3 },
        ),
      },
      { kind: 'table', ...rateTable('Rate by setting of the index visit', 'Setting', settings, 'setting') },
    ],
  };
}

/** Imaging among people with a red flag. */
export function excludedSection(run: ReportedRun): ReportSection {
  const rows = run.totals('imaging-excluded.csv');
  return {
    id: 'excluded',
    title: 'Imaging among the excluded',
    parts: [
      {
        kind: 'text',
        text: 'Imaging is expected where a red flag explains it. A reason with as little imaging as the denominator may be coded on claims without being a reason in the clinic.',
      },
      {
        kind: 'table',
        ...table(
          'Imaging by reason of the exclusion',
          ['Product line', 'Reason', 'Excluded', 'Imaged', 'Share imaged'],
          rows.map((row) => {
            const counts = countsOf(row, 'excluded', 'imaged');
            const share =
              counts === null || counts.denominator === 0 ? null : counts.imaging / counts.denominator;
            return [
              ...[cell(row, 'product_line'), words(cell(row, 'reason')), count(cell(row, 'excluded'))],
              ...[count(cell(row, 'imaged')), percent(share)],
            ];
          }),
          { texts: 2 },
        ),
      },
    ],
  };
}

/** The rate by month of the index date. */
export function trendSection(run: ReportedRun): ReportSection {
  const rows = run.totals('trend.csv');
  const shown = rows.filter((row) => cell(row, 'rate') !== '');
  return {
    id: 'trend',
    title: 'Months',
    parts: [
      {
        kind: 'chart',
        chart: {
          kind: 'lines',
          title: 'Share not imaged, by month of the index date',
          alternative:
            'The rate of each product line by month; the table has the figures and their intervals.',
          y: 'Share not imaged',
          rows: shown.map((row) => ({
            ...{ series: cell(row, 'product_line'), month: cell(row, 'month'), y: Number(row['rate']) },
            ...{ low: Number(row['rate_low']), high: Number(row['rate_high']) },
          })),
        },
        numbers: rateTable('Rate by month of the index date', 'Month', rows, 'month'),
      },
    ],
  };
}

/** The rate by the columns of `--by`. */
export function groupsSection(run: ReportedRun): ReportSection | null {
  const rows = run.totals('summary-by.csv');
  if (rows.length === 0) return null;
  const columns = [...new Set(rows.map((row) => cell(row, 'column')))];
  return {
    id: 'groups',
    title: 'Groups',
    parts: columns.map((column) => ({
      kind: 'table',
      ...rateTable(
        `Rate by ${column}`,
        column,
        rows.filter((row) => row['column'] === column),
        'value',
        (text) => text,
      ),
    })),
  };
}

/** @param wordsOf what is shown for a value of the column; values of the data stand as they are */
function rateTable(
  caption: string,
  name: string,
  rows: readonly OutputRow[],
  column: string,
  wordsOf: (value: string) => string = words,
): ReturnType<typeof table> {
  return table(
    caption,
    ['Product line', name, 'Denominator', 'Imaged', 'Rate', '95 % interval'],
    rows.map((row) => [
      ...[
        cell(row, 'product_line'),
        wordsOf(cell(row, column)) || '(blank)',
        count(cell(row, 'denominator')),
      ],
      ...[count(cell(row, 'imaging')), percent(rateOfRow(row)), interval(countsOf(row))],
    ]),
    { texts: 2, isSortable: true },
  );
}
