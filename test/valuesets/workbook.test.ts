import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LBP } from '../../src/packs/lbp/pack.js';
import { type Directory, loadDirectory, type WorkbookCache } from '../../src/valuesets/directory.js';
import { code, drug, MEDICATIONS, sheet, VALUE_SETS, workbook } from './workbooks.js';

let home: string;
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'lbp-workbooks-'));
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

function codesOf(directory: Directory): string[] {
  return directory.codes.map(({ system, code: text, sets }) => `${system} ${text} ${sets.join('+')}`);
}

let count = 0;
function place(): string {
  count += 1;
  return join(home, `${count}.xlsx`);
}

async function load(...given: Parameters<typeof workbook> extends [string, ...infer R] ? R : never) {
  return loadDirectory({ valueSets: [await workbook(place(), ...given)] });
}

describe('a workbook of another writer', async () => {
  const path = 'fixtures/valuesets/workbooks/openpyxl.xlsx';
  const directory = await loadDirectory({ valueSets: [path] });

  it('gives its codes as they are meant: numbers with their zeros, texts without blanks and dots', () => {
    expect(codesOf(directory)).toEqual([
      'ICD10CM M5450 Made Up Pain',
      'ICD10CM M5451 Made Up Pain',
      'ICD10PCS 0016070 Made Up Surgery',
      'CPT 00100 Made Up Visit',
      'CPT 72100 Made Up Visit',
      'UBREV 0450 Made Up Visit',
      'UBREV 0510 Made Up Visit',
      'UBTOB 0131 Made Up Visit',
      'POS 02 Made Up Visit',
      'Modifier 01 Made Up Surgery',
    ]);
  });

  it('names a date as a day', () => {
    expect(directory.files).toMatchObject([{ path, name: 'openpyxl.xlsx', versions: ['2025-03-31'] }]);
  });

  it('counts the systems that no rule reads', () => {
    expect(directory.skipped).toEqual(
      new Map([
        ['LOINC', 1],
        ['SNOMED CT US Edition', 1],
      ]),
    );
  });

  it('warns about a formula without its result and a number that is no code, with sheet and row', () => {
    expect(directory.warnings.map(({ text }) => text)).toEqual([
      `LBP-E203 ${path} [Value Set to Codes]:12: "=CONCATENATE("M54",".5")" is no ICD10CM code: a letter, a digit and one to five more characters needed.`,
      `LBP-E203 ${path} [Value Set to Codes]:16: "72100.5" is no CPT code: five digits or letters needed.`,
    ]);
  });

  it('says which sets LBP uses', () => {
    expect(directory.listedFor(LBP.measure)).toEqual({
      valueSets: new Set(['Made Up Pain', 'Made Up Surgery']),
      medicationLists: null,
    });
  });
});

describe.each(['shared', 'inline'] as const)('texts that are %s', (stringMode) => {
  it('come out alike', async () => {
    const rows = [
      VALUE_SETS,
      code('Made Up & <Visit>', 'CPT', '99213'),
      code('Made Up & <Visit>', 'UBREV', '0450'),
      code('Made Up & <Visit>', 'UBREV', 451),
      code('Visite à domicile', 'HCPCS', 'g0463'),
    ];
    const directory = await load([sheet('Value Sets to Codes', rows)], stringMode);
    expect(codesOf(directory)).toEqual([
      'CPT 99213 Made Up & <Visit>',
      'HCPCS G0463 Visite à domicile',
      'UBREV 0450 Made Up & <Visit>',
      'UBREV 0451 Made Up & <Visit>',
    ]);
  });
});

describe('drugs', () => {
  it('an NDC that was stored as a number has eleven digits again; ten digits as text stay ambiguous', async () => {
    const rows = [
      MEDICATIONS,
      drug('Made Up Drugs', 'NDC', 71015523),
      drug('Made Up Drugs', 'NDC', 7101550123),
      drug('Made Up Drugs', 'NDC', '00071015540'),
      drug('Made Up Drugs', 'NDC', '0071-0155-41'),
      drug('Made Up Drugs', 'NDC', '7101550124'),
      drug('Made Up Drugs', 'RXNORM', 197319),
    ];
    const path = await workbook(place(), [sheet('Medication Lists to Codes', rows)]);
    const directory = await loadDirectory({ medications: [path] });
    expect(codesOf(directory).filter((one) => one.endsWith('Made Up Drugs'))).toEqual([
      'NDC 00071015523 Made Up Drugs',
      'NDC 00071015540 Made Up Drugs',
      'NDC 00071015541 Made Up Drugs',
      'NDC 07101550123 Made Up Drugs',
      'RXNORM 197319 Made Up Drugs',
    ]);
    expect(directory.warnings.map(({ text }) => text)).toEqual([
      expect.stringContaining('[Medication Lists to Codes]:6: "7101550124" is no NDC code: ten digits'),
    ]);
  });

  it('a list of NDCs needs no code system', async () => {
    const rows = [
      ['Brand Name', 'NDC Code', 'Medication List'],
      ['Brand', 71015523, 'Made Up Drugs'],
    ];
    const path = await workbook(place(), [sheet('Medication List to NDC Codes', rows)]);
    const directory = await loadDirectory({ medications: [path] });
    expect(codesOf(directory)).toContain('NDC 00071015523 Made Up Drugs');
  });
});

describe('which sheets are read', () => {
  const rows = [VALUE_SETS, code('Made Up Visit', 'CPT', '99213')];
  const others = [VALUE_SETS, code('Not To Be Read', 'CPT', '99214')];
  const sets = (directory: Directory): string[] => directory.sets.map(({ name }) => name);

  it.each([
    'Value Sets to Codes',
    'Value Set to Codes',
    'VALUE SETS TO CODES',
    'MY 2024 Value Sets to Codes',
    'Value Sets to Codes 2019-07-01',
  ])('%s, wherever it stands', async (name) => {
    const directory = await load([
      sheet('Summary of Changes - Codes', others),
      sheet('Notes', [['About this directory']]),
      sheet('Old Codes', others),
      sheet(name, rows),
      sheet('Codes (draft)', others, { hidden: true }),
    ]);
    expect(sets(directory)).toEqual(['Made Up Visit']);
  });

  it('one of an unknown name by its headings, if it can be seen', async () => {
    const hidden = sheet('Hidden', others, { hidden: true });
    const directory = await load([hidden, sheet('Summary', others), sheet('Sheet1', rows)]);
    expect(sets(directory)).toEqual(['Made Up Visit']);
  });

  it('a hidden one by its name, where no other has it', async () => {
    const directory = await load([
      sheet('Notes', [['x']]),
      sheet('Value Sets to Codes', rows, { hidden: true }),
    ]);
    expect(sets(directory)).toEqual(['Made Up Visit']);
  });

  it('value sets and medication lists of one workbook', async () => {
    const path = await workbook(place(), [
      sheet('Value Sets to Codes', rows),
      sheet('Medication Lists to Codes', [MEDICATIONS, drug('Made Up Drugs', 'NDC', '00071015523')]),
      sheet('Measures to Medication Lists', [
        ['Measure ID', 'Measure Name', 'Medication List Name', 'Medication List OID'],
        ['LBP', 'Use of Imaging Studies for Low Back Pain', 'Made Up Drugs', '1.2.4'],
      ]),
    ]);
    const directory = await loadDirectory({ valueSets: [path], medications: [path] });
    expect(directory.sets.map(({ name, kind }) => `${kind} ${name}`)).toEqual([
      'medication list Made Up Drugs',
      'value set Made Up Visit',
    ]);
    expect(directory.files).toHaveLength(1);
    expect(directory.listedFor(LBP.measure)).toEqual({
      valueSets: null,
      medicationLists: new Set(['Made Up Drugs']),
    });
  });

  it('headings in any order, within the first twenty rows', async () => {
    const titles = Array.from({ length: 19 }, (_, line) => [`Title ${line}`]);
    const headings = ['Code System Version', 'Code', ' code system', 'VALUE SET  NAME'];
    const row = ['2025', '99213', 'CPT', 'Made Up Visit'];
    expect(sets(await load([sheet('Value Sets to Codes', [...titles, headings, row])]))).toEqual([
      'Made Up Visit',
    ]);
    await expect(
      load([sheet('Value Sets to Codes', [['One more'], ...titles, headings, row])]),
    ).rejects.toThrow('LBP-E201');
  });

  it('no sheet in which a heading that is read stands twice', async () => {
    const twice = [
      ['Value Set Name', 'Code', 'Code System', 'code '],
      ['Made Up Visit', '99213', 'CPT', '99214'],
    ];
    await expect(load([sheet('Value Sets to Codes', twice)])).rejects.toThrow(
      /^LBP-E201 .* \[Value Sets to Codes\]: two columns have the heading Code\. Delete or rename one of them\.$/,
    );
    const unread = [
      ['Definition', 'Value Set Name', 'Code', 'Code System', 'Definition'],
      ['a', 'Made Up Visit', '99213', 'CPT', 'b'],
    ];
    expect(sets(await load([sheet('Value Sets to Codes', unread)]))).toEqual(['Made Up Visit']);
  });

  it('workbooks in a folder, beside CSV files, and not the lock of one that is open', async () => {
    const folder = mkdtempSync(join(home, 'folder-'));
    await workbook(join(folder, 'VSD.xlsx'), [sheet('Value Sets to Codes', rows)]);
    writeFileSync(join(folder, '~$VSD.xlsx'), 'lock');
    writeFileSync(join(folder, 'more.csv'), 'Value Set Name,Code,Code System\nMore,99215,CPT\n');
    expect(sets(await loadDirectory({ valueSets: [folder] }))).toEqual(['Made Up Visit', 'More']);
  });
});

describe('an error in a workbook names what was found', () => {
  const rows = [VALUE_SETS, code('Made Up Visit', 'CPT', '99213')];

  it('no sheet with codes', async () => {
    await expect(
      load([sheet('Cover', [['Directory']]), sheet('Notes', [['x']], { hidden: true })]),
    ).rejects.toThrow(
      /LBP-E201 .*\.xlsx: no sheet with value sets or medication lists \(sheets found: Cover, Notes \(hidden\)\)\. Wanted: a sheet named Value Sets to Codes/,
    );
  });

  it('a sheet without one of the headings', async () => {
    const odd = [['Directory, name and version'], ['Value Set Name', 'Code', 'Remark'], ['A', 'B', 'C']];
    await expect(load([sheet('Value Sets to Codes', odd)])).rejects.toThrow(
      /LBP-E201 .* \[Value Sets to Codes\]: the headings of value sets are not in the first 20 rows \(found in row 1: Directory, name and version\)/,
    );
  });

  it('headings and nothing else', async () => {
    await expect(load([sheet('Value Sets to Codes', [VALUE_SETS])])).rejects.toThrow(
      /LBP-E204 .*\[Value Sets to Codes\]: headings, but no row below/,
    );
  });

  it('two sheets that could be meant', async () => {
    await expect(
      load([sheet('2024 Value Sets to Codes', rows), sheet('2025 Value Sets to Codes', rows)]),
    ).rejects.toThrow(
      'more than one sheet of value sets (2024 Value Sets to Codes, 2025 Value Sets to Codes)',
    );
  });

  it('a sheet of measures that cannot be read is a warning', async () => {
    const measures = sheet('Measures to Value Sets', [
      ['Programme', 'Set'],
      ['LBP', 'Made Up Visit'],
    ]);
    const directory = await load([sheet('Value Sets to Codes', rows), measures]);
    expect(directory.listedFor(LBP.measure).valueSets).toBeNull();
    expect(directory.warnings.map(({ text }) => text)).toEqual([
      expect.stringMatching(
        /^LBP-E201 .*\[Measures to Value Sets\]: the headings of measures to value sets are not .*Programme, Set\)/,
      ),
    ]);
  });

  it.each<[string, (whole: Buffer) => Buffer, RegExp]>([
    ['is cut short', (whole) => whole.subarray(0, whole.length - 40), /LBP-E109 .*cut short/],
    ['is text', () => Buffer.from('Value Set Name,Code\n'), /LBP-E109 .*not a workbook, whatever its name/],
    ['is empty', () => Buffer.alloc(0), /LBP-E204 .*the file is empty/],
    ['has a password', () => Buffer.from('d0cf11e0a1b11ae1', 'hex'), /LBP-E109 .*password/],
    ['is another archive', () => Buffer.from(EMPTY_ZIP, 'hex'), /LBP-E107 .*damaged/],
  ])('a file that %s', async (_, spoil, message) => {
    const path = await workbook(place(), [sheet('Value Sets to Codes', rows)]);
    writeFileSync(path, spoil(readFileSync(path)));
    await expect(loadDirectory({ valueSets: [path] })).rejects.toThrow(message);
  });

  it('no bit of the sheet with the codes can turn without a word', async () => {
    const many = Array.from({ length: 300 }, (_, index) => code('Made Up Visit', 'CPT', 10_000 + index * 7));
    const path = await workbook(place(), [sheet('Value Sets to Codes', [VALUE_SETS, ...many])]);
    const whole = readFileSync(path);
    const start = whole.indexOf('xl/worksheets/sheet1.xml') + 40;
    for (let at = start; at < start + 400; at += 7) {
      const spoilt = Buffer.from(whole);
      spoilt[at] = (spoilt[at] ?? 0) ^ 16;
      writeFileSync(path, spoilt);
      await expect(loadDirectory({ valueSets: [path] })).rejects.toThrow('LBP-E107');
    }
  });
});

describe('a cache', () => {
  const KEPT = [
    ['value set', 'Value Sets to Codes', '2', 'Kept', '1.2.3', '2025', '99213', 'CPT'],
    ['value set', 'Value Sets to Codes', '3', 'Kept', '1.2.3', '2025', '9921', 'CPT'],
    ['measures to value sets', 'Measures to Value Sets', '2', 'Kept', '1.2.3', 'LBP', '', ''],
    ['unread', 'Measures to Medication Lists', '1', 'the headings are odd', '', '', '', ''],
  ];

  /** Remembers what it is asked, and answers with rows that the workbook does not have. */
  function cacheOf(rows: readonly string[][] | null): WorkbookCache & { asked: string[]; given: string[][] } {
    const asked: string[] = [];
    const given: string[][] = [];
    async function* once<T>(batch: T): AsyncGenerator<T> {
      yield batch;
    }
    return {
      asked,
      given,
      read: (key) => {
        asked.push(key);
        return Promise.resolve(rows === null ? null : once(rows));
      },
      async *keeping(_, batches, textsOf) {
        for await (const batch of batches) {
          given.push(...batch.map((row) => [...textsOf(row)]));
          yield batch;
        }
      },
      problems: () => ['LBP-E402 somewhere: full'],
    };
  }

  it('is asked by the content of the workbook, and believed', async () => {
    const path = await workbook(place(), [
      sheet('Value Sets to Codes', [VALUE_SETS, code('Made Up Visit', 'CPT', '99213')]),
    ]);
    const cache = cacheOf(KEPT);
    const directory = await loadDirectory({ valueSets: [path] }, cache);
    expect(cache.asked).toEqual([expect.stringContaining(directory.files[0]?.sha256 ?? 'no hash')]);
    expect(codesOf(directory)).toEqual(['CPT 99213 Kept']);
    expect(directory.listedFor(LBP.measure).valueSets).toEqual(new Set(['Kept']));
    expect(directory.warnings.map(({ text }) => text)).toEqual([
      `LBP-E203 ${path} [Value Sets to Codes]:3: "9921" is no CPT code: five digits or letters needed.`,
      `LBP-E201 ${path} [Measures to Medication Lists]: the headings are odd. Which sets a measure uses is not known from it.`,
      'LBP-E402 somewhere: full',
    ]);
  });

  it('is given everything that loading needs', async () => {
    const cache = cacheOf(null);
    const valueSets = ['fixtures/valuesets/workbooks/openpyxl.xlsx'];
    const first = await loadDirectory({ valueSets }, cache);
    const again = await loadDirectory({ valueSets }, cacheOf(cache.given));
    const isFromCache = (isKept: boolean): unknown[] =>
      first.files.map((file) => ({ ...file, from_cache: isKept }));
    expect(first.files).toEqual(isFromCache(false));
    expect(again.files).toEqual(isFromCache(true));
    const facts = ({ files: _, listedFor, ...others }: typeof first): unknown => ({
      ...others,
      listed: listedFor(LBP.measure),
    });
    expect(facts(again)).toEqual(facts(first));
    expect(first.codes.length).toBeGreaterThan(5);
  });
});

const EMPTY_ZIP = `504b0506${'00'.repeat(18)}`;
