import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LbpError } from '../../../src/errors.js';
import { synthesizeActivity } from '../../../src/synth/activity/synthesize-activity.js';
import { ebi } from '../../run/ebi/running.js';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lbp-activity-'));
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

async function made(name: string, records: number, seed = 1): Promise<string> {
  const out = join(folder, name);
  await synthesizeActivity({ records, seed, year: 2024, out });
  return out;
}

const FILES = ['sus_opa.csv', 'sus_apcs.csv', 'hes_op.csv', 'hes_apc.csv'];

function rowsOf(path: string): Record<string, string>[] {
  return parse(readFileSync(path, 'utf8'), { columns: true });
}

describe('synthetic extracts', () => {
  it('are the same for the same seed, and larger ones begin with the same records', async () => {
    const [small, same, larger, other] = [
      await made('small', 300),
      await made('same', 300),
      await made('larger', 600),
      await made('other', 300, 2),
    ];
    for (const name of FILES) {
      const text = readFileSync(join(small, name), 'utf8');
      expect(readFileSync(join(same, name), 'utf8')).toBe(text);
      expect(readFileSync(join(larger, name), 'utf8').startsWith(text)).toBe(true);
      expect(readFileSync(join(other, name), 'utf8')).not.toBe(text);
    }
  });

  it('have what extracts of SUS and HES have', async () => {
    const out = await made('shape', 4000);
    const opa = rowsOf(join(out, 'sus_opa.csv'));
    const share = (rows: readonly unknown[], of: number): number => rows.length / of;
    expect(
      share(
        opa.filter((row) => row['Der_Diagnosis_All'] === 'NULL'),
        4000,
      ),
    ).toBeGreaterThan(0.9);
    expect(
      share(
        opa.filter((row) => row['Der_Procedure_All'] === 'NULL'),
        4000,
      ),
    ).toBeGreaterThan(0.6);
    expect(
      opa.every((row) => /^(?:2024-(?:0[4-9]|1\d)|2025-0[1-3])/.test(row['Appointment_Date'] ?? '')),
    ).toBe(true);
    expect(new Set(opa.map((row) => row['Der_Financial_Year']))).toEqual(new Set(['2024/25']));

    const apcs = rowsOf(join(out, 'sus_apcs.csv'));
    expect(apcs.every((row) => row['Der_Diagnosis_All']?.startsWith('||'))).toBe(true);
    const several = apcs.filter((row) => Number(row['Der_Number_Episodes']) > 1);
    expect(share(several, 4000)).toBeGreaterThan(0.05);
    expect(several[0]?.['Der_Diagnosis_All']?.split('||').length).toBe(
      Number(several[0]?.['Der_Number_Episodes']) + 1,
    );

    const op = rowsOf(join(out, 'hes_op.csv'));
    expect(op.some((row) => row['APPTDATE'] === '1801-01-01')).toBe(true);
    expect(op.some((row) => /^700[1-7]$/.test(row['APPTAGE'] ?? ''))).toBe(true);

    const apc = rowsOf(join(out, 'hes_apc.csv'));
    expect(apc.length).toBe(apcs.reduce((sum, row) => sum + Number(row['Der_Number_Episodes']), 0));
  });

  it('are read by their presets, with some records at the steps', async () => {
    const out = await made('read', 20_000);
    for (const [name, preset, setting] of [
      ['sus_opa.csv', 'sus-opa', 'outpatient'],
      ['sus_apcs.csv', 'sus-apcs', 'inpatient'],
      ['hes_op.csv', 'hes-op', 'outpatient'],
      ['hes_apc.csv', 'hes-apc', 'inpatient'],
    ] as const) {
      const result = join(folder, `out-${preset}`);
      const { exit, manifest } = await ebi({ activity: join(out, name), preset, out: result });
      expect([name, exit, manifest.warnings]).toEqual([name, 'done', []]);
      const { read = 0, flagged = 0 } = manifest.steps;
      expect(flagged).toBeGreaterThan(50);
      expect(flagged / read).toBeLessThan(0.03);
      const steps = setting === 'outpatient' ? ['procedure', 'age'] : ['procedure', 'age', 'diagnosis'];
      for (const step of steps) expect(manifest.steps[step]).toBeGreaterThan(0);
    }
    // The same attendances, whichever way they are written.
    const flaggedIn = (preset: string): number =>
      readFileSync(join(folder, `out-${preset}`, 'ebi-activity.csv'), 'utf8').split('\n').length;
    expect(flaggedIn('sus-opa')).toBe(flaggedIn('hes-op'));
  });

  it('are refused where they cannot be made', async () => {
    const refusal = async (options: { records?: number; year?: number; seed?: number; out?: string }) => {
      const whole = { records: 1, year: 2024, seed: 1, out: join(folder, 'none'), ...options };
      return synthesizeActivity(whole).then(
        () => 'none',
        (error: unknown) => (error as LbpError).code,
      );
    };
    expect(await refusal({ records: 0 })).toBe('E304');
    expect(await refusal({ records: 1.5 })).toBe('E304');
    expect(await refusal({ year: 1999 })).toBe('E304');
    expect(await refusal({ seed: -1 })).toBe('E304');
    const strange = join(folder, 'small');
    expect(await refusal({ out: strange })).toBe('E303');
    writeFileSync(join(strange, 'mine.txt'), '');
    expect(
      await synthesizeActivity({ records: 1, seed: 1, year: 2024, out: strange, force: true }).catch(
        (error: unknown) => (error as LbpError).code,
      ),
    ).toBe('E303');
  });
});
