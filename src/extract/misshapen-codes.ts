import { MISSHAPEN } from '../codes/readings.js';
import { DIAGNOSES } from '../inputs/tables/columns.js';
import type { TablePlan } from '../inputs/tables/plan.js';
import type { Engine } from './duckdb.js';
import { firstPlace } from './first-place.js';
import { COLUMN_AT_PLACE } from './sql/code-columns.js';
import { literal } from './sql/dialect.js';
import { DUCKDB } from './sql/duckdb-dialect.js';
import { COUNT_MISSHAPEN, COUNT_MISSHAPEN_PRINCIPALS, countStated } from './sql/steps.js';

/** What stands in a column of codes and cannot be one of its kind. */
export interface MisshapenCodes {
  readonly column: string;
  readonly count: number;
  /** Of so many that are stated in the column. */
  readonly of: number;
  /** A file that has one. */
  readonly fileNo: number;
}

/**
 * Counts what cannot be a code, by column. Only where there is any, the codes that are stated are counted too.
 *
 * @param ofCandidates the medical claims as far as the candidates' rows are in them
 */
export async function misshapenCodes(engine: Engine, ofCandidates: TablePlan): Promise<MisshapenCodes[]> {
  const [principal = ''] = DIAGNOSES;
  const found: MisshapenCodes[] = [];
  // Of all rows: who has no other principal diagnosis is no candidate.
  for (const row of await engine.rows(COUNT_MISSHAPEN_PRINCIPALS)) {
    const [count, of, fileNo] = [row['misshapen'], row['stated'], row['file_no']].map(Number);
    found.push({ column: principal, count: count ?? 0, of: of ?? 0, fileNo: fileNo ?? 0 });
  }
  const others = (await engine.rows(COUNT_MISSHAPEN)).flatMap((row) => {
    const column = COLUMN_AT_PLACE.get(Number(row['place']));
    if (column === undefined || column === principal) return [];
    return [{ column, count: Number(row['row_count']), fileNo: Number(row['file_no']) }];
  });
  if (others.length === 0) return found;
  const columns = others.map(({ column }) => column);
  const [stated] = await engine.rows(countStated(ofCandidates, columns, DUCKDB));
  return [...found, ...others.map((one) => ({ ...one, of: Number(stated?.[one.column] ?? 0) }))];
}

/** The place of the first row with one, in the file where they were found. */
export function firstMisshapen(
  engine: Engine,
  medical: TablePlan,
  { column, fileNo }: Pick<MisshapenCodes, 'column' | 'fileNo'>,
  paths: readonly string[],
): Promise<string | null> {
  return firstPlace(engine, medical, { fileNo, condition: `${column} = ${literal(MISSHAPEN)}` }, paths);
}
