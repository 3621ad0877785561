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

/**
 * How many lines each file of a kind has, by its number; files are read side by side. Null where lines are not
 * counted: their ends are not those of records, or the rows have no lines.
 *
 * @throws LbpError E101 when a file cannot be read, E107 when its compression is damaged
 */
export async function linesOf(files: KindFiles): Promise<ReadonlyMap<number, number | null>> {
  const counted = countedFiles(files).map(
    async ({ file }): Promise<[number, number | null]> => [file.fileNo, await lineCount(pathOf(file))],
  );
  return new Map(await Promise.all(counted));
}

/**
 * The shifts of all files of a kind, which are read side by side.
 *
 * @param lines how many lines each file has (linesOf)
 * @param records how many records the engine read from each file
 * @throws LbpError E101 when a file cannot be read, E107 when its compression is damaged
 */
export async function shiftsOf(
  files: KindFiles,
  lines: ReadonlyMap<number, number | null>,
  records: ReadonlyMap<number, number>,
): Promise<LineShift[]> {
  // As many lines as records, and the header: no record takes two, and none is blank or left out.
  const isShifted = ({ fileNo }: GroupedFile): boolean =>
    lines.get(fileNo) !== (records.get(fileNo) ?? 0) + 1;
  const shifted = countedFiles(files).filter(({ file }) => isShifted(file));
  return (await Promise.all(shifted.map(({ group, file }) => lineShifts(group, file)))).flat();
}

/** Files whose records are named by their lines; those of other formats are named by their numbers. */
function countedFiles({ groups }: KindFiles): { group: FileGroup; file: GroupedFile }[] {
  return groups
    .filter(({ format }) => format === 'csv')
    .flatMap((group) => group.files.map((file) => ({ group, file })))
    .filter(({ file }) => compressionOf(pathOf(file)) !== 'zstd');
}

function pathOf(file: GroupedFile): string {
  return file.original ?? file.path;
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
 * The shifts of a file, in the order of its lines.
 *
 * @example a blank line 3: the record on line 4 is the second one, so `{ fromLine: 3, lines: 1 }`
 */
async function lineShifts(group: FileGroup, file: GroupedFile): Promise<LineShift[]> {
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
  for await (const chunk of tableBytes(pathOf(file))) splitter.push(chunk);
  splitter.end();
  return shifts;
}

const LINE_FEED = 0x0a;
const RETURN = 0x0d;

/** The lines of a file, a last one without an end among them; null if a carriage return alone could end one. */
async function lineCount(path: string): Promise<number | null> {
  let ends = 0;
  let last = LINE_FEED;
  for await (const chunk of tableBytes(path)) {
    if (chunk.length === 0) continue;
    if (last === RETURN && chunk[0] !== LINE_FEED) return null;
    for (let at = chunk.indexOf(RETURN); at !== -1; at = chunk.indexOf(RETURN, at + 1)) {
      if (at + 1 < chunk.length && chunk[at + 1] !== LINE_FEED) return null;
    }
    for (let at = chunk.indexOf(LINE_FEED); at !== -1; at = chunk.indexOf(LINE_FEED, at + 1)) ends += 1;
    last = chunk[chunk.length - 1] ?? last;
  }
  if (last === RETURN) return null;
  return last === LINE_FEED ? ends : ends + 1;
}
