import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { Engine } from '../../src/extract/duckdb.js';
import { readCsv, readParquet } from '../../src/extract/sql/duckdb-files.js';

const folder = mkdtempSync(join(tmpdir(), 'lbp-engine-error-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/* Exit code 4 is for the engine and the disk; an input that cannot be opened is E101, exit code 3. */
describe('an input that is removed during the command', () => {
  const gone = join(folder, 'gone');
  it.each([
    ['CSV', readCsv([gone], { c0: 'VARCHAR' }, ['header = true'])],
    ['Parquet', readParquet([gone])],
  ])('is an input that is not there: %s', async (_, relation) => {
    const engine = await Engine.open({ threads: 1, memory: '256MB', spill: folder });
    try {
      await expect(engine.run(`SELECT count(*) FROM ${relation}`)).rejects.toMatchObject({
        code: 'E101',
        message: expect.stringContaining(`${gone}: `),
      });
    } finally {
      engine.close();
    }
  });
});
