import { copyBytes, ROOM, viewOf } from './bytes.js';
import { cleanCode, isPlainCode } from './codes.js';
import { quoted } from './quoted.js';
import { cutSpaces, type Segment, skipSpaces, tagOf } from './segment.js';

/**
 * One or several fields as they will appear in the rows, commas included: a number that refers to `Pieces`.
 */
export type Piece = number;

/** One empty field. */
export const BLANK: Piece = 0;

const COMMA = 44;
const FOUR_COMMAS = 0x2c2c2c2c;
const ZERO = 48;
const QUOTE = 34;
const NPI = tagOf('XX');

/**
 * The parts of a claim's segments, and of the people above it, that are kept. They are copied as bytes from
 * the file, in the form that is later copied into the rows, so the chunk can be released and no strings are
 * created.
 */
export class Pieces {
  bytes: Buffer = Buffer.allocUnsafe(8192);
  view: DataView = viewOf(this.bytes);
  /** Where the previous piece ends and this one begins. */
  private starts = new Int32Array(512);
  private count = 1;
  private at = 1;

  constructor() {
    this.bytes[0] = COMMA;
    this.starts[1] = 1;
  }

  /** Forgets every piece after `last`. */
  clear(last: Piece = BLANK): void {
    this.count = last + 1;
    this.at = this.to(last);
  }

  /** Element `n`; blank if it is empty or missing. */
  element(segment: Segment, n: number): Piece {
    if (n >= segment.length || segment.from(n) >= segment.to(n)) return BLANK;
    this.addElement(segment, n);
    return this.close();
  }

  /** The same without blanks around it. */
  trimmed(segment: Segment, n: number): Piece {
    if (n >= segment.length) return BLANK;
    const from = skipSpaces(segment.bytes, segment.from(n), segment.to(n));
    const to = cutSpaces(segment.bytes, from, segment.to(n));
    if (from >= to) return BLANK;
    this.field(segment, from, to);
    return this.close();
  }

  /** NM109 if NM108 says that it is an NPI. */
  npi(segment: Segment): Piece {
    return segment.code(8) === NPI ? this.trimmed(segment, 9) : BLANK;
  }

  /** The whole segment, for the rejects, not for a row. */
  raw(segment: Segment): Piece {
    this.copy(segment.view, segment.start, segment.end);
    return this.close();
  }

  // Adds fields, which `close` turns into one piece.

  addElement(segment: Segment, n: number): void {
    if (n < segment.length) this.field(segment, segment.from(n), segment.to(n));
    else this.comma();
  }

  /** The bytes from `from` to `to`, with zeros before them up to `width`. */
  field(segment: Segment, from: number, to: number, width = 0): void {
    if (segment.isCareful) {
      const text = segment.text(from, to);
      this.written(text === '' ? text : text.padStart(width, '0'));
      return;
    }
    if (to - from < width && to > from) this.zeros(width - to + from);
    this.copy(segment.view, from, to);
    this.comma();
  }

  /** A code: upper case, without dots and blanks. */
  code(segment: Segment, from: number, to: number): void {
    if (isPlainCode(segment.bytes, from, to)) {
      this.copy(segment.view, from, to);
      this.comma();
    } else this.written(cleanCode(segment.bytes.toString('latin1', from, to)));
  }

  /** Text that is not part of the current segment, or needs care. */
  written(text: string): void {
    const field = quoted(text);
    this.ensure(field.length * 3);
    this.at += this.bytes.write(field, this.at, 'utf8');
    this.comma();
  }

  /** Several fields passed as text, or the beginning of one. */
  prepared(text: string): Piece {
    this.ensure(text.length * 3);
    this.at += this.bytes.write(text, this.at, 'utf8');
    return this.close();
  }

  comma(): void {
    this.ensure(1);
    this.bytes[this.at] = COMMA;
    this.at += 1;
  }

  /** A number of empty fields, at most eight. */
  commas(count: number): void {
    this.ensure(8);
    this.view.setInt32(this.at, FOUR_COMMAS);
    this.view.setInt32(this.at + 4, FOUR_COMMAS);
    this.at += count;
  }

  close(): Piece {
    const piece = this.count;
    this.count = piece + 1;
    if (this.count === this.starts.length) {
      const larger = new Int32Array(this.starts.length * 2);
      larger.set(this.starts);
      this.starts = larger;
    }
    this.starts[piece + 1] = this.at;
    return piece;
  }

  /** Where a piece begins in `bytes`. */
  from(piece: Piece): number {
    return this.starts[piece] ?? 0;
  }

  /** Where it ends, its last comma included. */
  to(piece: Piece): number {
    return this.starts[piece + 1] ?? 0;
  }

  isQuoted(piece: Piece): boolean {
    return this.bytes[this.from(piece)] === QUOTE;
  }

  isBlank(piece: Piece): boolean {
    return this.to(piece) - this.from(piece) <= 1;
  }

  /** The one field of a piece as text. */
  text(piece: Piece): string {
    const field = this.bytes.toString('utf8', this.from(piece), this.to(piece) - 1);
    return field.startsWith('"') ? field.slice(1, -1).replaceAll('""', '"') : field;
  }

  /** The text of a raw segment, one character for a byte. */
  rawText(piece: Piece): string {
    if (piece === BLANK) return '';
    return this.bytes.toString('latin1', this.from(piece), this.to(piece));
  }

  private copy(view: DataView, from: number, to: number): void {
    this.ensure(to - from);
    copyBytes(view, from, to, this.view, this.at);
    this.at += to - from;
  }

  private zeros(count: number): void {
    this.ensure(count);
    this.bytes.fill(ZERO, this.at, this.at + count);
    this.at += count;
  }

  private ensure(more: number): void {
    if (this.at + more + ROOM <= this.bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.bytes.length * 2, this.at + more + ROOM));
    this.bytes.copy(larger, 0, 0, this.at);
    this.bytes = larger;
    this.view = viewOf(larger);
  }
}
