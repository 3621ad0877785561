import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it, vi } from 'vitest';
import { hasShortHistory } from '../../src/packs/review/notes.js';
import { expandArchives } from '../../src/run/input-files.js';
import { isoDay } from '../../src/timeline/day.js';
import { runMeasure } from './measure.js';

/*
 * What there can be very many of. As arguments of one call, some 120,000 values exceed the stack.
 */

const MANY = 150_000;

const folder = mkdtempSync(join(tmpdir(), 'lbp-many-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

vi.mock('tinyglobby', () => ({
  isDynamicPattern: () => false,
  glob: () => Promise.resolve(Array.from({ length: 150_000 }, (_, at) => `${at}.837`)),
}));

it('reads a folder with very many claim files', async () => {
  expect(await expandArchives([folder])).toHaveLength(MANY);
}, 60_000);

it('counts words of claim_status that are another on each line, as where the column is mapped to notes', async () => {
  const lines = Array.from(
    { length: MANY },
    (_, at) => `C${at},P,${isoDay(20_100 + (at % 300))},note ${at},99213,M54.50`,
  );
  writeFileSync(
    join(folder, 'claims.csv'),
    ['claim_id,person_id,claim_start_date,claim_status,hcpcs_code,diagnosis_code_1', ...lines, ''].join('\n'),
  );
  writeFileSync(
    join(folder, 'members.csv'),
    'person_id,birth_date,enrollment_start_date,enrollment_end_date,payer_type\nP,1980-01-01,2024-01-01,2025-12-31,commercial\n',
  );
  const { manifest } = await runMeasure({
    year: 2025,
    claims: join(folder, 'claims.csv'),
    eligibility: join(folder, 'members.csv'),
    out: join(folder, 'out'),
  });
  expect(manifest.warnings.find(({ code }) => code === 'LBP-W103')).toMatchObject({ count: MANY });
}, 60_000);

it('sees the history of an id with very many spans', () => {
  const [start, end] = [19_000, 20_000];
  const rest = { productLine: 'commercial', medicalBenefit: true, plan: '', further: [] } as const;
  const spans = Array.from({ length: MANY }, () => ({ start, end, ...rest, source: '', locator: '' }));
  // 365 days before the day are covered, 364 are not enough.
  expect(hasShortHistory(spans, start + 365)).toBe(false);
  expect(hasShortHistory(spans, start + 364)).toBe(true);
});
