import { bridges, type Edge } from './bridges.js';
import { grouped } from './grouped.js';

/*
 * Which cells of a table with totals must be hidden so that no small number can be read from it or derived
 * (docs/ebi.md, "Small numbers").
 *
 * Each row and each column of a table is an equation: its parts add up to its total. With rows and columns as
 * nodes and hidden cells as edges, a hidden cell can be derived exactly when its edge is a bridge, that is,
 * an edge on no cycle of hidden cells.
 */

/** A cell of a table with totals: row 0 is the total of the rows, column 0 the total of the columns. */
export interface TableCell {
  readonly row: number;
  readonly column: number;
  /** Records in the cell, at least one, and how many of them are flagged. */
  readonly matched: number;
  readonly flagged: number;
}

/** The largest number that is hidden; 0 identifies nobody and is shown. */
const LARGEST_SMALL = 7;

function isSmall(records: number): boolean {
  return records >= 1 && records <= LARGEST_SMALL;
}

/**
 * The cells to hide, each with all its numbers: those with a number from 1 to 7, and others so that
 * - no hidden cell follows from the visible ones,
 * - the hidden part of a row or column, which is the difference from its total, is not itself a small number.
 *
 * @param cells the cells of one table, each row and column with its total
 */
export function hiddenCells<T extends TableCell>(cells: readonly T[]): ReadonlySet<T> {
  const table = new Lines(cells);
  const hidden = new Set(cells.filter(({ matched, flagged }) => isSmall(matched) || isSmall(flagged)));
  for (let size = -1; size !== hidden.size; ) {
    size = hidden.size;
    for (const line of table.all) hideMoreOf(line, hidden);
    const edges = [...hidden].map((cell) => ({ a: `row ${cell.row}`, b: `column ${cell.column}`, cell }));
    for (const { cell } of bridges<Edge & { readonly cell: T }>(edges)) {
      for (const other of table.cheapestCircle(cell, hidden)) hidden.add(other);
    }
  }
  return hidden;
}

/** A row or a column: its parts, the smallest first, and their total. */
interface Line<T> {
  readonly parts: readonly T[];
  readonly total: T | undefined;
}

/** Hides more of a line until no small number can be derived from its hidden parts. */
function hideMoreOf<T extends TableCell>({ parts, total }: Line<T>, hidden: Set<T>): void {
  if (total === undefined || hidden.has(total)) return;
  for (let inside: T[] = parts.filter((cell) => hidden.has(cell)); isRevealing(inside); ) {
    const next: T = parts.find((cell) => !hidden.has(cell)) ?? total;
    hidden.add(next);
    if (next === total) return;
    inside = [...inside, next];
  }
}

function isRevealing(inside: readonly TableCell[]): boolean {
  const matched = inside.reduce((sum, cell) => sum + cell.matched, 0);
  const flagged = inside.reduce((sum, cell) => sum + cell.flagged, 0);
  // Every cell has at least one record: with as many records as cells, each cell has exactly one.
  const isOneEach = inside.length > 0 && matched === inside.length;
  return isSmall(matched) || isSmall(flagged) || isOneEach;
}

class Lines<T extends TableCell> {
  readonly all: readonly Line<T>[];
  private readonly rows: ReadonlyMap<number, readonly T[]>;
  private readonly columns: ReadonlyMap<number, readonly T[]>;
  private readonly byPlace: ReadonlyMap<string, T>;

  constructor(cells: readonly T[]) {
    const smallestFirst = cells.toSorted(
      (a, b) => a.matched - b.matched || a.row - b.row || a.column - b.column,
    );
    this.rows = grouped(smallestFirst, ({ row }) => row);
    this.columns = grouped(smallestFirst, ({ column }) => column);
    this.byPlace = new Map(cells.map((cell) => [placeOf(cell.row, cell.column), cell]));
    this.all = [
      ...[...this.rows.values()].map((row) => lineOf(row, ({ column }) => column === 0)),
      ...[...this.columns.values()].map((column) => lineOf(column, ({ row }) => row === 0)),
    ];
  }

  /** The three cells that form a cycle with this one and need the fewest more records hidden. */
  cheapestCircle(cell: T, hidden: ReadonlySet<T>): readonly T[] {
    const cost = (other: T): number => (hidden.has(other) ? 0 : other.matched);
    let best: { readonly circle: readonly T[]; readonly cost: number } | null = null;
    for (const beside of this.rows.get(cell.row) ?? []) {
      if (beside === cell) continue;
      for (const below of this.columns.get(cell.column) ?? []) {
        const corner = this.byPlace.get(placeOf(below.row, beside.column));
        if (below === cell || corner === undefined) continue;
        const price = cost(beside) + cost(below) + cost(corner);
        if (best === null || price < best.cost) best = { circle: [beside, below, corner], cost: price };
      }
    }
    return best?.circle ?? [];
  }
}

function lineOf<T>(cells: readonly T[], isTotal: (cell: T) => boolean): Line<T> {
  return { parts: cells.filter((cell) => !isTotal(cell)), total: cells.find(isTotal) };
}

function placeOf(row: number, column: number): string {
  return `${row} ${column}`;
}
