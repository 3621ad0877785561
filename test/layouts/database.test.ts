import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MEASURE } from '../../src/packs/index.js';
import { explainPerson } from '../../src/run/explain.js';
import { fileSettings, runSettings } from '../../src/run/settings/run-settings.js';
import { runMeasure } from '../run/measure.js';
import { runOfScript } from '../run/script.js';
import { rowsOf } from './plain-table.js';

/*
 * Tables of a DuckDB file: a run has the same results as with the same rows in CSV files.
 */

const folder = mkdtempSync(join(tmpdir(), 'lbp-database-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const database = join(folder, 'claims.duckdb');
const csv = (name: string): string => join(folder, `${name}.csv`);

const CLAIMS = `SELECT 'C' || i AS claim_id, 1 AS claim_line_number, 'P' || (i % 40) AS person_id,
  DATE '2023-01-10' + CAST(i * 3 AS INTEGER) AS claim_start_date, DATE '2023-01-10' + CAST(i * 3 AS INTEGER) AS claim_end_date,
  '11' AS place_of_service_code, CASE WHEN i % 3 = 0 THEN '72148' ELSE '99213' END AS hcpcs_code,
  'paid' AS claim_status, CASE WHEN i = 7 THEN NULL ELSE 'M545' END AS diagnosis_code_1 FROM range(100) AS t(i)`;
const PEOPLE = `SELECT 'P' || i AS person_id, DATE '1980-05-01' AS birth_date, DATE '2022-01-01' AS enrollment_start_date,
  DATE '2024-12-31' AS enrollment_end_date, 'commercial' AS payer_type FROM range(40) AS t(i)`;

beforeAll(async () => {
  const instance = await DuckDBInstance.create(database);
  const connection = await instance.connect();
  await connection.run('CREATE SCHEMA input_layer');
  await connection.run(`CREATE TABLE input_layer.medical_claim AS ${CLAIMS}`);
  await connection.run(`CREATE TABLE eligibility AS ${PEOPLE}`);
  // As dbt writes views: with the name of the file.
  await connection.run('CREATE VIEW dbt AS SELECT * FROM "claims"."input_layer"."medical_claim"');
  await connection.run(`COPY input_layer.medical_claim TO '${csv('claims')}' (HEADER)`);
  await connection.run(`COPY eligibility TO '${csv('eligibility')}' (HEADER)`);
  connection.closeSync();
  instance.closeSync();
});

const TABLES = { 'claims-table': 'input_layer.medical_claim', 'eligibility-table': 'eligibility' };

describe('tables of a DuckDB file', () => {
  it('give what CSV files with the same rows give, and the file stays as it is', async () => {
    const before = statSync(database).mtimeMs;
    const [of, from] = [join(folder, 'of'), join(folder, 'from')];
    const { manifest } = await runMeasure({ year: 2023, database, ...TABLES, out: of });
    await runMeasure({ year: 2023, claims: csv('claims'), eligibility: csv('eligibility'), out: from });
    for (const name of ['members.csv', 'unreported.csv', 'summary.csv']) {
      expect(readFileSync(join(of, name), 'utf8')).toBe(readFileSync(join(from, name), 'utf8'));
    }
    expect(rowsOf(join(of, 'members.csv'), ',').length).toBeGreaterThan(5);
    expect(statSync(database).mtimeMs).toBe(before);
    expect(
      manifest.inputs.map(({ table, path, database_table, rows_read }) => [
        table,
        path,
        database_table,
        rows_read,
      ]),
    ).toEqual([
      ['medical_claim', database, 'input_layer.medical_claim', 100],
      ['eligibility', database, 'main.eligibility', 40],
    ]);
    const explained = await explainPerson('P1', of, { inputs: {}, config: undefined, isWithInputs: true });
    expect(explained.differs).toBe(false);
  });

  it('are read through views that name the file', async () => {
    const [of, through] = [join(folder, 'of-table'), join(folder, 'through-view')];
    await runMeasure({ year: 2023, database, ...TABLES, out: of });
    await runMeasure({ year: 2023, database, ...TABLES, 'claims-table': 'dbt', out: through });
    expect(readFileSync(join(through, 'members.csv'), 'utf8')).toBe(
      readFileSync(join(of, 'members.csv'), 'utf8'),
    );
  });

  it.each([
    ['plan.prod.duckdb', 'plan', 'dbt'],
    ['main.duckdb', 'main_db', 'dbt'],
    ['.hidden.duckdb', 'hidden', 'dbt'],
    // The name of a schema of every database: views that name this file cannot be read, but its tables can.
    ['information_schema.duckdb', 'information_schema', 'claims'],
  ])('are read in %s too, which the engine names %s', async (file, name, table) => {
    const [at, of, from] = [join(folder, file), join(folder, `of-${file}`), join(folder, `from-${file}`)];
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    await connection.run(`ATTACH '${at}'`);
    await connection.run(`CREATE TABLE ${name}.main.claims AS ${CLAIMS}`);
    await connection.run(`CREATE TABLE ${name}.main.eligibility AS ${PEOPLE}`);
    await connection.run(`CREATE VIEW ${name}.main.dbt AS SELECT * FROM ${name}.main.claims`);
    connection.closeSync();
    instance.closeSync();
    const tables = { 'claims-table': table, 'eligibility-table': 'eligibility' };
    await runMeasure({ year: 2023, database: at, ...tables, out: of });
    await runMeasure({ year: 2023, claims: csv('claims'), eligibility: csv('eligibility'), out: from });
    expect(readFileSync(join(of, 'members.csv'), 'utf8')).toBe(
      readFileSync(join(from, 'members.csv'), 'utf8'),
    );
  });

  it('are read by a script too', async () => {
    const [of, by] = [join(folder, 'of-run'), join(folder, 'of-script')];
    const asked = { year: 2023, database, ...TABLES };
    await runMeasure({ ...asked, out: of });
    await runOfScript(asked, join(folder, 'events'), by);
    for (const name of ['members.csv', 'unreported.csv', 'summary.csv']) {
      expect(readFileSync(join(by, name), 'utf8')).toBe(readFileSync(join(of, name), 'utf8'));
    }
  });

  it('a table that is not there is named, with those that are', async () => {
    const asked = { year: 2023, database, 'claims-table': 'medical', 'eligibility-table': 'eligibility' };
    await expect(runMeasure({ ...asked, out: join(folder, 'absent') })).rejects.toThrow(
      /LBP-E101 .*claims\.duckdb: there is no table medical in it\. Its tables are input_layer\.medical_claim, main\.dbt, main\.eligibility/,
    );
  });

  it('what is no DuckDB file is refused', async () => {
    const asked = { year: 2023, database: csv('claims'), ...TABLES };
    await expect(runMeasure({ ...asked, out: join(folder, 'other') })).rejects.toThrow(
      /LBP-E109 .*not a DuckDB file/,
    );
    const gone = { ...asked, database: join(folder, 'gone.duckdb') };
    await expect(runMeasure({ ...gone, out: join(folder, 'gone') })).rejects.toThrow(
      /LBP-E101 .*no such file/,
    );
  });

  it('Spark does not read it, and it needs names of tables', () => {
    expect(() => runSettings(MEASURE, { year: 2023, database, ...TABLES, engine: 'spark' })).toThrow(
      /LBP-E304/,
    );
    expect(() =>
      fileSettings(MEASURE, { year: 2023, database, claims: 'a.csv', eligibility: 'b.csv' }),
    ).toThrow(/LBP-E304 --database needs the names/);
  });
});
