import { isoDay } from '../timeline/day.js';
import { moneyText } from './money.js';
import { rounded } from './rounding.js';

/** A value as a pack returns it; its column says how it is written. */
export type Cell = string | number | null | readonly string[];

/**
 * How the values of a column are written:
 * - `id`, `code`, `text`: as they are
 * - `list`: texts, joined by `;`
 * - `date`: a day, ISO
 * - `count`, `flag`: whole numbers, a flag 0 or 1
 * - `share`: a fraction, to six decimals
 * - `percent`: a fraction, times 100, to two decimals
 * - `mean`: a mean of whole numbers, to two decimals
 * - `money`: whole cents, as a decimal number with two places
 *
 * null is written as blank.
 */
export type ColumnType =
  | 'id'
  | 'code'
  | 'text'
  | 'list'
  | 'date'
  | 'count'
  | 'flag'
  | 'share'
  | 'percent'
  | 'mean'
  | 'money';

/** A column of an output, stated once for the writer, the reader of a finished run, and the documents. */
export interface OutputColumn {
  readonly name: string;
  readonly type: ColumnType;
  /** What it holds, in one line. */
  readonly about: string;
}

/** An output file with rows. */
export interface OutputTable {
  /** File name, with its extension. */
  readonly name: string;
  /** What a row is, in one line. */
  readonly about: string;
  readonly columns: readonly OutputColumn[];
}

/** A row of a file, by column. */
export type OutputRow = Readonly<Record<string, string>>;

/** A cell of a row that was read; empty if the row lacks the column. */
export function cell(row: OutputRow, column: string): string {
  return row[column] ?? '';
}

/** The cells of a row as they are written. */
export function writtenCells(
  { columns }: Pick<OutputTable, 'columns'>,
  cells: readonly Cell[],
): (string | number)[] {
  return columns.map(({ type }, index) => written(cells[index] ?? null, type));
}

/** The row that a reader of the file would find. */
export function asRow(table: Pick<OutputTable, 'columns'>, cells: readonly Cell[]): OutputRow {
  const texts = writtenCells(table, cells);
  return Object.fromEntries(table.columns.map(({ name }, index) => [name, String(texts[index] ?? '')]));
}

function written(value: Cell, type: ColumnType): string | number {
  if (value === null) return '';
  if (typeof value === 'object') return value.join(';');
  if (typeof value === 'string') return value;
  switch (type) {
    case 'date':
      return isoDay(value);
    case 'share':
      return rounded(value, 6);
    case 'percent':
      return rounded(value * 100, 2);
    case 'mean':
      return rounded(value, 2);
    case 'money':
      return moneyText(value);
    default:
      return value;
  }
}
