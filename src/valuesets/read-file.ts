import { basename } from 'node:path';
import { type CodeYears, readCodeYears } from './code-years.js';
import type { CodeCollector } from './collect.js';
import type { FoundFile } from './find-files.js';
import { recognizeColumns } from './headings.js';
import { importedFrom } from './imported-from.js';
import { type TableFacts, TableReader } from './read-table.js';
import { noRows, type OpenTable, openTable } from './table.js';
import type { DirectoryWarning } from './warnings.js';
import type { WorkbookCache } from './workbook/read.js';

/** What one table says: a CSV file, or a sheet of a workbook. */
export interface ReadTable extends TableFacts {
  readonly file: FileFacts;
}

export interface FileFacts {
  /** As passed, or as found below a folder that was passed. */
  readonly path: string;
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
  /** For a workbook: whether its rows come from an earlier run's cache. */
  readonly from_cache?: boolean;
  /** For a CSV file that `lbp valuesets import` wrote: the workbooks that it comes from. */
  readonly imported_from?: readonly string[];
}

/**
 * Reads files of value sets or medication lists, putting their codes into `codes`.
 *
 * @param cache where the rows of workbooks are kept; null to read every workbook
 * @throws LbpError E101, E203 or E204, as `openTable` says; E201, as `recognizeColumns` says; E107, E109, E201 and
 *   E204, as `readWorkbook` says
 */
export async function readSetFiles(
  files: readonly FoundFile[],
  codes: CodeCollector,
  cache: WorkbookCache | null,
): Promise<ReadTable[]> {
  const opened = await Promise.all(
    files.map(async (found) => ({ found, table: found.isWorkbook ? null : await openTable(found) })),
  );
  const into = { codes, years: await readCodeYears() };
  const read: ReadTable[] = [];
  for (const { found, table } of opened) {
    if (table === null) read.push(...(await readSheets(found, into, cache)));
    else read.push(await readCsvTable(found, table, into));
  }
  return read;
}

/** Where codes go, and what tells codes from the beginnings of codes. */
interface Into {
  readonly codes: CodeCollector;
  readonly years: CodeYears;
}

async function readCsvTable(found: FoundFile, table: OpenTable, { codes, years }: Into): Promise<ReadTable> {
  const { headings, rows, bytes, sha256 } = table;
  const columns = recognizeColumns(headings, found.label);
  const reader = new TableReader(columns, found.label, codes, years);
  for (const row of rows) reader.read(row);
  if (reader.rows === 0) throw noRows(found.label);
  const workbooks = await importedFrom(found.path);
  const file = {
    ...{ path: found.label, name: basename(found.path), bytes, sha256 },
    ...(workbooks.length === 0 ? {} : { imported_from: workbooks }),
  };
  return { ...reader.result(), file };
}

async function readSheets(
  found: FoundFile,
  { codes, years }: Into,
  cache: WorkbookCache | null,
): Promise<ReadTable[]> {
  const { readWorkbook } = await import('./workbook/read.js');
  const { CODE_COLUMNS, MEASURE_COLUMNS } = await import('./workbook/tables.js');
  const { bytes, sha256, isFromCache, rows } = await readWorkbook(found, cache);
  const readers = new Map<string, TableReader>();
  const unread: DirectoryWarning[] = [];
  for await (const batch of rows) {
    for (const { kind, sheet, line, cells } of batch) {
      if (kind === 'unread') {
        const text = `LBP-E201 ${found.label} [${sheet}]: ${cells[0]}. Which sets a measure uses is not known from it.`;
        unread.push({ text, count: 1 });
        continue;
      }
      let reader = readers.get(sheet);
      if (reader === undefined) {
        const columns = kind.startsWith('measures') ? MEASURE_COLUMNS : CODE_COLUMNS;
        reader = new TableReader({ ...columns, kind }, `${found.label} [${sheet}]`, codes, years);
        readers.set(sheet, reader);
      }
      reader.read({ line, cells });
    }
  }
  const file = {
    ...{ path: found.label, name: basename(found.path), bytes, sha256 },
    from_cache: isFromCache,
  };
  return [...readers.values()].map((reader, index) => {
    const result = reader.result();
    // Warnings about the whole workbook are issued once.
    return { ...result, file, incomplete: [...(index === 0 ? unread : []), ...result.incomplete] };
  });
}
