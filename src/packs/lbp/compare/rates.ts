import { type Block, table } from '../../blocks.js';
import { rounded } from '../../rounding.js';
import { cell, type OutputRow } from '../../table.js';
import { rateOf } from '../outputs/rate.js';

/** A row of summary.csv in both runs; null where a run does not have it. */
export interface RatePair {
  readonly product_line: string;
  readonly age_band: string;
  readonly before: Rate | null;
  readonly after: Rate | null;
  /** After minus before, as a fraction; null if either has no rate. */
  readonly difference: number | null;
}

/** Counts are null if the run suppressed them. */
export interface Rate {
  readonly candidates: number | null;
  readonly denominator: number | null;
  readonly imaging: number | null;
  /** Share without imaging, 0 to 1; null for an empty denominator and for suppressed counts. */
  readonly rate: number | null;
}

export function ratePairs(before: readonly OutputRow[], after: readonly OutputRow[]): RatePair[] {
  const keyOf = (row: OutputRow): string => `${cell(row, 'product_line')} ${cell(row, 'age_band')}`;
  const keys = [...new Set([...before, ...after].map(keyOf))].sort();
  return keys.map((key) => {
    const [productLine = '', band = ''] = key.split(' ');
    const [a, b] = [before, after].map((rows) => rateIn(rows.find((row) => keyOf(row) === key)));
    const known = a?.rate !== undefined && a.rate !== null && b?.rate !== undefined && b.rate !== null;
    return {
      product_line: productLine,
      age_band: band,
      before: a ?? null,
      after: b ?? null,
      difference: known ? Number(((b.rate ?? 0) - (a.rate ?? 0)).toFixed(6)) : null,
    };
  });
}

function rateIn(row: OutputRow | undefined): Rate | null {
  if (row === undefined) return null;
  const rate = cell(row, 'rate');
  return {
    candidates: countOf(row, 'candidates'),
    denominator: countOf(row, 'denominator'),
    imaging: countOf(row, 'imaging'),
    rate: rate === '' ? null : Number(rate),
  };
}

/** A suppressed count is blank, and not 0. */
function countOf(row: OutputRow, column: string): number | null {
  const text = cell(row, column);
  return text === '' ? null : Number(text);
}

export function ratesTable(rates: readonly RatePair[]): Block {
  // The people outside the bands of the year; without this row the bands do not add up to the total.
  const shown = rates.filter(
    ({ age_band: band, before, after }) =>
      band !== 'other' || [before, after].some((rate) => (rate?.candidates ?? 0) > 0),
  );
  const rows = shown.map(({ product_line: productLine, age_band: band, before, after, difference }) => {
    const pair = (of: (rate: Rate) => number | null): (number | string)[] =>
      [before, after].map((rate) => (rate === null ? '' : (of(rate) ?? '')));
    return [
      productLine,
      band,
      ...pair(({ denominator }) => denominator),
      ...pair(({ imaging }) => imaging),
      ...[exact(before), exact(after)].map((rate) => (rate === null ? '' : percent(rate))),
      difference === null ? '' : signed((exact(after) ?? 0) - (exact(before) ?? 0)),
    ];
  });
  const columns = [
    ...['product line', 'age', 'denominator', 'after', 'imaging', 'after', 'rate', 'after', 'difference'],
  ];
  return table(columns, rows, 'right');
}

/** Computed from the counts, because the rate of the table is rounded already. */
function exact(of: Rate | null): number | null {
  if (of === null || of.denominator === null || of.imaging === null) return null;
  return rateOf({ denominator: of.denominator, imaging: of.imaging });
}

function percent(share: number): string {
  return rounded(share * 100, 2);
}

function signed(share: number): string {
  const text = percent(share);
  return `${Number(text) > 0 ? '+' : ''}${text}`;
}
