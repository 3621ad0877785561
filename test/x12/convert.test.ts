import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, describe, expect, it } from 'vitest';
import { MEASURE } from '../../src/packs/index.js';
import { type ConvertManifest, convertClaims } from '../../src/run/convert-claims.js';
import { convertSettings } from '../../src/run/settings/convert-settings.js';
import { QUIET, runMeasure } from '../run/measure.js';
import { sampled } from '../sampled.js';
import { output, runX12, unaccounted, type X12Case, x12Case, x12Cases } from './x12-case.js';

const outputs = mkdtempSync(join(tmpdir(), 'lbp-convert-'));
afterAll(() => rmSync(outputs, { recursive: true, force: true }));

async function convert(
  { config }: Pick<X12Case, 'config'>,
  out: string,
  flags: Readonly<Record<string, unknown>> = {},
): Promise<ConvertManifest> {
  return (await convertClaims(convertSettings(MEASURE, { out, ...flags }, config), QUIET)).manifest;
}

const rowsOf = (out: string): Record<string, string>[] =>
  parse(readFileSync(join(out, 'medical_claim.csv')), { columns: true });

describe('a run on converted claims equals the run on the 837 files', () => {
  const only837 = x12Cases().filter(({ name }) => name !== 'claims-and-x12');
  it.each(sampled(only837, 6).map((one) => [one.name, one] as const))('%s', async (name, one) => {
    const direct = join(outputs, `${name}-direct`);
    await runX12(one, direct);
    for (const format of name === 'replacement-then-void' ? ['csv', 'parquet'] : ['csv']) {
      const tables = join(outputs, `${name}-${format}`);
      const manifest = await convert(one, tables, { format });
      expect(manifest.inputs.map(unaccounted)).toEqual(manifest.inputs.map(() => 0));
      expect(manifest.totals.imbalances).toEqual([]);
      expect(readdirSync(tables).sort()).toEqual([
        'claim_versions.csv',
        'manifest.json',
        `medical_claim.${format}`,
        'rejects.csv',
      ]);
      expect(statSync(join(tables, `medical_claim.${format}`)).mode & 0o777).toBe(0o600);

      const out = join(outputs, `${name}-from-${format}`);
      const claims = join(tables, `medical_claim.${format}`);
      const eligibility = join(one.folder, 'eligibility.csv');
      await runMeasure({ year: 2025, claims, eligibility, out });
      for (const file of ['members.csv', 'summary.csv', 'waterfall.csv']) {
        expect(output(out, file, '')).toBe(output(direct, file, ''));
      }
    }
  });
});

describe('the converted table', () => {
  const one = x12Case('denied-imaging-by-claim-status');

  it('has the person, the status in our words, and the place of each line', async () => {
    const out = join(outputs, 'columns');
    await convert(one, out);
    const found = rowsOf(out).map((row) => [
      row['claim_id'],
      row['person_id'],
      row['claim_status'],
      row['locator'],
      String(row['file']).endsWith('.837'),
    ]);
    expect(found).toEqual([
      ['A1', 'P1', '', '000000001/1/0001/seg 18', true],
      ['A2', 'P1', 'denied', '000000001/1/0001/seg 23', true],
      ['T1', 'P2', '', '000000002/2/0001/seg 21', true],
      ['T2', 'P2', 'pending', '000000002/2/0001/seg 26', true],
    ]);
  });

  it('names claims so that tables of two conversions can be read together', async () => {
    const keys: (string | undefined)[] = [];
    for (const file of ['a.837', 'b.837']) {
      const out = join(outputs, `apart-${file}`);
      await convert(one, out, { x12: join(one.folder, file) });
      keys.push(...rowsOf(out).map((row) => row['claim_key']));
    }
    expect(new Set(keys).size).toBe(4);
  });

  it('has a key for the patient where there is no eligibility', async () => {
    const out = join(outputs, 'keys');
    const { persons } = (
      await convertClaims(
        convertSettings(MEASURE, { out, x12: [join(one.folder, 'a.837'), join(one.folder, 'b.837')] }),
        QUIET,
      )
    ).manifest;
    expect(persons).toBe('patient key');
    expect(rowsOf(out).map((row) => row['person_id'])).toEqual([
      'W0000000101-19800506',
      'W0000000101-19800506',
      'W00000001-20010203-M-TOM',
      'W00000001-20010203-M-TOM',
    ]);
  });

  it('is the same for any number of threads', async () => {
    await convert(one, join(outputs, 't1'), { threads: 1 });
    await convert(one, join(outputs, 't4'), { threads: 4 });
    expect(output(join(outputs, 't4'), 'medical_claim.csv', '')).toBe(
      output(join(outputs, 't1'), 'medical_claim.csv', ''),
    );
  });
});

describe('a conversion', () => {
  const one = x12Case('subscriber-and-dependant');

  it('refuses an envelope that does not add up only when it is strict', async () => {
    const path = join(outputs, 'miscounted.837');
    writeFileSync(path, readFileSync(join(one.folder, 'march.837'), 'utf8').replace('GE*1*1', 'GE*2*1'));
    const { warnings } = await convert(one, join(outputs, 'lax'), { x12: path });
    expect(warnings.map(({ code, count }) => [code, count])).toEqual([['LBP-W410', 1]]);
    await expect(convert(one, join(outputs, 'strict'), { x12: path, strict: true })).rejects.toThrow(
      /LBP-E107/,
    );
  });

  it('replaces an earlier one when forced, and nothing else', async () => {
    const out = join(outputs, 'again');
    await convert(one, out);
    await expect(convert(one, out)).rejects.toThrow(/LBP-E303/);
    await convert(one, out, { force: true });
  });
});
