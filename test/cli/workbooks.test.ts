import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { sheet, workbook } from '../valuesets/workbooks.js';
import { type Ended, lbpHere } from './command.js';
import { readManifest } from './outputs.js';

/* The open sets as workbooks, the form in which plans have the licensed sets. */

const OPEN = fileURLToPath(new URL('../../valuesets/open', import.meta.url));
const GOOD = fileURLToPath(new URL('../../fixtures/bad-input/_good', import.meta.url));

/** The rows of all CSV files in a folder, under one heading; codes of digits alone as numbers, without their zeros. */
function rowsOf(folder: string): (string | number)[][] {
  const tables = readdirSync(folder)
    .filter((name) => name.endsWith('.csv'))
    .map((name) => parse(readFileSync(join(folder, name)), { relax_column_count: true }) as string[][]);
  const [heading = []] = tables[0] ?? [];
  const at = heading.indexOf('Code');
  const rows = tables.flatMap((table) =>
    table
      .slice(1)
      .map((row) => row.map((text, column) => (column === at && /^\d+$/.test(text) ? Number(text) : text))),
  );
  return [heading, ...rows];
}

let home: string;
let cache: string;
beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'lbp-books-'));
  cache = join(home, 'cache');
  vi.stubEnv('XDG_CACHE_HOME', cache);
  cpSync(GOOD, home, { recursive: true });
  const sets = rowsOf(OPEN);
  const listed = [...new Set(sets.slice(1).map(([name = '']) => name))];
  await workbook(join(home, 'VSD.xlsx'), [
    sheet('Summary of Changes', [['Nothing has changed']]),
    sheet('Measures to Value Sets', [
      ['Measure ID', 'Measure Name', 'Value Set Name', 'Value Set OID'],
      ...[...listed, 'Acute Inpatient'].map((name) => ['LBP', 'Low back pain', name, '1.2.3']),
    ]),
    sheet('Value Sets to Codes', sets),
  ]);
  await workbook(join(home, 'MLD.xlsx'), [
    sheet('Medication Lists to Codes', rowsOf(join(OPEN, 'medications'))),
  ]);
});
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(home, { recursive: true, force: true });
});

function run(out: string, year: string, ...flags: readonly string[]): Promise<Ended> {
  const inputs = ['--claims', 'medical_claim.csv', '--eligibility', 'eligibility.csv'];
  const rx = ['--pharmacy', 'pharmacy_claim.csv'];
  return lbpHere(['run', '--year', year, ...inputs, ...rx, '--out', out, '--quiet', ...flags], home);
}

const BOOKS = ['--value-sets', 'VSD.xlsx', '--medications', 'MLD.xlsx'];

function members(out: string): string {
  return readFileSync(join(home, out, 'members.csv'), 'utf8');
}

describe('two workbooks as delivered', () => {
  it('decide as the same sets from CSV, in the run that reads them and in the one after it', async () => {
    expect(await run('built-in', '2025')).toMatchObject({ exit: 0, stderr: '' });
    expect(await run('first', '2025', ...BOOKS)).toMatchObject({ exit: 0, stderr: '' });
    const folder = join(cache, 'lbp', 'workbooks');
    const files = readdirSync(folder);
    expect(files).toHaveLength(2);
    const times = files.map((name) => statSync(join(folder, name)).mtimeMs);
    expect(await run('second', '2025', ...BOOKS)).toMatchObject({ exit: 0, stderr: '' });
    expect(readdirSync(folder)).toEqual(files);
    expect(files.map((name) => statSync(join(folder, name)).mtimeMs)).toEqual(times);
    expect(members('first')).toBe(members('built-in'));
    expect(members('second')).toBe(members('built-in'));
    const [first, second] = ['first', 'second'].map((out) => readManifest(join(home, out)));
    const fromCache = (manifest: typeof first): unknown[] =>
      manifest?.value_sets.files.map(({ from_cache }) => from_cache) ?? [];
    expect([fromCache(first), fromCache(second)]).toEqual([
      [false, false],
      [true, true],
    ]);
    const asRead = first?.value_sets.files.map((file) => ({ ...file, from_cache: true }));
    expect(second?.value_sets).toEqual({ ...first?.value_sets, files: asRead });
    expect(second?.warnings).toEqual(first?.warnings);
    expect(first?.value_sets.files.map(({ path }) => path)).toEqual(['VSD.xlsx', 'MLD.xlsx']);
  });

  it('a spoilt cache is written again, and nobody is bothered', async () => {
    await run('before', '2025', ...BOOKS);
    const folder = join(cache, 'lbp', 'workbooks');
    for (const name of readdirSync(folder)) writeFileSync(join(folder, name), 'PAR1 nonsense');
    expect(await run('spoilt', '2025', ...BOOKS)).toMatchObject({ exit: 0, stderr: '' });
    expect(members('spoilt')).toBe(members('before'));
    for (const name of readdirSync(folder)) expect(statSync(join(folder, name)).size).toBeGreaterThan(500);
  });

  it('a cache that cannot be written is a warning', async () => {
    vi.stubEnv('XDG_CACHE_HOME', '/dev/null');
    try {
      expect(await run('uncached', '2025', ...BOOKS)).toMatchObject({ exit: 0 });
    } finally {
      vi.stubEnv('XDG_CACHE_HOME', cache);
    }
    expect(readManifest(join(home, 'uncached')).warnings).toContainEqual({
      code: 'LBP-W204',
      text: expect.stringContaining('LBP-E402 /dev/null/lbp/workbooks'),
      count: 1,
    });
  });

  it('sets that the workbook lists for LBP and no rule uses are warned about', async () => {
    await run('listed', '2025', ...BOOKS);
    const unused = readManifest(join(home, 'listed'))
      .warnings.filter(({ code }) => code === 'LBP-W205')
      .map(({ text }) => text);
    expect(unused).toContain('the directory lists Acute Inpatient for LBP, and no rule of 2025 uses it');
    expect(unused.some((text) => text.includes('Trauma'))).toBe(false);
  });
});

describe('a diagnosis of osteoporosis in 2024', () => {
  const CASE = 'osteoporosis-diagnosis-does-not-exclude-2024';

  /** Status and reasons of the case's only member, with the sheet of measures that lists these sets. */
  async function decided(out: string, listed: readonly string[]): Promise<string> {
    const folder = join(home, out);
    cpSync(fileURLToPath(new URL(`../../fixtures/cases/${CASE}`, import.meta.url)), folder, {
      recursive: true,
    });
    cpSync(OPEN, join(folder, 'sets'), { recursive: true });
    const rows = listed.map((name) => `LBP,Low back pain,${name}\n`).join('');
    writeFileSync(
      join(folder, 'sets', 'measures-to-value-sets.csv'),
      `Measure ID,Measure Name,Value Set Name\n${rows}XYZ,Another,Osteoporosis\n`,
    );
    const flags = ['--config', 'lbp.json', '--value-sets', 'sets', '--out', 'out', '--quiet'];
    expect(await lbpHere(['run', ...flags], folder)).toMatchObject({ exit: 0, stderr: '' });
    const [member] = parse(readFileSync(join(folder, 'out', 'members.csv')), { columns: true }) as Record<
      string,
      string
    >[];
    return `${member?.['status']} ${member?.['reasons']}`;
  }

  it('excludes where the directory lists its set for LBP', async () => {
    expect(await decided('is-listed', ['Osteoporosis', 'Trauma'])).toBe('excluded osteoporosis');
  });

  it('does not where it lists the set for another measure only', async () => {
    expect(await decided('is-not', ['Trauma'])).toBe('denominator ');
  });
});
