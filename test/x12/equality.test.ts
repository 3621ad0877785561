import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { synthesize } from '../../src/synth/synthesize.js';
import { runMeasure } from '../run/measure.js';
import { sampled } from '../sampled.js';

const folder = mkdtempSync(join(tmpdir(), 'lbp-equality-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the measure on a synthetic plan that is written as tables or as 837 files, and gives the members. */
async function membersOf(year: number, x12: boolean): Promise<string> {
  const plan = join(folder, `${year}-${x12}`);
  await synthesize({ members: 1500, seed: 7, year, out: plan, x12 });
  const claims = x12
    ? { x12: [join(plan, 'edi', '*.837')], 'claim-status': [join(plan, 'claim_status.csv')] }
    : { claims: [join(plan, 'medical_claim.csv')] };
  const out = join(plan, 'out');
  await runMeasure({
    ...claims,
    year,
    out,
    pharmacy: [join(plan, 'pharmacy_claim.csv')],
    eligibility: [join(plan, 'eligibility.csv')],
  });
  return readFileSync(join(out, 'members.csv'), 'utf8');
}

describe('the same plan as tables and as 837 files', () => {
  it.each(sampled([2022, 2025], 2))('gives the same members in %i, byte for byte', async (year) => {
    const tables = await membersOf(year, false);
    expect(tables.split('\n').length).toBeGreaterThan(25);
    expect(await membersOf(year, true)).toBe(tables);
  });
});
