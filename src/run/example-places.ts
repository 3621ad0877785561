import { type ContradictedPersons, placeOfContradicted } from '../extract/contradicted-persons.js';
import type { Engine } from '../extract/duckdb.js';
import { firstMisshapen, type MisshapenCodes } from '../extract/misshapen-codes.js';
import type { TablePlan } from '../inputs/tables/plan.js';
import type { ContradictedIds, MisshapenColumn } from '../packs/quality.js';

/** So many columns are given an example; to find one takes a look into a file. */
const MOST_EXAMPLES = 8;

/** What cannot be a code, by column, the most first, with a place where some of it stands. */
export async function misshapenColumns(
  engine: Engine,
  plan: TablePlan,
  found: readonly MisshapenCodes[],
  paths: readonly string[],
): Promise<MisshapenColumn[]> {
  const columns: MisshapenColumn[] = [];
  const byCount = [...found].sort((a, b) => b.count - a.count || (a.column < b.column ? -1 : 1));
  for (const codes of byCount) {
    const { column, count, of } = codes;
    const hasExample = columns.length < MOST_EXAMPLES;
    const place = hasExample ? await firstMisshapen(engine, plan, codes, paths) : null;
    columns.push({ column, count, of, place });
  }
  return columns;
}

/** The ids of several people, with a row of one of them. */
export async function contradictedIds(
  engine: Engine,
  eligibility: TablePlan,
  found: ContradictedPersons,
  paths: readonly string[],
): Promise<ContradictedIds> {
  const place = await placeOfContradicted(engine, eligibility, found, paths);
  return { count: found.count, of: found.of, place };
}
