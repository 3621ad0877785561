import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { type Directory, loadDirectory } from '../../src/valuesets/directory.js';

/*
 * Tables as spreadsheet programs and other exports leave them.
 */

const home = mkdtempSync(join(tmpdir(), 'lbp-awkward-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

/** The path of a new file of value sets. */
function fileOf(rows: readonly string[], encoding: BufferEncoding = 'utf8'): string {
  const path = join(mkdtempSync(join(home, 'sets-')), 'sets.csv');
  const text = ['Value Set Name,Value Set Version,Code,Code System', ...rows].join('\n');
  writeFileSync(path, encoding === 'utf16le' ? `\ufeff${text}` : text, encoding);
  return path;
}

function load(rows: readonly string[]): Promise<Directory> {
  return loadDirectory({ valueSets: [fileOf(rows)] });
}

describe('names of sets', () => {
  test('that look alike are one name', async () => {
    const { sets } = await load([
      'HIV Made Up,,B20,ICD10CM',
      'HIV\u00a0Made Up,,Z21,ICD10CM',
      'HIV  Made\u200b Up ,,B9735,ICD10CM',
    ]);
    expect(sets.map(({ name, counts }) => [name, counts.get('ICD10CM')])).toEqual([['HIV Made Up', 3]]);
  });

  test("of a pack's own sets may differ in case from those of a directory", async () => {
    const { sets } = await loadDirectory({
      ownSets: ['review'],
      valueSets: [fileOf(['HIV,,B20,ICD10CM'])],
    });
    expect(
      sets
        .map(({ name }) => name)
        .filter((name) => /^hiv$/i.test(name))
        .sort(),
    ).toEqual(['HIV', 'hiv']);
  });

  test('that differ in case only are refused', async () => {
    const path = fileOf(['HIV Made Up,,B20,ICD10CM', 'HIV made up,,Z21,ICD10CM']);
    await expect(loadDirectory({ valueSets: [path] })).rejects.toThrow(
      `LBP-E203 ${path}: the value set HIV Made Up is written HIV made up in the same file. Write its name one way.`,
    );
  });
});

test('rows whose code system is blank, or in a spelling of its own, are warned about', async () => {
  const { warnings, skipped } = await load([
    'HIV,,B20,ICD10CM',
    'HIV,,Z21,',
    'HIV,,B9735,ICD-10',
    'HIV,,99213,CPT/HCPCS',
    'HIV,,99214,CPT/HCPCS',
    'HIV,,3044F,CPT-CAT-II',
    'HIV,,1234-5,LOINC',
  ]);
  expect(warnings.map(({ text, count }) => [text.replace(/^.*sets[.]csv/, ''), count])).toEqual([
    [':3: the code system is blank.', 1],
    [':4: no rule reads the code system "ICD-10".', 1],
    [':5: no rule reads the code system "CPT/HCPCS" (and 1 more such rows in this file).', 2],
  ]);
  expect(skipped.get('CPT/HCPCS')).toBe(2);
});

test('RxCUIs of a crosswalk are read like those of the lists', async () => {
  const folder = mkdtempSync(join(home, 'lists-'));
  const lists = join(folder, 'lists.csv');
  writeFileSync(
    lists,
    'Medication List Name,Code,Code System\nMade Up,197319,RXNORM\nMade Up,\u00a08640\u200b,RXNORM\n',
  );
  const crosswalk = join(folder, 'crosswalk.csv');
  writeFileSync(
    crosswalk,
    'ndc,rxcui\n00071015523,197319.0\n00071015524,"8640\u00a0"\n00071015525,\n00071015526,prednisone\n',
  );
  const { codes, warnings } = await loadDirectory({ either: [lists], crosswalk });
  expect(codes.filter(({ system }) => system === 'NDC').map(({ code }) => code)).toEqual([
    '00071015523',
    '00071015524',
  ]);
  expect(warnings.map(({ text }) => text)).toEqual([
    `LBP-E203 ${crosswalk}:5: "prednisone" is no RXNORM code: digits needed.`,
  ]);
});

test('a file may be UTF-16', async () => {
  const { codes } = await loadDirectory({ valueSets: [fileOf(['HIV,,B20,ICD10CM'], 'utf16le')] });
  expect(codes.map(({ code }) => code)).toEqual(['B20']);
});

test('versions that a spreadsheet program rewrote are the dates that they were', async () => {
  const { files, years } = await load([
    'HIV,2025-03-31,B20,ICD10CM',
    'HIV,3/31/2025,Z21,ICD10CM',
    'HIV,45747,B9735,ICD10CM',
  ]);
  expect(files.map(({ versions }) => versions)).toEqual([['2025-03-31']]);
  expect(years.map(({ year }) => year)).toEqual([2025]);
});

test.each(['C50*', 'C50.*', 'c50.9%', 'C50.91*', 'C50.9-', 'C50.-', 'C50.9x', 'C50.xx', 'S39.82X'])(
  '%s is left out, and a warning asks for its codes',
  async (text) => {
    const { codes, warnings } = await load([`Cancer,,${text},ICD10CM`, 'Cancer,,C61,ICD10CM']);
    expect(codes.map(({ code }) => code)).toEqual(['C61']);
    expect(warnings).toEqual([
      {
        text: expect.stringContaining(
          `"${text}" is no ICD10CM code: every code that it stands for is needed, in a row of its own.`,
        ),
        count: 1,
      },
    ]);
  },
);

test.each(['13x', '013X', '="013x"'])(
  'the bill types %s are left out, and a warning asks for them',
  async (text) => {
    const { codes, warnings } = await load([
      `Visits,,"${text.replaceAll('"', '""')}",UBTOB`,
      'Visits,,0131,UBTOB',
    ]);
    expect(codes.map(({ code }) => code)).toEqual(['0131']);
    expect(warnings.map(({ count }) => count)).toEqual([1]);
    expect(warnings[0]?.text).toContain('is no UBTOB code: every code that it stands for is needed');
  },
);

test('a mark behind a whole code is not part of it', async () => {
  const { codes, warnings } = await load([
    'Visits,,99201*,CPT',
    'Trauma,,S39.012A*,ICD10CM',
    'LBP,,M54.50*,ICD10CM',
    'LBP,,M54.51-,ICD10CM',
    'HIV,,B20*,ICD10CM',
  ]);
  expect(new Set(codes.map(({ code }) => code))).toEqual(
    new Set(['S39012A', '99201', 'M5450', 'M5451', 'B20']),
  );
  expect(warnings).toEqual([]);
});
