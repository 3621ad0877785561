import type { TablePlan } from '../sources/tables/plan.js';
import type { Account } from './accounts.js';
import type { Engine } from './duckdb.js';
import { NUMBERED_DUCKDB } from './sql/duckdb-dialect.js';
import { REJECTS, type Reject } from './sql/relations.js';
import { rejectedRows } from './sql/steps.js';

/** A row that cannot be used, and where it stands. */
export interface RejectedRow {
  readonly file: string;
  /** The line of a CSV file whose records have one line each, the header being line 1; the row of a Parquet file; the
   * place in an 837 file. */
  readonly line: number | string;
  readonly claimId: string;
  readonly code: string;
  readonly reason: string;
  readonly raw: string;
}

/**
 * Finds the rejected rows again, file by file. Only a run that has some pays for it: the fast scan counts rows and
 * does not number them.
 *
 * @param limit how many rows are given at the most, over all files
 * @param paths by file number, for rows that were put together from several files
 */
export async function* findRejects(
  engine: Engine,
  plans: readonly TablePlan[],
  accounts: readonly Account[],
  limit: number,
  paths: readonly string[] = [],
): AsyncGenerator<RejectedRow> {
  let left = limit;
  const files = plans.flatMap((plan) =>
    plan.groups.flatMap((group) => group.files.map((file) => ({ plan, group, file }))),
  );
  for (const { plan, group, file } of files) {
    // Rows that were put together from several files have one scan for all of them.
    const isMade = group.fileNoColumn !== undefined;
    const ofGroup = isMade ? accounts : accounts.slice(file.fileNo, file.fileNo + 1);
    const hasRejects = ofGroup.some(({ rejected }) => Object.keys(rejected).length > 0);
    if (!hasRejects || left === 0) continue;
    const alone: TablePlan = { ...plan, groups: [{ ...group, files: [file] }] };
    const rows = await engine.rowsInFileOrder(rejectedRows(alone, left, NUMBERED_DUCKDB));
    left -= rows.length;
    const headerLines = group.format === 'csv' ? 1 : 0;
    for (const row of rows) {
      yield {
        file: paths[Number(row['file_no'])] ?? file.path,
        line: isMade ? String(row['locator'] ?? '') : Number(row['record_no']) + headerLines,
        claimId: String(row['claim_id'] ?? ''),
        ...rejectOf(String(row['outcome'])),
        raw: String(row['raw'] ?? ''),
      };
    }
  }
}

function rejectOf(outcome: string): { code: string; reason: string } {
  const reject = outcome in REJECTS ? REJECTS[outcome as Reject] : null;
  return { code: reject?.code ?? '', reason: reject?.about ?? '' };
}
