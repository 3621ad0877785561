import type { KindFiles } from '../../inputs/layouts/planned.js';
import type { FileGroup, GroupedFile } from '../../inputs/tables/plan.js';
import { RecordSplitter } from '../../inputs/tables/record-splitter.js';
import { compressionOf, tableBytes } from '../../inputs/tables/table-bytes.js';
import { shapeOf } from '../clean-copy.js';

/*
 * On which line of a CSV file a record begins. The engine numbers the records that it reads; blank lines, broken
 * records and records of several lines move the records below them to other lines.
 */

/** From this record on, records begin `lines` lines below the line with their number, the header being line 1. */
export interface LineShift {
  readonly fileNo: number;
  /** As if every record stood on one line: the first record of a file is on line 2. */
  readonly fromLine: number;
  readonly lines: number;
}

/** The shifts of all files of a kind, which are read side by side. */
export async function shiftsOf({ groups }: KindFiles): Promise<LineShift[]> {
  const files = groups.flatMap((group) => group.files.map((file) => lineShifts(group, file)));
  return (await Promise.all(files)).flat();
}

/** How many rows a statement states. */
const ROWS_OF_STATEMENT = 10_000;

/** The statements that make the table of shifts. */
export function tableOfShifts(shifts: readonly LineShift[]): string[] {
  const statements: string[] = [];
  for (let from = 0; from < shifts.length; from += ROWS_OF_STATEMENT) {
    const rows = shifts
      .slice(from, from + ROWS_OF_STATEMENT)
      .map(({ fileNo, fromLine, lines }) => `(${fileNo}, ${fromLine}, ${lines})`);
    if (from === 0)
      statements.push(
        'CREATE OR REPLACE TABLE layout_shift (file_no INTEGER, from_line BIGINT, lines BIGINT)',
      );
    statements.push(`INSERT INTO layout_shift VALUES ${rows.join(', ')}`);
  }
  return statements;
}

/** @param rows numbered as if every record stood on one line (placedRows) */
export function onTheirLines(rows: string): string {
  return `SELECT numbered.* REPLACE (
    numbered.row_no + coalesce(last_value(shift.lines IGNORE NULLS) OVER (PARTITION BY numbered.file_no ORDER BY numbered.row_no), 0) AS row_no)
  FROM (${rows}) AS numbered
  LEFT JOIN layout_shift AS shift ON shift.file_no = numbered.file_no AND shift.from_line = numbered.row_no`;
}

/**
 * The shifts of a file, in the order of its lines; none for most files.
 *
 * @example a blank line 3: the record on line 4 is the second one, so `{ fromLine: 3, lines: 1 }`
 * @throws LbpError E101 when the file cannot be read, E107 when its compression is damaged
 */
async function lineShifts(group: FileGroup, file: GroupedFile): Promise<LineShift[]> {
  const path = file.original ?? file.path;
  // Records of other formats are named by their numbers.
  if (group.format !== 'csv' || compressionOf(path) === 'zstd') return [];
  if (file.original === undefined && (await isLineEachRecord(path))) return [];
  const shifts: LineShift[] = [];
  let numbered = 1;
  let lines = 0;
  const splitter = new RecordSplitter(shapeOf(group), {
    good: (_data, _from, _to, line) => {
      numbered += 1;
      if (line - numbered === lines) return;
      lines = line - numbered;
      shifts.push({ fileNo: file.fileNo, fromLine: numbered, lines });
    },
    bad: () => undefined,
  });
  for await (const chunk of tableBytes(path)) splitter.push(chunk);
  splitter.end();
  return shifts;
}

const QUOTE = 0x22;
const LINE_END = Buffer.from('\n');
const BLANK_LINES = ['\n\n', '\n\r', '\r\r'].map((text) => Buffer.from(text));

/** Whether each line is surely a record: no line is blank, and no field can hold a line end. */
async function isLineEachRecord(path: string): Promise<boolean> {
  let before = LINE_END;
  for await (const chunk of tableBytes(path)) {
    if (chunk.length === 0) continue;
    const seam = Buffer.concat([before, chunk.subarray(0, 1)]);
    if (chunk.includes(QUOTE)) return false;
    if (BLANK_LINES.some((blank) => seam.equals(blank) || chunk.includes(blank))) return false;
    before = Buffer.from(chunk.subarray(-1));
  }
  return true;
}
