import { isUtf8 } from 'node:buffer';
import { ByteSet } from './byte-set.js';
import { Line } from './line.js';
import { LineClasses, NO_CLASS } from './line-classes.js';
import type { LineFilter } from './line-filter.js';
import type { LineSink } from './line-sink.js';
import { isPlainId } from './plain-cells.js';
import { CR, type LineTaker } from './text-blocks.js';

const QUOTE = 0x22;

/**
 * Separates the lines that the engine must see from those that need only be counted.
 *
 * Works on plain text only: UTF-8 without a quote or NUL in it, lines with the same line ending and as many
 * fields as the header. In such a text each line is a record and every separator byte separates fields. For
 * any other text, the results must be discarded.
 */
export class CountingFilter implements LineTaker {
  private readonly line: Line;
  private readonly classes: LineClasses;
  private readonly people: ByteSet | null;

  /** @param hasReturns whether lines end in CR LF */
  constructor(
    private readonly filter: LineFilter,
    private readonly text: Buffer,
    private readonly hasReturns: boolean,
    private readonly sink: LineSink,
  ) {
    this.line = new Line(text, filter.columns);
    this.classes = new LineClasses(filter);
    this.people = filter.people === null ? null : new ByteSet(filter.people);
  }

  isPlain(lines: Buffer): boolean {
    const hasSpecialBytes =
      lines.includes(QUOTE) || lines.includes(0) || (!this.hasReturns && lines.includes(CR));
    return !hasSpecialBytes && isUtf8(lines);
  }

  take(start: number, end: number): boolean {
    const { line, text } = this;
    // A CR anywhere else would also end a line.
    if (this.hasReturns && text.indexOf(CR, start) !== end) return false;
    if (!line.moveTo(start, end, this.filter.separator)) return false;
    const number = this.isWanted() ? NO_CLASS : this.classes.classOf(line);
    if (number === NO_CLASS) this.sink.keep(line);
    else this.sink.count(line, number);
    return true;
  }

  private isWanted(): boolean {
    const { line, people, text } = this;
    if (people === null) return false;
    const from = line.from(this.filter.person);
    const to = line.to(this.filter.person);
    return !isPlainId(text, from, to) || people.has(text, from, to);
  }
}
