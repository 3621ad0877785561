import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { MEASURE } from '../../src/packs/index.js';
import { fileSettings } from '../../src/run/settings/run-settings.js';
import { runMeasure } from '../run/measure.js';
import { converted } from './both-ways.js';

/*
 * A user-defined layout in the config: separate headers, lines and diagnoses, and members in two files with
 * different columns.
 */

const folder = mkdtempSync(join(tmpdir(), 'lbp-own-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const TABLES = [
  {
    name: 'headers',
    match: ['CLAIM', 'MEMBER', 'SVC_FROM'],
    table: 'medical_claim',
    person: 'MEMBER',
    dates: 'DD/MM/YYYY',
    nothing: ['NULL'],
    leave_out: [{ where: { column: 'STATE', is: ['X'] }, reason: 'withdrawn' }],
    steps: [{ step: 'latest', per: ['CLAIM'], by: [{ number: 'VERSION' }], reason: 'older_version' }],
    joins: [
      { name: 'line', kind: 'lines', as: 'lines', on: [['CLAIM', 'CLM']] },
      { name: 'dx', kind: 'diagnoses', as: 'codes', on: [['CLAIM', 'CLM']], code: 'CODE', order: 'POS' },
    ],
    columns: {
      claim_id: 'CLAIM',
      claim_line_number: 'line.NO',
      person_id: '@person',
      claim_start_date: 'SVC_FROM',
      claim_line_start_date: { first: ['line.SVC_DAY', 'SVC_FROM'] },
      hcpcs_code: 'line.PROC',
      place_of_service_code: 'line.POS',
      claim_status: {
        when: { column: 'STATE', is: ['D'] },
        value: { constant: 'denied' },
        else: { constant: 'paid' },
      },
    },
    diagnoses: { principal: 'MAIN_DX', others: [{ codes: 'dx' }] },
  },
  { name: 'lines', match: ['CLM', 'NO', 'PROC'] },
  { name: 'diagnoses', match: ['CLM', 'POS', 'CODE'] },
  {
    name: 'members',
    match: ['MEMBER', 'DOB', 'FROM'],
    table: 'eligibility',
    person: 'MEMBER',
    columns: {
      person_id: '@person',
      birth_date: 'DOB',
      payer_type: { constant: 'commercial' },
      gender: 'SEX',
    },
    spans: [{ from: 'FROM', to: 'TO' }],
  },
];

const claims = [
  file(
    'headers.csv',
    'CLAIM;MEMBER;SVC_FROM;MAIN_DX;STATE;VERSION\nA;M1;05/03/2023;M545;P;1\nA;M1;05/03/2023;M5450;P;2\nB;M1;31/12/2022;I10;D;1\nC;M2;01/02/2023;M545;X;1\n',
  ),
  file(
    'lines.csv',
    'CLM,NO,PROC,SVC_DAY,POS\nA,1,99213,,11\nA,2,72148,2023-03-06,11\nZ,1,72148,2023-03-06,11\n',
  ),
  file('dx.csv', 'CLM,POS,CODE\nA,2,E119\nA,1,I10\nA,3,I10\n'),
];
const eligibility = [
  file('members-1.csv', 'MEMBER,DOB,FROM,TO,SEX\nM1,1980-01-01,2022-01-01,9999-12-31,F\n'),
  file('members-2.csv', 'MEMBER,DOB,FROM,TO\nM2,1981-01-01,2022-01-01,2023-12-31\n'),
];
const config = file('lbp.json', JSON.stringify({ claims, eligibility, tables: TABLES }));

describe('a layout of one’s own', () => {
  it('takes the highest version as a number: 10 is later than 9', async () => {
    const versions = file(
      'versions.csv',
      'CLAIM;MEMBER;SVC_FROM;MAIN_DX;STATE;VERSION\nA;M1;05/03/2023;M545;P;10\nA;M1;05/03/2023;I10;P;9\n',
    );
    const own = file('versions.json', JSON.stringify({ claims: [versions], eligibility, tables: TABLES }));
    const { medical_claim } = await converted({}, join(folder, 'versions'), own);
    expect(medical_claim.map((row) => row['diagnosis_code_1'])).toEqual(['M545']);
  });

  it('joins what its files hold, by what the config says', async () => {
    const out = join(folder, 'run');
    const { manifest } = await runMeasure({ year: 2023, out }, config);
    const accounts = manifest.inputs.map(({ path, rows_read, rows_used, rows_ignored }) => [
      path.slice(folder.length + 1),
      rows_read,
      rows_used,
      rows_ignored,
    ]);
    expect(accounts).toEqual([
      ['headers.csv', 4, expect.any(Number), expect.objectContaining({ older_version: 1, withdrawn: 1 })],
      ['lines.csv', 3, 2, { no_header: 1 }],
      ['dx.csv', 3, 3, {}],
      ['members-1.csv', 1, 1, {}],
      ['members-2.csv', 1, 0, { not_a_candidate: 1 }],
    ]);
  });

  it('gives lines in the columns of the Tuva input layer', async () => {
    const { medical_claim, eligibility: spans } = await converted({}, join(folder, 'converted'), config);
    expect(
      medical_claim.map((row) => [
        row['claim_id'],
        row['claim_line_start_date'],
        row['hcpcs_code'],
        row['claim_status'],
      ]),
    ).toEqual([
      ['B', '2022-12-31', '', 'denied'],
      ['A', '2023-03-05', '99213', 'paid'],
      ['A', '2023-03-06', '72148', 'paid'],
    ]);
    expect(medical_claim[1]).toMatchObject({
      ...{
        diagnosis_code_1: 'M5450',
        diagnosis_code_2: 'I10',
        diagnosis_code_3: 'E119',
        diagnosis_code_4: '',
      },
    });
    // A file without a column has blanks in it.
    expect(spans.map((row) => row['gender'])).toEqual(['F', '']);
  });

  it('a column that no file has is warned of, as a misspelled name would be', async () => {
    const misspelled = TABLES.map((kind, place) =>
      place === 0
        ? { ...kind, diagnoses: { principal: 'MAIN_DXX', others: ['DX#', { codes: 'dx' }] } }
        : kind,
    );
    const path = file('misspelled.json', JSON.stringify({ claims, eligibility, tables: misspelled }));
    const { manifest } = await runMeasure({ year: 2023, out: join(folder, 'misspelled') }, path);
    expect(manifest.warnings).toContainEqual({
      code: 'LBP-W708',
      text: 'columns that no file of headers has, and the config reads: MAIN_DXX, DX#',
      count: 2,
    });
  });

  it('a mistake in it is named by its key', () => {
    const wrong = TABLES.map((kind, place) =>
      place === 0
        ? { ...kind, joins: [{ name: 'x', kind: 'nothing', as: 'lines', on: [['CLAIM', 'CLM']] }] }
        : kind,
    );
    const path = file('wrong.json', JSON.stringify({ claims, eligibility, tables: wrong }));
    expect(() => fileSettings(MEASURE, { year: 2023 }, path)).toThrow(
      /LBP-E302 .*tables\.0: joins nothing, and there is no kind of that name/,
    );
    const mistaken = (changes: object): string =>
      file(
        'mistaken.json',
        JSON.stringify({ claims, eligibility, tables: [{ ...TABLES[0], ...changes }, ...TABLES.slice(1)] }),
      );
    for (const [changes, text] of [
      [{ columns: { claim_idd: 'CLAIM' } }, 'columns has claim_idd, and medical_claim has no such column'],
      [{ columns: { claim_id: '@who' } }, 'reads @who, and there are only @person, @file, @row'],
      [{ columns: { claim_id: 'CLAIM#' } }, 'reads CLAIM#, where # can stand for no number'],
      [{ procedures: { codes: 'px' } }, 'takes the codes of px, and joins no codes of that name'],
      [{ diagnoses: { principal: 'DX#', others: [] } }, 'reads DX#, where # can stand for no number'],
      [{ diagnoses: { principal: 'DX#', others: ['DX#'] } }, 'reads DX#, where # can stand for no number'],
      [{ person: undefined }, 'reads @person of headers, which has no person'],
    ] as const) {
      expect(() => fileSettings(MEASURE, { year: 2023 }, mistaken(changes))).toThrow(`tables.0: ${text}`);
    }
    const members = (changes: object): string =>
      file(
        'members.json',
        JSON.stringify({
          ...{ claims, eligibility },
          tables: TABLES.map((kind) =>
            kind.name === 'members' ? { ...kind, columns: { ...kind.columns, ...changes } } : kind,
          ),
        }),
      );
    expect(() => fileSettings(MEASURE, { year: 2023 }, members({ death_dat: 'SEX' }))).toThrow(
      'columns has death_dat, and eligibility has no such column',
    );
    // A column by which results are split.
    expect(() => fileSettings(MEASURE, { year: 2023 }, members({ region: 'SEX' }))).not.toThrow();
    const both = file('both.json', JSON.stringify({ claims, eligibility, tables: TABLES, preset: 'rif' }));
    expect(() => fileSettings(MEASURE, { year: 2023 }, both)).toThrow(/LBP-E304/);
  });

  it.each([
    ['claim_id', 'headers', { claim_start_date: 'SVC_FROM', person_id: '@person' }],
    ['claim_start_date', 'headers', { claim_id: 'CLAIM', person_id: '@person' }],
    ['birth_date', 'members', { person_id: '@person', payer_type: { constant: 'commercial' } }],
    ['payer_type', 'members', { person_id: '@person', birth_date: 'DOB' }],
  ])('without %s is refused, unless it is a constant', async (missing, name, columns) => {
    const tables = TABLES.map((kind) => (kind.name === name ? { ...kind, columns } : kind));
    const path = file('without.json', JSON.stringify({ claims, eligibility, tables }));
    const run = runMeasure({ year: 2023, out: join(folder, 'without') }, path);
    await expect(run).rejects.toThrow(`tables: ${name} does not state ${missing}`);
    if (missing !== 'payer_type') return;
    const constants = { payer_type: 'medicare' };
    const whole = file('constant.json', JSON.stringify({ claims, eligibility, tables, constants }));
    await expect(runMeasure({ year: 2023, out: join(folder, 'constant') }, whole)).resolves.toBeDefined();
  });
});
