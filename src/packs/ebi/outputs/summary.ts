import type { Cell, OutputColumn, OutputTable } from '../../table.js';
import { AGE_BANDS } from '../age.js';
import { grouped } from './grouped.js';
import { hiddenCells, type TableCell } from './suppression.js';
import type { Grouping, SummaryCell } from './tally.js';

/** Shown instead of a hidden number. */
const HIDDEN = '*';

const TOTAL = 'total';

/** A row of ebi-summary.csv. */
export interface SummaryRow extends TableCell {
  /** One value for each grouping; `total` for all groups. */
  readonly group: readonly string[];
  readonly financialYear: string;
  /** An age band, or `total`. */
  readonly band: string;
  readonly isHidden: boolean;
}

/** ebi-summary.csv: records by group, financial year and age band. */
export function summaryTable(by: readonly Grouping[]): OutputTable {
  const groups = by.map(
    (name): OutputColumn => ({ name, type: 'text', about: 'as in ebi-activity.csv; `unknown`, `total`' }),
  );
  return {
    name: 'ebi-summary.csv',
    about: 'records by group, financial year and age band; totals of each financial year',
    columns: [
      ...groups,
      { name: 'financial_year', type: 'text', about: 'as in ebi-activity.csv' },
      { name: 'age_band', type: 'text', about: '`0-18`, `19-29` ... `70-79`, `80+`, `unknown`, `total`' },
      { name: 'matched', type: 'count', about: 'records that meet the procedure test' },
      { name: 'flagged', type: 'count', about: 'of these, records that are flagged' },
      { name: 'share', type: 'share', about: 'flagged of matched' },
    ],
  };
}

export function summaryCells({ group, financialYear, band, matched, flagged, isHidden }: SummaryRow): Cell[] {
  const numbers = isHidden ? [HIDDEN, HIDDEN, HIDDEN] : [matched, flagged, flagged / matched];
  return [...group, financialYear, band, ...numbers];
}

/**
 * The rows of ebi-summary.csv, sorted by group, year and age band, totals last.
 *
 * @param isSuppressed whether small numbers are hidden
 */
export function summaryRows(
  cells: readonly SummaryCell[],
  by: readonly Grouping[],
  isSuppressed: boolean,
): SummaryRow[] {
  const years = [...grouped(cells, ({ financialYear }) => financialYear)];
  const rows = years.flatMap(([year, ofYear]) => rowsOfYear(year, ofYear, by));
  const hidden = new Set<TableCell>();
  if (isSuppressed) {
    for (const table of grouped(rows, ({ financialYear }) => financialYear).values()) {
      for (const cell of hiddenCells(table)) hidden.add(cell);
    }
  }
  return rows.map((row) => ({ ...row, isHidden: hidden.has(row) })).sort(inOrder);
}

/** Each year is a separate table of groups and age bands with their totals. */
function rowsOfYear(year: string, cells: readonly SummaryCell[], by: readonly Grouping[]): SummaryRow[] {
  const groups = new Map<string, number>();
  const numberOf = (group: readonly string[]): number => {
    const key = JSON.stringify(group);
    const known = groups.get(key);
    if (known !== undefined) return known;
    groups.set(key, groups.size + 1);
    return groups.size;
  };
  const all = by.map(() => TOTAL);
  const found = new Map<string, { matched: number; flagged: number } & SummaryRow>();
  const add = (row: number, group: readonly string[], column: number, cell: SummaryCell): void => {
    const key = `${row} ${column}`;
    const sum = found.get(key) ?? {
      ...{ row, column, group, financialYear: year, band: AGE_BANDS[column - 1] ?? TOTAL },
      ...{ matched: 0, flagged: 0, isHidden: false },
    };
    sum.matched += cell.matched;
    sum.flagged += cell.flagged;
    found.set(key, sum);
  };
  for (const cell of cells) {
    const row = numberOf(cell.group);
    const column = AGE_BANDS.indexOf(cell.band) + 1;
    add(row, cell.group, column, cell);
    add(row, cell.group, 0, cell);
    add(0, all, column, cell);
    add(0, all, 0, cell);
  }
  return [...found.values()];
}

function inOrder(a: SummaryRow, b: SummaryRow): number {
  return (
    totalsLast(a.row, b.row) ||
    a.group.map((value, index) => compare(value, b.group[index] ?? '')).find((order) => order !== 0) ||
    compare(a.financialYear, b.financialYear) ||
    totalsLast(a.column, b.column) ||
    a.column - b.column
  );
}

/** Number 0 is the total. */
function totalsLast(a: number, b: number): number {
  return Number(a === 0) - Number(b === 0);
}

function compare(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
