import { isUtf8 } from 'node:buffer';
import { BlockSieve, CR, type LineSink } from './block-sieve.js';
import { ByteSet } from './byte-set.js';
import type { LineSpec } from './line-spec.js';
import { isStated, UNUSUAL, UsualLines } from './usual-lines.js';

const QUOTE = 0x22;

/**
 * Sifts the lines of a piece of a CSV file: tells those that the engine must see from those that need only be counted.
 *
 * Works on plain text only: UTF-8 without a quote or NUL in it, lines that end alike and have as many fields as the
 * header. In such a text each line is a record and each separator separates. Of any other nothing that was sifted may be
 * used.
 */
export class Sieve extends BlockSieve {
  private readonly usual: UsualLines;
  private readonly people: ByteSet | null;

  /** @param hasReturns whether lines end in CR LF */
  constructor(
    private readonly spec: LineSpec,
    private readonly hasReturns: boolean,
    private readonly sink: LineSink,
  ) {
    super(spec, hasReturns);
    this.usual = new UsualLines(spec);
    this.people = spec.people === null ? null : new ByteSet(spec.people);
  }

  protected override siftLines(filled: number): number | null {
    const { line, hasReturns } = this;
    const { text, places, ends } = this.structure;
    const lines = this.structure.look(filled, this.spec.separator);
    const whole = lines === 0 ? 0 : (places[ends[lines - 1] ?? 0] ?? 0) + 1;
    if (!this.isPlain(text.subarray(0, whole))) return null;
    let start = 0;
    let first = 0;
    for (let number = 0; number < lines; number += 1) {
      const last = ends[number] ?? 0;
      const feed = places[last] ?? 0;
      if (last - first + 1 !== this.spec.columns) return null;
      // A CR anywhere else would end a line, too.
      if (hasReturns && text.indexOf(CR, start) !== feed - 1) return null;
      line.moveTo(start, first, hasReturns ? feed - 1 : feed);
      this.siftLine();
      start = feed + 1;
      first = last + 1;
    }
    return whole;
  }

  private isPlain(text: Buffer): boolean {
    const hasStrangers = text.includes(QUOTE) || text.includes(0) || (!this.hasReturns && text.includes(CR));
    return !hasStrangers && isUtf8(text);
  }

  private siftLine(): void {
    const { line } = this;
    const number = this.isWanted() ? UNUSUAL : this.usual.classOf(line);
    if (number === UNUSUAL) this.sink.keep(line);
    else this.sink.count(line, number);
  }

  private isWanted(): boolean {
    const { line, people } = this;
    if (people === null) return false;
    const from = line.from(this.spec.person);
    const to = line.to(this.spec.person);
    return !isStated(line.text, from, to) || people.has(line.text, from, to);
  }
}
