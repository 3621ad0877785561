import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CellValue, readXlsx } from 'hucre/xlsx';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { columnName } from '../../../src/report/workbook/sheet-xml.js';
import { writeWorkbook } from '../../../src/report/workbook/write-workbook.js';
import { dayOf } from '../../../src/timeline/day.js';
import { openArchive } from '../../../src/valuesets/workbook/archive.js';
import { openWorkbook, type Workbook } from '../../../src/valuesets/workbook/parts.js';
import { type Cell, rowsOf } from '../../../src/valuesets/workbook/rows.js';
import { finishedRun } from './finished-run.js';

const home = mkdtempSync(join(tmpdir(), 'lbp-xlsx-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

const OUT = join(home, 'run.xlsx');
const IDS = ['+1', '-2', '0000123', '=1+1', '@SUM(A1)', 'a<b>&"c"', 'two\nlines', 'x_x0041_', '\u{1F600}'];
const MEMBERS = IDS.map((id) => ({
  ...{ person_id: id, product_line: 'medicaid', measurement_year: 2025, age: 40 },
  ...{ index_date: dayOf(2025, 3, 4), index_claim_id: '1E10', index_code: '0450', status: 'denominator' },
  ...{ reasons: [], imaging: 0, compliant: 1, by_race: '007' },
}));
const SUMMARY = [
  {
    ...{ measurement_year: 2025, product_line: 'medicaid', age_band: 'total', candidates: 9, denominator: 8 },
    ...{ rate: 0.875, open: 1 },
  },
];

function aRun(folder: string): ReturnType<typeof finishedRun> {
  return finishedRun(join(home, folder), {
    tables: { 'members.csv': MEMBERS, 'summary.csv': SUMMARY },
    question: { 'as-of': '2025-06-15' },
    further: {
      'members.csv': [{ name: 'by_race', type: 'text', about: '' }],
      'summary.csv': [{ name: 'open', type: 'count', about: '' }],
    },
  });
}

let book: Workbook;
beforeAll(async () => {
  await writeWorkbook(aRun('run'), OUT, { force: false, inputs: [] });
  book = await openWorkbook(await openArchive(readFileSync(OUT), OUT));
});

/** The rows of a sheet, by the reader of value sets. */
async function ourRows(name: string): Promise<(readonly Cell[])[]> {
  const sheet = book.sheets.find((one) => one.name === name);
  if (sheet === undefined) throw new Error(`no sheet ${name}`);
  const rows: (readonly Cell[])[] = [];
  for await (const some of rowsOf(book, sheet)) rows.push(...some.map(({ cells }) => cells));
  return rows;
}

/** The same by a library that has nothing to do with it. */
async function theirRows(name: string): Promise<CellValue[][]> {
  const { sheets } = await readXlsx(readFileSync(OUT));
  return sheets.find((one) => one.name === name)?.rows ?? [];
}

async function xmlOf(part: string): Promise<string> {
  const { readFromZip } = await import('./zip-part.js');
  return readFromZip(OUT, part);
}

describe('a run as a workbook', () => {
  it('has a sheet for each table after one about the run, and is for its owner only', () => {
    expect(book.sheets.map(({ name }) => name)).toEqual(['about', 'members', 'summary']);
    expect(statSync(OUT).mode & 0o777).toBe(0o600);
    expect(existsSync(`${OUT}.partial`)).toBe(false);
  });

  it('keeps ids, codes and dates as text, as two readers find it', async () => {
    const columns = ['person_id', 'index_claim_id', 'index_code', 'index_date', 'by_race'];
    const expected = IDS.map((id) => [id, '1E10', '0450', '2025-03-04', '007']);
    for (const rows of [await ourRows('members'), await theirRows('members')]) {
      const [header = [], ...records] = rows;
      const places = columns.map((name) => header.indexOf(name));
      // The first reader leaves `_x0041_` as a workbook writes it.
      const found = records.map((cells) => places.map((place) => cells[place]));
      expect(found.map((row) => row.map((cell) => String(cell).replaceAll('_x005F_', '_')))).toEqual(
        expected,
      );
      expect(found.flat().every((cell) => typeof cell === 'string')).toBe(true);
    }
  });

  it('stores counts and rates as numbers, those that the rules add too', async () => {
    const [header = [], row = []] = await theirRows('summary');
    const cells = Object.fromEntries(header.map((name, place) => [String(name), row[place] ?? null]));
    expect(cells).toMatchObject({ candidates: 9, denominator: 8, rate: 0.875, open: 1, age_band: 'total' });
    expect(cells['imaging']).toBeNull();
    const [members = [], first = []] = await theirRows('members');
    expect(first[members.indexOf('age')]).toBe(40);
  });

  it('freezes and filters the header of every sheet, over all rows', async () => {
    for (const sheet of [1, 2, 3]) {
      const xml = await xmlOf(`xl/worksheets/sheet${sheet}.xml`);
      expect(xml).toContain('<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>');
      expect(xml).toMatch(/<\/sheetData><autoFilter ref="A1:[A-Z]+\d+"\/><\/worksheet>$/);
    }
    expect(await xmlOf('xl/worksheets/sheet2.xml')).toContain(`<autoFilter ref="A1:Z${IDS.length + 1}"/>`);
    expect(await xmlOf('xl/workbook.xml')).toContain(`'members'!$A$1:$Z$${IDS.length + 1}<`);
  });

  it('has no formula in any part', async () => {
    for (const sheet of [1, 2, 3]) {
      const xml = await xmlOf(`xl/worksheets/sheet${sheet}.xml`);
      expect(xml).not.toMatch(/<f[\s>/]/);
      // A cell is a number, or a text in the sheet itself.
      expect(xml).not.toMatch(/ t="(?!inlineStr")/);
    }
  });

  it('says first what was measured, how far it may be trusted, and on what', async () => {
    const about = new Map((await ourRows('about')).map(([what, value]) => [what, value]));
    expect(about.get('measured')).toBe('LBP measurement year 2025');
    expect(about.get('notice')).toContain('rates are not HEDIS rates');
    expect(about.get('run')).toBe('7d3f1c1e-6f1e-4a58-9d4e-2f6f0c1b2a3d');
    expect(about.get('lbp')).toBe('9.8.7');
    expect(about.get('asked: as-of')).toBe('2025-06-15');
    expect(about.get('input: medical_claim')).toBe('in/claims.csv, SHA-256 ab12');
  });

  it('is the same, byte for byte, when it is made again', async () => {
    const again = join(home, 'again.xlsx');
    await writeWorkbook(aRun('run-again'), again, { force: false, inputs: [] });
    expect(readFileSync(again).equals(readFileSync(OUT))).toBe(true);
  });

  it('replaces nothing without force', async () => {
    const run = aRun('run-twice');
    await expect(writeWorkbook(run, OUT, { force: false, inputs: [] })).rejects.toThrow('LBP-E303');
    await writeWorkbook(run, OUT, { force: true, inputs: [] });
    expect(existsSync(`${OUT}.partial`)).toBe(false);
  });
});

describe('what a workbook cannot hold', () => {
  it('a table of too many rows is refused before anything is written', async () => {
    const folder = join(home, 'long');
    const out = join(home, 'long.xlsx');
    finishedRun(folder, { tables: { 'members.csv': [] } });
    const path = join(folder, 'members.csv');
    const header = readFileSync(path, 'utf8');
    const row = `P${','.repeat(header.split(',').length - 1)}\n`;
    const content = header + row.repeat(1_048_576);
    writeFileSync(path, content);
    const sha256 = createHash('sha256').update(content).digest('hex');
    const manifest: unknown = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
    const outputs = [{ name: 'members.csv', bytes: content.length, sha256 }];
    writeFileSync(join(folder, 'manifest.json'), JSON.stringify(Object.assign({}, manifest, { outputs })));
    const { RunFolder } = await import('../../../src/report/run-folder.js');
    await expect(writeWorkbook(RunFolder.open(folder), out, { force: false, inputs: [] })).rejects.toThrow(
      'LBP-E304 --format xlsx: members.csv has 1048576 rows, and a sheet can have 1048575 and a header. Use --format parquet.',
    );
    expect([existsSync(out), existsSync(`${out}.partial`)]).toEqual([false, false]);
  });

  it('a text longer than a cell is refused, and nothing is left', async () => {
    const out = join(home, 'wide.xlsx');
    const run = finishedRun(join(home, 'wide'), {
      tables: { 'members.csv': [{ person_id: 'P1', plan: 'x'.repeat(32_768) }] },
    });
    await expect(writeWorkbook(run, out, { force: false, inputs: [] })).rejects.toThrow(
      /^LBP-E304 --format xlsx: row 2 of members/,
    );
    expect([existsSync(out), existsSync(`${out}.partial`)]).toEqual([false, false]);
  });
});

it('columns are named as spreadsheets name them', () => {
  expect([0, 25, 26, 51, 52, 701, 702].map(columnName)).toEqual(['A', 'Z', 'AA', 'AZ', 'BA', 'ZZ', 'AAA']);
});
