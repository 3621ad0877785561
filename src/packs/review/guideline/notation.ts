import { type Leaf, type Node, type Offsets, PHASES, type Phase, type Range } from './tree.js';

/** A text that is not a tree; the message says what was expected where. */
export class NotationError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'NotationError';
  }
}

/**
 * Reads a tree: `all(...; ...)`, `any(...)`, `n2(...)` over leaves and the names of parts, in capitals. Blanks and line
 * ends mean nothing (docs/review.md lists the leaves).
 *
 * `all(rec(xray@, -180..0); chart('films not diagnostic'))`
 *
 * @param partOf the tree of a part; it throws for an unknown part
 * @throws NotationError
 */
export function readTree(text: string, partOf: (name: string) => Node): Node {
  const reader = new TreeReader(text, partOf);
  const node = reader.node();
  reader.end();
  return node;
}

/** `-180..0`, `ever..-4`. @throws NotationError */
export function readOffsets(text: string): Offsets {
  const [, start = '', end = ''] = /^(ever|-?\d+)\.\.(-?\d+)$/.exec(text) ?? [];
  if (end === '') throw new NotationError(`"${text}" is not a window; write one like -180..0 or ever..-4`);
  const window = { from: start === 'ever' ? null : Number(start), to: Number(end) };
  if (window.to > 0) throw new NotationError(`the window ${text} ends after the image`);
  if (window.from !== null && window.from > window.to)
    throw new NotationError(`the window ${text} ends before it starts`);
  return window;
}

/** `fever+esr_crp`, `xray@`. @throws NotationError */
export function readSets(text: string): string[] {
  const sets = text.split('+').map((set) => set.trim());
  const wrong = sets.find((set) => !/^[a-z][a-z0-9_]*@?$/.test(set));
  if (wrong !== undefined)
    throw new NotationError(
      `"${wrong}" is not the name of a set; names are lower-case words such as esr_crp`,
    );
  return sets;
}

const WORD = /[A-Za-z]\w*/y;
const PART = /^[A-Z][A-Z0-9_]*$/;
const BLANKS = /\s*/y;
const RANGE = /^(?:>=(\d+)|<=(\d+)|(\d+)\.\.(\d+))$/;

class TreeReader {
  private at = 0;

  constructor(
    private readonly text: string,
    private readonly partOf: (name: string) => Node,
  ) {}

  node(): Node {
    const word = this.word();
    if (word === '') throw this.error('a condition');
    if (word === 'all') return { kind: 'all', of: this.branches(word) };
    if (word === 'any') return { kind: 'any', of: this.branches(word) };
    if (/^n\d+$/.test(word)) {
      const count = Number(word.slice(1));
      const of = this.branches(word);
      if (count < 1 || count > of.length) throw this.error(`from 1 to ${of.length} in ${word}(...)`);
      return { kind: 'at_least', count, of };
    }
    return PART.test(word) ? this.partOf(word) : this.leaf(word);
  }

  end(): void {
    this.blanks();
    if (this.at < this.text.length) throw this.error('the end');
  }

  /** Only `any()`, which is never shown, may have no conditions. */
  private branches(word: string): Node[] {
    this.expect('(');
    const of: Node[] = [];
    if (this.skip(')')) {
      if (word !== 'any') throw this.error('a condition');
      return of;
    }
    do of.push(this.node());
    while (this.skip(';'));
    this.expect(')');
    return of;
  }

  private leaf(word: string): Leaf {
    if (word === 'chart') return { kind: 'chart', text: this.quoted() };
    const parts = this.list();
    const [first = '', second = '', ...rest] = parts;
    switch (word) {
      case 'rec':
        return this.records(first, second, rest);
      case 'none':
      case 'prior':
      case 'noprior':
        this.expectCount(word, parts, 2);
        return { kind: word, sets: readSets(first), window: readOffsets(second) };
      case 'claim':
        this.expectCount(word, parts, 1);
        return { kind: 'claim', sets: readSets(first) };
      case 'care':
        this.expectCount(word, parts, 1);
        return { kind: 'care', care: first };
      case 'phase':
        return { kind: 'phase', phases: parts.map(phaseOf) };
      case 'age':
      case 'months':
        this.expectCount(word, parts, 1);
        return { kind: word, ...rangeOf(first) };
      case 'sex':
        this.expectCount(word, parts, 1);
        if (first === 'F' || first === 'M') return { kind: 'sex', sex: first };
        throw this.error('sex(F) or sex(M)');
      default:
        throw new NotationError(`there is no condition "${word}"`);
    }
  }

  /** `rec(a, w)`, with `x3` or `spine` after the window, or several such tests joined by `or`. */
  private records(sets: string, window: string, flags: readonly string[]): Leaf {
    const tests = [{ sets: readSets(sets), window: readOffsets(window) }];
    const count = flags.find((flag) => /^x[2-9]$/.test(flag));
    const unknown = flags.find((flag) => flag !== count && flag !== 'spine');
    if (unknown !== undefined) throw new NotationError(`rec(...) does not know "${unknown}"`);
    while (this.skipWord('or')) {
      if (flags.length > 0 || this.word() !== 'rec') throw this.error('rec(sets, window)');
      const more = this.list();
      this.expectCount('rec', more, 2);
      const [otherSets = '', otherWindow = ''] = more;
      tests.push({ sets: readSets(otherSets), window: readOffsets(otherWindow) });
    }
    const dates = count === undefined ? 1 : Number(count.slice(1));
    return { kind: 'rec', tests, dates, spineOnly: flags.includes('spine') };
  }

  /** The comma-separated items in brackets. */
  private list(): string[] {
    this.expect('(');
    const end = this.text.indexOf(')', this.at);
    if (end < 0) throw this.error('a closing bracket');
    const inside = this.text.slice(this.at, end);
    this.at = end + 1;
    return inside.split(',').map((part) => part.trim());
  }

  private quoted(): string {
    this.expect('(');
    this.expect("'");
    const end = this.text.indexOf("'", this.at);
    if (end < 0) throw this.error('a closing quote');
    const inside = this.text.slice(this.at, end).replace(/\s+/g, ' ').trim();
    this.at = end + 1;
    this.expect(')');
    if (inside === '') throw this.error('what to look for in the chart');
    return inside;
  }

  private expectCount(word: string, parts: readonly string[], count: number): void {
    if (parts.length !== count || parts.includes(''))
      throw new NotationError(`${word}(...) takes ${count} ${count === 1 ? 'entry' : 'entries'}`);
  }

  private expect(sign: string): void {
    if (!this.skip(sign)) throw this.error(`"${sign}"`);
  }

  private skip(sign: string): boolean {
    this.blanks();
    if (!this.text.startsWith(sign, this.at)) return false;
    this.at += sign.length;
    return true;
  }

  private skipWord(word: string): boolean {
    const start = this.at;
    if (this.word() === word) return true;
    this.at = start;
    return false;
  }

  /** The next word, empty if there is none. */
  private word(): string {
    this.blanks();
    return this.read(WORD);
  }

  private blanks(): void {
    this.read(BLANKS);
  }

  private read(pattern: RegExp): string {
    pattern.lastIndex = this.at;
    const [found = ''] = pattern.exec(this.text) ?? [];
    this.at += found.length;
    return found;
  }

  private error(expected: string): NotationError {
    const rest = this.text.slice(this.at).replace(/\s+/g, ' ').trim();
    const place = rest === '' ? 'at the end' : `before "${rest.slice(0, 40)}"`;
    return new NotationError(`expected ${expected} ${place}`);
  }
}

function phaseOf(word: string): Phase {
  const phase = PHASES.find((one) => one === word);
  if (phase === undefined)
    throw new NotationError(`"${word}" is not a phase; the phases are ${PHASES.join(', ')}`);
  return phase;
}

function rangeOf(text: string): Range {
  const found = RANGE.exec(text);
  if (found === null)
    throw new NotationError(`"${text}" is not a range; write one like >=51, <=39 or 50..69`);
  const [, least, most, first, last] = found;
  const range = { from: numberOr(least ?? first), to: numberOr(most ?? last) };
  if (range.from !== null && range.to !== null && range.from > range.to)
    throw new NotationError(`the range ${text} ends before it starts`);
  return range;
}

function numberOr(digits: string | undefined): number | null {
  return digits === undefined ? null : Number(digits);
}
