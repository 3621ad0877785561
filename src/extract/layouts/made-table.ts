import type { PlannedLayout } from '../../inputs/layouts/planned.js';
import type { Table } from '../../inputs/tables/columns.js';
import type { Mapping } from '../../inputs/tables/mapping.js';
import { type FileFacts, type FileGroup, planTable } from '../../inputs/tables/plan.js';
import type { Engine } from '../duckdb.js';
import { parquetFacts } from '../file-facts.js';
import { readParquet } from '../sql/duckdb-files.js';

/** A table that was built from the files of a layout. */
export interface MadeTable {
  readonly kind: string;
  readonly table: NonNullable<PlannedLayout['kinds'][number]['kind']['table']>;
  readonly paths: readonly string[];
}

/** The names of the columns of a made table. */
export async function columnsOf(engine: Engine, paths: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await engine.rows(`DESCRIBE SELECT * FROM ${readParquet(paths)}`);
  return new Set(rows.map((row) => String(row['column_name'])));
}

/**
 * The groups of made tables: their rows say which file they came from, and whether they count. The parts of
 * the user's mapping about our columns apply; what concerns columns of files is in the layout.
 *
 * @throws LbpError E103 for columns that are requested but missing
 */
export async function madeGroups(
  engine: Engine,
  table: Table,
  made: readonly MadeTable[],
  { constants, values }: Pick<Mapping, 'constants' | 'values'>,
): Promise<FileGroup[]> {
  const groups: FileGroup[] = [];
  let number = 0;
  const dates = new Set(table.columns.filter(({ kind }) => kind === 'date').map(({ name }) => name));
  for (const { paths } of made.filter((one) => one.table === table.name)) {
    const facts: FileFacts[] = [];
    for (const path of paths) facts.push(await parquetFacts(engine, path));
    // The tables are our own, so their date format is known.
    const known = facts.map((one) => ({
      ...one,
      sample: [one.columns.map((name) => (dates.has(name) ? '2025-12-31' : ''))],
    }));
    const plan = planTable(table, known, { constants, values }, -1 - number);
    number += paths.length;
    groups.push(
      ...plan.groups.map((group) => ({
        ...group,
        fileNoColumn: 'file_no',
        weightColumn: 'weight',
        outcomeColumn: 'outcome',
        locatorColumn: 'locator',
      })),
    );
  }
  return groups;
}
