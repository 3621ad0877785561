/* Only file content is data: neither folder names nor columns with the same names as ours change it. */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { whole } from '../sampled.js';
import { type Ended, lbpHere } from './command.js';

const FIXTURES = fileURLToPath(new URL('../../fixtures', import.meta.url));
const TABLES = ['medical_claim', 'pharmacy_claim', 'eligibility'] as const;

/** Folders that an engine could take for columns: of the user's files, and of the program's. */
const COLUMNS_ABOVE = [
  ...['claim_status=voided', 'person_id=X', 'payer_type=other', 'birth_date=1800-01-01', 'claim_id=1'],
  ...[
    'c0=x',
    'weight=9',
    'file_no=7',
    'file_index=5',
    'record_no=3',
    'person_no=1',
    'bucket=4',
    'claim_key=8',
  ],
].join('/');

/** User columns with the same names as something of ours or of the engine's. */
const COLUMNS_BESIDE = [
  'file_index',
  'FILE_NO',
  'weight',
  'record_no',
  'c0',
  'c1',
  'filename',
  'raw',
  'person_no',
];

const home = mkdtempSync(join(tmpdir(), 'lbp-names-'));
let expected: Record<string, string>;

const inputs = (folder: string, kind: string): string[] => [
  ...['--claims', `${folder}/medical_claim.${kind}`],
  ...['--pharmacy', `${folder}/pharmacy_claim.${kind}`],
  ...['--eligibility', `${folder}/eligibility.${kind}`],
];

async function done(...args: readonly string[]): Promise<Ended> {
  const ended = await lbpHere(args, home);
  if (ended.exit !== 0) throw new Error(`lbp ended with ${ended.exit}: ${ended.stderr}`);
  return ended;
}

/** What is in the person files of an output, without the paths of the inputs. */
function outputsIn(out: string): Record<string, string> {
  return Object.fromEntries(
    ['members.csv', 'evidence.csv', 'summary.csv', 'unreported.csv', 'rejects.csv'].map((name) => [
      name,
      readFileSync(join(home, out, name), 'utf8')
        .replaceAll(/[^,\n]*\/(?=\w+\.(?:csv|parquet))/g, '')
        .replaceAll('.parquet', '.csv'),
    ]),
  );
}

async function query(sql: string): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run(sql);
  connection.closeSync();
  instance.closeSync();
}

function asParquet(table: string, to: string, more = ''): Promise<void> {
  const from = join(home, 'good', `${table}.csv`);
  return query(
    `COPY (SELECT *${more} FROM read_csv('${from}', all_varchar = true)) TO '${to}' (FORMAT parquet)`,
  );
}

beforeAll(async () => {
  cpSync(join(FIXTURES, 'bad-input', '_good'), join(home, 'good'), { recursive: true });
  await done('run', '--year', '2025', ...inputs('good', 'csv'), '--out', 'expected');
  expected = outputsIn('expected');
  expect(String(expected['members.csv']).split('\n')).toHaveLength(5);
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

describe('folders named like columns', () => {
  it('above CSV files change nothing', async () => {
    cpSync(join(home, 'good'), join(home, 'csv', COLUMNS_ABOVE), { recursive: true });
    await done('run', '--year', '2025', ...inputs(join('csv', COLUMNS_ABOVE), 'csv'), '--out', 'from-csv');
    expect(outputsIn('from-csv')).toEqual(expected);
  });

  whole('above Parquet files change nothing', async () => {
    const folder = join('parquet', COLUMNS_ABOVE);
    mkdirSync(join(home, folder), { recursive: true });
    for (const table of TABLES) await asParquet(table, join(home, folder, `${table}.parquet`));
    await done('run', '--year', '2025', ...inputs(folder, 'parquet'), '--out', 'from-parquet');
    expect(outputsIn('from-parquet')).toEqual(expected);
  });

  it('or like the home folder (~) are read as folders', async () => {
    cpSync(join(home, 'good'), join(home, '~'), { recursive: true });
    await done('run', '--year', '2025', ...inputs('~', 'csv'), '--out', 'from-tilde');
    expect(outputsIn('from-tilde')).toEqual(expected);
  });

  it('above the output change nothing, for what the program keeps there on its way', async () => {
    const out = join('out', COLUMNS_ABOVE, 'run');
    await done('run', '--year', '2025', ...inputs('good', 'csv'), '--out', out);
    expect(outputsIn(out)).toEqual(expected);
  });

  whole('above 837 files, their statuses and the output change nothing', async () => {
    const from = join(FIXTURES, 'x12-run', 'denied-imaging-by-claim-status');
    const folder = join('edi', COLUMNS_ABOVE);
    cpSync(from, join(home, folder), { recursive: true });
    const out = join(folder, 'out');
    await done('run', '--config', join(folder, 'lbp.json'), '--out', out);
    const [got, wanted] = [join(home, out), join(from, 'expected')].map((one) =>
      readFileSync(join(one, 'members.csv'), 'utf8'),
    );
    expect(got).toBe(wanted);
  });
});

describe('columns named like ours', () => {
  const more = COLUMNS_BESIDE.map((name, at) => `, '${name} ${at}' AS "${name}"`).join('');

  it('leave a Parquet file as it is', async () => {
    mkdirSync(join(home, 'beside'));
    for (const table of TABLES) await asParquet(table, join(home, 'beside', `${table}.parquet`), more);
    await done('run', '--year', '2025', ...inputs('beside', 'parquet'), '--out', 'from-beside');
    expect(outputsIn('from-beside')).toEqual(expected);
  });

  whole('leave each of several Parquet files its own rows', async () => {
    mkdirSync(join(home, 'several'));
    for (const table of TABLES) await asParquet(table, join(home, 'several', `${table}.parquet`), more);
    const claims = join(home, 'several', 'medical_claim.parquet');
    const isImaging = `hcpcs_code = '72100'`;
    for (const [name, condition] of [
      ['imaging', isImaging],
      ['others', `NOT ${isImaging}`],
    ]) {
      const to = join(home, 'several', `claims-${name}.parquet`);
      await query(
        `COPY (SELECT * FROM read_parquet('${claims}') WHERE ${condition}) TO '${to}' (FORMAT parquet)`,
      );
    }
    const files = inputs('several', 'parquet').with(1, 'several/claims-*.parquet');
    await done('run', '--year', '2025', ...files, '--out', 'from-several');
    expect(outputsIn('from-several')['members.csv']).toBe(expected['members.csv']);
    const evidence = readFileSync(join(home, 'from-several', 'evidence.csv'), 'utf8').split('\n');
    const sourcesOf = (rule: string): string[] =>
      evidence.filter((row) => row.includes(`,${rule},`)).flatMap((row) => /several[^,]+/.exec(row) ?? []);
    expect(new Set(sourcesOf('imaging'))).toEqual(new Set(['several/claims-imaging.parquet']));
    expect(new Set(sourcesOf('index'))).toEqual(new Set(['several/claims-others.parquet']));
  });
});
