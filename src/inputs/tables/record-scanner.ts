/*
 * Where a record of a CSV file ends and how many fields it has, found from its bytes. The grammar matches the
 * engine's strict reader (docs/architecture.md): a record is good in a broken file exactly when it is good in
 * an intact one.
 *
 * - A field that begins with a quote, or with one blank and a quote, is quoted: separators and line ends in
 *   it are text, a doubled quote is a quote, and only blanks may follow the closing quote. (A quote after
 *   those opens it again.)
 * - In any other field, a quote is ordinary text.
 * - A line ends with LF, CR LF, CR CR LF or CR.
 */

export const LF = 0x0a;
const CR = 0x0d;
const BLANK = 0x20;
const QUOTE = 0x22;

/** Kinds of bytes; all others are text. */
const SEPARATES = 1;
const ENDS_LINE = 2;
const MEANS_MORE = 3;

/** What a scan can find other than a whole record. */
const MORE = -1;
const STRAY_QUOTE = -2;
const UNCLOSED_QUOTE = -3;

const VERDICTS: Readonly<Record<number, Scanned>> = {
  [MORE]: 'more',
  [STRAY_QUOTE]: 'stray quote',
  [UNCLOSED_QUOTE]: 'unclosed quote',
};

/** `more`: the record continues past the available bytes. */
export type Scanned = 'whole' | 'more' | 'stray quote' | 'unclosed quote';

/** Keeps its findings about the last record in its own fields, because a file has millions of records. */
export class RecordScanner {
  /** How many fields the record has. */
  fields: number = 0;
  /**
   * The last field that is not empty, counted from 1; 0 if all are empty. Only valid after a scan with
   * `ends`.
   */
  lastFilled: number = 0;
  /** One past the last byte of the record, and one past its line end. */
  end: number = 0;
  next: number = 0;
  /** How many lines of the file it spans. */
  lines: number = 0;

  private readonly separator: Buffer;
  /** The byte that may surround quotes; none if it separates fields. */
  private readonly blank: number;
  /** What each byte means in a line without quotes. */
  private readonly kinds: Uint8Array = new Uint8Array(256);

  constructor(delimiter: string) {
    this.separator = Buffer.from(delimiter);
    this.blank = delimiter === ' ' ? -1 : BLANK;
    this.kinds[this.separator[0] ?? LF] = this.separator.length === 1 ? SEPARATES : MEANS_MORE;
    this.kinds[LF] = ENDS_LINE;
    this.kinds[CR] = ENDS_LINE;
    this.kinds[QUOTE] = MEANS_MORE;
  }

  /**
   * Scans the record that begins at `from`.
   *
   * @param isLast nothing follows `data`
   * @param ends receives the end of each field, if wanted
   */
  scan(data: Buffer, from: number, isLast: boolean, ends?: number[]): Scanned {
    if (ends === undefined && this.scanPlainLine(data, from)) return 'whole';
    this.fields = 0;
    this.lastFilled = 0;
    this.lines = 1;
    let end = from - this.separator.length;
    do {
      this.fields += 1;
      end = this.endOfField(data, end + this.separator.length, isLast);
      if (end < 0) return VERDICTS[end] ?? 'more';
      ends?.push(end);
    } while (end < data.length && !isLineEnd(data[end]));
    this.end = end;
    this.next = behindLineEnd(data, end, isLast);
    return this.next === MORE ? 'more' : 'whole';
  }

  /** Nearly all records are lines without a quote; all their fields are treated as filled. */
  private scanPlainLine(data: Buffer, from: number): boolean {
    const { kinds } = this;
    let fields = 1;
    let at = from;
    let kind = 0;
    for (; at < data.length; at += 1) {
      kind = kinds[data[at] ?? 0] ?? 0;
      if (kind > SEPARATES) break;
      fields += kind;
    }
    if (kind !== ENDS_LINE) return false;
    this.next = behindLineEnd(data, at, false);
    this.fields = fields;
    this.lastFilled = fields;
    this.end = at;
    this.lines = 1;
    return this.next !== MORE;
  }

  private endOfField(data: Buffer, from: number, isLast: boolean): number {
    const isQuoted = data[from] === QUOTE || (data[from] === this.blank && data[from + 1] === QUOTE);
    if (isQuoted) return this.endOfQuoted(data, from, isLast);
    const end = this.endOfPlain(data, from);
    if (end > from) this.lastFilled = this.fields;
    return end < data.length || isLast ? end : MORE;
  }

  private endOfPlain(data: Buffer, from: number): number {
    const { kinds } = this;
    for (let at = from; at < data.length; at += 1) {
      if (kinds[data[at] ?? 0] !== 0 && this.isEnd(data, at)) return at;
    }
    return data.length;
  }

  private endOfQuoted(data: Buffer, from: number, isLast: boolean): number {
    const content = data[from] === QUOTE ? from + 1 : from + 2;
    let at = content;
    do {
      const quote = this.nextQuote(data, at);
      if (quote >= data.length) return isLast ? UNCLOSED_QUOTE : MORE;
      if (quote > content) this.lastFilled = this.fields;
      at = quote + 1;
      while (data[at] === this.blank) at += 1;
      if (at >= data.length && isLast) return at;
      if (at + this.separator.length > data.length && !isLast) return MORE;
    } while (data[at++] === QUOTE);
    return this.isEnd(data, at - 1) ? at - 1 : STRAY_QUOTE;
  }

  private nextQuote(data: Buffer, from: number): number {
    for (let at = from; at < data.length; at += 1) {
      const byte = data[at];
      if (byte === QUOTE) return at;
      if (byte === LF || (byte === CR && behindLineEnd(data, at, true) === at + 1)) this.lines += 1;
    }
    return data.length;
  }

  /** Whether a field can end here: at a line end, or at a whole separator. */
  private isEnd(data: Buffer, at: number): boolean {
    const { separator } = this;
    if (isLineEnd(data[at])) return true;
    if (data[at] !== separator[0]) return false;
    return separator.length === 1 || separator.equals(data.subarray(at, at + separator.length));
  }
}

function isLineEnd(byte: number | undefined): boolean {
  return byte === LF || byte === CR;
}

/** Where the next line begins if one ends at `at`; MORE if that is not yet known. */
function behindLineEnd(data: Buffer, at: number, isLast: boolean): number {
  if (at >= data.length) return at;
  if (data[at] === LF) return at + 1;
  if (data[at + 1] === LF) return at + 2;
  if (data[at + 1] === CR && data[at + 2] === LF) return at + 3;
  return at + 2 < data.length || isLast ? at + 1 : MORE;
}

/** Where the line that begins at `from` ends and the next one begins; null if that is not yet known. */
export function firstLine(
  data: Buffer,
  from: number,
  isLast: boolean,
): { readonly end: number; readonly next: number } | null {
  let end = from;
  while (end < data.length && !isLineEnd(data[end])) end += 1;
  if (end >= data.length && !isLast) return null;
  const next = behindLineEnd(data, end, isLast);
  return next === MORE ? null : { end, next };
}
