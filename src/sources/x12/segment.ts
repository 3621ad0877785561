import type { Delimiters } from './delimiters.js';

/** A segment tag packed into a number, so that segments are told apart without making a string of each. */
export function tagOf(name: string): number {
  let tag = 0;
  for (let i = 0; i < name.length; i += 1) tag = (tag << 8) | name.charCodeAt(i);
  return tag;
}

/** More elements than any segment of an 837 has; what stands beyond is not looked at. */
const MOST_ELEMENTS = 64;

const NO_DELIMITERS: Delimiters = { element: 0, component: 0, repetition: -1, terminator: 0 };

/**
 * One segment, seen through a window on the text of the current chunk (each character is one byte).
 *
 * The tokenizer moves the same object from segment to segment: most segments of a claim are never looked into, and
 * for those nothing is allocated. Whoever wants to keep something takes a string out with `element`.
 */
export class Segment {
  text = '';
  start = 0;
  end = 0;
  tag = 0;
  delimiters: Delimiters = NO_DELIMITERS;
  private readonly starts = new Int32Array(MOST_ELEMENTS + 1);
  private count = 0;
  /** All character codes of the segment, joined by OR. */
  private bits = 0;

  /** Moves the window; elements are only found when the first of them is asked for. */
  move(text: string, start: number, end: number): void {
    this.text = text;
    this.start = start;
    this.end = end;
    this.count = 0;
    this.tag = readTag(text, start, end, this.delimiters.element);
  }

  /** The element at `n` (0 is the tag), or '' when the segment is shorter. */
  element(n: number): string {
    if (this.count === 0) this.split();
    if (n >= this.count) return '';
    const value = this.text.slice(this.starts[n], (this.starts[n + 1] ?? 0) - 1);
    return this.bits > 127 ? decodeName(value) : value;
  }

  /** The character code at `offset` of element 1, for telling qualifiers apart without a string. */
  qualifierCode(tagLength: number, offset: number): number {
    const at = this.start + tagLength + 1 + offset;
    return at < this.end ? this.text.charCodeAt(at) : 0;
  }

  /** How many elements there are, the tag included. */
  get length(): number {
    if (this.count === 0) this.split();
    return this.count;
  }

  /** The segment as it stands in the file, without its terminator. */
  raw(): string {
    return this.text.slice(this.start, this.end);
  }

  private split(): void {
    if (!this.scan()) {
      // Senders that wrap their files at a fixed width leave line ends inside segments: they are no data.
      this.text = this.raw().replace(/[\r\n]/g, '');
      this.start = 0;
      this.end = this.text.length;
      this.scan();
    }
  }

  /** Finds the element starts; false when a line end stands inside the segment. */
  private scan(): boolean {
    const { text, end, starts } = this;
    const separator = this.delimiters.element;
    let count = 1;
    let bits = 0;
    starts[0] = this.start;
    for (let at = this.start; at < end; at += 1) {
      const code = text.charCodeAt(at);
      bits |= code;
      if (code === separator) {
        if (count < MOST_ELEMENTS) starts[count] = at + 1;
        else break;
        count += 1;
      } else if (code === 10 || code === 13) return false;
    }
    this.bits = bits;
    starts[count] = count < MOST_ELEMENTS ? end + 1 : (starts[count - 1] ?? 0);
    this.count = count;
    return true;
  }
}

function readTag(text: string, start: number, end: number, separator: number): number {
  const length = end - start;
  if (length < 2) return 0;
  const two = (text.charCodeAt(start) << 8) | text.charCodeAt(start + 1);
  if (length === 2) return two;
  const third = text.charCodeAt(start + 2);
  if (third === separator) return two;
  return length === 3 || text.charCodeAt(start + 3) === separator ? (two << 8) | third : 0;
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
