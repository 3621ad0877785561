import { ByteSet } from './byte-set.js';
import { Line } from './line.js';
import type { LineFilter } from './line-filter.js';
import type { LineSink } from './line-sink.js';
import { isPlainId } from './plain-cells.js';
import type { LineTaker } from './text-blocks.js';

/**
 * Finds the lines of some people, and the lines whose person it cannot read, in a text that is known to be
 * plain (CountingFilter). In most lines it looks only for the line end and the person.
 */
export class PeopleFilter implements LineTaker {
  private readonly line: Line;
  private readonly people: ByteSet;

  constructor(
    private readonly filter: LineFilter,
    people: NonNullable<LineFilter['people']>,
    private readonly text: Buffer,
    private readonly sink: LineSink,
  ) {
    this.line = new Line(text, filter.columns);
    this.people = new ByteSet(people);
  }

  isPlain(): boolean {
    return true;
  }

  take(start: number, end: number): boolean {
    const { text, line } = this;
    const { separator, person } = this.filter;
    let from = start;
    for (let before = person; before > 0 && from < end; from += 1) if (text[from] === separator) before -= 1;
    let to = from;
    while (to < end && text[to] !== separator) to += 1;
    if (isPlainId(text, from, to) && !this.people.has(text, from, to)) return true;
    if (!line.moveTo(start, end, separator)) return false;
    this.sink.keep(line);
    return true;
  }
}
