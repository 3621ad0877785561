import type { TablePlan } from '../inputs/tables/plan.js';
import type { Engine } from './duckdb.js';
import { firstPlace } from './first-place.js';
import { DUCKDB } from './sql/duckdb-dialect.js';
import { exampleOfContradicted } from './sql/single-scans.js';

/** Ids with several birth dates or sexes in the enrollment, which one person cannot have. */
export interface ContradictedPersons {
  readonly count: number;
  /** The number of such people. */
  readonly of: number;
  /** A row of one of them, `members.csv:12`; null where none was looked for. */
  readonly place: string | null;
}

interface Enrollment {
  readonly eligibility: TablePlan;
  /** Path by file number. */
  readonly files: readonly string[];
}

/** Where to find a row of a candidate whose enrollment contradicts itself. */
export async function placeOfContradicted(engine: Engine, enrollment: Enrollment): Promise<string | null> {
  const [row] = await engine.rows(exampleOfContradicted(DUCKDB));
  return row === undefined ? null : placeOfPerson(engine, row, enrollment);
}

/** @param row names a person by the hash of the id, `person_key`, and a file with a row of theirs, `file_no` */
export function placeOfPerson(
  engine: Engine,
  row: Readonly<Record<string, unknown>>,
  { eligibility, files }: Enrollment,
): Promise<string | null> {
  const condition = `${DUCKDB.hash(['person_id'])} = ${String(row['person_key'])}`;
  return firstPlace(engine, eligibility, { fileNo: Number(row['file_no']), condition }, files);
}
