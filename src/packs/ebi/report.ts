import { dayOfIso } from '../../timeline/day.js';
import { count, percent, table } from '../figures.js';
import { funnelOf, isOutside } from '../funnel.js';
import type { ReportPart, ReportSection } from '../report.js';
import { wilson } from '../wilson.js';
import type { Reading } from './decision.js';
import { financialYear, UNKNOWN_YEAR } from './financial-year.js';
import type { Guidance } from './guidance.js';
import { grouped } from './outputs/grouped.js';
import { readingFacts } from './outputs/screen.js';
import { stepRows } from './outputs/steps.js';
import type { SummaryRow } from './outputs/summary.js';
import { hiddenCells } from './outputs/suppression.js';
import type { EbiTotals, Grouping, MonthCell } from './outputs/tally.js';

/** What the report of `lbp ebi` is built from. */
export interface ReportedActivity {
  readonly guidance: Guidance;
  readonly reading: Reading;
  readonly totals: EbiTotals;
  /** The rows of ebi-summary.csv, with the same numbers hidden. */
  readonly summary: readonly SummaryRow[];
  readonly by: readonly Grouping[];
  readonly isSuppressed: boolean;
  readonly notice: readonly string[];
}

/** report.html of `lbp ebi` (docs/ebi.md, "Outputs"): the flagged activity by step, month and provider. */
export function ebiSections(run: ReportedActivity): ReportSection[] {
  return [aboutSection(run), trendSection(run), ...providerSections(run)];
}

function aboutSection(run: ReportedActivity): ReportSection {
  const { guidance, reading, notice, isSuppressed } = run;
  const hidden =
    'Numbers from 1 to 7, and numbers from which they could be derived, are hidden; the counts of the steps are in ebi-steps.csv alone.';
  return {
    id: 'about',
    title: 'What was flagged',
    parts: [
      {
        kind: 'text',
        text: `Hospital activity that the guidance of ${guidance.version} on lower back imaging (${guidance.code}) is about, read with pairing ${reading.pairing} and NULL ${reading.nulls}.`,
      },
      { kind: 'list', items: isSuppressed ? [...notice, hidden] : notice },
      ...(isSuppressed ? [] : stepParts(run)),
    ],
  };
}

function stepParts({ reading, totals }: ReportedActivity): ReportPart[] {
  return [
    {
      kind: 'table',
      ...table(
        'Records, each at the first step that takes it out',
        ['Step', 'Records'],
        stepRows(totals.steps).map(([step, records]) => [step.replaceAll('_', ' '), count(String(records))]),
      ),
    },
    {
      kind: 'table',
      ...table(
        `Flagged under every reading (this run: pairing ${reading.pairing}, NULL ${reading.nulls})`,
        ['Pairing', 'NULL', 'Flagged', 'Difference to this run'],
        readingFacts(totals, reading).map((one) => [
          ...[one.pairing, one.nulls, count(String(one.flagged)), String(one.difference)],
        ]),
        { texts: 2 },
      ),
    },
  ];
}

/** The share of flagged records by month. */
function trendSection({ totals, isSuppressed }: ReportedActivity): ReportSection {
  const months = totals.months
    .filter(({ month }) => month !== UNKNOWN_YEAR)
    .sort((a, b) => (a.month < b.month ? -1 : 1));
  const hidden = isSuppressed ? hiddenMonths(months) : new Set<MonthCell>();
  const shown = months.filter((month) => !hidden.has(month));
  const numbers = table(
    'Records by month',
    ['Month', 'Matched', 'Flagged', 'Share'],
    months.map((one) =>
      hidden.has(one)
        ? [one.month, '*', '*', '*']
        : [
            ...[one.month, count(String(one.matched)), count(String(one.flagged))],
            percent(one.flagged / one.matched),
          ],
    ),
  );
  if (shown.length === 0) return { id: 'trend', title: 'Months', parts: [{ kind: 'table', ...numbers }] };
  const rows = shown.map(({ month, matched, flagged }) => {
    const { low, high } = wilson(flagged, matched) ?? { low: 0, high: 1 };
    return { series: 'all providers', month, y: flagged / matched, low, high };
  });
  const title = 'Share flagged of the records with imaging of the lower back, by month';
  const alternative = `From ${percent(rows[0]?.y ?? null)} in ${rows[0]?.month} to ${percent(rows.at(-1)?.y ?? null)} in ${rows.at(-1)?.month}.`;
  const part: ReportPart = {
    kind: 'chart',
    chart: { kind: 'lines', title, alternative, y: 'Share flagged', rows },
    numbers,
  };
  return { id: 'trend', title: 'Months', parts: [part] };
}

/** The months of each financial year are the rows of one table, whose total is in ebi-summary.csv. */
function hiddenMonths(months: readonly MonthCell[]): ReadonlySet<MonthCell> {
  const years = grouped(months, ({ month }) => financialYear(dayOfIso(`${month}-01`)));
  return new Set([...years.values()].flatMap(hiddenInYear));
}

function hiddenInYear(months: readonly MonthCell[]): MonthCell[] {
  const cells = months.map((month, index) => ({ ...month, of: month, row: index + 1, column: 0 }));
  const sum = (of: 'matched' | 'flagged'): number => months.reduce((all, month) => all + month[of], 0);
  const total = { month: '', of: null, row: 0, column: 0, matched: sum('matched'), flagged: sum('flagged') };
  return [...hiddenCells([...cells, total])].flatMap(({ of }) => of ?? []);
}

/** A funnel plot of the providers for each financial year, from the numbers that ebi-summary.csv shows. */
function providerSections({ summary, by }: ReportedActivity): ReportSection[] {
  const place = by.indexOf('provider');
  if (by.length !== 1 || place < 0) {
    const text = 'The funnel plot needs a summary by provider alone (--by provider).';
    return [{ id: 'providers', title: 'Providers', parts: [{ kind: 'text', text }] }];
  }
  const years = [...new Set(summary.map(({ financialYear }) => financialYear))];
  return years.map((year) => ({
    id: `providers-${year.replace('/', '-')}`,
    title: `Providers, ${year}`,
    parts: providersOf(summary.filter((row) => row.financialYear === year && row.column === 0)),
  }));
}

function providersOf(rows: readonly SummaryRow[]): ReportPart[] {
  const total = rows.find(({ row }) => row === 0);
  const shown = rows.filter(({ row, isHidden }) => row !== 0 && !isHidden);
  const hidden = rows.filter(({ row, isHidden }) => row !== 0 && isHidden).length;
  if (total === undefined || total.isHidden || shown.length === 0) {
    return [{ kind: 'text', text: 'There is nothing to draw: no providers, or hidden numbers.' }];
  }
  const center = total.flagged / total.matched;
  const trials = shown.map(({ matched, flagged }) => ({ n: matched, met: flagged }));
  const outside = trials.filter((one) => isOutside(one, center)).length;
  return [
    ...(hidden === 0
      ? []
      : [{ kind: 'text', text: `Providers whose numbers are hidden, and not drawn: ${hidden}.` } as const]),
    {
      kind: 'chart',
      chart: {
        kind: 'funnel',
        title: 'Share flagged by number of records, with exact 95 and 99.8 % limits',
        alternative: `A funnel plot of ${shown.length} providers around ${percent(center)}; ${outside} are outside the 99.8 % limits, beyond which chance alone would put at most 2 in 1,000.`,
        ...{ x: 'Records with imaging of the lower back', y: 'Share flagged' },
        ...funnelOf(trials, center),
      },
      numbers: table(
        'Providers',
        ['Provider', 'Matched', 'Flagged', 'Share', 'Outside 99.8 % limits'],
        shown.map((row) => [
          ...[row.group.join(' '), count(String(row.matched)), count(String(row.flagged))],
          percent(row.flagged / row.matched),
          isOutside({ n: row.matched, met: row.flagged }, center) ? 'yes' : '',
        ]),
        { isSortable: true },
      ),
    },
  ];
}
