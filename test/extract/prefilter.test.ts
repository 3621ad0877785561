import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { LbpError } from '../../src/errors.js';
import { Engine } from '../../src/extract/duckdb.js';
import { rounds } from '../sampled.js';
import { type AwkwardPlan, type AwkwardTable, awkwardPlan, textOf } from './awkward-tables.js';
import { Dice } from './dice.js';
import { extracted } from './extraction.js';
import type { Paths } from './tables.js';

/*
 * The prefilter must change only the time. A file with a quote is never filtered, so the same tables are read
 * twice: unchanged, and with a quoted name in their header.
 */

const PLANS = Number(process.env['LBP_PREFILTER_PLANS'] ?? rounds(28, 8));
const SEED = Number(process.env['LBP_PREFILTER_SEED'] ?? 1);

const folder = mkdtempSync(join(tmpdir(), 'lbp-prefilter-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Of the statements of an extraction, how many files they name that were filtered. */
const run = vi.spyOn(Engine.prototype, 'run');
afterEach(() => run.mockClear());
function filteredFiles(): number {
  const named = run.mock.calls.flatMap(([sql]) => sql.match(/prefilter\/\d+-\d+-\d+\.csv/g) ?? []);
  return new Set(named).size;
}

type Way = 'as it is' | 'packed' | 'quoted';

function written({ tables }: AwkwardPlan, way: Way): Paths {
  mkdirSync(folder, { recursive: true });
  const paths = { claims: [] as string[], pharmacy: [] as string[], eligibility: [] as string[] };
  tables.forEach((table, number) => {
    const path = join(folder, `${table.kind}-${number}.csv${way === 'packed' ? '.gz' : ''}`);
    const text = textOf(way === 'quoted' ? withQuote(table) : table);
    writeFileSync(path, way === 'packed' ? gzipSync(text, { level: 1 }) : text);
    paths[table.kind].push(path);
  });
  return paths;
}

function withQuote(table: AwkwardTable): AwkwardTable {
  const { style } = table;
  return style.quoted === 'nothing' ? { ...table, style: { ...style, quoted: 'a name' } } : table;
}

/** The same with lists in an order of their own: nothing depends on that of a person's rows. */
function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) {
    const items: unknown[] = value.map(inOrder);
    return items.map((item) => JSON.stringify(item)).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, inOrder(item)]));
}

/** All results of a plan, or the code of the error that it ends with. */
async function outcomeOf(plan: AwkwardPlan, way: Way): Promise<string> {
  const paths = written(plan, way);
  try {
    const found = await extracted(paths, { folder, year: 2024, settings: plan.settings, rejectRows: 0 });
    // The plans name the places that were read, which are others; plain files are those that were filtered.
    const { persons, decisions, accountOf: _, plans: __, plainFiles: ___, remarks, ...rest } = found;
    const words = Object.entries(remarks.words).map(([column, counts]) => [column, [...counts].sort()]);
    const remarked = [[...remarks.rows], [...remarks.noDates], words, [...remarks.principals]];
    const all = { ...rest, remarked, persons: persons.map(inOrder), decisions: [...decisions] };
    return JSON.stringify(all, null, 1).replaceAll('.csv.gz', '.csv');
  } catch (error) {
    return error instanceof LbpError ? error.code : String(error);
  }
}

interface Compared {
  readonly filtered: string;
  readonly whole: string;
  /** How many files were filtered. */
  readonly files: number;
}

async function compared(plan: AwkwardPlan, way: Way): Promise<Compared> {
  run.mockClear();
  const filtered = await outcomeOf(plan, way);
  const files = filteredFiles();
  run.mockClear();
  const whole = await outcomeOf(plan, 'quoted');
  expect(filteredFiles()).toBe(0);
  return { filtered, whole, files };
}

async function isDifferent(plan: AwkwardPlan, way: Way): Promise<boolean> {
  const { filtered, whole } = await compared(plan, way);
  return filtered !== whole;
}

/** The plan without all tables and rows that the difference does not need. */
async function reduced(plan: AwkwardPlan, way: Way): Promise<AwkwardPlan> {
  let least = plan;
  const tryTables = async (tables: readonly AwkwardTable[]): Promise<boolean> => {
    const fewer = { ...least, tables };
    const has = (kind: string): boolean => tables.some((table) => table.kind === kind);
    if (!has('claims') || !has('eligibility') || !(await isDifferent(fewer, way))) return false;
    least = fewer;
    return true;
  };
  for (let at = least.tables.length - 1; at >= 0; at -= 1) await tryTables(least.tables.toSpliced(at, 1));
  for (let at = 0; at < least.tables.length; at += 1) {
    for (let size = 256; size >= 1; size >>= 1) {
      for (let from = 0; ; ) {
        const table = least.tables[at];
        if (table === undefined || from >= table.rows.length) break;
        const rows = table.rows.toSpliced(from, size);
        if (!(await tryTables(least.tables.with(at, { ...table, rows })))) from += size;
      }
    }
  }
  return least;
}

function firstDifference(a: string, b: string): string {
  const [left, right] = [a.split('\n'), b.split('\n')];
  const at = left.findIndex((line, index) => line !== right[index]);
  return `${left.slice(at, at + 8).join('\n')}\n--- and not ---\n${right.slice(at, at + 8).join('\n')}`;
}

async function report(plan: AwkwardPlan, way: Way, seed: number): Promise<string> {
  const least = await reduced(plan, way);
  const { filtered, whole } = await compared(least, way);
  return [
    `seed ${seed}, ${way}, ${JSON.stringify(least.settings)}`,
    ...least.tables.map(
      (table) => `${table.kind} ${JSON.stringify(textOf(table).toString('latin1').slice(0, 2000))}`,
    ),
    firstDifference(filtered, whole),
  ].join('\n');
}

describe(`${PLANS} plans of awkward tables (seed ${SEED})`, () => {
  const seen = { tables: 0, filtered: 0, errors: 0, people: 0 };

  it(
    'come out the same, filtered and whole',
    async () => {
      for (let number = 0; number < PLANS; number += 1) {
        const seed = SEED * 100_000 + number;
        const plan = awkwardPlan(new Dice(seed));
        const way = number % 4 === 3 ? 'packed' : 'as it is';
        const { filtered, whole, files } = await compared(plan, way);
        if (filtered !== whole) expect.fail(await report(plan, way, seed));
        seen.filtered += files;
        seen.tables += plan.tables.length;
        if (whole.length < 10) seen.errors += 1;
        else seen.people += whole.split('"birth"').length - 1;
      }
    },
    10_000 * PLANS,
  );

  it('have tables of every kind', () => {
    expect(seen.tables).toBeGreaterThan(6 * PLANS);
    expect(seen.filtered).toBeGreaterThan(seen.tables / 4);
    expect(seen.people).toBeGreaterThan(2 * PLANS);
    expect(seen.errors).toBeLessThan(PLANS / 5);
  });
});
