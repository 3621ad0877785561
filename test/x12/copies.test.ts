import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { Engine } from '../../src/extract/duckdb.js';
import { resolveClaims } from '../../src/extract/x12/resolve-claims.js';

const folder = mkdtempSync(join(tmpdir(), 'lbp-copies-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('copies are found in as many parts as it takes', async () => {
  // Claims 1 to 30 stand in three files; the third was sent first. Of claims 1 to 10 the provider is another in file 2.
  const copies = Array.from({ length: 90 }, (_, n) => ({ file: n % 3, claim: 1 + Math.floor(n / 3) }));
  const values = copies.map(({ file, claim }) => {
    const npi = file === 1 && claim <= 10 ? '2222222222' : '1111111111';
    const sent = file === 2 ? '202501010000' : '202502010000';
    return `(${file * 100 + claim}, ${file}, ${claim}, 'C${claim}', '${npi}', 'S', 'h${claim}', '${sent}', '1', '1', '')`;
  });
  const expected = copies
    .filter(({ file, claim }) => file === 0 || (file === 1 && claim > 10))
    .map(({ file, claim }) => `${file * 100 + claim} duplicate_claim ${200 + claim}`);
  for (const atOnce of [1_000_000, 7]) {
    const engine = await Engine.open({ threads: 1, memory: '500MB', spill: join(folder, 'spill') });
    try {
      await engine.run(`CREATE TABLE x12_claim (claim_key BIGINT, file_no INTEGER, ordinal INTEGER, claim_id VARCHAR,
        billing_npi VARCHAR, subscriber_id VARCHAR, content_hash VARCHAR, interchange_time VARCHAR, isa13 VARCHAR,
        claim_frequency VARCHAR, payer_claim_number VARCHAR, person_id VARCHAR DEFAULT 'P', identity_key INTEGER DEFAULT 1,
        claim_start_date VARCHAR DEFAULT '2025-01-01')`);
      await engine.run('CREATE TABLE x12_matched (identity_key INTEGER, person_id VARCHAR, reason VARCHAR)');
      const columns = `claim_key, file_no, ordinal, claim_id, billing_npi, subscriber_id, content_hash,
        interchange_time, isa13, claim_frequency, payer_claim_number`;
      await engine.run(`INSERT INTO x12_claim (${columns}) VALUES ${values.join(', ')}`);
      await engine.withPushdown(() => resolveClaims(engine, atOnce));
      const lost = await engine.rows('SELECT claim_key, outcome, by_key FROM x12_lost');
      const found = lost.map((row) => `${row['claim_key']} ${row['outcome']} ${row['by_key']}`);
      expect(found).toHaveLength(expected.length);
      expect(new Set(found)).toEqual(new Set(expected));
    } finally {
      engine.close();
    }
  }
});
