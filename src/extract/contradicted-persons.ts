import type { TablePlan } from '../inputs/tables/plan.js';
import type { Engine } from './duckdb.js';
import { firstPlace } from './first-place.js';
import { DUCKDB } from './sql/duckdb-dialect.js';

/** Ids of which the enrollment states several birth dates or sexes: no such person can be. */
export interface ContradictedPersons {
  readonly count: number;
  /** Of so many people. */
  readonly of: number;
  /** A row of one of them; null for none. */
  readonly example: { readonly personKey: string; readonly fileNo: number } | null;
}

/** The example of a row of a statement that names one by `person_key` and `file_no`. */
export function exampleIn(
  row: Readonly<Record<string, unknown>> | undefined,
): ContradictedPersons['example'] {
  if (row === undefined || row['person_key'] === null || row['person_key'] === undefined) return null;
  return { personKey: String(row['person_key']), fileNo: Number(row['file_no']) };
}

/** Where the first row of the example stands. */
export async function placeOfContradicted(
  engine: Engine,
  eligibility: TablePlan,
  { example }: ContradictedPersons,
  paths: readonly string[],
): Promise<string | null> {
  if (example === null) return null;
  const condition = `${DUCKDB.hash(['person_id'])} = ${example.personKey}`;
  return firstPlace(engine, eligibility, { fileNo: example.fileNo, condition }, paths);
}
