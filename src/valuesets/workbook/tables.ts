import { LbpError } from '../../errors.js';
import { shownHeader } from '../../shown.js';
import { codeOfNumber } from '../code.js';
import { codeSystemNamed } from '../code-systems.js';
import { type Columns, columnsOf, plural, refuseTwice, type TableKind } from '../headings.js';
import { noRows } from '../table.js';
import type { Sheet, Workbook } from './parts.js';
import { type Cell, rowsOf, type SheetRow } from './rows.js';
import { chooseSheets, isOfCodes } from './sheets.js';

/** A row of a directory's table, taken from a sheet. */
export interface TableRow {
  /** `unread` if a sheet that should list the sets of the measures cannot be read; its only cell says why. */
  readonly kind: TableKind | 'unread';
  readonly sheet: string;
  readonly line: number;
  /** In the order of `CODE_COLUMNS` or `MEASURE_COLUMNS`. */
  readonly cells: readonly string[];
}

const NONE = { name: -1, oid: -1, version: -1, code: -1, system: -1, measure: -1, measureName: -1 };

/** The positions of a row's cells, regardless of the order in the sheet. */
export const CODE_COLUMNS = { ...NONE, name: 0, oid: 1, version: 2, code: 3, system: 4 } as const;
export const MEASURE_COLUMNS = { ...NONE, name: 0, oid: 1, measure: 2, measureName: 3 } as const;

/** How many rows are searched for the headings: a title and notes may come first. */
const HEADING_ROWS = 20;

/**
 * The rows of all sheets with a directory's tables, sheet by sheet, a few hundred at a time.
 *
 * @throws LbpError E201 if the workbook has no such sheet, or one without the headings or with one twice; E204 if nothing is
 *   below them; E107 if the workbook is damaged
 */
export async function* tableRows(workbook: Workbook): AsyncGenerator<TableRow[]> {
  const { label } = workbook.archive;
  const chosen = await chooseSheets(workbook, (sheet) => headingsOf(workbook, sheet));
  for (const { sheet, kind } of chosen) {
    const place = `${label} [${sheet.name}]`;
    const heading = await headingsOf(workbook, sheet);
    if (heading?.columns?.kind !== kind) {
      const found =
        heading === null ? 'the sheet is empty' : `row ${heading.line}: ${shownHeader(heading.texts)}`;
      const what = `the headings of ${plural(kind)} are not in the first ${HEADING_ROWS} rows (found in ${found})`;
      if (isOfCodes(kind)) throw new LbpError('E201', `${place}: ${what}. ${WANTED}`);
      yield [{ kind: 'unread', sheet: sheet.name, line: heading?.line ?? 0, cells: [what] }];
      continue;
    }
    refuseTwice(heading.texts, heading.columns, place);
    yield* rowsBelow(workbook, sheet, heading.line, heading.columns, place);
  }
}

const WANTED = 'Wanted: Code, Code System, and Value Set Name or Medication List Name.';

async function* rowsBelow(
  workbook: Workbook,
  sheet: Sheet,
  headingLine: number,
  columns: Columns,
  place: string,
): AsyncGenerator<TableRow[]> {
  let isEmpty = true;
  for await (const rows of rowsOf(workbook, sheet)) {
    const below = rows
      .filter(({ line }) => line > headingLine)
      .map((row) => ({
        kind: columns.kind,
        sheet: sheet.name,
        line: row.line,
        cells: ordered(row, columns),
      }));
    if (below.length === 0) continue;
    isEmpty = false;
    yield below;
  }
  if (isEmpty && isOfCodes(columns.kind)) throw noRows(place);
}

function ordered({ cells }: SheetRow, columns: Columns): string[] {
  const text = (column: number): string => textOf(cells[column] ?? '');
  const set = [text(columns.name), text(columns.oid)];
  if (columns.kind.startsWith('measures')) return [...set, text(columns.measure), text(columns.measureName)];
  const system = columns.system === -1 ? 'NDC' : text(columns.system);
  return [...set, text(columns.version), codeText(cells[columns.code] ?? '', system), system];
}

/** A code that the sheet stores as a number has lost its leading zeros. */
function codeText(cell: Cell, system: string): string {
  const known = typeof cell === 'number' ? codeSystemNamed(system) : null;
  return typeof cell === 'number' && known !== null ? codeOfNumber(known, cell) : textOf(cell);
}

function textOf(cell: Cell): string {
  return typeof cell === 'number' ? String(cell) : cell.replace(/\s+/g, ' ').trim();
}

/** The first heading row, or else the first row; null for an empty sheet. */
async function headingsOf(
  workbook: Workbook,
  sheet: Sheet,
): Promise<{ line: number; texts: string[]; columns: Columns | null } | null> {
  let first: { line: number; texts: string[]; columns: null } | null = null;
  for await (const rows of rowsOf(workbook, sheet)) {
    for (const { line, cells } of rows) {
      if (line > HEADING_ROWS) return first;
      const texts = cells.map(textOf);
      const columns = columnsOf(texts);
      if (columns !== null) return { line, texts, columns };
      first ??= { line, texts, columns };
    }
  }
  return first;
}
