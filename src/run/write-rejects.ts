import type { Account } from '../extract/accounts.js';
import type { SourceFacts } from '../extract/claim-source.js';
import type { Engine } from '../extract/duckdb.js';
import { findRejects } from '../extract/rejects.js';
import type { PlannedLayout } from '../inputs/layouts/planned.js';
import { MEDICAL_CLAIM } from '../inputs/tables/columns.js';
import { isOfSpark, type TablePlan } from '../inputs/tables/plan.js';
import { isRowReject } from '../inputs/tables/row-checks.js';
import type { OutputFolder } from '../report/output-folder.js';
import { REJECTS_TABLE, rejectRow } from '../report/rejects.js';
import type { Inputs } from './inputs.js';

export interface RejectsOfRun {
  readonly plans: readonly (TablePlan | null)[];
  readonly accounts: readonly Account[];
  readonly files: Inputs['files'];
  readonly claims: SourceFacts | null;
  /** Files of a layout, whose tables are among the plans. */
  readonly layout?: PlannedLayout | null;
  /** At most this many rows are kept. */
  readonly limit: number;
}

/** Writes rejects.csv: the rows of tables, then the unusable parts of claim files. */
export async function writeRejects(
  engine: Engine,
  folder: OutputFolder,
  { plans, accounts, files, claims, layout = null, limit }: RejectsOfRun,
): Promise<void> {
  const table = folder.table(REJECTS_TABLE);
  const paths = files.map(({ path }) => path);
  let left = limit;
  const given = plans.filter((plan) => plan !== null).map(atHand);
  const ofLayout = layout?.kinds.flatMap(({ groups }) => groups) ?? [];
  for await (const row of findRejects(engine, given, accounts, limit, paths, ofLayout)) {
    table.add(rejectRow(row));
    left -= 1;
  }
  if (layout !== null) {
    const given: TablePlan[] = layout.kinds.map(({ groups }) => ({ ...NO_TABLE, groups }));
    for await (const row of findRejects(engine, given, accounts.map(brokenAlone), left, paths)) {
      table.add(rejectRow(row));
      left -= 1;
    }
  }
  if (claims !== null) {
    for await (const row of claims.rejects(left)) table.add(rejectRow(row));
  }
  table.flush();
}

/** Files that are not tables themselves: only their broken records are listed. */
const NO_TABLE: Omit<TablePlan, 'groups'> = { table: MEDICAL_CLAIM, values: {}, dates: {} };

function brokenAlone(account: Account): Account {
  const broken = Object.entries(account.rejected).filter(([reason]) => !isRowReject(reason));
  return { ...account, rejected: Object.fromEntries(broken) };
}

/** Inputs that only Spark can read are not read a second time. */
function atHand(plan: TablePlan): TablePlan {
  const groups = plan.groups.filter(
    ({ format, files }) => !files.some(({ path }) => isOfSpark({ format, path })),
  );
  return { ...plan, groups };
}
