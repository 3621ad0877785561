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

const TEXT = Buffer.from('claim_id,person_id\n1,2\n');
const inUtf32 = (text: Buffer): Buffer =>
  Buffer.concat([...text].map((byte) => Buffer.from([byte, 0, 0, 0])));
const UTF32_MARK = Buffer.from([0xff, 0xfe, 0, 0]);

it.each([
  [
    'zeros behind gzip',
    'padded.csv.gz',
    Buffer.concat([gzipSync(TEXT), Buffer.alloc(512)]),
    'zero bytes follow the end of the gzip data',
  ],
  ['gzip in gzip', 'twice.csv.gz', gzipSync(gzipSync(TEXT)), 'a compressed file inside a compressed file'],
  ['UTF-32', 'u32.csv', inUtf32(TEXT), 'text in UTF-32'],
  ['UTF-32 with a mark', 'marked.csv', Buffer.concat([UTF32_MARK, inUtf32(TEXT)]), 'text in UTF-32'],
])('%s is called by its name', async (_, name, bytes, what) => {
  const path = join(home, name);
  writeFileSync(path, bytes);
  await expect(fileFacts(engine, path, undefined)).rejects.toThrow(
    new RegExp(`^LBP-E107 .*${name}(?::1)?: ${what}`),
  );
});

it('zeros that belong to the gzip data are no padding', async () => {
  const path = join(home, 'members.csv.gz');
  writeFileSync(path, Buffer.concat([gzipSync(TEXT), gzipSync('')]));
  await expect(fileFacts(engine, path, undefined)).resolves.toMatchObject({ format: 'csv' });
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
