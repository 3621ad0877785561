import type { PersonRows } from '../explanation.js';
import { cell, type OutputRow } from '../table.js';
import type { ScenarioResult, Value } from './decision.js';
import { CRITERIA } from './outputs/criteria.js';
import { REVIEW_EVIDENCE } from './outputs/evidence.js';
import { NOTE_SEPARATOR, REVIEW } from './outputs/lines.js';

/** A line of a finished run: its row of review.csv, and what the other files say about it. */
export interface LineRows {
  /** The row of review.csv. */
  readonly row: OutputRow;
  readonly notes: readonly string[];
  /** In the order of review-criteria.csv. */
  readonly scenarios: readonly ScenarioRows[];
}

export interface ScenarioRows {
  readonly id: string;
  readonly result: ScenarioResult;
  /** The results of the leaves, by their numbers. */
  readonly values: ReadonlyMap<number, Value>;
  /** The rows of review-evidence.csv, by the number of the leaf. */
  readonly evidence: ReadonlyMap<number, readonly OutputRow[]>;
}

/** Puts the rows of one person together, line by line, in the order of review.csv. */
export function linesIn(rows: PersonRows): LineRows[] {
  const criteria = groupedBy(rows[CRITERIA.name] ?? [], keyOfLine);
  const evidence = groupedBy(rows[REVIEW_EVIDENCE.name] ?? [], keyOfImage);
  return (rows[REVIEW.name] ?? []).map((row) => {
    const key = keyOfLine(row);
    const own = cell(row, 'in_scope') === 'yes' ? takeLine(criteria.get(key) ?? []) : [];
    const notes = cell(row, 'notes');
    return {
      row,
      notes: notes === '' ? [] : notes.split(NOTE_SEPARATOR),
      scenarios: own.map((one) => scenarioRows(one, evidence.get(key) ?? [])),
    };
  });
}

/**
 * Takes the rows of one line off those of a claim and line number. If a source repeats a line number, the
 * rows of several lines follow each other, and a repeated scenario begins the next line.
 */
function takeLine(rows: OutputRow[]): OutputRow[] {
  const known = new Set<string>();
  let count = 0;
  for (const row of rows) {
    const scenario = cell(row, 'scenario');
    if (known.has(scenario)) break;
    known.add(scenario);
    count += 1;
  }
  return rows.splice(0, count);
}

function scenarioRows(row: OutputRow, evidence: OutputRow[]): ScenarioRows {
  const id = cell(row, 'scenario');
  const values = new Map<number, Value>();
  for (const value of ['met', 'not_shown', 'needs_chart'] as const) {
    for (const number of cell(row, value).split(';')) if (number !== '') values.set(Number(number), value);
  }
  const met = [...values].flatMap(([leaf, value]) => (value === 'met' ? [leaf] : [])).sort((a, b) => a - b);
  const own = met.map((leaf) => [leaf, takeLeaf(evidence, id, leaf)] as const);
  return {
    id,
    result: resultOf(cell(row, 'result')),
    values,
    evidence: new Map(own.filter(([, rows]) => rows.length > 0)),
  };
}

/** Takes the rows of one leaf off, in the same way: they are in the order of scenarios and leaves, line by line. */
function takeLeaf(rows: OutputRow[], scenario: string, leaf: number): OutputRow[] {
  const end = rows.findIndex((row) => row['rule'] !== scenario || Number(row['leaf']) !== leaf);
  return rows.splice(0, end < 0 ? rows.length : end);
}

function resultOf(text: string): ScenarioResult {
  return text === 'met' || text === 'open' || text === 'chart only' ? text : 'not shown';
}

function keyOfLine(row: OutputRow): string {
  return JSON.stringify([cell(row, 'claim_id'), cell(row, 'claim_line_number')]);
}

function keyOfImage(row: OutputRow): string {
  return JSON.stringify([cell(row, 'imaging_claim_id'), cell(row, 'imaging_claim_line_number')]);
}

function groupedBy<Key>(rows: readonly OutputRow[], keyOf: (row: OutputRow) => Key): Map<Key, OutputRow[]> {
  const groups = new Map<Key, OutputRow[]>();
  for (const row of rows) {
    const key = keyOf(row);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [row]);
    else known.push(row);
  }
  return groups;
}
