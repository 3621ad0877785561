import { readdir, stat } from 'node:fs/promises';
import { extname, join, relative, resolve } from 'node:path';
import { LbpError } from '../errors.js';
import { byCodeUnit } from './order.js';

/** A CSV file to read, with the path that messages and the manifest name it by. */
export interface FoundFile {
  readonly path: string;
  readonly label: string;
}

export interface Found {
  readonly files: readonly FoundFile[];
  /** Workbooks that lie in a folder between the CSV files, by label. */
  readonly workbooks: readonly string[];
}

const WORKBOOKS = new Set(['.xlsx', '.xls', '.xlsm']);

/**
 * The CSV files that a path means: itself, or every one below it, sorted.
 *
 * @param label names the path in messages where it is not to be named as given
 * @throws LbpError E101 where the path does not exist; E109 where it is a file of another kind; E204 where the folder
 *   holds no CSV file
 */
export async function findCsvFiles(path: string, label = path): Promise<Found> {
  const facts = await stat(path).catch((error: unknown) => {
    throw new LbpError('E101', `${label}: no such file or folder. Check the path.`, { cause: error });
  });
  if (!facts.isDirectory()) return { files: [theFile(path, label)], workbooks: [] };

  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  const below = entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(path, join(entry.parentPath, entry.name)))
    .sort(byCodeUnit);
  const files = below
    .filter((name) => kindOf(name) === '.csv')
    .map((name) => ({ path: join(path, name), label: join(label, name) }));
  const workbooks = below.filter((name) => WORKBOOKS.has(kindOf(name))).map((name) => join(label, name));
  if (files.length === 0) throw nothingToRead(label, workbooks);
  return { files, workbooks };
}

/** The same files once, however many of the given paths lead to them. */
export function withoutRepeats(files: readonly FoundFile[]): FoundFile[] {
  const byPlace = new Map<string, FoundFile>();
  for (const file of files) {
    const place = resolve(file.path);
    if (!byPlace.has(place)) byPlace.set(place, file);
  }
  return [...byPlace.values()];
}

/**
 * A path that must be one CSV file.
 *
 * @throws LbpError E109 where its name is that of another kind of file
 */
export function theFile(path: string, label = path): FoundFile {
  const kind = kindOf(path);
  if (WORKBOOKS.has(kind)) {
    throw new LbpError(
      'E109',
      `${label}: workbooks are not read. Export the sheet with the codes to CSV and give that file.`,
    );
  }
  if (kind !== '.csv') {
    throw new LbpError('E109', `${label}: not a .csv file. Give a CSV file or a folder of them.`);
  }
  return { path, label };
}

function nothingToRead(label: string, workbooks: readonly string[]): LbpError {
  const mend =
    workbooks.length === 0
      ? 'Give the folder that holds the CSV files.'
      : `Workbooks are not read: export the sheet with the codes of ${workbooks.join(', ')} to CSV.`;
  return new LbpError('E204', `${label}: no .csv file in this folder. ${mend}`);
}

function kindOf(name: string): string {
  return extname(name).toLowerCase();
}
