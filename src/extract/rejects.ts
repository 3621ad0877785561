import type { FileGroup, TablePlan } from '../inputs/tables/plan.js';
import { RECORD_FAULTS, type RecordFault, RecordSplitter } from '../inputs/tables/record-splitter.js';
import { isRowReject, REJECTS } from '../inputs/tables/row-checks.js';
import { compressionOf, tableBytes } from '../inputs/tables/table-bytes.js';
import type { Account } from './accounts.js';
import { shapeOf } from './clean-copy.js';
import type { Engine } from './duckdb.js';
import { recordsAt } from './records-at.js';
import { NUMBERED_DUCKDB } from './sql/duckdb-dialect.js';
import { rejectedRows } from './sql/rejected-rows.js';

/** A row that cannot be used, and its place. */
export interface RejectedRow {
  readonly file: string;
  /** The line of a CSV file on which the record begins, the header being on line 1; the number of the record, plus 1, in
   * a zstd file; the row of a Parquet file; the place in a claim file. */
  readonly line: number | string;
  readonly claimId: string;
  readonly code: string;
  readonly reason: string;
  readonly raw: string;
}

/** One file of a plan, and the outcomes of its rows. */
interface FileOfPlan {
  readonly plan: TablePlan;
  readonly group: FileGroup;
  readonly file: FileGroup['files'][number];
  /** The reasons for this file's rejected rows, with counts. */
  readonly reasons: readonly string[];
  readonly rejected: number;
}

/**
 * Finds the rejected rows again, file by file. Only a run with rejects pays for this: the fast scan counts
 * rows without numbering them.
 *
 * @param limit at most this many rows are returned, over all files
 * @param paths by file number, as the user passed them; the plan may have clean copies in their place
 * @param layout the files of a layout, if tables were made from them
 */
export async function* findRejects(
  engine: Engine,
  plans: readonly TablePlan[],
  accounts: readonly Account[],
  limit: number,
  paths: readonly string[],
  layout: readonly FileGroup[] = [],
): AsyncGenerator<RejectedRow> {
  let left = limit;
  for (const one of filesWithRejects(plans, accounts)) {
    const { group, file } = one;
    if (left === 0) return;
    const path = paths[file.fileNo] ?? file.path;
    // A table that was built from other files has no lines that a user knows.
    const isMade = group.fileNoColumn !== undefined;
    const isInText = group.format === 'csv' && !isMade && compressionOf(path) !== 'zstd';
    const rows = isInText
      ? rejectsInText(engine, one, path, left)
      : isMade && layout.length > 0
        ? rejectsOfLayout(engine, one, layout, paths, left)
        : rejectsInTable(engine, one, paths, left);
    for await (const row of rows) {
      yield row;
      left -= 1;
    }
  }
}

function filesWithRejects(plans: readonly TablePlan[], accounts: readonly Account[]): FileOfPlan[] {
  return plans
    .flatMap((plan) => plan.groups.flatMap((group) => group.files.map((file) => ({ plan, group, file }))))
    .map(({ plan, group, file }) => {
      // Rows combined from several files have one scan for all of them.
      const of = group.fileNoColumn === undefined ? accounts.slice(file.fileNo, file.fileNo + 1) : accounts;
      const counts = of.flatMap(({ rejected }) => Object.entries(rejected));
      return {
        plan,
        group,
        file,
        reasons: [...new Set(counts.map(([reason]) => reason))],
        rejected: counts.reduce((sum, [, rows]) => sum + rows, 0),
      };
    })
    .filter(({ rejected }) => rejected > 0);
}

/** The rows that the engine rejects, in the order of the file. */
async function rowsOfEngine(
  engine: Engine,
  { plan, group, file, reasons }: FileOfPlan,
  limit: number,
  raw: boolean,
): Promise<Record<string, unknown>[]> {
  const typed = reasons.filter(isRowReject);
  if (typed.length === 0) return [];
  const alone: TablePlan = { ...plan, groups: [{ ...group, files: [file] }] };
  return engine.rowsInFileOrder(rejectedRows(alone, { reasons: typed, limit, raw }, NUMBERED_DUCKDB));
}

async function* rejectsInTable(
  engine: Engine,
  of: FileOfPlan,
  paths: readonly string[],
  limit: number,
): AsyncGenerator<RejectedRow> {
  const isMade = of.group.fileNoColumn !== undefined;
  const headerLines = of.group.format === 'csv' ? 1 : 0;
  for (const row of await rowsOfEngine(engine, of, limit, true)) {
    yield {
      file: paths[Number(row['file_no'])] ?? of.file.path,
      line: isMade ? String(row['locator'] ?? '') : Number(row['record_no']) + headerLines,
      claimId: String(row['claim_id'] ?? ''),
      ...rejectOf(String(row['outcome'])),
      raw: String(row['raw'] ?? ''),
    };
  }
}

/** Rows of a table that was made from files of a layout, each as the record of its file. */
async function* rejectsOfLayout(
  engine: Engine,
  of: FileOfPlan,
  layout: readonly FileGroup[],
  paths: readonly string[],
  limit: number,
): AsyncGenerator<RejectedRow> {
  const rows = await rowsOfEngine(engine, of, limit, false);
  const placeOf = (row: Record<string, unknown>): number => Number(row['locator']);
  for (const group of layout) {
    for (const file of group.files) {
      const own = rows.filter((row) => Number(row['file_no']) === file.fileNo);
      if (own.length === 0) continue;
      const records = await recordsAt(engine, group, file, new Set(own.map(placeOf)));
      for (const row of own) {
        yield {
          file: paths[file.fileNo] ?? file.path,
          line: placeOf(row),
          claimId: String(row['claim_id'] ?? ''),
          ...rejectOf(String(row['outcome'])),
          raw: records.get(placeOf(row)) ?? '',
        };
      }
    }
  }
}

/**
 * Reads the file again, record by record: broken records are found directly, and the others the engine
 * rejects by number.
 */
async function* rejectsInText(
  engine: Engine,
  of: FileOfPlan,
  path: string,
  limit: number,
): AsyncGenerator<RejectedRow> {
  const typed = await rowsOfEngine(engine, of, limit, false);
  let found: RejectedRow[] = [];
  // The file need not be read past the last of them.
  let left = Math.min(limit, of.rejected);
  let recordNo = 0;
  let nextTyped = 0;
  const find = (
    line: number,
    raw: string,
    claimId: string,
    reject: { code: string; reason: string },
  ): void => {
    if (left === 0) return;
    left -= 1;
    found.push({ file: path, line, claimId, ...reject, raw });
  };
  const splitter = new RecordSplitter(shapeOf(of.group), {
    good: (data, from, to, line) => {
      recordNo += 1;
      const row = typed[nextTyped];
      if (row === undefined || Number(row['record_no']) !== recordNo) return;
      nextTyped += 1;
      find(
        line,
        data.toString('utf8', from, to),
        String(row['claim_id'] ?? ''),
        rejectOf(String(row['outcome'])),
      );
    },
    bad: (fault, line, raw) => find(line, raw.toString('utf8'), '', faultOf(fault)),
  });
  for await (const chunk of tableBytes(path)) {
    splitter.push(chunk);
    yield* found;
    found = [];
    if (left === 0) return;
  }
  splitter.end();
  yield* found;
}

function rejectOf(outcome: string): { code: string; reason: string } {
  const reject = isRowReject(outcome) ? REJECTS[outcome] : null;
  return { code: reject?.code ?? '', reason: reject?.about ?? '' };
}

function faultOf(fault: RecordFault): { code: string; reason: string } {
  const { code, about } = RECORD_FAULTS[fault];
  return { code, reason: about };
}
