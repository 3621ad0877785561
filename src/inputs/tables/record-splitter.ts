import { isUtf8 } from 'node:buffer';
import { firstLine, LF, RecordScanner } from './record-scanner.js';

/** Why a record, or what should be one, is rejected (docs/inputs.md). */
export const RECORD_FAULTS = {
  wrong_field_count: { code: 'LBP-R11', about: 'another number of fields than the header has' },
  stray_quote: { code: 'LBP-R12', about: 'text behind a closing quote' },
  unclosed_quote: { code: 'LBP-R13', about: 'a quote that is not closed' },
  bad_encoding: { code: 'LBP-R14', about: 'bytes that are not UTF-8 in a column that is read' },
  nul_byte: { code: 'LBP-R15', about: 'a NUL byte' },
  record_too_long: { code: 'LBP-R16', about: 'a record longer than 16 MB' },
} as const;
export type RecordFault = keyof typeof RECORD_FAULTS;

/** What has to be known about a file to split it into records. */
export interface RecordShape {
  readonly delimiter: string;
  /** How many columns the header has. */
  readonly columns: number;
  /** The columns that are read, from 0; in the others, any bytes are allowed. */
  readonly used: ReadonlySet<number>;
}

/** Called with every record below the header, in the order of the file. */
export interface RecordSink {
  /** @param line of the file, from 1, on which the record begins */
  good(data: Buffer, from: number, to: number, line: number): void;
  /** @param raw the unusable line, or the record, without its line end */
  bad(fault: RecordFault, line: number, raw: Buffer): void;
}

/** The maximum length of a record, and how far to look for the end of an open quote. */
export const LONGEST_RECORD = 16 << 20;

/** How many bytes of a too-long line are shown. */
const RAW_OF_LONG_LINE = 1000;

/**
 * Splits the bytes of a CSV file into good records and bad ones. Something that is not a record costs only
 * its first line: reading continues on the next line, so that an unclosed quote does not swallow the rest of
 * the file. Blank lines are not records.
 */
export class RecordSplitter {
  private readonly scanner: RecordScanner;
  /** Chunks not scanned yet, and how many bytes it takes before scanning is worthwhile. */
  private waiting: Buffer[] = [];
  private waitingBytes: number = 0;
  private enough: number = 0;
  private line: number = 1;
  private isInHeader: boolean = true;
  /** The rest of a line that is too long. */
  private isSkipping: boolean = false;

  constructor(
    private readonly shape: RecordShape,
    private readonly sink: RecordSink,
  ) {
    this.scanner = new RecordScanner(shape.delimiter);
  }

  push(chunk: Buffer): void {
    this.waiting.push(chunk);
    this.waitingBytes += chunk.length;
    if (this.waitingBytes >= this.enough) this.split(false);
  }

  /** After the last chunk. */
  end(): void {
    this.split(true);
  }

  private split(isLast: boolean): void {
    const data =
      this.waiting.length === 1 && this.waiting[0] !== undefined
        ? this.waiting[0]
        : Buffer.concat(this.waiting);
    const proper = properUntil(data);
    let at = 0;
    for (let next: number | null = 0; next !== null && next < data.length; ) {
      at = next;
      next = this.isSkipping
        ? this.skipLine(data, at, isLast)
        : this.take(data, at, isLast, at < proper ? proper : at);
      if (next !== null) at = next;
    }
    const rest = data.subarray(at);
    this.waiting = rest.length === 0 ? [] : [rest];
    this.waitingBytes = rest.length;
    // A long record is not rescanned with every chunk, only when its length has doubled.
    this.enough = at === 0 ? 2 * rest.length : 0;
  }

  /**
   * Takes the record, or the bad line, that begins at `from`.
   *
   * @param proper up to here, everything is UTF-8 without a NUL byte
   * @returns where the next one begins; null if that is not known yet
   */
  private take(data: Buffer, from: number, isLast: boolean, proper: number): number | null {
    const { scanner } = this;
    const found = scanner.scan(data, from, isLast);
    const isTooLong = (found === 'whole' ? scanner.end : data.length) - from > LONGEST_RECORD;
    if (found === 'more' && !isTooLong) return null;
    if (found !== 'whole' || isTooLong) {
      // A quote that is closed on another line was most likely not meant to be one.
      const isStray = found === 'stray quote' && scanner.lines === 1;
      return this.takeBadLine(data, from, isLast, isStray ? 'stray_quote' : 'unclosed_quote');
    }
    const { end, next, lines } = scanner;
    if (this.isInHeader) this.isInHeader = false;
    else if (end > from) {
      const fault = this.hasItsFields(data, from, isLast) ? null : 'wrong_field_count';
      // An open quote may have found a partner in a later record: what is between them must not be lost with
      // it.
      if (fault !== null && lines > 1) return this.takeBadLine(data, from, isLast, fault);
      const worst = end <= proper ? fault : this.faultOfBytes(data.subarray(from, end), fault);
      if (worst === null) this.sink.good(data, from, end, this.line);
      else this.sink.bad(worst, this.line, data.subarray(from, end));
    }
    this.line += lines;
    return next;
  }

  /** Checks the record last scanned. Fields beyond the header's columns do no harm if they are empty. */
  private hasItsFields(data: Buffer, from: number, isLast: boolean): boolean {
    const { scanner } = this;
    const { columns } = this.shape;
    if (scanner.fields <= columns) return scanner.fields === columns;
    scanner.scan(data, from, isLast, []);
    return scanner.lastFilled <= columns;
  }

  private takeBadLine(data: Buffer, from: number, isLast: boolean, fault: RecordFault): number | null {
    const line = firstLine(data, from, isLast);
    const isTooLong = (line?.end ?? data.length) - from > LONGEST_RECORD;
    if (line === null && !isTooLong) return null;
    const raw = data.subarray(from, isTooLong ? from + RAW_OF_LONG_LINE : line?.end);
    if (this.isInHeader) this.isInHeader = false;
    else
      this.sink.bad(isTooLong ? 'record_too_long' : (this.faultOfBytes(raw, fault) ?? fault), this.line, raw);
    this.isSkipping = line === null;
    if (line === null) return data.length;
    this.line += 1;
    return line.next;
  }

  private skipLine(data: Buffer, from: number, isLast: boolean): number | null {
    const line = firstLine(data, from, isLast);
    if (line === null) return data.length;
    this.isSkipping = false;
    this.line += 1;
    return line.next;
  }

  /** What is wrong with the bytes of a record; it takes precedence over a field fault that it explains. */
  private faultOfBytes(raw: Buffer, fault: RecordFault | null): RecordFault | null {
    if (raw.includes(0)) return 'nul_byte';
    if (fault !== null || isUtf8(raw)) return fault;
    const ends: number[] = [];
    this.scanner.scan(raw, 0, true, ends);
    const isRead = (end: number, column: number): boolean =>
      this.shape.used.has(column) && !isUtf8(raw.subarray(ends[column - 1] ?? 0, end));
    return ends.some(isRead) ? 'bad_encoding' : null;
  }
}

/** The line end up to which all bytes are UTF-8 without a NUL; 0 if they are not. */
function properUntil(data: Buffer): number {
  const end = data.lastIndexOf(LF) + 1;
  const lines = data.subarray(0, end);
  return isUtf8(lines) && !lines.includes(0) ? end : 0;
}
