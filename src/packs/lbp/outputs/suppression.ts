import type { ProductLine } from '../../../timeline/person.js';
import type { GroupCounts } from './group-tally.js';
import type { Stratum } from './strata.js';

/*
 * Small counts, and counts from which they could be derived (docs/outputs.md, "Small numbers"). A small row
 * is blanked whole. A reader who knows the total of a table knows the sum of its blanked rows, so at least
 * two are blanked, and their sum must not have a small count either.
 */

/** What other tables blank of the people of a table. */
interface BlankedElsewhere<Row> {
  /** Rows that are blanked in any case. */
  readonly blanked?: ReadonlySet<Row>;
  /** Whether a part of the total is blanked, which the sum of the rows shown here would give back. */
  readonly isTotalBlanked?: boolean;
}

/**
 * The rows of a table to blank: those with a count from 1 to `below` - 1, and then the smallest of the others
 * until two are blanked and no count of their sum is small. Rows without people identify nobody.
 *
 * @param below 0 and 1 blank nothing
 */
export function hiddenRows<Row>(
  rows: readonly Row[],
  countsOf: (row: Row) => readonly number[],
  below: number,
  { blanked, isTotalBlanked = false }: BlankedElsewhere<Row> = {},
): ReadonlySet<Row> {
  const isSmall = (count: number): boolean => count > 0 && count < below;
  const hidden = new Set(rows.filter((row) => blanked?.has(row) || countsOf(row).some(isSmall)));
  const sums: number[] = [];
  const addToSums = (row: Row): void =>
    countsOf(row).forEach((count, place) => {
      sums[place] = (sums[place] ?? 0) + count;
    });
  hidden.forEach(addToSums);
  const size = (row: Row): number => countsOf(row).reduce((sum, count) => sum + count, 0);
  const visible = rows.filter((row) => !hidden.has(row) && size(row) > 0).sort((a, b) => size(a) - size(b));
  // For each count, how many of the rows that are still shown have any of it: looking through them at every step would
  // take too long where providers are many.
  const rowsWithIt: number[] = [];
  const change = (row: Row, by: number): void =>
    countsOf(row).forEach((count, place) => {
      if (count > 0) rowsWithIt[place] = (rowsWithIt[place] ?? 0) + by;
    });
  for (const row of visible) change(row, 1);
  const isKept = (shown: number, place: number): boolean => shown === 0 || (sums[place] ?? 0) >= below;
  for (const row of visible) {
    const isSumSafe = hidden.size === 0 || (hidden.size > 1 && !sums.some(isSmall));
    if (isSumSafe && (!isTotalBlanked || rowsWithIt.every(isKept))) break;
    hidden.add(row);
    addToSums(row);
    change(row, -1);
  }
  return hidden;
}

/** The counts that can be derived from a row with rates, including the count of people without imaging. */
export function countsThatFollow(counts: GroupCounts): number[] {
  const { candidates, ineligible, excluded, open, denominator, imaging } = counts;
  return [candidates, ineligible, excluded, open, denominator, imaging, denominator - imaging];
}

/**
 * The rows of summary.csv and idss.csv to blank: if the total of a product line is blanked, so are all its
 * bands.
 */
export function hiddenStrata(strata: readonly Stratum[], below: number): ReadonlySet<Stratum> {
  const lines = hiddenLines(strata, below);
  const counts = ({ counts: of }: Stratum): number[] => countsThatFollow(of);
  const hidden = new Set(strata.filter(({ productLine }) => lines.has(productLine)));
  for (const line of new Set(strata.map(({ productLine }) => productLine))) {
    const bands = strata.filter(({ productLine, band }) => productLine === line && band !== 'total');
    for (const stratum of hiddenRows(bands, counts, below)) hidden.add(stratum);
  }
  return hidden;
}

/** Product lines whose totals have a small count; none of their rows is shown. */
export function hiddenLines(strata: readonly Stratum[], below: number): ReadonlySet<ProductLine> {
  const totals = strata.filter(({ band }) => band === 'total');
  return new Set(
    totals
      .filter(({ counts }) => countsThatFollow(counts).some((count) => count > 0 && count < below))
      .map(({ productLine }) => productLine),
  );
}
