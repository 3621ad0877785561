import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LbpError } from '../../../src/errors.js';
import { NULL_READINGS } from '../../../src/packs/ebi/decision.js';
import { PAIRINGS } from '../../../src/packs/ebi/procedures.js';
import { ebiScript } from '../../../src/run/ebi/ebi-script.js';
import { ebiSettings } from '../../../src/run/ebi/settings.js';
import { Dice } from '../../extract/dice.js';
import { randomRecord } from '../../second-opinion/ebi/random-records.js';
import { ebi } from './running.js';

const READINGS = PAIRINGS.flatMap((pairing) => NULL_READINGS.map((nulls) => ({ pairing, nulls })));

let folder: string;
let path: string;
let instance: DuckDBInstance;
let connection: DuckDBConnection;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lbp-ebi-'));
  path = join(folder, 'opa.csv');
  const dice = new Dice(18_031);
  const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
  const rows = Array.from({ length: 5000 }, () => {
    const { procedures, diagnoses, ages, category } = randomRecord(dice);
    return [...ages, category, diagnoses, procedures].map(quoted).join(',');
  });
  const header = [
    ...['Age_at_Start_of_Episode_SUS', 'Der_Age_at_CDS_Activity_Date', 'Administrative_Category'],
    ...['Der_Diagnosis_All', 'Der_Procedure_All'],
  ];
  writeFileSync(path, `${[header.join(','), ...rows].join('\n')}\n`);
  instance = await DuckDBInstance.create(':memory:');
  connection = await instance.connect();
  await connection.run(
    `CREATE TABLE opa AS FROM read_csv('${path}', header = true, all_varchar = true, nullstr = '(none)')`,
  );
});

afterAll(() => {
  connection.closeSync();
  instance.closeSync();
  rmSync(folder, { recursive: true });
});

function script(flags: Readonly<Record<string, unknown>>): string {
  const request = ebiSettings({ preset: 'sus-opa', ...flags });
  if (request.kind === 'run') throw new Error('a script was asked for');
  return ebiScript(request.settings);
}

async function counts(sql: string): Promise<Record<string, number>> {
  const rows = (await connection.runAndReadAll(sql)).getRowsJson();
  return Object.fromEntries(rows.map(([step, records]) => [String(step), Number(records)]));
}

async function ofRun(reading: (typeof READINGS)[number]): Promise<Record<string, number>> {
  const out = join(folder, 'out');
  const { manifest } = await ebi({
    ...{ activity: path, out, force: true, constants: { provider: 'R' }, ...reading },
  });
  const { read, ...steps } = manifest.steps;
  expect(read).toBe(5000);
  return steps;
}

describe('the script for DuckDB', () => {
  it.each(READINGS)('counts as a run does: $pairing, $nulls', async (reading) => {
    expect(await counts(script({ sql: 'duckdb', ...reading }))).toEqual(await ofRun(reading));
  });

  it('reads columns of other names, and several for a list', async () => {
    await connection.run(
      `CREATE TABLE hes_apc AS SELECT * FROM (VALUES ('U212', 'Z665', 40, 'x', 'C61X', NULL), ('U212', NULL, 40, NULL, NULL, NULL),
         (NULL, 'u05.5', 40, 'NULL', NULL, 'M545')) AS t(op1, op2, "the ""age""", c, d1, d2)`,
    );
    const columns = {
      procedures: ['op1', 'op2'],
      diagnoses: ['d1', 'd2'],
      age: 'the "age"',
      administrative_category: 'c',
    };
    const sql = script({ sql: 'duckdb', preset: 'hes-apc', columns });
    expect(await counts(sql)).toEqual({ diagnosis: 1, flagged: 1, procedure: 1 });
    const all = script({
      sql: 'duckdb',
      preset: 'hes-apc',
      columns,
      constants: { administrative_category: '02' },
    });
    expect(await counts(all)).toEqual({ diagnosis: 1, private: 1, procedure: 1 });
  });

  it('reads guards, lists of other programs, and their missing values as a run does', async () => {
    await connection.run(
      `CREATE TABLE apcs AS SELECT * FROM (VALUES
         ('=' || '"U055"', '{M545,C61X}', 'NA', 45, '01'),
         ('[''U212'', ''Z665'']', 'NA', '="45"', NULL, '="02"'),
         ('U055', '#N/A', 'NaN', NULL, 'NA'),
         ('U055', 'NA', '45', NULL, 'NA')) AS t("Der_Procedure_All", "Der_Diagnosis_All",
         "Age_at_Start_of_Episode_SUS", "Der_Age_at_CDS_Activity_Date", "Administrative_Category")`,
    );
    const sql = (nulls: string): string => script({ sql: 'duckdb', preset: 'sus-apcs', nulls });
    expect(await counts(sql('keep'))).toEqual({ diagnosis: 1, private: 1, age_unknown: 1, flagged: 1 });
    expect(await counts(sql('sql'))).toEqual({ diagnosis: 3, age_unknown: 1 });
  });
});

/*
 * There is no SQL Server here. Its script uses few constructs that DuckDB lacks; with those translated to
 * DuckDB, its conditions can be tested on the same records.
 */
function asDuckdb(tsql: string): string {
  const regex = (pattern: string): string => `^${pattern.replaceAll('%', '.*')}$`;
  return (
    tsql
      .replaceAll(' COLLATE Latin1_General_100_BIN2', '')
      .replaceAll('nvarchar(max)', 'VARCHAR')
      .replaceAll('NCHAR(', 'chr(')
      // As a decimal SQL Server reads no exponent.
      .replace(/(TRY_CAST\((\w+) AS decimal\(18, 6\)\))/g, "CASE WHEN NOT contains($2, 'E') THEN $1 END")
      .replace(/\[(\w+)\]/g, (all, name: string) =>
        /[A-Z]\w|key/.test(name) && !/^\d+$/.test(name) ? `"${name}"` : all,
      )
      .replace(/(\S+) LIKE '([^']+)'/g, (_, value: string, pattern: string) => {
        const open = /^\(*/.exec(value)?.[0] ?? '';
        return `${open}regexp_matches(${value.slice(open.length)}, '${regex(pattern)}')`;
      })
      .replace(/STRING_SPLIT\((\w+), '#'\) AS/g, "(SELECT unnest(string_split($1, '#')) AS value) AS")
      .replace(
        /OPENJSON\(CONCAT\('\["', REPLACE\(STRING_ESCAPE\((\w+), 'json'\), ',', '","'\), '"\]'\)\) AS/g,
        `(SELECT unnest(range(len(string_split($1, ',')))) AS "key", unnest(string_split($1, ',')) AS value) AS`,
      )
  );
}

describe('the script for SQL Server', () => {
  it.each(READINGS)("counts as a run does, in DuckDB's words: $pairing, $nulls", async (reading) => {
    const tsql = script({ sql: 'tsql', ...reading });
    expect(tsql).not.toMatch(/regexp|RLIKE|chr\(/);
    expect(await counts(asDuckdb(tsql))).toEqual(await ofRun(reading));
  });
});

describe('scripts', () => {
  it.each(['tsql', 'duckdb', 'spark'])(
    'for %s have plain quotes, and no text of the published script',
    (sql) => {
      for (const reading of READINGS) {
        const text = script({ sql, ...reading });
        expect(text).toMatch(/^[\x20-\x7e\n]+$/);
        // Some versions of Spark SQL drop a doubled quote in a text.
        expect(text).not.toContain("''''");
        expect(text.endsWith(';\n')).toBe(true);
      }
    },
  );

  it('need a preset and no files', () => {
    const refused = (flags: Record<string, unknown>): string => {
      try {
        ebiSettings({ sql: 'tsql', ...flags });
      } catch (error) {
        return (error as LbpError).message;
      }
      return 'none';
    };
    expect(refused({})).toMatch(/^LBP-E304 --sql prints a script/);
    expect(refused({ preset: 'sus-opa', activity: 'x.csv' })).toMatch(/^LBP-E304/);
    expect(refused({ preset: 'sus-opa' })).toBe('none');
  });
});
