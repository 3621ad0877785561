import { createHash } from 'node:crypto';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ebi, refusal, rowsOf } from './running.js';

let folder: string;
let out: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lbp-ebi-'));
  out = join(folder, 'out');
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

const HEADER =
  'OPA_Ident,Appointment_Date,Der_Provider_Code,Der_Age_at_CDS_Activity_Date,Administrative_Category,Der_Diagnosis_All,Der_Procedure_All';

/** A record that is flagged; `ops` without a comma in it. */
function row(
  id: number | string,
  stating: { date?: string; age?: string; dx?: string; ops?: string } = {},
): string {
  const { date = '2024-05-01', age = '45', dx = '', ops = 'U055' } = stating;
  return `${id},${date},RAA,${age},01,${dx},${ops}`;
}

function text(...rows: readonly string[]): string {
  return `${[HEADER, ...rows].join('\n')}\n`;
}

function file(name: string, content: string | Buffer): string {
  const path = join(folder, name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, content);
  return path;
}

const idsIn = (of: string): string[] => rowsOf(of, 'ebi-activity.csv').map(([, , id = '']) => id);

/** Does something with an engine of the test's own. */
async function engine(sql: string): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run(sql);
  connection.closeSync();
  instance.closeSync();
}

describe('formats', () => {
  it('reads plain, gzip and zstd CSV and Parquet alike', async () => {
    const plain = file(
      'a.csv',
      text(row(1), row(2, { ops: 'X403' }), row(3, { age: '45.0', date: '2024-03-31' })),
    );
    const source = `read_csv('${plain}', header = true, all_varchar = true)`;
    await engine(`COPY (FROM ${source}) TO '${join(folder, 'a.csv.zst')}' (FORMAT csv, COMPRESSION zstd)`);
    await engine(
      `COPY (SELECT * REPLACE (CAST(Appointment_Date AS DATE) AS Appointment_Date,
         CAST(Der_Age_at_CDS_Activity_Date AS DOUBLE) AS Der_Age_at_CDS_Activity_Date,
         CAST(Administrative_Category AS INTEGER) AS Administrative_Category)
       FROM ${source}) TO '${join(folder, 'a.parquet')}' (FORMAT parquet)`,
    );
    file('a.csv.gz', gzipSync(readFileSync(plain)));
    for (const name of ['a.csv', 'a.csv.gz', 'a.csv.zst', 'a.parquet']) {
      const { manifest } = await ebi({ activity: join(folder, name), out, force: true });
      expect([name, manifest.steps]).toEqual([
        name,
        expect.objectContaining({ read: 3, procedure: 1, flagged: 2 }),
      ]);
      expect(rowsOf(out, 'ebi-activity.csv').map((cells) => cells.slice(1))).toEqual([
        ['1', '1', 'RAA', '', '2024-05-01', '2024/25', '45', 'U055', 'direct'],
        ['3', '3', 'RAA', '', '2024-03-31', '2023/24', '45', 'U055', 'direct'],
      ]);
      const [input] = manifest.inputs;
      const bytes = readFileSync(join(folder, name));
      expect(input).toMatchObject({
        ...{ rows_read: 3, rows_used: 3, bytes: bytes.length },
        sha256: createHash('sha256').update(bytes).digest('hex'),
      });
    }
  });

  it('reads timestamps of Parquet as days, and a private category that is a number', async () => {
    const path = join(folder, 'a.parquet');
    await engine(
      `COPY (SELECT TIMESTAMP '2024-03-31 23:59:59' AS Appointment_Date, 'R' AS Der_Provider_Code, 45 AS APPTAGE,
         c AS ADMINCAT, 'U055' AS OPERTN_01, NULL AS DIAG_01 FROM (VALUES (1.0), (2.0), (NULL)) AS t(c))
       TO '${path}' (FORMAT parquet)`,
    );
    const { manifest } = await ebi({ activity: path, out });
    expect(manifest.steps).toMatchObject({ read: 3, private: 1, flagged: 2 });
    expect(rowsOf(out, 'ebi-activity.csv').map((cells) => cells[5])).toEqual(['2024-03-31', '2024-03-31']);
  });

  it('reads UTF-16 with a byte order mark, and says so', async () => {
    const path = file('a.csv', Buffer.from(`\ufeff${text(row(1), row(2))}`, 'utf16le'));
    const { manifest } = await ebi({ activity: path, out });
    expect(manifest.steps).toMatchObject({ read: 2, flagged: 2 });
    expect(manifest.warnings.map(({ code }) => code)).toContain('LBP-W111');
  });

  it('does not take folders for columns', async () => {
    const csv = file('Der_Procedure_All=X403/c6=X403/Administrative_Category=02/a.csv', text(row(1)));
    const parquet = join(folder, 'Der_Procedure_All=X403/c6=X403/a.parquet');
    await engine(`COPY (FROM read_csv('${csv}', header = true, all_varchar = true, hive_partitioning = false))
       TO '${parquet}' (FORMAT parquet)`);
    for (const path of [csv, parquet]) {
      const { manifest } = await ebi({ activity: path, out: join(folder, 'c6=X403/out'), force: true });
      expect(manifest.steps).toMatchObject({ read: 1, flagged: 1 });
    }
  });

  it('numbers the records of Parquet files, empty ones among them', async () => {
    const rows = (count: number): string =>
      `SELECT 'R' AS Der_Provider_Code, CASE WHEN i % 1000 = 999 THEN 'U055' END AS OPERTN_01, 45 AS APPTAGE, i AS EPIKEY
       FROM range(${count}) AS t(i)`;
    for (const [name, count] of [
      ['1', 3000],
      ['2', 0],
      ['3', 250_000],
    ] as const) {
      await engine(
        `COPY (${rows(count)}) TO '${join(folder, `${name}.parquet`)}' (FORMAT parquet, ROW_GROUP_SIZE 50000)`,
      );
    }
    const activity = ['1', '2', '3'].map((name) => join(folder, `${name}.parquet`));
    const { manifest } = await ebi({ activity, out, threads: 4 });
    expect(manifest.inputs.map(({ rows_used }) => rows_used)).toEqual([3000, 0, 250_000]);
    expect(manifest.steps).toMatchObject({ read: 253_000, flagged: 253 });
    expect(rowsOf(out, 'ebi-activity.csv').map(([, record, id]) => `${record} ${id}`)).toEqual(
      [3, 250].flatMap((thousands) =>
        Array.from({ length: thousands }, (_, at) => `${(at + 1) * 1000} ${(at + 1) * 1000 - 1}`),
      ),
    );
  });

  it('reads columns that have the names of columns of the engine', async () => {
    const path = (name: string): string => join(folder, name);
    for (const name of ['1.parquet', '2.parquet']) {
      await engine(
        `COPY (SELECT '${name}' AS OPA_Ident, 'R' AS Der_Provider_Code, 'U055' AS Der_Procedure_All, 50 AS APPTAGE, 7 AS file_index, 9 AS File_Row_Number,
           'x' AS filename, 3 AS file_no, 4 AS could_count, 5 AS c0) TO '${path(name)}' (FORMAT parquet)`,
      );
    }
    const { manifest } = await ebi({ activity: [path('1.parquet'), path('2.parquet')], out });
    expect(manifest.inputs.map(({ rows_used }) => rows_used)).toEqual([1, 1]);
    expect(idsIn(out)).toEqual(['1.parquet', '2.parquet']);
  });
});

describe('several files', () => {
  it('reads a file once that is named in several ways, under the first of its names', async () => {
    const path = file('a.csv', text(row(1), row(2)));
    const [dotted, other] = [`${folder}/./a.csv`, file('b.csv', text(row(3)))];
    const { manifest } = await ebi({ activity: [dotted, path, other, join(folder, '*.csv')], out });
    expect(manifest.inputs.map((input) => input.path)).toEqual([dotted, other]);
    expect(idsIn(out)).toEqual(['1', '2', '3']);
  });

  it('come in the order of the inputs, with accounts of their own, for any number of threads', async () => {
    const paths = [3, 1, 2].map((first) =>
      file(
        `${first}.csv`,
        text(
          ...Array.from({ length: 20_000 }, (_, at) =>
            row(`${first}-${at}`, { ops: at % 7 === 0 ? 'U054' : '' }),
          ),
        ),
      ),
    );
    const other = file('other.csv', `${HEADER},more\n${row('other')},x\n`);
    const activity = [paths[0], other, paths[1], paths[2]];
    const all: string[] = [];
    for (const threads of [1, 4]) {
      const { manifest } = await ebi({ activity, out, force: true, threads });
      expect(manifest.inputs.map(({ rows_used }) => rows_used)).toEqual([20_000, 1, 20_000, 20_000]);
      all.push(
        readFileSync(join(out, 'ebi-activity.csv'), 'utf8') +
          readFileSync(join(out, 'ebi-summary.csv'), 'utf8'),
      );
    }
    expect(all[0]).toBe(all[1]);
    const rows = rowsOf(out, 'ebi-activity.csv');
    expect(rows).toHaveLength(3 * Math.ceil(20_000 / 7) + 1);
    const expected = activity.flatMap((path) =>
      path === other
        ? ['other 1']
        : Array.from({ length: Math.ceil(20_000 / 7) }, (_, at) => `${path?.at(-5)}-${at * 7} ${at * 7 + 1}`),
    );
    expect(rows.map(([, record = '', id = '']) => `${id} ${record}`)).toEqual(expected);
  });

  it('are found by a pattern', async () => {
    file('x/1.csv', text(row(1)));
    file('x/2.csv', text(row(2)));
    await ebi({ activity: join(folder, 'x/*.csv'), out });
    expect(idsIn(out)).toEqual(['1', '2']);
  });
});

describe('dates', () => {
  const warned = (manifest: { warnings: readonly { code: string; text: string; count: number }[] }) =>
    manifest.warnings.find(({ code }) => code === 'LBP-W805');

  it('that are none cost no record; they are counted, and the first is named', async () => {
    const rows = [
      row(1),
      row(2, { date: '2024-02-30' }),
      row(3, { date: 'soon', ops: 'X403' }),
      row(4, { date: '' }),
    ];
    const path = file('a.csv', text(...rows));
    const { manifest } = await ebi({ activity: path, out });
    expect(manifest.steps).toMatchObject({ read: 4, procedure: 1, flagged: 3 });
    expect(warned(manifest)).toMatchObject({ count: 1, text: expect.stringContaining(`${path} record 2`) });
    expect(rowsOf(out, 'ebi-activity.csv').map((cells) => cells[6])).toEqual([
      '2024/25',
      'unknown',
      'unknown',
    ]);
  });

  it('that begin below the first records are read in the format that they have there', async () => {
    const blank = Array.from({ length: 2500 }, (_, at) => row(at, { date: '', ops: '' }));
    const later = [row('a', { date: '01/04/2024' }), row('b', { date: '31/03/2024' })];
    const { manifest } = await ebi({ activity: file('a.csv', text(...blank, ...later)), out });
    expect(warned(manifest)).toBeUndefined();
    expect(rowsOf(out, 'ebi-activity.csv').map((cells) => cells[6])).toEqual(['2024/25', '2023/24']);
  });

  it('that begin with days such as 04/04/2024 are read in the format that is shown further down', async () => {
    // 4 April both ways; then 3 April, which with the month first would be 4 March of the year before.
    const twins = Array.from({ length: 2500 }, (_, at) => row(at, { date: '04/04/2024', ops: '' }));
    const path = file('a.csv', text(...twins, row('a', { date: '03/04/2024' })));
    expect(await refusal({ activity: path, out })).toMatch(
      /^LBP-E104 .*a\.csv: column activity_date fits .* Set dates\.activity_date in the config/,
    );
    const decided = file(
      'b.csv',
      text(...twins, row('a', { date: '03/04/2024' }), row('b', { date: '31/03/2024' })),
    );
    await ebi({ activity: decided, out });
    expect(rowsOf(out, 'ebi-activity.csv').map((cells) => cells[6])).toEqual(['2024/25', '2023/24']);
  });

  it('that are the missing value of R are no dates, and none of them is broken', async () => {
    const path = file('a.csv', text(row('a', { date: 'NA' }), row('b', { date: '2024-04-01' })));
    const { manifest } = await ebi({ activity: path, out });
    expect(warned(manifest)).toBeUndefined();
    expect(rowsOf(out, 'ebi-activity.csv').map((cells) => cells[6])).toEqual(['unknown', '2024/25']);
  });

  it.each([
    ['2024-03-31', '2024-04-01 00:00:00'],
    ['31/03/2024', '2024-04-01'],
    ['20240331', '2024-04-01T09:30:00'],
  ])('in formats that cannot be confused are read together: %s, %s', async (one, other) => {
    const path = file('a.csv', text(row('a', { date: one }), row('b', { date: other })));
    const { manifest } = await ebi({ activity: path, out });
    expect(warned(manifest)).toBeUndefined();
    expect(rowsOf(out, 'ebi-activity.csv').map((cells) => cells[6])).toEqual(['2023/24', '2024/25']);
  });

  it('that are the other way round below the first records end the run', async () => {
    const first = Array.from({ length: 2500 }, (_, at) => row(at, { date: '31/03/2024', ops: '' }));
    const path = file(
      'a.csv',
      text(...first, row('a', { date: '04/31/2024' }), row('b', { date: '04/30/2024' })),
    );
    expect(await refusal({ activity: path, out })).toMatch(
      /^LBP-E104 .*a\.csv: the dates are read as DD\/MM\/YYYY/,
    );
    expect(existsSync(out)).toBe(false);
  });
});

describe('files that are broken', () => {
  it('give their good records, wherever the engine meets the fault', async () => {
    const many = Array.from({ length: 30_000 }, (_, at) => row(at, { ops: at % 1000 === 0 ? 'U054' : '' }));
    const broken = [...many.slice(0, 15_500), 'one field', ...many.slice(15_500)];
    const paths = [file('good.csv', text(row('first'))), file('broken.csv', text(...broken))];
    const { exit, manifest } = await ebi({ activity: paths, out });
    expect(exit).toBe('done');
    expect(manifest.inputs[1]).toMatchObject({
      ...{ rows_read: 30_001, rows_used: 30_000, rows_rejected: { wrong_field_count: 1 } },
    });
    expect(manifest.steps).toMatchObject({ read: 30_001, flagged: 31 });
    // Behind the broken record the numbers are those of the file.
    const rows = rowsOf(out, 'ebi-activity.csv');
    expect(rows.map(([, record]) => Number(record))).toEqual([
      ...[1],
      ...Array.from({ length: 30 }, (_, at) => at * 1000 + (at < 16 ? 1 : 2)),
    ]);
    expect(rowsOf(out, 'rejects.csv')).toEqual([
      [paths[1], '15502', '', 'LBP-R11', 'another number of fields than the header has', 'one field'],
    ]);
    expect(manifest.warnings.map(({ code }) => code)).toEqual(['LBP-W101', 'LBP-W110']);
  });

  it('fail a threshold where they have too many, and keep the outputs', async () => {
    const path = file('a.csv', text(row(1), 'x', row(2)));
    const { exit } = await ebi({ activity: path, out });
    expect(exit).toBe('threshold');
    expect(idsIn(out)).toEqual(['1', '2']);
    expect((await ebi({ activity: path, out, force: true, 'max-rejects': '34%' })).exit).toBe('done');
  });

  it('with NUL bytes and bytes that are not UTF-8 are read again', async () => {
    const bytes = Buffer.concat([
      Buffer.from(text(row(1))),
      Buffer.from(`2,2024-05-01,R\0A,45,01,,U055\n`),
      Buffer.from('3,2024-05-01,R'),
      Buffer.from([0xff]),
      Buffer.from(`A,45,01,,U055\n${row(4)}\n`),
    ]);
    const { manifest } = await ebi({ activity: file('a.csv', bytes), out, 'max-rejects': 60 });
    expect(manifest.inputs[0]?.rows_rejected).toEqual({ bad_encoding: 1, nul_byte: 1 });
    expect(idsIn(out)).toEqual(['1', '4']);
    expect(rowsOf(out, 'ebi-activity.csv').map(([, record]) => record)).toEqual(['1', '4']);
  });

  it('keep no more rejected records than asked for, and count all', async () => {
    const path = file('a.csv', text(row(1), ...Array.from({ length: 50 }, () => 'x')));
    const { manifest } = await ebi({ activity: path, out, 'reject-rows': 10, 'max-rejects': 100 });
    expect(rowsOf(out, 'rejects.csv')).toHaveLength(10);
    expect(manifest.inputs[0]?.rows_rejected).toEqual({ wrong_field_count: 50 });
  });

  it('are refused where nobody knows what is lost', async () => {
    const zipped = gzipSync(text(...Array.from({ length: 5000 }, (_, at) => row(at))));
    expect(
      await refusal({ activity: file('cut.csv.gz', zipped.subarray(0, zipped.length - 100)), out }),
    ).toMatch(/^LBP-E107 .*cut\.csv\.gz: the compressed file is damaged or cut off/);
    expect(await refusal({ activity: file('all.csv', text('x', 'y')), out })).toMatch(
      /^LBP-E108 .*all\.csv: none of the 2 records can be used/,
    );
    expect(await refusal({ activity: file('none.csv', ''), out })).toMatch(/^LBP-E102/);
    expect(await refusal({ activity: join(folder, 'absent.csv'), out })).toMatch(/^LBP-E101/);
    expect(existsSync(out)).toBe(false);
  });

  it('are counted where the last one is longer than the blocks of the engine, which drops it silently', async () => {
    const path = file('a.csv', text(row(1), row(2, { dx: `"${'M545,'.repeat(7_000_000)}"` })));
    const { manifest } = await ebi({ activity: path, out, 'max-rejects': 100 });
    expect(manifest.steps).toMatchObject({ read: 1, flagged: 1 });
    expect(manifest.inputs[0]?.rows_rejected).toEqual({ record_too_long: 1 });
  });

  it('are read once where a link leads to a file that is given too', async () => {
    const path = file('a.csv', text(row(1), row(2)));
    const link = join(folder, 'latest.csv');
    symlinkSync(path, link);
    const { manifest } = await ebi({ activity: [path, link], out });
    expect(manifest.steps).toMatchObject({ read: 2, flagged: 2 });
    expect(manifest.inputs.map((input) => input.path)).toEqual([path]);
  });

  it('hold records longer than the engine expects', async () => {
    const long = row(1, { dx: `"${'M545,'.repeat(700_000)}"` });
    const { manifest } = await ebi({ activity: file('a.csv', text(long, row(2))), out });
    expect(manifest.steps).toMatchObject({ read: 2, flagged: 2 });
  });
});

describe('what a reader should know', () => {
  const codes = async (content: string, flags: Record<string, unknown> = {}): Promise<string[]> => {
    const { manifest } = await ebi({ activity: file('a.csv', content), out, force: true, ...flags });
    return manifest.warnings.map(({ code }) => code);
  };

  it('is that nothing could be flagged, or that columns are missing', async () => {
    expect(await codes(text(row(1)))).toEqual([]);
    expect(await codes(text(row(1, { ops: 'X403' })))).toEqual(['LBP-W801']);
    expect(await codes('Der_Provider_Code,APPTAGE,OPERTN_01\nR,45,U055\n')).toEqual([
      ...['LBP-W802', 'LBP-W803', 'LBP-W804'],
    ]);
  });

  it('is found where its number has no zero', async () => {
    const numbered = (stem: string, last: number): string[] =>
      Array.from({ length: last }, (_, index) => `${stem}${index + 1}`);
    const [operations, diagnoses] = [numbered('OPERTN_', 24), numbered('DIAG_', 20)];
    const record = (operation: string, diagnosis: string): string =>
      [
        ...['RAA', '45', '2024-04-01', '01'],
        ...operations.map((name) => (name === operation ? 'U055' : '')),
        ...diagnoses.map((name) => (name === diagnosis ? 'C61X' : '')),
      ].join(',');
    const header = ['PROCODE3', 'STARTAGE', 'ADMIDATE', 'ADMINCAT', ...operations, ...diagnoses].join(',');
    const records = [record('OPERTN_1', ''), record('OPERTN_9', 'DIAG_1'), record('OPERTN_24', 'DIAG_20')];
    const path = file('a.csv', `${[header, ...records].join('\n')}\n`);
    for (const preset of [undefined, 'hes-apc']) {
      const { manifest } = await ebi({ activity: path, out, force: true, ...(preset && { preset }) });
      expect(manifest.steps).toMatchObject({ procedure: 0, diagnosis: 2, flagged: 1 });
    }
  });

  it('is asked for where a summary is to be divided by it', async () => {
    const path = file('a.csv', text(row(1)));
    expect(await refusal({ activity: path, out, by: 'provider,commissioner' })).toMatch(
      /^LBP-E103 .*no column for commissioner \(looked for Der_Commissioner_Code/,
    );
    await ebi({ activity: path, out, by: 'commissioner', constants: { commissioner: '00Q' } });
    expect(rowsOf(out, 'ebi-summary.csv')[0]).toEqual(['00Q', '2024/25', '40-49', '1', '1', '1.000000']);
  });

  it('is that diagnoses and categories are in no form in which they could exclude a record', async () => {
    const header = 'Der_Provider_Code,APPTAGE,Der_Procedure_All,Der_Diagnosis_All,Administrative_Category';
    const rows = [
      // Read: codes of ICD-10, the marks of HES for none, and nothing.
      ...['R,45,U055,M545,01', 'R,45,U055,R69X6,98', 'R,45,U055,-,&', 'R,45,U055,NA,NA', 'R,45,U055,,'],
      // A code of SNOMED CT for cancer of the prostate, and the words of a category.
      ...['R,45,U055,399068003,01', 'R,45,U055,,Private patient', 'R,45,U055,,02 Private'],
      // Without imaging nothing is asked of them.
      'R,45,X403,399068003,Private patient',
    ];
    const { manifest } = await ebi({ activity: file('a.csv', `${[header, ...rows].join('\n')}\n`), out });
    const found = manifest.warnings.filter(({ code }) => code !== 'LBP-W804');
    expect(found.map(({ code, count }) => [code, count])).toEqual([
      ['LBP-W802', 1],
      ['LBP-W803', 2],
    ]);
  });

  it('is that a file is given twice, as a copy or compressed', async () => {
    const records = text(row(1), row(2));
    const given = [
      file('a.csv', records),
      file('copy.csv', records),
      file('a.csv.gz', gzipSync(text(row(1), row(2)))),
      file('b.csv', text(row(3))),
      ...[file('none.csv', text()), file('nothing.csv', text())],
    ];
    const { manifest } = await ebi({ activity: given, out });
    expect(manifest.steps).toMatchObject({ read: 7, flagged: 7 });
    const found = manifest.warnings.filter(({ code }) => code === 'LBP-W806');
    expect(found.map(({ count }) => count)).toEqual([2]);
    expect(found[0]?.text).toContain(`${given[1]}, ${given[2]}`);
  });

  it('is that an extract has no records', async () => {
    const { manifest } = await ebi({ activity: file('a.csv', text()), out });
    expect(manifest.steps).toMatchObject({ read: 0, flagged: 0 });
    expect(manifest.warnings.map(({ code, count }) => [code, count])).toEqual([['LBP-W801', 1]]);
  });
});

describe('the output folder', () => {
  it('is private, and is not replaced unless asked', async () => {
    const activity = file('a.csv', text(row(1)));
    await ebi({ activity, out });
    expect(statSync(out).mode & 0o777).toBe(0o700);
    for (const name of [
      'ebi-activity.csv',
      'ebi-steps.csv',
      'ebi-summary.csv',
      'rejects.csv',
      'manifest.json',
    ]) {
      expect([name, statSync(join(out, name)).mode & 0o777]).toEqual([name, 0o600]);
    }
    expect(await refusal({ activity, out })).toMatch(/^LBP-E303/);
    await ebi({ activity, out, force: true });
    const { manifest } = await ebi({ activity, out, force: true });
    expect(manifest.outputs.map(({ name }) => name).sort()).toEqual([
      ...['ebi-activity.csv', 'ebi-steps.csv', 'ebi-summary.csv', 'rejects.csv'],
    ]);
    for (const { name, sha256 } of manifest.outputs) {
      expect(
        createHash('sha256')
          .update(readFileSync(join(out, name)))
          .digest('hex'),
      ).toBe(sha256);
    }
  });

  it('is not left where a file changes while it is read', async () => {
    const activity = file('a.csv', text(row(1)));
    const ended = refusal({ activity, out });
    appendFileSync(activity, row(2));
    expect(await ended).toMatch(/^(?:LBP-E112|none)/);
  });
});

describe('settings', () => {
  const asked = (flags: Record<string, unknown>): Promise<string> =>
    refusal({ activity: join(folder, 'a.csv'), out, ...flags });

  it('are refused where they are none', async () => {
    expect(await refusal({ out })).toMatch(/^LBP-E304 --activity is missing/);
    expect(await refusal({ activity: [], out })).toMatch(/^LBP-E304 --activity is missing/);
    expect(await asked({ by: 'ward' })).toMatch(/^LBP-E304 by/);
    expect(await asked({ pairing: 'near' })).toMatch(/^LBP-E304 pairing/);
    expect(await asked({ nulls: 'none' })).toMatch(/^LBP-E304 nulls/);
    expect(await asked({ columns: { ward: 'x' } })).toMatch(/^LBP-E304 unknown key ward in columns/);
    expect(await asked({ claims: 'x' })).toMatch(/^LBP-E304 unknown key claims/);
  });
});
