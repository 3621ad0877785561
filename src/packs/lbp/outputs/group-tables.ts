import { compareText } from '../../../timeline/order.js';
import { PRODUCT_LINES } from '../../../timeline/person.js';
import type { TotalTable } from '../../pack.js';
import type { Cell, OutputColumn } from '../../table.js';
import { wilson } from '../../wilson.js';
import type { MeasureRules } from '../resolve.js';
import type { Division, GroupCounts } from './group-tally.js';
import { rateOf } from './rate.js';
import { openColumn } from './summary.js';
import { countsThatFollow, hiddenLines, hiddenRows } from './suppression.js';
import type { LbpTotals } from './tally.js';

const PRODUCT_LINE: OutputColumn = { name: 'product_line', type: 'text', about: 'as in members.csv' };

/** The counts of summary.csv, for the people of a group. */
const COUNTS: readonly OutputColumn[] = [
  { name: 'candidates', type: 'count', about: 'people of the group with a row in members.csv' },
  { name: 'ineligible', type: 'count', about: 'as in summary.csv' },
  { name: 'excluded', type: 'count', about: 'as in summary.csv' },
  { name: 'denominator', type: 'count', about: 'as in summary.csv' },
  { name: 'imaging', type: 'count', about: 'as in summary.csv' },
  { name: 'rate', type: 'share', about: 'as in summary.csv' },
  { name: 'rate_low', type: 'share', about: 'as in summary.csv' },
  { name: 'rate_high', type: 'share', about: 'as in summary.csv' },
];

/** trend.csv: the rates by month of the index date (docs/outputs.md). */
export const TREND: TotalTable<LbpTotals, MeasureRules> = {
  name: 'trend.csv',
  about: 'counts and rates by month of the index date',
  columns: [PRODUCT_LINE, { name: 'month', type: 'text', about: 'of the index date, `2025-03`' }, ...COUNTS],
  further: openColumn,
  rows: (totals, rules) => groupRows(totals, 'month', rules),
};

/** settings.csv: the rates by setting of the index line (docs/outputs.md). */
export const SETTINGS_TABLE: TotalTable<LbpTotals, MeasureRules> = {
  name: 'settings.csv',
  about: 'counts and rates by setting of the index line',
  columns: [
    PRODUCT_LINE,
    { name: 'setting', type: 'text', about: 'as index_setting in members.csv' },
    ...COUNTS,
  ],
  further: openColumn,
  rows: (totals, rules) => groupRows(totals, 'setting', rules),
};

/** summary-by.csv: the rates by columns of eligibility (docs/outputs.md). */
export const SUMMARY_BY: TotalTable<LbpTotals, MeasureRules> = {
  name: 'summary-by.csv',
  about: 'with `--by`: counts and rates by columns of eligibility',
  columns: [
    { name: 'column', type: 'text', about: 'as given with `--by`' },
    { name: 'value', type: 'text', about: 'of the span that covers the index date; may be blank' },
    PRODUCT_LINE,
    ...COUNTS,
  ],
  further: openColumn,
  rows: (totals, rules) =>
    rules.by.length === 0
      ? null
      : rules.by.flatMap((column) =>
          groupRows(totals, `by ${column}`, rules, { isBesideOthers: rules.by.length > 1 }).map(
            ([line, value, ...counts]): Cell[] => [...[column, value ?? null, line ?? null], ...counts],
          ),
        ),
};

/**
 * By product line, then by value.
 *
 * @param isBesideOthers whether other columns divide the same people, perhaps as counties divide regions: what one
 *   column shows gives back what another blanks, so that a column with a blanked row shows none
 */
function groupRows(
  { groups, people: { strata } }: LbpTotals,
  division: Division,
  { asOf, suppressBelow }: MeasureRules,
  { isBesideOthers }: { readonly isBesideOthers: boolean } = { isBesideOthers: false },
): Cell[][] {
  const lines = hiddenLines(strata, suppressBelow);
  return PRODUCT_LINES.flatMap((line) => {
    const ofLine = groups
      .filter((group) => group.division === division && group.productLine === line)
      .sort((a, b) => compareText(a.value, b.value));
    const hidden = hiddenRows(ofLine, ({ counts }) => countsThatFollow(counts), suppressBelow);
    const areAllHidden = lines.has(line) || (isBesideOthers && hidden.size > 0);
    return ofLine.map((group) => [
      ...[line, group.value],
      ...(areAllHidden || hidden.has(group) ? [] : countCells(group.counts, asOf !== null)),
    ]);
  });
}

function countCells(counts: GroupCounts, hasOpen: boolean): Cell[] {
  const { candidates, ineligible, excluded, denominator, imaging, open } = counts;
  const interval = wilson(denominator - imaging, denominator);
  return [
    ...[candidates, ineligible, excluded, denominator, imaging],
    ...[rateOf(counts), interval?.low ?? null, interval?.high ?? null],
    ...(hasOpen ? [open] : []),
  ];
}
