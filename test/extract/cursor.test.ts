import { tmpdir } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { DuckDBDataChunk, INTEGER, VARCHAR } from '@duckdb/node-api';
import { expect, it } from 'vitest';
import { Cursor } from '../../src/extract/cursor.js';
import { Engine } from '../../src/extract/duckdb.js';
import { rounds } from '../sampled.js';

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

/** Takes memory that was given back, and fills it with other values. */
function fill(): DuckDBDataChunk[] {
  return Array.from({ length: 20 }, () => {
    const chunk = DuckDBDataChunk.create([INTEGER, VARCHAR]);
    chunk.rowCount = 2048;
    chunk.setColumnValues(0, Array<number>(2048).fill(-7));
    chunk.setColumnValues(1, Array<string>(2048).fill('values of somebody else'));
    return chunk;
  });
}

/** Ten chunks, or three. */
const ROWS = rounds(20_000, 6_000);

it('reads what the engine gave, also where garbage is collected while rows are at hand', async () => {
  const engine = await Engine.open({ threads: 1, memory: '500MB', spill: tmpdir() });
  const query = `SELECT range::INTEGER AS n, 'value number ' || range AS t FROM range(${ROWS}) ORDER BY n`;
  const cursor = await Cursor.open(await engine.stream(query));
  const [n, t] = [cursor.column('n'), cursor.column('t')];
  let count = 0;
  const others: DuckDBDataChunk[] = [];
  while (!cursor.isAtEnd) {
    for (let times = 0; times < 3; times += 1) {
      collectGarbage();
      await wait(1);
    }
    others.push(...fill());
    do {
      expect([cursor.number(n), cursor.text(t)]).toEqual([count, `value number ${count}`]);
      count += 1;
    } while (cursor.advance());
    await cursor.refill();
  }
  expect(count).toBe(ROWS);
  engine.close();
});
