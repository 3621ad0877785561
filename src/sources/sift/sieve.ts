import { isUtf8 } from 'node:buffer';
import { ByteSet } from './byte-set.js';
import { Line } from './line.js';
import type { LineSpec } from './line-spec.js';
import { Structure } from './structure.js';
import { isStated, UNUSUAL, UsualLines } from './usual-lines.js';

const LF = 0x0a;
const CR = 0x0d;
const QUOTE = 0x22;

/** Takes the lines that the engine must see, and one of each class; what they are made of is gone when it returns. */
export interface LineSink {
  keep(line: Line): void;
  /** One more line of a class, numbered from 0. */
  count(line: Line, number: number): void;
}

/**
 * Sifts the lines of a piece of a CSV file: tells those that the engine must see from those that need only be counted.
 *
 * Works on plain text only: UTF-8 without a quote or NUL in it, lines that end alike and have as many fields as the
 * header. In such a text each line is a record and each separator separates. Of any other `isPlain` becomes false, and
 * nothing that was sifted of the file may be used.
 */
export class Sieve {
  private readonly structure: Structure = new Structure();
  private readonly line: Line;
  private readonly usual: UsualLines;
  private readonly people: ByteSet | null;
  /** How much of the text is there: of lines that are not whole yet. */
  private filled: number = 0;

  /** @param hasReturns whether lines end in CR LF */
  constructor(
    private readonly spec: LineSpec,
    private readonly hasReturns: boolean,
    private readonly sink: LineSink,
  ) {
    this.line = new Line(this.structure.text, this.structure.places, spec.columns);
    this.usual = new UsualLines(spec);
    this.people = spec.people === null ? null : new ByteSet(spec.people);
  }

  /** Where the next bytes are put; never empty. */
  get room(): Buffer {
    return this.structure.text.subarray(this.filled);
  }

  /** Sifts the lines that are whole, once `bytes` were put into the room. False where the text is not plain. */
  sift(bytes: number): boolean {
    const { structure, spec } = this;
    const { text, places, ends } = structure;
    const filled = this.filled + bytes;
    const lines = structure.look(filled, spec.separator);
    const whole = lines === 0 ? 0 : (places[ends[lines - 1] ?? 0] ?? 0) + 1;
    if (!this.isPlain(text.subarray(0, whole))) return false;
    let start = 0;
    let first = 0;
    for (let number = 0; number < lines; number += 1) {
      const last = ends[number] ?? 0;
      const feed = places[last] ?? 0;
      if (last - first + 1 !== spec.columns) return false;
      // A CR anywhere else would end a line, too.
      if (this.hasReturns && text.indexOf(CR, start) !== feed - 1) return false;
      this.line.moveTo(start, first, this.hasReturns ? feed - 1 : feed);
      this.siftLine();
      start = feed + 1;
      first = last + 1;
    }
    text.copyWithin(0, whole, filled);
    this.filled = filled - whole;
    return this.filled < text.length;
  }

  /** Sifts what is left at the end of the file, where the last line need not end. */
  end(): boolean {
    if (this.filled === 0) return true;
    const end = this.hasReturns ? [CR, LF] : [LF];
    if (this.room.length < end.length) return false;
    this.room.set(end);
    return this.sift(end.length) && this.filled === 0;
  }

  private isPlain(text: Buffer): boolean {
    const hasStrangers = text.includes(QUOTE) || text.includes(0) || (!this.hasReturns && text.includes(CR));
    return !hasStrangers && isUtf8(text);
  }

  private siftLine(): void {
    const { line, spec, sink } = this;
    if (this.people !== null) {
      const [from, to] = [line.from(spec.person), line.to(spec.person)];
      if (!isStated(line, spec.person) || this.people.has(line.text, from, to)) {
        sink.keep(line);
        return;
      }
    }
    if (!spec.isCounted) return;
    const number = this.usual.classOf(line);
    if (number === UNUSUAL) sink.keep(line);
    else sink.count(line, number);
  }
}
