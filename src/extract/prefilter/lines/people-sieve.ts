import { BlockSieve, type LineSink } from './block-sieve.js';
import { ByteSet } from './byte-set.js';
import type { LineSpec } from './line-spec.js';
import { isStated } from './usual-lines.js';

/**
 * Finds the lines of some people in a text that is known to be plain (Sieve), and those of which it does not see whose they
 * are. Of most lines it looks for the end and the person, and at nothing else.
 */
export class PeopleSieve extends BlockSieve {
  private readonly people: ByteSet;

  /** @param hasReturns whether lines end in CR LF */
  constructor(
    private readonly spec: LineSpec,
    people: NonNullable<LineSpec['people']>,
    private readonly hasReturns: boolean,
    private readonly sink: LineSink,
  ) {
    super(spec, hasReturns);
    this.people = new ByteSet(people);
  }

  protected override siftLines(filled: number): number {
    const { structure, line, hasReturns } = this;
    const { separator, person } = this.spec;
    const { text, ends } = structure;
    const lines = structure.lookForLines(filled);
    let start = 0;
    for (let number = 0; number < lines; number += 1) {
      const feed = ends[number] ?? 0;
      const end = hasReturns ? feed - 1 : feed;
      let from = start;
      for (let before = person; before > 0 && from < end; from += 1)
        if (text[from] === separator) before -= 1;
      let to = from;
      while (to < end && text[to] !== separator) to += 1;
      if (!isStated(text, from, to) || this.people.has(text, from, to)) {
        structure.lookAtLine(start, feed, separator);
        line.moveTo(start, 0, end);
        this.sink.keep(line);
      }
      start = feed + 1;
    }
    return start;
  }
}
