import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Engine } from '../../src/extract/duckdb.js';
import { fileFacts } from '../../src/extract/file-facts.js';
import { sampled } from '../sampled.js';

let home: string;
let engine: Engine;
beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'lbp-facts-'));
  engine = await Engine.open({ threads: 1, memory: '500MB', spill: join(home, 'spill') });
});
afterAll(() => {
  engine.close();
  rmSync(home, { recursive: true, force: true });
});

const MOST = 10_000;
const names = (count: number): string[] => Array.from({ length: count }, (_, at) => `column_${at + 1}`);

async function facts(kind: string, columns: number): Promise<string> {
  const path = join(home, `${columns}.${kind}`);
  if (kind === 'csv') {
    writeFileSync(path, `${names(columns).join(',')}\n${','.repeat(columns - 1)}\n`);
  } else {
    const values = names(columns).map((name) => `1 AS ${name}`);
    await engine.run(`COPY (SELECT ${values.join(', ')}) TO '${path}' (FORMAT parquet)`);
  }
  return fileFacts(engine, path, undefined).then(
    ({ columns: found }) => `${found.length} columns`,
    (error: unknown) => String(error),
  );
}

it('a compressed file whose name ends in capitals, which the engine would read as text, is refused', async () => {
  const path = join(home, 'CLAIMS.CSV.GZ');
  writeFileSync(path, gzipSync('claim_id,person_id\n1,2\n'));
  await expect(fileFacts(engine, path, undefined)).rejects.toThrow(
    /^LBP-E109 .*CLAIMS\.CSV\.GZ: .* capitals\. End its name in \.gz\.$/,
  );
});

it.each(sampled(['csv', 'parquet'], 2))(
  'a %s file of 10,000 columns is read, and one of more is refused',
  async (kind) => {
    expect(await facts(kind, MOST)).toBe(`${MOST} columns`);
    expect(await facts(kind, MOST + 1)).toMatch(
      /LBP-E109 .*: 10001 columns, and no more than 10000 are read\./,
    );
  },
);
