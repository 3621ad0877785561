/** The folders of fixtures/policy, run as `lbp policy` runs them. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'csv-parse/sync';
import { afterAll, describe, expect, it } from 'vitest';
import { POLICY } from '../../../src/packs/policy/pack.js';
import { type RunOutcome, runPack } from '../../../src/run/run-pack.js';
import { fileSettings } from '../../../src/run/settings/run-settings.js';
import { sampled } from '../../sampled.js';

const ROOT = fileURLToPath(new URL('../../../fixtures/policy/', import.meta.url));
const outputs = mkdtempSync(join(tmpdir(), 'lbp-policy-'));
afterAll(() => rmSync(outputs, { recursive: true, force: true }));

function run(name: string, out: string, flags: object = {}): Promise<RunOutcome> {
  const config = join(ROOT, name, 'lbp.json');
  return runPack(POLICY, fileSettings(POLICY, { out, threads: 1, ...flags }, config), {
    onStage: () => undefined,
  });
}

function rowsOf(path: string): Record<string, string>[] {
  return parse(readFileSync(path), { columns: true });
}

describe('each folder of fixtures/policy', () => {
  it.each(sampled(readdirSync(ROOT), 5))('%s', async (name) => {
    const out = join(outputs, name);
    const { manifest } = await run(name, out);
    for (const file of readdirSync(join(ROOT, name, 'expected'))) {
      expect(readFileSync(join(out, file), 'utf8'), file).toBe(
        readFileSync(join(ROOT, name, 'expected', file), 'utf8'),
      );
    }
    for (const { rows_read, rows_used, rows_ignored, rows_rejected } of manifest.inputs) {
      const others = [...Object.values(rows_ignored), ...Object.values(rows_rejected)];
      expect(others.reduce((sum, rows) => sum + rows, rows_used)).toBe(rows_read);
    }
  });
});

describe('a run of a policy', () => {
  it('can do without enrollment', async () => {
    const out = join(outputs, 'without');
    const flags = { claims: [join(ROOT, 'day-0-is-denied', 'medical_claim.csv')], out, threads: 1 };
    const asked = { policy: 'preferredone', from: '2025-01-01', to: '2025-12-31' };
    await runPack(POLICY, fileSettings(POLICY, { ...flags, ...asked }), { onStage: () => undefined });
    const expected = rowsOf(join(ROOT, 'day-0-is-denied', 'expected', 'policy-lines.csv'));
    expect(rowsOf(join(out, 'policy-lines.csv'))).toEqual(expected);
  });

  it('warns of no pharmacy claims where a flag reads drugs, and only there', async () => {
    const drugs = join(outputs, 'drugs.json');
    const steroids = { id: 'steroids', medication_lists: ['Corticosteroid Medications'], from: -365, to: 0 };
    writeFileSync(drugs, JSON.stringify({ id: 'drugs', flags: [steroids] }));
    const codesOf = async (policy: string, name: string): Promise<string[]> => {
      const flags = { claims: [join(ROOT, 'day-0-is-denied', 'medical_claim.csv')], threads: 1 };
      const asked = { policy, from: '2025-01-01', to: '2025-12-31', out: join(outputs, name) };
      const settings = fileSettings(POLICY, { ...flags, ...asked });
      const { manifest } = await runPack(POLICY, settings, { onStage: () => undefined });
      return manifest.warnings.map(({ code }) => code);
    };
    expect(await codesOf(drugs, 'with-drugs')).toContain('LBP-W105');
    expect(await codesOf('preferredone', 'without-drugs')).not.toContain('LBP-W105');
  });

  it('is the same on any number of threads', async () => {
    const name = 'lines-of-the-period-and-their-order';
    await run(name, join(outputs, 'one'), { threads: 1 });
    await run(name, join(outputs, 'two'), { threads: 2 });
    for (const file of ['policy-lines.csv', 'evidence.csv', 'policy-summary.csv'])
      expect(readFileSync(join(outputs, 'two', file), 'utf8')).toBe(
        readFileSync(join(outputs, 'one', file), 'utf8'),
      );
  });
});
