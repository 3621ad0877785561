import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { LbpError } from '../errors.js';
import { type CsvRecord, readCsv } from './csv.js';
import type { FoundFile } from './find-files.js';

/** A CSV file that has been opened, with the facts the manifest needs. */
export interface OpenTable {
  readonly headings: readonly string[];
  /** The records below the headings, parsed as they are consumed; they can be consumed only once. */
  readonly rows: Iterable<CsvRecord>;
  readonly bytes: number;
  readonly sha256: string;
}

/** Rejects a file with nothing below its headings. */
export function noRows(path: string): LbpError {
  return new LbpError('E204', `${path}: headings, but no row below them. Export it again.`);
}

/**
 * Opens a CSV file and reads its headings.
 *
 * @throws LbpError E101 if the file cannot be opened; E204 if it is empty; consuming the rows throws E203 if
 *   they are malformed
 */
export async function openTable(found: FoundFile): Promise<OpenTable> {
  const content = await readFile(found.path).catch((error: unknown) => {
    throw new LbpError('E101', `${found.label}: cannot be opened. Check the path and its permissions.`, {
      cause: error,
    });
  });
  const records = readCsv(textOf(content), found.label);
  const heading = records.next();
  if (heading.done === true)
    throw new LbpError('E204', `${found.label}: the file is empty. Export it again.`);
  return {
    headings: heading.value.cells,
    rows: records,
    bytes: content.length,
    sha256: createHash('sha256').update(content).digest('hex'),
  };
}

/** UTF-8, or UTF-16 if a byte order mark says so, as spreadsheet programs save Unicode. */
function textOf(content: Buffer): string {
  const mark = content.length < 2 ? 0 : content.readUInt16BE(0);
  if (mark === 0xfffe) return new TextDecoder('utf-16le').decode(content);
  return mark === 0xfeff ? new TextDecoder('utf-16be').decode(content) : content.toString('utf8');
}
