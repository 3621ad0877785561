import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LbpError } from '../../errors.js';
import type { PlannedLayout } from '../../inputs/layouts/planned.js';
import type { Mapping } from '../../inputs/tables/mapping.js';
import type { TablePlan } from '../../inputs/tables/plan.js';
import type { RowFate } from '../accounts.js';
import type { Engine } from '../duckdb.js';
import { DISABLED_OPTIMIZERS, FIXED_JOINS } from '../sql/duckdb-dialect.js';
import type { Plans } from '../sql/tables.js';
import { madeGroups } from './made-table.js';
import { readLayout } from './read-layout.js';

/** The part of a script about the files of a layout, before the extraction. */
export interface LayoutScript extends Plans {
  readonly statements: readonly string[];
  /** Rows of the files that did not become rows of the tables. */
  readonly fates: readonly RowFate[];
}

/**
 * The statements that make the tables of a layout again. They are found by making the tables once: only then
 * is it known where each file begins, and how far ids must be followed.
 *
 * @param to the folder of the script, into which it writes the tables
 * @throws LbpError as readLayout, and E304 for a folder name that a script cannot contain
 */
export async function scriptOfLayout(
  engine: Engine,
  planned: PlannedLayout,
  plans: Plans,
  mapping: Mapping,
  to: string,
): Promise<LayoutScript> {
  if (/[*?[\]']/.test(to)) {
    throw new LbpError(
      'E304',
      `--events ${to}: a script that joins files of a layout cannot write into a folder with one of * ? [ ] ' in its name. Give another one.`,
    );
  }
  const folder = mkdtempSync(join(tmpdir(), 'lbp-layout-'));
  try {
    const { made, facts, statements } = await readLayout(engine, planned, folder, () => undefined);
    const moved = (text: string): string => text.replaceAll(`${folder}/`, `${to}/layout-`);
    const filled = async (plan: TablePlan): Promise<TablePlan> => ({
      ...plan,
      groups: (await madeGroups(engine, plan.table, made, mapping)).map((group) => ({
        ...group,
        files: group.files.map((file) => ({ ...file, path: moved(file.path) })),
      })),
    });
    return {
      statements: [
        `SET disabled_optimizers = '${FIXED_JOINS}'`,
        ...statements.map(moved),
        `SET disabled_optimizers = '${DISABLED_OPTIMIZERS}'`,
      ],
      fates: facts.fates,
      medical: await filled(plans.medical),
      pharmacy: plans.pharmacy === null ? null : await filled(plans.pharmacy),
      eligibility: await filled(plans.eligibility),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
