import type { FileGroup, GroupedFile } from '../inputs/tables/plan.js';
import { RecordSplitter } from '../inputs/tables/record-splitter.js';
import { compressionOf, tableBytes } from '../inputs/tables/table-bytes.js';
import { shapeOf } from './clean-copy.js';
import type { Engine } from './duckdb.js';
import { recordsNumbered } from './sql/rejected-rows.js';

/**
 * Records of a file as they stand in it, by their places: the line of a CSV file on which a record begins, the record
 * number plus 1 in a zstd file, the row of any other.
 *
 * @throws LbpError E101 when the file cannot be read
 */
export async function recordsAt(
  engine: Engine,
  group: FileGroup,
  file: GroupedFile,
  places: ReadonlySet<number>,
): Promise<ReadonlyMap<number, string>> {
  const path = file.original ?? file.path;
  if (group.format === 'csv' && compressionOf(path) !== 'zstd') return recordsOfText(path, group, places);
  const header = group.format === 'csv' ? 1 : 0;
  const numbers = [...places].map((place) => place - header);
  const rows = await engine.rowsInFileOrder(recordsNumbered({ ...group, files: [file] }, numbers));
  return new Map(rows.map((row) => [Number(row['record_no']) + header, String(row['raw'])]));
}

async function recordsOfText(
  path: string,
  group: FileGroup,
  lines: ReadonlySet<number>,
): Promise<ReadonlyMap<number, string>> {
  const found = new Map<number, string>();
  const splitter = new RecordSplitter(shapeOf(group), {
    good: (data, from, to, line) => {
      if (lines.has(line)) found.set(line, data.toString('utf8', from, to));
    },
    bad: () => undefined,
  });
  for await (const chunk of tableBytes(path)) {
    splitter.push(chunk);
    if (found.size === lines.size) return found;
  }
  splitter.end();
  return found;
}
