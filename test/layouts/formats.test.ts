import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { sampled } from '../sampled.js';
import { converted } from './both-ways.js';
import { asTexts } from './plain-table.js';
import { recodedRif } from './recoded-rif.js';

/*
 * The files of a layout hold the same rows as CSV, as gzip, and as Parquet with days as texts and as dates.
 */

const FIXTURES = fileURLToPath(new URL('../../fixtures/layouts/rif/', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'lbp-formats-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const raw = join(folder, 'raw');

/** The rows of all tables that the program makes of a copy of the files; a locator names the file. */
async function rowsOfTables(copy: string): Promise<readonly (readonly string[])[]> {
  const files = readdirSync(copy);
  const of = (kinds: RegExp): string[] =>
    files.filter((name) => kinds.test(name)).map((name) => join(copy, name));
  const tables = await converted(
    {
      preset: 'rif',
      claims: of(/^(?:carrier|dme|outpatient|inpatient|snf|hha|hospice)\./),
      pharmacy: of(/^pde\./),
      eligibility: of(/^beneficiary_/),
    },
    `${copy}-converted`,
  );
  const { medical_claim, pharmacy_claim, eligibility } = tables;
  return [medical_claim, pharmacy_claim, eligibility].map((rows) => asTexts(rows, ['locator']));
}

/** Copies each file to Parquet, all columns as texts, or those that are named as days (`CLM_FROM_DT`) as dates. */
async function asParquet(to: string, areDates: boolean): Promise<void> {
  mkdirSync(to);
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  for (const name of readdirSync(raw)) {
    const read = `read_csv('${join(raw, name)}', delim = '|', header = true, all_varchar = true)`;
    const day = `CAST(strptime(COLUMNS('.*_DT[0-9]*'), '%d-%b-%Y') AS DATE)`;
    const columns = areDates ? `COLUMNS(name -> NOT regexp_matches(name, '_DT[0-9]*$')), ${day}` : '*';
    await connection.run(
      `COPY (SELECT ${columns} FROM ${read}) TO '${join(to, name.replace('.csv', '.parquet'))}' (FORMAT parquet)`,
    );
  }
  connection.closeSync();
}

let expected: readonly (readonly string[])[];
beforeAll(async () => {
  recodedRif(FIXTURES, raw, 3, 2023);
  expected = await rowsOfTables(raw);
});

it('there are rows to compare', () => {
  for (const rows of expected) expect(rows.length).toBeGreaterThan(50);
});

it('gzip holds the same rows', async () => {
  const copy = join(folder, 'gzip');
  mkdirSync(copy);
  for (const name of readdirSync(raw)) {
    writeFileSync(join(copy, `${name}.gz`), gzipSync(readFileSync(join(raw, name))));
  }
  expect(await rowsOfTables(copy)).toEqual(expected);
});

it.each(
  sampled(
    [
      ['dates', true],
      ['texts', false],
    ] as const,
    2,
  ),
)('Parquet with days as %s holds the same rows', async (kind, areDates) => {
  const copy = join(folder, kind);
  await asParquet(copy, areDates);
  expect(await rowsOfTables(copy)).toEqual(expected);
});

it.each([
  '100000000000000001',
  // Below 1E16, where DuckDB writes a number without an exponent.
  '9500000000000001',
])(
  'rows with ids below -%s, which floating-point numbers do not hold exactly, are rejected',
  async (most) => {
    const [copy, without] = [join(folder, `doubles-${most}`), join(folder, `without-${most}`)];
    await asParquet(copy, false);
    mkdirSync(without);
    for (const name of readdirSync(copy)) copyFileSync(join(copy, name), join(without, name));
    const carrier = join(copy, 'carrier.parquet');
    const connection = await (await DuckDBInstance.create(':memory:')).connect();
    await connection.run(
      `CREATE TABLE carrier AS SELECT * REPLACE (CAST(CLM_ID AS DOUBLE) - ${most} AS CLM_ID) FROM '${carrier}'`,
    );
    await connection.run(`COPY carrier TO '${carrier}' (FORMAT parquet)`);
    await connection.run(
      `COPY (FROM carrier LIMIT 0) TO '${join(without, 'carrier.parquet')}' (FORMAT parquet)`,
    );
    connection.closeSync();
    expect(await rowsOfTables(copy)).toEqual(await rowsOfTables(without));
  },
);
