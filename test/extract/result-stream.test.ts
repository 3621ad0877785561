import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Cursor } from '../../src/extract/cursor.js';
import { Engine } from '../../src/extract/duckdb.js';

let folder: string;
let engine: Engine;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lbp-stream-'));
  engine = await Engine.open({ threads: 2, memory: '500MB', spill: join(folder, 'spill') });
});

afterEach(() => {
  engine.close();
  rmSync(folder, { recursive: true });
});

/** Counts the rows of a CSV file of two columns through a stream. */
async function rowsOf(text: string): Promise<number> {
  const path = join(folder, 'rows.csv');
  writeFileSync(path, text);
  const cursor = await Cursor.open(
    await engine.stream(
      `SELECT a FROM read_csv('${path}', auto_detect = false, header = true, columns = {a: 'VARCHAR', b: 'VARCHAR'})`,
    ),
  );
  let rows = 0;
  while (!cursor.isAtEnd) {
    rows += 1;
    if (!cursor.advance()) await cursor.refill();
  }
  return rows;
}

const GOOD = `a,b\n${'1,2\n'.repeat(1_500_000)}`;

it('gives every row of a statement that ends well', async () => {
  expect(await rowsOf(GOOD)).toBe(1_500_000);
});

it('fails where the engine stops after rows have been given, and does not pass them for all', async () => {
  await expect(rowsOf(`${GOOD}1,2,3,4\n`)).rejects.toThrow(/LBP-E(401|107)/);
});

it('leaves the engine usable after such a failure', async () => {
  await expect(rowsOf(`${GOOD}1,2,3,4\n`)).rejects.toThrow();
  expect(await rowsOf('a,b\n1,2\n')).toBe(1);
});
