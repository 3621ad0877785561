import { readdir, stat } from 'node:fs/promises';
import { basename, extname, join, relative, resolve } from 'node:path';
import { LbpError } from '../errors.js';
import { squeezed } from './headings.js';
import { byCodeUnit } from './order.js';

/** A file to read, with the path that messages and the manifest name it by. */
export interface FoundFile {
  readonly path: string;
  readonly label: string;
  /** A workbook; a CSV file otherwise. */
  readonly isWorkbook: boolean;
}

export interface Found {
  readonly files: readonly FoundFile[];
  /** What else in a folder may hold codes: the file by label, and why it is not read, as a sentence. */
  readonly unread: readonly string[];
}

const WORKBOOKS = new Set(['.xlsx', '.xlsm']);
const OTHER_WORKBOOKS = new Set(['.xls', '.xlsb', '.ods']);

/** Tables in other formats. A zip archive is left out: it is what the files beside it were taken from. */
const OTHER_TABLES = /\.(?:tsv|tab|psv|parquet|csv\.gz|csv\.zst)$/i;

/** The sheet of a directory that lists its changes, saved as CSV: it has the headings of codes, deleted ones too. */
const CHANGES = /summaryofchanges?/;

/** What a spreadsheet program leaves next to an open workbook. */
const LOCK = /(^|[\\/])~\$[^\\/]*$/;

/**
 * The CSV files and workbooks that a path means: itself, or every one below it, sorted.
 *
 * @param label names the path in messages, if it should not appear as the user typed it
 * @throws LbpError E101 if the path does not exist; E109 if it is a file of another kind; E204 if the folder
 *   has none
 */
export async function findSetFiles(path: string, label = path): Promise<Found> {
  const facts = await stat(path).catch((error: unknown) => {
    throw new LbpError('E101', `${label}: no such file or folder. Check the path.`, { cause: error });
  });
  if (!facts.isDirectory()) return { files: [singleFile(path, label)], unread: [] };

  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  const below = entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(path, join(entry.parentPath, entry.name)))
    .filter((name) => !LOCK.test(name))
    .sort(byCodeUnit);
  const files = below
    .filter((name) => whyUnread(name) === null && (kindOf(name) === '.csv' || WORKBOOKS.has(kindOf(name))))
    .map((name) => singleFile(join(path, name), join(label, name)));
  const unread = below.flatMap((name) => {
    const why = whyUnread(name);
    return why === null ? [] : [`${join(label, name)}: not read, because ${why}`];
  });
  if (files.length === 0) {
    const workbooks = below.filter((name) => OTHER_WORKBOOKS.has(kindOf(name)));
    throw nothingToRead(
      label,
      workbooks.map((name) => join(label, name)),
      unread,
    );
  }
  return { files, unread };
}

/** The same files, each once, even if several of the paths lead to it. */
export function withoutRepeats(files: readonly FoundFile[]): FoundFile[] {
  const byPlace = new Map<string, FoundFile>();
  for (const file of files) {
    const place = resolve(file.path);
    if (!byPlace.has(place)) byPlace.set(place, file);
  }
  return [...byPlace.values()];
}

/**
 * A path that must be one CSV file or workbook.
 *
 * @throws LbpError E109 if its name is that of another kind of file
 */
export function singleFile(path: string, label = path): FoundFile {
  const kind = kindOf(path);
  if (OTHER_WORKBOOKS.has(kind)) {
    throw new LbpError('E109', `${label}: workbooks are read as .xlsx only. Save it as .xlsx.`);
  }
  if (kind !== '.csv' && !WORKBOOKS.has(kind)) {
    throw new LbpError(
      'E109',
      `${label}: not an .xlsx or .csv file. Give one of these, or a folder of them.`,
    );
  }
  return { path, label, isWorkbook: kind !== '.csv' };
}

/** Why a file of a folder that may hold codes is left out; null for all others. */
function whyUnread(name: string): string | null {
  if (OTHER_WORKBOOKS.has(kindOf(name))) return 'workbooks are read as .xlsx only. Save it as .xlsx.';
  if (OTHER_TABLES.test(name)) return 'value sets are read as .xlsx and .csv only. Save it as one of them.';
  const isOfChanges = kindOf(name) === '.csv' && CHANGES.test(squeezed(basename(name)));
  return isOfChanges ? 'its name is that of a list of changes. Rename it if its codes count.' : null;
}

function nothingToRead(label: string, workbooks: readonly string[], unread: readonly string[]): LbpError {
  const [first] = unread;
  if (workbooks.length === 0 && first !== undefined) {
    return new LbpError('E204', `${label}: nothing in this folder is read. ${first}`);
  }
  const fix =
    workbooks.length === 0
      ? 'Give the folder that holds the files.'
      : `Workbooks are read as .xlsx only: save ${workbooks.join(', ')} as .xlsx.`;
  return new LbpError('E204', `${label}: no .xlsx or .csv file in this folder. ${fix}`);
}

function kindOf(name: string): string {
  return extname(name).toLowerCase();
}
