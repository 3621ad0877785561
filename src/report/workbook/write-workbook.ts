import { statSync } from 'node:fs';
import { join } from 'node:path';
import { LbpError } from '../../errors.js';
import type { OutputTable } from '../../packs/table.js';
import type { FolderOptions } from '../../partial-folder.js';
import type { RunFolder } from '../run-folder.js';
import { SingleFile } from '../single-file.js';
import { isNumeric, type WrittenColumn, writtenColumns } from '../written-columns.js';
import { ABOUT_COLUMNS, aboutRows } from './about-sheet.js';
import { LONGEST_TEXT, rangeOf, STYLES, sheetEnd, sheetRow, sheetStart, XML, xmlText } from './sheet-xml.js';
import { type Part, writeZip } from './zip.js';

/** The most rows a sheet can have, including the header. */
const MOST_ROWS = 1_048_576;

/** A sheet, whose rows are produced when its turn comes. */
interface Sheet {
  readonly name: string;
  readonly columns: readonly WrittenColumn[];
  readonly widths: readonly number[];
  rows(): Iterable<readonly string[]>;
}

/**
 * Writes the tables of a run as one workbook, after a sheet that says what they are.
 *
 * @throws LbpError E304 for a table with more rows than a sheet can have, before anything is written, and for
 *   a text too long for a cell; E110 for a folder that was changed after the run; E303, E305, E402 and E403
 *   as for every output
 */
export async function writeWorkbook(run: RunFolder, out: string, options: FolderOptions): Promise<void> {
  const tables = run.writtenTables();
  const sheets = [aboutSheet(run), ...tables.map((table) => tableSheet(run, table))];
  for (const table of tables) refuseTooLong(run, table);
  const place = SingleFile.create(out, options);
  try {
    await writeZip(place.path, {
      parts: partsOf(sheets),
      time: new Date(run.manifest.started),
      shownAs: out,
    });
    place.finish();
  } catch (error) {
    place.abandon();
    throw error;
  }
}

function refuseTooLong(run: RunFolder, table: OutputTable): void {
  // A row has a separator or a line end for each column: a short file cannot have too many.
  const { size } = statSync(join(run.path, table.name));
  if (size < MOST_ROWS * table.columns.length) return;
  const rows = rowsIn(run, table);
  if (rows < MOST_ROWS) return;
  throw new LbpError(
    'E304',
    `--format xlsx: ${table.name} has ${rows} rows, and a sheet can have ${MOST_ROWS - 1} and a header. Use --format parquet.`,
  );
}

function rowsIn(run: RunFolder, table: OutputTable): number {
  const rows = run.table(table);
  try {
    let count = 0;
    for (const _ of rows.all()) count += 1;
    return count;
  } finally {
    rows.close();
  }
}

function* recordsOf(run: RunFolder, table: OutputTable): Generator<readonly string[]> {
  const rows = run.table(table);
  try {
    for (const record of rows.all()) yield rows.cells(record);
  } finally {
    rows.close();
  }
}

function aboutSheet(run: RunFolder): Sheet {
  return { name: 'about', columns: ABOUT_COLUMNS, widths: [20, 100], rows: () => aboutRows(run) };
}

function tableSheet(run: RunFolder, table: OutputTable): Sheet {
  const columns = writtenColumns(run, table);
  return {
    name: table.name.replace(/\.csv$/, ''),
    columns,
    widths: columns.map(({ name, type }) => Math.max(name.length + 4, isNumeric(type) ? 10 : 14)),
    rows: () => recordsOf(run, table),
  };
}

const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const KIND = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

function partsOf(sheets: readonly Sheet[]): Part[] {
  // Known after the rows are written; the part that needs them comes last.
  const rows: number[] = sheets.map(() => 1);
  const part = (name: string, text: () => string): Part => ({ name, text: () => [text()] });
  return [
    part('[Content_Types].xml', () => contentTypes(sheets)),
    part('_rels/.rels', () => relations([['officeDocument', 'xl/workbook.xml']])),
    part('xl/_rels/workbook.xml.rels', () =>
      relations([
        ...sheets.map((_, place) => ['worksheet', `worksheets/sheet${place + 1}.xml`] as const),
        ['styles', 'styles.xml'],
      ]),
    ),
    part('xl/styles.xml', () => STYLES),
    ...sheets.map((sheet, place) => ({
      name: `xl/worksheets/sheet${place + 1}.xml`,
      text: () => sheetText(sheet, (count) => (rows[place] = count)),
    })),
    part('xl/workbook.xml', () => workbook(sheets, rows)),
  ];
}

/** @param onEnd receives the number of rows, including the header */
function* sheetText(sheet: Sheet, onEnd: (rows: number) => void): Generator<string> {
  const { name, columns, widths } = sheet;
  yield sheetStart(columns, widths);
  let row = 1;
  for (const cells of sheet.rows()) {
    row += 1;
    refuseTooWide(name, cells, row);
    yield sheetRow(columns, cells, row);
  }
  onEnd(row);
  yield sheetEnd(columns.length, row);
}

function refuseTooWide(sheet: string, cells: readonly string[], row: number): void {
  if (cells.every(({ length }) => length <= LONGEST_TEXT)) return;
  throw new LbpError(
    'E304',
    `--format xlsx: row ${row} of ${sheet} has a text of more than ${LONGEST_TEXT} characters, which a cell cannot have. Use --format parquet.`,
  );
}

function contentTypes(sheets: readonly Sheet[]): string {
  const override = (name: string, kind: string): string =>
    `<Override PartName="/xl/${name}.xml" ContentType="${KIND}.${kind}+xml"/>`;
  const overrides = [
    override('workbook', 'sheet.main'),
    override('styles', 'styles'),
    ...sheets.map((_, place) => override(`worksheets/sheet${place + 1}`, 'worksheet')),
  ];
  return `${XML}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${overrides.join('')}</Types>`;
}

/** Numbered in writing order, so that the workbook's first part is its first sheet. */
function relations(targets: readonly (readonly [string, string])[]): string {
  const all = targets.map(
    ([type, target], place) =>
      `<Relationship Id="rId${place + 1}" Type="${OFFICE}/${type}" Target="${target}"/>`,
  );
  return `${XML}<Relationships xmlns="${PACKAGE}/relationships">${all.join('')}</Relationships>`;
}

/** The list of sheets; the hidden names tell spreadsheets the cells of a filter. */
function workbook(sheets: readonly Sheet[], rows: readonly number[]): string {
  const listed = sheets.map(
    ({ name }, place) => `<sheet name="${xmlText(name)}" sheetId="${place + 1}" r:id="rId${place + 1}"/>`,
  );
  const filters = sheets.map(({ name, columns }, place) => {
    const cells = rangeOf(columns.length, rows[place] ?? 1, '$');
    return `<definedName name="_xlnm._FilterDatabase" localSheetId="${place}" hidden="1">'${xmlText(name)}'!${cells}</definedName>`;
  });
  return `${XML}<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="${OFFICE}"><sheets>${listed.join('')}</sheets><definedNames>${filters.join('')}</definedNames></workbook>`;
}
