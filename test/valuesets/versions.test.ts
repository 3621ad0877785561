import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { loadDirectory } from '../../src/valuesets/directory.js';

const home = mkdtempSync(join(tmpdir(), 'lbp-versions-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

/** A folder of CSV files, each with rows of set, version and code. */
function folderOf(
  files: Readonly<Record<string, readonly (readonly [string, string, string])[]>>,
  under = '',
): string {
  const folder = join(mkdtempSync(join(home, 'sets-')), under);
  mkdirSync(folder, { recursive: true });
  for (const [name, rows] of Object.entries(files)) {
    const lines = rows.map(([set, version, code]) => `${set},${version},${code},ICD10CM`);
    writeFileSync(
      join(folder, name),
      ['Value Set Name,Value Set Version,Code,Code System', ...lines].join('\n'),
    );
  }
  return folder;
}

describe('one set in two versions', () => {
  it('is refused, in two files and in one', async () => {
    const two = folderOf({
      'a.csv': [['HIV', '2024-03-29', 'B20']],
      'b.csv': [['HIV', '2025-03-31', 'B20']],
    });
    await expect(loadDirectory({ valueSets: [two] })).rejects.toThrow(
      `LBP-E205 ${two}/a.csv: the value set HIV is there in version 2024-03-29, and in ${two}/b.csv in version 2025-03-31. Give the directory of one measurement year only.`,
    );
    const one = folderOf({
      'a.csv': [
        ['HIV', '2024-03-29', 'B20'],
        ['HIV', '2025-03-31', 'B20'],
      ],
    });
    await expect(loadDirectory({ valueSets: [one] })).rejects.toThrow(
      /^LBP-E205 .* and in the same file in version/,
    );
  });

  it('is not the same day written in two ways', async () => {
    const folder = folderOf({
      'a.csv': [['HIV', '2025-03-31', 'B20']],
      'b.csv': [['HIV', '2025-03-31 00:00:00', 'B97.35']],
    });
    const { sets } = await loadDirectory({ valueSets: [folder] });
    expect(sets.map(({ version }) => version)).toEqual(['2025-03-31']);
  });

  it('is what is refused: sets of several versions, a set in two files, rows that state none are not', async () => {
    const version = fc.constantFrom('', '2024-03-29', '2025-03-31');
    const row = fc.tuple(fc.constantFrom('HIV', 'Cancer'), version, fc.constantFrom('B20', 'C50.911', 'C61'));
    const file = fc.array(row, { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(file, file, async (a, b) => {
        const versions = (set: string): number =>
          new Set([...a, ...b].filter(([name, of]) => name === set && of !== '').map(([, of]) => of)).size;
        const isRefused = versions('HIV') > 1 || versions('Cancer') > 1;
        const loaded = loadDirectory({ valueSets: [folderOf({ 'a.csv': a, 'b.csv': b })] });
        if (isRefused) await expect(loaded).rejects.toThrow('LBP-E205');
        else await expect(loaded).resolves.toBeDefined();
      }),
      { numRuns: 60 },
    );
  });

  it('the open sets, with their invented rows, are none', async () => {
    await expect(loadDirectory()).resolves.toBeDefined();
  });
});

describe('the measurement year of a directory', () => {
  it.each([
    ['MY 2025 Value Set Directory.csv', '2023-03-31', 2025],
    ['HEDIS_MY2024_VSD.csv', '', 2024],
    ['MY 2025 VSD 2024-08-01.csv', '', 2025],
    ['vsd-2023.csv', '', 2023],
    ['sets.csv', '2024-06-30', 2024],
    // As database exports, pandas and spreadsheet programs write 30 June and 1 July 2024.
    ['sets.csv', '2024-06-30 00:00:00.000', 2024],
    ['sets.csv', '2024-07-01T00:00:00', 2025],
    ['sets.csv', '20240701', 2025],
    ['sets.csv', '01-Jul-2024', 2025],
    ['sets.csv', '7/1/2024 12:00:00 AM', 2025],
    ['sets.csv', '45474.0', 2025],
    ['sets.csv', '2024-07-01', 2025],
    ['sets.csv', '2024-08-01', 2025],
    ['sets.csv', '2025-03-31', 2025],
    // A date in the name is that of a file, and one of two years is neither.
    ['export 2025-01-31.csv', '2024-03-29', 2024],
    ['from 2024 to 2025.csv', '', null],
    ['sets.csv', 'v3', null],
    ['sets.csv', '', null],
  ])('of %s with the newest version "%s" is %j', async (name, version, year) => {
    const folder = folderOf(
      {
        [name]: [
          ['HIV', version, 'B20'],
          ['Cancer', /^20/.test(version) ? '2019-03-29' : '', 'C61'],
        ],
      },
      'x',
    );
    const { years } = await loadDirectory({ valueSets: [folder] });
    expect(years.map((one) => one.year)).toEqual(year === null ? [] : [year]);
  });

  it('may stand in the name of the folder', async () => {
    const folder = folderOf({ 'sets.csv': [['HIV', '', 'B20']] }, 'licensed-2024');
    const { years } = await loadDirectory({ valueSets: [folder] });
    expect(years).toEqual([{ path: `${folder}/sets.csv`, year: 2024, sign: 'its name' }]);
  });

  it('is not among the open sets', async () => {
    expect((await loadDirectory()).years).toEqual([]);
  });
});

const file = (...lines: readonly string[]): string => {
  const path = join(mkdtempSync(join(home, 'file-')), 'sets.csv');
  writeFileSync(path, lines.join('\n'));
  return path;
};

it('a hint for Excel above the headings is named', async () => {
  const path = file('sep=;', 'Value Set Name;Code;Code System', 'HIV;B20;ICD10CM');
  await expect(loadDirectory({ valueSets: [path] })).rejects.toThrow(
    `LBP-E201 ${path}: its first line is a hint for Excel (sep=) and not the headings. Remove that line.`,
  );
});

describe('a heading twice in a CSV file', () => {
  it.each([
    ['Value Set Name', 'Value Set Name,Code,Code System,VALUE SET NAME', 'HIV,B20,ICD10CM,Cancer'],
    ['Code', 'Value Set Name,Code,Code System,Code', 'HIV,B20,ICD10CM,C61'],
    [
      'Value Set Version',
      'Value Set Name,Value Set Version,Code,Code System,Value Set Version',
      'HIV,,B20,ICD10CM,1',
    ],
  ])('is refused: %s', async (heading, headings, row) => {
    const path = file(headings, row);
    await expect(loadDirectory({ valueSets: [path] })).rejects.toThrow(
      `LBP-E201 ${path}: two columns have the heading ${heading}. Delete or rename one of them.`,
    );
  });

  it('is refused in a crosswalk too', async () => {
    const path = file('ndc,rxcui,NDC', '00071015523,8640,');
    await expect(loadDirectory({ crosswalk: path })).rejects.toThrow(
      `LBP-E201 ${path}: two columns have the heading ndc. Delete or rename one of them.`,
    );
  });

  it('does no harm in a column that is not read', async () => {
    const path = file('Note,Value Set Name,Code,Code System,Note', 'a,HIV,B20,ICD10CM,b');
    expect((await loadDirectory({ valueSets: [path] })).setNames).toEqual(new Set(['HIV']));
  });
});

describe('what else in a folder may hold codes', () => {
  it('is named and left out: a list of changes, and tables of other kinds', async () => {
    const folder = folderOf({
      'Value Sets to Codes.csv': [['HIV', '', 'B20']],
      'Summary of Changes - Codes.csv': [['HIV', '', 'R75']],
    });
    for (const name of ['more.tsv', 'more.csv.gz', 'ReadMe.txt']) writeFileSync(join(folder, name), 'x');
    const { codes, warnings } = await loadDirectory({ valueSets: [folder] });
    expect(codes.map(({ code }) => code)).toEqual(['B20']);
    const kinds = 'value sets are read as .xlsx and .csv only. Save it as one of them.';
    expect(warnings.map(({ text }) => text)).toEqual([
      `LBP-E109 ${folder}/Summary of Changes - Codes.csv: not read, because its name is that of a list of changes. Rename it if its codes count.`,
      `LBP-E109 ${folder}/more.csv.gz: not read, because ${kinds}`,
      `LBP-E109 ${folder}/more.tsv: not read, because ${kinds}`,
    ]);
  });

  it('is named if the folder holds nothing else', async () => {
    const folder = folderOf({ 'Summary of Changes.csv': [['HIV', '', 'R75']] });
    await expect(loadDirectory({ valueSets: [folder] })).rejects.toThrow(
      `LBP-E204 ${folder}: nothing in this folder is read. ${folder}/Summary of Changes.csv: not read, because its name is that of a list of changes. Rename it if its codes count.`,
    );
  });

  it('is read if it is given by itself', async () => {
    const folder = folderOf({ 'Summary of Changes.csv': [['HIV', '', 'R75']] });
    const { codes } = await loadDirectory({ valueSets: [join(folder, 'Summary of Changes.csv')] });
    expect(codes.map(({ code }) => code)).toEqual(['R75']);
  });
});
