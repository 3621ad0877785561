import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { LbpError } from '../errors.js';

/** A row of an output file by column. */
export type OutputRow = Readonly<Record<string, string>>;

/** A cell; empty if the row lacks the column. */
export function cell(row: OutputRow, column: string): string {
  return row[column] ?? '';
}

/** A record as written in the file, and its person. */
export interface RawRecord {
  readonly personId: string;
  readonly text: string;
}

const CHUNK = 1 << 20;
/** A stretch of the file this short is read instead of halved again. */
const SHORT = 1 << 16;
/** The text that csv-stringify protects from being taken for a formula. */
const FORMULA = /^'[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]/;

/**
 * A file of a finished run whose rows are sorted by person id, compared by bytes: members.csv, evidence.csv,
 * unreported.csv. One person is found by binary search, so a file of millions takes hardly longer than a
 * small one.
 */
export class OutputRows {
  /**
   * @param columns the columns that the file must begin with; further columns are ignored
   * @throws LbpError E110 if the file is missing or has other columns
   */
  static open(path: string, columns: readonly string[]): OutputRows {
    let handle: number;
    try {
      handle = openSync(path, 'r');
    } catch (cause) {
      throw new LbpError('E110', `${path}: a run leaves this file, and it cannot be read. Run again.`, {
        cause,
      });
    }
    const header = headerOf(handle);
    const fields = fieldsOf(header);
    if (columns.some((name, place) => fields[place] !== name)) {
      closeSync(handle);
      throw new LbpError(
        'E110',
        `${path}: not the columns that this version of lbp writes. Run again with this version.`,
      );
    }
    return new OutputRows(handle, columns, { header, fields });
  }

  private readonly first: number;
  private readonly size: number;
  /** The names of all columns of the file, including ignored ones. */
  readonly header: readonly string[];

  private constructor(
    private readonly handle: number,
    private readonly columns: readonly string[],
    { header, fields }: { readonly header: string; readonly fields: readonly string[] },
  ) {
    this.header = fields;
    this.first = Buffer.byteLength(header) + 1;
    this.size = fstatSync(handle).size;
  }

  close(): void {
    closeSync(this.handle);
  }

  /** The rows of one person, in the order of the file. */
  ofPerson(personId: string): OutputRow[] {
    const wanted = Buffer.from(personId);
    const rows: OutputRow[] = [];
    for (const record of recordsFrom(this.handle, this.notAfter(wanted))) {
      const order = compareIds(record.personId, wanted);
      if (order > 0) break;
      if (order === 0) rows.push(this.row(record));
    }
    return rows;
  }

  /** All records, in the order of the file. */
  all(): Generator<RawRecord> {
    return recordsFrom(this.handle, this.first);
  }

  row({ text }: RawRecord): OutputRow {
    const fields = fieldsOf(text);
    return Object.fromEntries(this.columns.map((column, index) => [column, plain(fields[index] ?? '')]));
  }

  /** All cells of a record, in the order of the header. */
  cells({ text }: RawRecord): string[] {
    return fieldsOf(text).map(plain);
  }

  /** The start of a record that all smaller ids precede, close to the first record that is not smaller. */
  private notAfter(wanted: Buffer): number {
    let low = this.first;
    let high = this.size;
    while (high - low > SHORT) {
      const middle = Math.floor((low + high) / 2);
      const record = this.recordAfter(middle, high);
      if (record === null || compareIds(record.personId, wanted) >= 0) high = middle;
      else low = record.start;
    }
    return low;
  }

  /**
   * The first record that begins between two places. The number of fields shows whether a line is a record:
   * an apparent record end may be inside quotes.
   */
  private recordAfter(from: number, to: number): { start: number; personId: string } | null {
    for (let length = SHORT; ; length *= 2) {
      const data = readAt(this.handle, from - 1, length);
      for (let end = data.indexOf(NEW_LINE); end >= 0; ) {
        const start = end + 1;
        end = data.indexOf(NEW_LINE, start);
        if (end < 0) break;
        if (from - 1 + start >= to) return null;
        const text = data.toString('utf8', start, end);
        if (quotesIn(text) % 2 === 0 && fieldsOf(text).length === this.header.length) {
          return { start: from - 1 + start, personId: personOf(text) };
        }
      }
      if (from - 1 + data.length >= to) return null;
    }
  }
}

/** The first line; column names contain no line ends. */
function headerOf(handle: number): string {
  for (let length = SHORT; ; length *= 2) {
    const data = readAt(handle, 0, length);
    const end = data.indexOf(NEW_LINE);
    if (end >= 0) return data.toString('utf8', 0, end);
    if (data.length < length) return '';
  }
}

const NEW_LINE = 0x0a;

function compareIds(id: string, wanted: Buffer): number {
  return Buffer.compare(Buffer.from(id), wanted);
}

/** Ids in file order: by bytes, which differs from JavaScript's order for text beyond the basic plane. */
export function compareInFile(a: string, b: string): number {
  return a === b ? 0 : Buffer.compare(Buffer.from(a), Buffer.from(b));
}

function readAt(handle: number, position: number, length: number): Buffer {
  const buffer = Buffer.allocUnsafe(length);
  let filled = 0;
  while (filled < length) {
    const count = readSync(handle, buffer, filled, length - filled, position + filled);
    if (count === 0) break;
    filled += count;
  }
  return buffer.subarray(0, filled);
}

/** The records from a place on; a record must begin there. */
function* recordsFrom(handle: number, from: number): Generator<RawRecord> {
  let position = from;
  let rest: Buffer = Buffer.alloc(0);
  let open = '';
  for (;;) {
    const chunk = readAt(handle, position, CHUNK);
    if (chunk.length === 0) return;
    position += chunk.length;
    const data = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const end = data.lastIndexOf(NEW_LINE);
    rest = data.subarray(end + 1);
    if (end < 0) continue;
    for (const line of data.toString('utf8', 0, end).split('\n')) {
      const text = open + line;
      if (quotesIn(text) % 2 === 1) {
        open = `${text}\n`;
        continue;
      }
      open = '';
      yield { personId: personOf(text), text };
    }
  }
}

function quotesIn(text: string): number {
  let count = 0;
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at + 1)) count += 1;
  return count;
}

function personOf(text: string): string {
  return plain(text.startsWith('"') ? (fieldsOf(text)[0] ?? '') : text.slice(0, text.indexOf(',')));
}

function fieldsOf(text: string): string[] {
  if (!text.includes('"')) return text.split(',');
  const [fields = []]: string[][] = parse(text, { relax_column_count: true });
  return fields;
}

/** The text without the mark that keeps spreadsheets from reading it as a formula. */
function plain(text: string): string {
  return FORMULA.test(text) ? text.slice(1) : text;
}
