import { parse } from 'csv-parse/sync';
import { likelySeparator } from '../../codes/separator.js';
import { LbpError } from '../../errors.js';
import { firstLine, RecordScanner } from './record-scanner.js';
import { LONGEST_RECORD, RecordSplitter } from './record-splitter.js';

interface Header {
  readonly delimiter: string;
  readonly columns: readonly string[];
}

/** The beginning of a CSV file. */
export interface FirstRecords extends Header {
  /** The first records below the header, without broken ones. */
  readonly sample: readonly (readonly string[])[];
}

/**
 * Reads the header and some records of a CSV file.
 *
 * @param bytes of the file; only as many as needed are read
 * @param declared the separator, if the user declares one
 * @param rows how many records are wanted
 * @throws LbpError E102 for a file without text, E107 for a header that is not valid CSV, E109 for too many columns
 */
export async function firstRecords(
  path: string,
  bytes: AsyncGenerator<Buffer>,
  declared: string | undefined,
  rows: number,
): Promise<FirstRecords> {
  let start: Buffer = Buffer.alloc(0);
  let header: Header | null = null;
  let isLast = false;
  while (header === null) {
    const next = await bytes.next();
    isLast = next.done === true;
    if (!isLast) start = Buffer.concat([start, next.value]);
    header = headerOf(path, start, declared, isLast);
  }

  const records: string[] = [];
  const splitter = new RecordSplitter(
    { delimiter: header.delimiter, columns: header.columns.length, used: new Set() },
    { good: (data, from, to) => records.push(data.toString('utf8', from, to)), bad: () => undefined },
  );
  splitter.push(start);
  while (!isLast && records.length < rows) {
    const next = await bytes.next();
    isLast = next.done === true;
    if (!isLast) splitter.push(next.value);
  }
  if (isLast) splitter.end();
  else await bytes.return(undefined);
  return { ...header, sample: fieldsOf(records.slice(0, rows).join('\n'), header.delimiter) };
}

/** Null if more bytes are needed. */
function headerOf(path: string, start: Buffer, declared: string | undefined, isLast: boolean): Header | null {
  refuseEncoded(path, start);
  const hasEnough = isLast || start.length > LONGEST_RECORD;
  const line = firstLine(start, 0, hasEnough);
  if (line === null) return null;
  const delimiter = declared ?? likelySeparator(start.toString('utf8', 0, line.end));
  if (start.toString('latin1', 0, line.end).trim() === '' && start.toString('latin1').trim() === '') {
    if (!hasEnough) return null;
    throw new LbpError('E102', `${path}: the file is empty. Write it again, with a header.`);
  }
  const scanner = new RecordScanner(delimiter);
  const found = scanner.scan(start, 0, hasEnough);
  if (found === 'more' && !hasEnough) return null;
  const [columns = []] = found === 'whole' ? fieldsOf(start.toString('utf8', 0, scanner.end), delimiter) : [];
  if (columns.length === 0 && line.end === 0) {
    throw new LbpError('E107', `${path}:1: a blank line where the header should be. Remove it.`);
  }
  if (columns.length === 0) {
    throw new LbpError(
      'E107',
      `${path}:1: the header is not valid CSV. Correct its quotes, or write the file again.`,
    );
  }
  refuseTooWide(path, columns.length);
  if (columns.some((name) => name.includes('\0'))) {
    throw new LbpError(
      'E107',
      `${path}:1: NUL bytes in the header, as in UTF-16 without a byte order mark. Write the file as UTF-8.`,
    );
  }
  return { delimiter, columns: columns.map((name) => name.trim()) };
}

/** @throws LbpError E107 for a file that is packed twice, or in UTF-32, which the rest would call something else */
function refuseEncoded(path: string, start: Buffer): void {
  const first = start.toString('latin1', 0, 4);
  if (first.startsWith('\x1f\x8b') || first === '\x28\xb5\x2f\xfd') {
    throw new LbpError('E107', `${path}: a compressed file inside a compressed file. Unpack it once.`);
  }
  if (/^(?:\xff\xfe\0\0|\0\0\xfe\xff|[^\0]\0\0\0|\0\0\0[^\0])$/.test(first)) {
    throw new LbpError('E107', `${path}:1: text in UTF-32. Write the file as UTF-8.`);
  }
}

/**
 * The widest tables that we know of have a few hundred; a file with more has a different separator than it
 * seems, or is not a table.
 */
const MOST_COLUMNS = 10_000;

/** @throws LbpError E109 for too many columns */
export function refuseTooWide(path: string, columns: number): void {
  if (columns <= MOST_COLUMNS) return;
  throw new LbpError(
    'E109',
    `${path}: ${columns} columns, and no more than ${MOST_COLUMNS} are read. Write the table with the columns of docs/inputs.md.`,
  );
}

function fieldsOf(text: string, delimiter: string): string[][] {
  if (text === '') return [];
  // Without quotes, every separator and line feed separates, so splitting is exact and avoids loading a slow
  // library.
  if (!/["\r]/.test(text)) return text.split('\n').map((record) => record.split(delimiter));
  return parse(text, {
    delimiter,
    relax_quotes: true,
    relax_column_count: true,
    skip_records_with_error: true,
  });
}
