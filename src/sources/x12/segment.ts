import { type Delimiters, NO_DELIMITERS } from './delimiters.js';

/** A segment tag packed into a number, so that segments are told apart without making a string of each. */
export function tagOf(name: string): number {
  let tag = 0;
  for (let i = 0; i < name.length; i += 1) tag = (tag << 8) | name.charCodeAt(i);
  return tag;
}

/** More elements than any segment of an 837 has; what stands beyond is not looked at. */
const MOST_ELEMENTS = 64;

/**
 * One segment, seen through a window on the current chunk, which is at hand twice with the same offsets: as bytes, to
 * look at (a byte of an array is read several times faster than a character of a string), and as Latin-1 text, to cut
 * strings from.
 *
 * The tokenizer moves the same object from segment to segment: most segments of a claim are never looked into, and
 * for those nothing is allocated. Qualifiers are compared as packed numbers (`code`), so that strings are made only of
 * what is kept.
 */
export class Segment {
  text = '';
  bytes: Uint8Array = new Uint8Array();
  start = 0;
  end = 0;
  tag = 0;
  delimiters: Delimiters = NO_DELIMITERS;
  private readonly starts = new Int32Array(MOST_ELEMENTS + 1);
  private count = 0;
  /** All character codes of the segment, joined by OR. */
  private bits = 0;

  /** Moves the window; elements are only found when one of them is asked for. */
  move(text: string, bytes: Uint8Array, start: number, end: number): void {
    this.text = text;
    this.bytes = bytes;
    this.start = start;
    this.end = end;
    this.count = 0;
    this.tag = readTag(bytes, start, end, this.delimiters.element);
    if (this.tag === 0 && /[\r\n]/.test(this.raw())) {
      this.unwrap();
      this.tag = readTag(this.bytes, 0, this.end, this.delimiters.element);
    }
  }

  /** How many elements there are, the tag included. */
  get length(): number {
    if (this.count === 0) this.split();
    return this.count;
  }

  /** Where element `n` begins in `text`; ask `length` first. */
  from(n: number): number {
    return this.starts[n] ?? 0;
  }

  /** Where element `n` ends in `text`. */
  to(n: number): number {
    return (this.starts[n + 1] ?? 0) - 1;
  }

  /** The element at `n` (0 is the tag), or '' when the segment is shorter. */
  element(n: number): string {
    if (n >= this.length) return '';
    return this.decode(this.from(n), this.to(n));
  }

  /** The same without blanks around it. */
  trimmed(n: number): string {
    if (n >= this.length) return '';
    const { bytes } = this;
    let from = this.from(n);
    let to = this.to(n);
    while (from < to && bytes[from] === 32) from += 1;
    while (from < to && bytes[to - 1] === 32) to -= 1;
    return this.decode(from, to);
  }

  private decode(from: number, to: number): string {
    const value = this.text.slice(from, to);
    return this.bits > 127 ? decodeName(value) : value;
  }

  /** Element 1 packed as `tagOf` packs names, found without splitting; -1 when it is longer than three characters. */
  qualifier(): number {
    if (this.count > 0) return this.code(1);
    const { bytes, end } = this;
    const separator = this.delimiters.element;
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

  /** Element `n` packed as `tagOf` packs names; -1 when it is longer than three characters, 0 when it is blank. */
  code(n: number): number {
    if (n >= this.length) return 0;
    const from = this.from(n);
    const to = this.to(n);
    if (to - from > 3) return -1;
    let packed = 0;
    for (let at = from; at < to; at += 1) packed = (packed << 8) | (this.bytes[at] ?? 0);
    return packed;
  }

  /** The whole number in element `n`, or 0 where there is none of up to six digits. */
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

  /** The segment as it stands in the file, without its terminator. */
  raw(): string {
    return this.text.slice(this.start, this.end);
  }

  private split(): void {
    if (this.scan()) return;
    this.unwrap();
    this.scan();
  }

  /** Senders that wrap their files at a fixed width leave line ends inside segments: they are no data. */
  private unwrap(): void {
    this.text = this.raw().replace(/[\r\n]/g, '');
    this.bytes = Buffer.from(this.text, 'latin1');
    this.start = 0;
    this.end = this.text.length;
  }

  /** Finds the element starts; false when a line end stands inside the segment. */
  private scan(): boolean {
    const { bytes, end, starts } = this;
    const separator = this.delimiters.element;
    let count = 1;
    let bits = 0;
    starts[0] = this.start;
    for (let at = this.start; at < end; at += 1) {
      const code = bytes[at] ?? 0;
      bits |= code;
      if (code === separator) {
        if (count === MOST_ELEMENTS) break;
        starts[count] = at + 1;
        count += 1;
      } else if (code === 10 || code === 13) return false;
    }
    this.bits = bits;
    starts[count] = count < MOST_ELEMENTS ? end + 1 : (starts[count - 1] ?? 0);
    this.count = count;
    return true;
  }
}

/** The tag, packed; 0 when what stands there is none, or a line end stands in it. */
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

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Text beyond ASCII is UTF-8 where it is valid as such, else it stays Latin-1: senders use both, and say neither. */
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

/** The `n`-th component (from 0) of a composite element, or ''. */
export function component(value: string, separator: string, n: number): string {
  let from = 0;
  for (let i = 0; i < n; i += 1) {
    const at = value.indexOf(separator, from);
    if (at < 0) return '';
    from = at + 1;
  }
  const to = value.indexOf(separator, from);
  return to < 0 ? value.slice(from) : value.slice(from, to);
}

const NPI = tagOf('XX');

/** NM109 where NM108 says that it is an NPI. */
export function readNpi(segment: Segment): string {
  return segment.code(8) === NPI ? segment.trimmed(9) : '';
}
