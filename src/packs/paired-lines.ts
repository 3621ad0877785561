import { compareLineNumbers, compareText } from '../timeline/order.js';
import { cell, type OutputRow } from './table.js';

/*
 * The imaging lines of one person in two runs that are compared, for packs whose outputs are about lines.
 */

/** A line in both runs; null for a run that does not have it. */
export interface PairedLine<Line> {
  readonly before: Line | null;
  readonly after: Line | null;
}

/** What makes a line of one run the same as a line of the other. */
const IDENTITY = ['claim_id', 'claim_line_number', 'service_date', 'code'] as const;

/**
 * Pairs the lines of two runs by claim, line number, service date and code. Lines that share all of these are
 * paired in their order.
 *
 * @param rowOf the row of the output that has a row for each line
 * @returns in the order of that output: by service date, claim, line number and code
 */
export function pairedLines<Line>(
  before: readonly Line[],
  after: readonly Line[],
  rowOf: (line: Line) => OutputRow,
): PairedLine<Line>[] {
  const [first, second] = [byIdentity(before, rowOf), byIdentity(after, rowOf)];
  const pairs = [...new Set([...first.keys(), ...second.keys()])].map((key) => ({
    before: first.get(key) ?? null,
    after: second.get(key) ?? null,
  }));
  const rowOfPair = (pair: PairedLine<Line>): OutputRow => {
    const line = pair.after ?? pair.before;
    return line === null ? {} : rowOf(line);
  };
  return pairs.sort((a, b) => compareRows(rowOfPair(a), rowOfPair(b)));
}

function byIdentity<Line>(lines: readonly Line[], rowOf: (line: Line) => OutputRow): Map<string, Line> {
  const found = new Map<string, Line>();
  for (const line of lines) {
    const identity = IDENTITY.map((column) => cell(rowOf(line), column));
    let alike = 0;
    while (found.has(JSON.stringify([...identity, alike]))) alike += 1;
    found.set(JSON.stringify([...identity, alike]), line);
  }
  return found;
}

function compareRows(a: OutputRow, b: OutputRow): number {
  return (
    compareText(cell(a, 'service_date'), cell(b, 'service_date')) ||
    compareText(cell(a, 'claim_id'), cell(b, 'claim_id')) ||
    compareLineNumbers(cell(a, 'claim_line_number'), cell(b, 'claim_line_number')) ||
    compareText(cell(a, 'code'), cell(b, 'code'))
  );
}
