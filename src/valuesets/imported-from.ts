import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** A workbook that `lbp valuesets import` read, as the manifest of its folder names it. */
export interface ImportedWorkbook {
  readonly path: string;
  /** Whether its rows were kept from an earlier run. */
  readonly from_cache: boolean;
  /** The CSV files that hold its rows. */
  readonly files: readonly string[];
}

/**
 * The workbooks that a CSV file was imported from, by the manifest beside it; none for any other file. Their
 * names may state the measurement year, which the name of the CSV file does not.
 */
export async function importedFrom(path: string): Promise<string[]> {
  const manifest = await readFile(join(dirname(path), 'manifest.json'), 'utf8').then(parsed, () => null);
  return workbooksOf(manifest)
    .filter((book) => book.files.includes(basename(path)))
    .map((book) => book.path);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** A manifest of any other command has none. */
function workbooksOf(manifest: unknown): Pick<ImportedWorkbook, 'path' | 'files'>[] {
  const books = isObject(manifest) ? manifest['workbooks'] : null;
  if (!Array.isArray(books)) return [];
  return books.filter(isObject).flatMap(({ path, files }) => {
    if (typeof path !== 'string' || !Array.isArray(files)) return [];
    return [{ path, files: files.filter((name) => typeof name === 'string') }];
  });
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
