import { MISSHAPEN } from '../codes/readings.js';
import { DIAGNOSES } from '../inputs/tables/columns.js';
import type { TablePlan } from '../inputs/tables/plan.js';
import type { Engine } from './duckdb.js';
import { firstPlace } from './first-place.js';
import { COLUMN_AT_PLACE } from './sql/code-columns.js';
import { COUNT_MISSHAPEN, COUNT_MISSHAPEN_PRINCIPALS, countStated } from './sql/counts.js';
import { literal } from './sql/dialect.js';
import { DUCKDB } from './sql/duckdb-dialect.js';

/** Cells of a code column that cannot be a code of its kind. */
export interface MisshapenCodes {
  readonly column: string;
  readonly count: number;
  /** Out of this many stated in the column. */
  readonly of: number;
  /** The first in some file, `claims.csv:12`; null if not looked for. */
  readonly place: string | null;
}

/** The same before its place was looked up. */
export interface FoundCodes extends Omit<MisshapenCodes, 'place'> {
  /** A file that has one. */
  readonly fileNo: number;
}

/** Where the claims stand, for the places. */
export interface Claims {
  readonly medical: TablePlan;
  /** Path by file number. */
  readonly files: readonly string[];
}

/** At most this many columns get a place; finding one means reading a file. */
const MOST_PLACES = 8;

/**
 * Counts the cells that cannot be a code, by column. The stated codes are counted only if there are any.
 *
 * @param ofCandidates the medical claims, limited to the candidates' rows
 */
export async function misshapenCodes(
  engine: Engine,
  ofCandidates: TablePlan,
  claims: Claims,
): Promise<MisshapenCodes[]> {
  const [principal = ''] = DIAGNOSES;
  const found: FoundCodes[] = [];
  // Over all rows: someone without any other principal diagnosis is not a candidate.
  for (const row of await engine.rows(COUNT_MISSHAPEN_PRINCIPALS)) {
    const [count = 0, of = 0, fileNo = 0] = [row['misshapen'], row['stated'], row['file_no']].map(Number);
    found.push({ column: principal, count, of, fileNo });
  }
  const others = (await engine.rows(COUNT_MISSHAPEN)).flatMap((row) => {
    const column = COLUMN_AT_PLACE.get(Number(row['place']));
    if (column === undefined || column === principal) return [];
    return [{ column, count: Number(row['row_count']), fileNo: Number(row['file_no']) }];
  });
  if (others.length > 0) {
    const columns = others.map(({ column }) => column);
    const [stated] = await engine.rows(countStated(ofCandidates, columns, DUCKDB));
    found.push(...others.map((one) => ({ ...one, of: Number(stated?.[one.column] ?? 0) })));
  }
  return withPlaces(engine, found, claims);
}

/** The most frequent first, each with one place. */
export async function withPlaces(
  engine: Engine,
  found: readonly FoundCodes[],
  { medical, files }: Claims,
): Promise<MisshapenCodes[]> {
  const columns: MisshapenCodes[] = [];
  const byCount = [...found].sort((a, b) => b.count - a.count || (a.column < b.column ? -1 : 1));
  for (const { column, count, of, fileNo } of byCount) {
    const condition = `${column} = ${literal(MISSHAPEN)}`;
    const isShown = columns.length < MOST_PLACES;
    const place = isShown ? await firstPlace(engine, medical, { fileNo, condition }, files) : null;
    columns.push({ column, count, of, place });
  }
  return columns;
}
