import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { parse } from 'csv-parse/sync';
import { afterAll, describe, expect, it } from 'vitest';
import { synthesize } from '../../src/synth/synthesize.js';

const root = mkdtempSync(join(tmpdir(), 'lbp-synth-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const TABLES = ['medical_claim', 'pharmacy_claim', 'eligibility'];
const MEMBERS = 300;
const common = { seed: 3, year: 2025 };
const made = await synthesize({ ...common, members: MEMBERS, out: join(root, 'plan') });

function text(folder: string, table: string): string {
  return readFileSync(join(root, folder, `${table}.csv`), 'latin1');
}
function hash(folder: string): string {
  const digest = createHash('sha256');
  for (const table of TABLES) digest.update(text(folder, table));
  return digest.digest('hex');
}
const read = new Map<string, Record<string, string>[]>();
function rows(folder: string, table: string): Record<string, string>[] {
  const name = `${folder}/${table}`;
  const parsed = read.get(name) ?? parse(text(folder, table), { columns: true });
  read.set(name, parsed);
  return parsed;
}

describe('synthesize', () => {
  it('counts what it wrote', () => {
    expect(made.members).toBe(MEMBERS);
    expect(rows('plan', 'medical_claim')).toHaveLength(made.claimLines);
    expect(rows('plan', 'pharmacy_claim')).toHaveLength(made.fills);
    expect(rows('plan', 'eligibility')).toHaveLength(made.spans);
    expect(made.files).toEqual(TABLES.map((table) => join(root, 'plan', `${table}.csv`)));
  });

  it('writes the same bytes for the same arguments, others for another seed or year', async () => {
    const again = (out: string, changes: object) =>
      synthesize({ ...common, members: MEMBERS, out: join(root, out), ...changes });
    await again('same', {});
    await again('seed', { seed: 4 });
    await again('year', { year: 2022 });
    expect(hash('same')).toBe(hash('plan'));
    expect(hash('seed')).not.toBe(hash('plan'));
    expect(hash('year')).not.toBe(hash('plan'));
  });

  it('begins a larger plan with the same people', async () => {
    await synthesize({ ...common, members: MEMBERS + 333, out: join(root, 'larger') });
    for (const table of TABLES) expect(text('larger', table).startsWith(text('plan', table))).toBe(true);
  });

  it('writes plain ASCII without quotes, ISO dates, and ordered spans', () => {
    const dates = new Set<string>();
    for (const table of TABLES) {
      // The whole file: no line break within a value, no character that would need quoting.
      expect(text('plan', table)).toMatch(/^[\x20-\x7e\n]*$/);
      expect(text('plan', table)).not.toContain('"');
      for (const row of rows('plan', table)) {
        for (const [column, value] of Object.entries(row)) {
          if (value !== '' && /_date(_\d+)?$/.test(column)) dates.add(value);
        }
      }
    }
    expect(dates.size).toBeGreaterThan(900);
    expect([...dates].filter((date) => new Date(date).toISOString().slice(0, 10) !== date)).toEqual([]);
    for (const row of rows('plan', 'eligibility')) {
      expect(String(row['enrollment_start_date']) <= String(row['enrollment_end_date'])).toBe(true);
    }
  });

  it('gives each line of a claim its own number', () => {
    const keys = rows('plan', 'medical_claim').map((row) => `${row['claim_id']}/${row['claim_line_number']}`);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('has the full width of twenty-five diagnoses, procedures and their dates', () => {
    const [row] = rows('plan', 'medical_claim');
    for (const stem of ['diagnosis_code', 'procedure_code', 'procedure_date']) {
      for (let index = 1; index <= 25; index++) expect(row).toHaveProperty(`${stem}_${index}`);
    }
    const stays = rows('plan', 'medical_claim').filter((line) => line['procedure_code_1'] !== '');
    expect(stays.length).toBeGreaterThan(0);
    for (const line of stays) expect(line['procedure_date_1']).toMatch(/^\d{4}-/);
  });

  it('writes for its owner only, and leaves nothing half done', () => {
    expect(statSync(join(root, 'plan')).mode & 0o777).toBe(0o700);
    for (const file of made.files) expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(existsSync(join(root, 'plan.partial'))).toBe(false);
  });

  it('tells how far it is', async () => {
    const seen: number[] = [];
    await synthesize({
      ...common,
      members: 4100,
      out: join(root, 'told'),
      onProgress: (done) => seen.push(done),
    });
    expect(seen).toEqual([2000, 4000, 4100]);
  });

  it('refuses a folder that exists, unless forced and an earlier plan', async () => {
    const options = { ...common, members: 5, out: join(root, 'again') };
    await synthesize(options);
    await expect(synthesize(options)).rejects.toThrow(/LBP-E303 .*again.*--force/);
    expect((await synthesize({ ...options, members: 6, force: true })).members).toBe(6);

    const other = join(root, 'other');
    mkdirSync(other);
    writeFileSync(join(other, 'thesis.txt'), 'mine');
    await expect(synthesize({ ...options, out: other, force: true })).rejects.toThrow(
      /LBP-E303 .*other: not replaced/,
    );
    expect(readFileSync(join(other, 'thesis.txt'), 'utf8')).toBe('mine');
  });

  it.each([
    ['members', { members: 0 }],
    ['members', { members: 1.5 }],
    ['seed', { seed: -1 }],
    ['year', { year: 2017 }],
    ['year', { year: 2027 }],
  ])('refuses %s out of range', async (name, changes) => {
    const out = join(root, 'refused');
    await expect(synthesize({ ...common, members: 5, out, ...changes })).rejects.toThrow(`LBP-E304 ${name}`);
    expect(existsSync(out)).toBe(false);
  });

  it('says when the place cannot be written', async () => {
    writeFileSync(join(root, 'file'), '');
    await expect(synthesize({ ...common, members: 5, out: join(root, 'file', 'plan') })).rejects.toThrow(
      /LBP-E402/,
    );
  });

  it('writes the same plan as Parquet, with types', async () => {
    const parquet = await synthesize({
      ...common,
      members: MEMBERS,
      out: join(root, 'typed'),
      format: 'parquet',
    });
    expect(parquet.claimLines).toBe(made.claimLines);
    for (const file of parquet.files) expect(statSync(file).mode & 0o777).toBe(0o600);
    const connection = await (await DuckDBInstance.create(':memory:', { threads: '1' })).connect();
    const query = async (sql: string) => (await connection.runAndReadAll(sql)).getRowsJson();
    const claims = `read_parquet('${join(root, 'typed', 'medical_claim.parquet')}')`;
    const types = new Map(
      (await query(`DESCRIBE SELECT * FROM ${claims}`)).map(([name, type]) => [name, type]),
    );
    expect(types.get('claim_start_date')).toBe('DATE');
    expect(types.get('procedure_date_25')).toBe('DATE');
    expect(types.get('allowed_amount')).toBe('DECIMAL(12,2)');
    expect(types.get('claim_line_number')).toBe('INTEGER');
    expect(types.get('diagnosis_code_1')).toBe('VARCHAR');
    expect(
      await query(
        `SELECT count(*)::INTEGER, count(*) FILTER (diagnosis_code_2 = '')::INTEGER FROM ${claims}`,
      ),
    ).toEqual([[made.claimLines, 0]]);
    connection.closeSync();
  });
});
