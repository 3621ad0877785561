import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { smallPlan, type TableName, written } from '../inputs/tables/small-plan.js';
import { lbpHere } from './command.js';
import { readManifest } from './outputs.js';

/* A blank medical_benefit counts as medical (docs/inputs.md), though in some exports it means no. */

const home = mkdtempSync(join(tmpdir(), 'lbp-benefits-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

let runs = 0;

/** Warnings of a run on the small plan, with the benefit of each enrollment row as `benefit` says it. */
async function warned(benefit: (row: number) => string, config: object = {}): Promise<Map<string, number>> {
  runs += 1;
  const folder = mkdtempSync(join(home, `${runs}-`));
  const given = smallPlan();
  const eligibility = given.eligibility.map((row, at) => ({ ...row, medical_benefit: benefit(at) }));
  const plan = { ...given, eligibility };
  const tables: TableName[] = ['medical_claim', 'pharmacy_claim', 'eligibility'];
  for (const table of tables) writeFileSync(join(folder, `${table}.csv`), written(plan[table], table, {}));
  writeFileSync(join(folder, 'lbp.json'), JSON.stringify({ year: 2025, ...config }));
  const flags = ['--claims', 'medical_claim.csv', '--pharmacy', 'pharmacy_claim.csv'];
  await lbpHere(
    ['run', '--config', 'lbp.json', ...flags, '--eligibility', 'eligibility.csv', '--out', 'out'],
    folder,
  );
  return new Map(readManifest(join(folder, 'out')).warnings.map(({ code, count }) => [code, count]));
}

describe('a blank medical_benefit', () => {
  it('is warned of where other rows say yes and none says no', async () => {
    expect((await warned((row) => (row === 0 ? '' : 'Y'))).get('LBP-W153')).toBe(1);
  });

  it.each([
    ['a row says no', (row: number) => ['', 'N'][row] ?? 'Y'],
    ['all are blank', () => ''],
    ['none is blank', () => 'Y'],
  ])('is not where %s', async (_, benefit) => {
    expect((await warned(benefit)).has('LBP-W153')).toBe(false);
  });

  it('is not where the user says what it means', async () => {
    const values = { medical_benefit: { '': 'false' } };
    expect((await warned((row) => (row === 0 ? '' : 'Y'), { values })).has('LBP-W153')).toBe(false);
  });
});
