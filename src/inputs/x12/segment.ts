import { ROOM, viewOf } from './bytes.js';
import { type Delimiters, NO_DELIMITERS } from './delimiters.js';

/** A segment tag packed into a number, so that segments are distinguished without creating strings. */
export function tagOf(name: string): number {
  let tag = 0;
  for (let i = 0; i < name.length; i += 1) tag = (tag << 8) | name.charCodeAt(i);
  return tag;
}

/** More elements than any segment of an 837 has; elements beyond are ignored. */
const MOST_ELEMENTS = 64;

const ZERO = 48;

/** What a byte means for splitting a segment; see `kindsOf`. */
const PLAIN = 0;
const SEPARATOR = 1;
const LINE_END = 2;
const CAREFUL = 3;

/**
 * One segment, as a window on the bytes of the file.
 *
 * The tokenizer moves the same object from segment to segment: most segments of a claim are never examined
 * and cost nothing. Qualifiers are compared as packed numbers (`code`), and what goes into the rows is copied
 * as bytes (`Pieces`), so strings are created only for the few values that are looked up or compared as
 * strings.
 */
export class Segment {
  bytes: Buffer = Buffer.alloc(ROOM);
  /** A view of `bytes`, with `ROOM` beyond the segment. */
  view: DataView = viewOf(this.bytes);
  start = 0;
  end = 0;
  tag = 0;
  private current: Delimiters = NO_DELIMITERS;
  private kinds: Uint8Array = kindsOf(NO_DELIMITERS);
  private readonly starts = new Int32Array(MOST_ELEMENTS + 1);
  private count = 0;
  /**
   * True if some byte needs quoting or care in CSV: quote, comma, anything beyond ASCII. Read `length` first.
   */
  isCareful: boolean;

  get delimiters(): Delimiters {
    return this.current;
  }

  set delimiters(delimiters: Delimiters) {
    this.current = delimiters;
    this.kinds = kindsOf(delimiters);
  }

  constructor() {
    this.isCareful = false;
  }

  /** Moves the window; elements are only located when one of them is requested. */
  move(bytes: Buffer, view: DataView, start: number, end: number): void {
    this.bytes = bytes;
    this.view = view;
    this.start = start;
    this.end = end;
    this.count = 0;
    this.tag = readTag(bytes, start, end, this.current.element);
    if (this.tag === 0 && /[\r\n]/.test(this.raw())) {
      this.unwrap();
      this.tag = readTag(this.bytes, 0, this.end, this.current.element);
    }
  }

  /** How many elements there are, the tag included. */
  get length(): number {
    if (this.count === 0) this.split();
    return this.count;
  }

  /** Where element `n` begins in `bytes`; read `length` first. */
  from(n: number): number {
    return this.starts[n] ?? 0;
  }

  /** Where element `n` ends in `bytes`. */
  to(n: number): number {
    return (this.starts[n + 1] ?? 0) - 1;
  }

  /** The element at `n` (0 is the tag), or '' if the segment is shorter. */
  element(n: number): string {
    return n < this.length ? this.text(this.from(n), this.to(n)) : '';
  }

  /** The same without blanks around it. */
  trimmed(n: number): string {
    if (n >= this.length) return '';
    const from = skipSpaces(this.bytes, this.from(n), this.to(n));
    return this.text(from, cutSpaces(this.bytes, from, this.to(n)));
  }

  /** The characters from `from` to `to`. */
  text(from: number, to: number): string {
    const { bytes } = this;
    if (to <= from) return '';
    // Most texts are codes this short, for which the buffer's own decoding costs three times as much.
    if (to === from + 1) return String.fromCharCode(bytes[from] ?? 0);
    if (this.isCareful) return decodeName(bytes.toString('latin1', from, to));
    if (to === from + 2) return String.fromCharCode(bytes[from] ?? 0, bytes[from + 1] ?? 0);
    return bytes.toString('latin1', from, to);
  }

  /**
   * Element 1 packed as `tagOf` packs names, found without splitting; -1 if it is longer than three
   * characters.
   */
  qualifier(): number {
    if (this.count > 0) return this.code(1);
    const { bytes, end } = this;
    const separator = this.current.element;
    let at = this.start + (this.tag > 0xffff ? 4 : 3);
    let packed = 0;
    for (let i = 0; i < 4 && at < end; i += 1) {
      const code = bytes[at] ?? 0;
      if (code === separator) return packed;
      if (i === 3 || code < 32) return this.code(1);
      packed = (packed << 8) | code;
      at += 1;
    }
    return packed;
  }

  /**
   * Element `n` packed as `tagOf` packs names; -1 if it is longer than three characters, 0 if it is blank.
   */
  code(n: number): number {
    if (n >= this.length) return 0;
    const from = this.from(n);
    const to = this.to(n);
    if (to - from > 3) return -1;
    let packed = 0;
    for (let at = from; at < to; at += 1) packed = (packed << 8) | (this.bytes[at] ?? 0);
    return packed;
  }

  /** The whole number in element `n`, or 0 if it is not a number of up to six digits. */
  whole(n: number): number {
    if (n >= this.length) return 0;
    const from = this.from(n);
    const to = this.to(n);
    if (to - from > 6) return 0;
    let value = 0;
    for (let at = from; at < to; at += 1) {
      const digit = (this.bytes[at] ?? 0) - 48;
      if (!(digit >= 0 && digit <= 9)) return 0;
      value = value * 10 + digit;
    }
    return value;
  }

  /** Element `n` as a number if it is a plain one, for comparing: strings cost more. */
  key(n: number): number | string {
    const value = this.whole(n);
    return value > 0 && this.bytes[this.from(n)] !== ZERO ? value : this.element(n);
  }

  /** The segment as in the file, without its terminator. */
  raw(): string {
    return this.bytes.toString('latin1', this.start, this.end);
  }

  private split(): void {
    if (this.scan()) return;
    this.unwrap();
    this.scan();
  }

  /** Senders that wrap their files at a fixed width leave line ends inside segments: they are not data. */
  private unwrap(): void {
    const text = this.raw().replace(/[\r\n]/g, '');
    this.bytes = Buffer.alloc(text.length + ROOM);
    this.bytes.write(text, 'latin1');
    this.view = viewOf(this.bytes);
    this.start = 0;
    this.end = text.length;
  }

  /** Finds the element starts; false if there is a line end inside the segment. */
  private scan(): boolean {
    const { bytes, end, kinds, starts } = this;
    let count = 1;
    let careful = false;
    starts[0] = this.start;
    for (let at = this.start; at < end; at += 1) {
      const kind = kinds[bytes[at] ?? 0];
      if (kind === PLAIN) continue;
      if (kind === LINE_END) return false;
      if (kind === CAREFUL) careful = true;
      else if (count === MOST_ELEMENTS) break;
      else {
        starts[count] = at + 1;
        count += 1;
      }
    }
    this.isCareful = careful;
    starts[count] = count < MOST_ELEMENTS ? end + 1 : (starts[count - 1] ?? 0);
    this.count = count;
    return true;
  }
}

/** One table lookup classifies a byte, instead of several comparisons. */
function kindsOf(delimiters: Delimiters): Uint8Array {
  const kinds = new Uint8Array(256).fill(CAREFUL, 128);
  kinds[34] = CAREFUL;
  kinds[44] = CAREFUL;
  kinds[10] = LINE_END;
  kinds[13] = LINE_END;
  kinds[delimiters.element] = SEPARATOR;
  return kinds;
}

/** The tag, packed; 0 if there is no valid tag, or a line end is in it. */
function readTag(bytes: Uint8Array, start: number, end: number, separator: number): number {
  const length = end - start;
  if (length < 2) return 0;
  const first = bytes[start] ?? 0;
  const second = bytes[start + 1] ?? 0;
  if (first < 32 || second < 32) return 0;
  const two = (first << 8) | second;
  if (length === 2) return two;
  const third = bytes[start + 2] ?? 0;
  if (third === separator) return two;
  if (third < 32) return 0;
  return length === 3 || bytes[start + 3] === separator ? (two << 8) | third : 0;
}

/** Where the blanks from `from` on end. */
export function skipSpaces(bytes: Uint8Array, from: number, to: number): number {
  let at = from;
  while (at < to && bytes[at] === 32) at += 1;
  return at;
}

/** Where the blanks before `to` begin. */
export function cutSpaces(bytes: Uint8Array, from: number, to: number): number {
  let at = to;
  while (at > from && bytes[at - 1] === 32) at -= 1;
  return at;
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Text beyond ASCII is read as UTF-8 if valid, else as Latin-1: senders use both and declare neither. */
export function decodeName(value: string): string {
  try {
    return utf8.decode(Buffer.from(value, 'latin1'));
  } catch {
    return value;
  }
}

/** Where the component that begins at `from` ends, in an element that ends at `to`. */
export function endOfComponent(bytes: Uint8Array, from: number, to: number, separator: number): number {
  let at = from;
  while (at < to && bytes[at] !== separator) at += 1;
  return at;
}
