import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { refusalOf } from '../../../src/inputs/x12/refusal.js';
import { type Counted, imbalances } from '../../../src/inputs/x12/totals.js';
import { convertBytes, parseRows } from './convert-text.js';

interface Expected {
  readonly proves: string;
  /** Read and emitted. */
  readonly claims: readonly [number, number];
  readonly lines: readonly [number, number];
  /** In order; only the columns named are compared. */
  readonly rows: readonly Record<string, string>[];
  readonly rejects: readonly Record<string, string>[];
  readonly warnings: Record<string, number>;
  readonly faults: Record<string, number>;
  readonly skipped: Record<string, number>;
  readonly refusal?: string;
}

const FOLDER = new URL('../../../fixtures/x12/', import.meta.url);

function counts(counted: Partial<Record<string, Counted>>): Record<string, number> {
  return Object.fromEntries(Object.entries(counted).map(([key, value]) => [key, value?.count ?? 0]));
}

function pick(row: Record<string, string>, columns: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.keys(columns).map((column) => [column, row[column] ?? 'no such column']));
}

describe.each(readdirSync(FOLDER).sort())('fixtures/x12/%s', (name) => {
  const input = readFileSync(new URL(`${name}/input.837`, FOLDER));
  const expected = JSON.parse(readFileSync(new URL(`${name}/expected.json`, FOLDER), 'utf8')) as Expected;

  // 1 and 7 split every segment, 106 the ISA from what follows; 0 is the whole file at once.
  test.each([0, 1, 7, 106])(`${expected.proves} (chunks of %i)`, (size) => {
    const { csv, rejects, totals } = convertBytes(input, size === 0 ? [] : [size]);
    const rows = parseRows(csv);
    expect(rows.map((row, i) => pick(row, expected.rows[i] ?? {}))).toEqual(expected.rows);
    expect(rejects.map((reject, i) => pick({ ...reject }, expected.rejects[i] ?? {}))).toEqual(
      expected.rejects,
    );
    expect([totals.claimsRead, totals.claimsEmitted]).toEqual(expected.claims);
    expect([totals.linesRead, totals.linesEmitted]).toEqual(expected.lines);
    expect(counts(totals.warnings)).toEqual(expected.warnings);
    expect(counts(totals.faults)).toEqual(expected.faults);
    expect(totals.claimsSkipped).toEqual(expected.skipped);
    expect(imbalances(totals)).toEqual([]);
    expect(refusalOf(totals, input.toString('latin1', 0, 64))?.kind).toBe(expected.refusal);
  });
});
