import type { TablePlan } from '../inputs/tables/plan.js';
import { isOfSpark } from '../inputs/tables/plan.js';
import { RecordSplitter } from '../inputs/tables/record-splitter.js';
import { compressionOf, tableBytes } from '../inputs/tables/table-bytes.js';
import { shapeOf } from './clean-copy.js';
import type { Engine } from './duckdb.js';
import { NUMBERED_DUCKDB } from './sql/duckdb-dialect.js';
import { cleanedRows } from './sql/relations.js';

/** A row to look for: the first usable row of a file that meets a condition on the cleaned columns. */
export interface Sought {
  readonly fileNo: number;
  readonly condition: string;
}

/**
 * The place of a row, as `claims.csv:12`: the line of a CSV file, the row number in any other. Only the file
 * if its rows cannot be counted, because Spark reads it or it was built from claim files; null if there is no
 * such row.
 *
 * @param paths by file number, as the user passed them; the plan may have clean copies in their place
 */
export async function firstPlace(
  engine: Engine,
  plan: TablePlan,
  { fileNo, condition }: Sought,
  paths: readonly string[],
): Promise<string | null> {
  const path = paths[fileNo];
  if (path === undefined) return null;
  const group = plan.groups.find(({ files }) => files.some((file) => file.fileNo === fileNo));
  const file = group?.files.find((one) => one.fileNo === fileNo);
  if (group === undefined || file === undefined || group.fileNoColumn !== undefined) return path;
  if (isOfSpark({ format: group.format, path: file.path })) return path;
  const alone: TablePlan = { ...plan, groups: [{ ...group, files: [file] }] };
  const [row] = await engine.rowsInFileOrder(`
SELECT record_no
FROM (${cleanedRows(alone, 'all', NUMBERED_DUCKDB)}
) AS numbered
WHERE outcome = '' AND ${condition}
LIMIT 1`);
  if (row === undefined) return null;
  const record = Number(row['record_no']);
  if (group.format !== 'csv') return `${path}:${record}`;
  if (compressionOf(path) === 'zstd') return `${path}:${record + 1}`;
  return `${path}:${await lineOf(record, path, group)}`;
}

/** The line on which a record begins; a record can have several. */
async function lineOf(record: number, path: string, group: Parameters<typeof shapeOf>[0]): Promise<number> {
  let left = record;
  let found = record + 1;
  const splitter = new RecordSplitter(shapeOf(group), {
    good: (_data, _from, _to, line) => {
      left -= 1;
      if (left === 0) found = line;
    },
    bad: () => undefined,
  });
  for await (const chunk of tableBytes(path)) {
    splitter.push(chunk);
    if (left <= 0) return found;
  }
  splitter.end();
  return found;
}
