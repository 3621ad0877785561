import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Engine } from '../../../src/extract/duckdb.js';
import { writeParquet } from '../../../src/report/parquet/write-parquet.js';
import { dayOf } from '../../../src/timeline/day.js';
import { finishedRun } from './finished-run.js';

const home = mkdtempSync(join(tmpdir(), 'lbp-parquet-'));
const OUT = join(home, 'tables');
let engine: Engine;

const IDS = ['+1', '-2', '0000123', '=1+1', '@x', "O'Neil", '\uFF1D1', 'a "b",\nc'];

beforeAll(async () => {
  const run = finishedRun(join(home, 'run'), {
    tables: {
      'members.csv': IDS.map((id, index) => ({
        ...{ person_id: id, product_line: 'medicare', measurement_year: 2025, age: 66 + index },
        ...{ index_date: dayOf(2025, 1, 31), index_claim_id: '1E10', index_code: '0450', imaging: 0 },
        ...{ reasons: ['age', 'enrollment'], by_race: '007' },
      })),
      'evidence.csv': [{ person_id: '+1', rule: 'index', date: dayOf(2025, 1, 31), claim_line_number: '01' }],
      'summary.csv': [],
    },
    further: { 'members.csv': [{ name: 'by_race', type: 'text', about: '' }] },
  });
  await writeParquet(run, OUT, { force: false, inputs: [run.path] });
  engine = await Engine.open({ threads: 1, memory: '256MB', spill: join(home, 'spill') });
});

afterAll(() => {
  engine.close();
  rmSync(home, { recursive: true, force: true });
});

const read = (file: string): string => `read_parquet('${join(OUT, file)}')`;

describe('the tables of persons as Parquet', () => {
  it('are there for each that the run wrote, for their owner only', () => {
    expect(readdirSync(OUT).sort()).toEqual(['evidence.parquet', 'manifest.json', 'members.parquet']);
    for (const name of readdirSync(OUT)) expect(statSync(join(OUT, name)).mode & 0o777).toBe(0o600);
    expect(existsSync(`${OUT}.partial`)).toBe(false);
  });

  it('have a type for each column, whatever its values look like', async () => {
    const columns = await engine.rows(`DESCRIBE SELECT * FROM ${read('members.parquet')}`);
    const types = Object.fromEntries(columns.map((row) => [String(row['column_name']), row['column_type']]));
    expect(types).toMatchObject({
      ...{ person_id: 'VARCHAR', index_claim_id: 'VARCHAR', index_code: 'VARCHAR', index_npi: 'VARCHAR' },
      ...{ index_date: 'DATE', imaging_date: 'DATE', age: 'INTEGER', imaging: 'INTEGER', by_race: 'VARCHAR' },
    });
  });

  it('hold the rows in their order, without the marks of the CSV', async () => {
    const rows = await engine.rowsInFileOrder(
      `SELECT person_id, index_claim_id, index_code, reasons, by_race, age FROM ${read('members.parquet')}`,
    );
    expect(rows).toEqual(
      IDS.map((id, index) => ({
        ...{ person_id: id, index_claim_id: '1E10', index_code: '0450', reasons: 'age;enrollment' },
        ...{ by_race: '007', age: 66 + index },
      })),
    );
  });

  it('say nothing where a cell is blank', async () => {
    const [row] = await engine.rows(
      `SELECT count(imaging_date) AS dates, count(days_to_imaging) AS days, count(plan) AS plans,
         count(*) FILTER (index_date = DATE '2025-01-31') AS same FROM ${read('members.parquet')}`,
    );
    expect(row).toEqual({ dates: 0n, days: 0n, plans: 0n, same: BigInt(IDS.length) });
    const [evidence] = await engine.rows(
      `SELECT claim_line_number, end_date FROM ${read('evidence.parquet')}`,
    );
    expect(evidence).toEqual({ claim_line_number: '01', end_date: null });
  });

  it('replace nothing without force', async () => {
    const run = finishedRun(join(home, 'other'), { tables: { 'members.csv': [] } });
    await expect(writeParquet(run, OUT, { force: false, inputs: [] })).rejects.toThrow('LBP-E303');
    await writeParquet(run, OUT, { force: true, inputs: [] });
    expect(readdirSync(OUT).sort()).toEqual(['manifest.json', 'members.parquet']);
  });
});
