import type { CellKind } from '../../../codes/readings.js';
import { ABSENT, DayReader, NO_DAY } from './days.js';
import type { Line } from './line.js';
import type { LineFilter } from './line-filter.js';
import { isDigit, isNoDiagnosis, isPlainCode, isPlainDiagnosis, isPlainId } from './plain-cells.js';

/** For a line that is not countable: the engine must see the line itself. */
export const NO_CLASS = -1;

/** Principal diagnoses are counted separately: blank, shaped like a code, and not a code. */
const BLANK = 0;
const CODE = 1;
const MISSHAPEN = 2;
const SHAPES = 3;

/** Once a word column has this many different texts, lines with further ones are not countable. */
const MOST_TEXTS = 200;

/**
 * Separates countable lines from others, and sorts them into classes whose rows all have the same outcome
 * (LineFilter).
 */
export class LineClasses {
  /** The texts in each word column, in the order of their first lines. */
  private readonly texts: readonly Buffer[][];
  private readonly days: Int32Array;
  private readonly dates: readonly { readonly column: number; readonly reader: DayReader }[];
  private readonly candidates: readonly {
    readonly column: number;
    /** Null for the principal diagnosis, whose shape is checked anyway. */
    readonly cell: CellKind | null;
    readonly stems: ReadonlySet<number>;
  }[];

  constructor(private readonly filter: LineFilter) {
    this.texts = filter.words.map(() => []);
    this.days = new Int32Array(filter.dates.length);
    this.dates = filter.dates.map(({ column, layout, noDays }) => ({
      column,
      reader: new DayReader(layout, noDays),
    }));
    this.candidates = filter.candidates.map(({ column, cell, stems }) => ({
      column,
      cell: column === filter.principal ? null : cell,
      stems: new Set(stems.map((stem) => stemAt(Buffer.from(stem), 0))),
    }));
  }

  /** The number of the line's class, from 0, or NO_CLASS. */
  classOf(line: Line): number {
    const { stated, drug, bills } = this.filter;
    for (const column of stated) {
      if (!isPlainId(line.text, line.from(column), line.to(column))) return NO_CLASS;
    }
    if (drug !== null && !holdsElevenDigits(line, drug)) return NO_CLASS;
    for (const column of bills) if (!isHarmlessBill(line, column)) return NO_CLASS;
    if (!this.hasGoodDates(line) || !this.hasNoCandidateCode(line)) return NO_CLASS;
    const shape = this.shapeOf(line);
    if (shape === NO_CLASS) return NO_CLASS;
    const words = this.numberOfWords(line);
    return words === NO_CLASS ? NO_CLASS : SHAPES * words + shape;
  }

  private hasGoodDates(line: Line): boolean {
    const { days, dates } = this;
    const { needed, inOrder } = this.filter;
    for (let number = 0; number < dates.length; number += 1) {
      const date = dates[number];
      if (date === undefined) return false;
      const from = line.from(date.column);
      const day = date.reader.dayAt(line.text, from, line.to(date.column) - from);
      if (day === NO_DAY) return false;
      days[number] = day;
    }
    for (const choices of needed) if (latest(days, choices) === ABSENT) return false;
    for (const pair of inOrder) {
      const end = days[pair[1]] ?? ABSENT;
      if (end !== ABSENT && end < (days[pair[0]] ?? ABSENT)) return false;
    }
    return true;
  }

  /** Whether every field is plain and none begins like a code that makes somebody a candidate. */
  private hasNoCandidateCode(line: Line): boolean {
    for (const { column, cell, stems } of this.candidates) {
      const from = line.from(column);
      const to = line.to(column);
      if (to === from) continue;
      const stem = to - from < STEM_BYTES ? NO_STEM : stemAt(line.text, from);
      if (stem === NO_STEM || stems.has(stem)) return false;
      if (cell !== null && !isPlainCode(line.text, from, to, cell)) return false;
    }
    return true;
  }

  private shapeOf(line: Line): number {
    const { principal } = this.filter;
    if (principal === null) return BLANK;
    const from = line.from(principal);
    const to = line.to(principal);
    if (to === from) return BLANK;
    if (isPlainDiagnosis(line.text, from, to)) return CODE;
    return isNoDiagnosis(line.text, from, to) ? MISSHAPEN : NO_CLASS;
  }

  /** The same number for the same words. */
  private numberOfWords(line: Line): number {
    const { words } = this.filter;
    let number = 0;
    for (let place = 0; place < words.length; place += 1) {
      const text = numberOfText(this.texts[place] ?? [], line, words[place] ?? 0);
      if (text === NO_CLASS) return NO_CLASS;
      number = MOST_TEXTS * number + text;
    }
    return number;
  }
}

/** The same number for the same text. */
function numberOfText(texts: Buffer[], line: Line, column: number): number {
  const [from, to] = [line.from(column), line.to(column)];
  for (let number = 0; number < texts.length; number += 1) {
    const text = texts[number];
    if (text !== undefined && isSame(text, line.text, from, to)) return number;
  }
  if (texts.length === MOST_TEXTS) return NO_CLASS;
  texts.push(Buffer.from(line.text.subarray(from, to)));
  return texts.length - 1;
}

function latest(days: Int32Array, choices: readonly number[]): number {
  let day = ABSENT;
  for (const choice of choices) day = Math.max(day, days[choice] ?? ABSENT);
  return day;
}

const MOST_OF_BILL = 4;
const EIGHT = 0x38;
const X = 0x58;

/** Blank, or digits and capitals whose last character does not void a claim (8 and X do); voids are rare. */
function isHarmlessBill(line: Line, column: number): boolean {
  const from = line.from(column);
  const to = line.to(column);
  if (to - from > MOST_OF_BILL) return false;
  for (let at = from; at < to; at += 1) {
    const byte = line.text[at] ?? 0;
    if (!isDigit(byte) && !isCapital(byte)) return false;
  }
  const last = to > from ? (line.text[to - 1] ?? 0) : 0;
  return last !== EIGHT && last !== X;
}

function isCapital(byte: number): boolean {
  return byte >= 0x41 && byte <= 0x5a;
}

function holdsElevenDigits(line: Line, column: number): boolean {
  const from = line.from(column);
  const to = line.to(column);
  if (to - from !== 11) return false;
  for (let at = from; at < to; at += 1) if (!isDigit(line.text[at] ?? 0)) return false;
  return true;
}

const STEM_BYTES = 3;
const NO_STEM = -1;

/** The first three characters of a code as a number; NO_STEM unless all are capitals or digits. */
function stemAt(text: Uint8Array, from: number): number {
  let stem = 0;
  for (let at = from; at < from + STEM_BYTES; at += 1) {
    const byte = text[at] ?? 0;
    if (!isDigit(byte) && !isCapital(byte)) return NO_STEM;
    stem = 256 * stem + byte;
  }
  return stem;
}

function isSame(one: Uint8Array, text: Uint8Array, from: number, to: number): boolean {
  if (one.length !== to - from) return false;
  for (let at = 0; at < one.length; at += 1) if (one[at] !== text[from + at]) return false;
  return true;
}
