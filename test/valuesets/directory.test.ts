import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { type Directory, loadDirectory } from '../../src/valuesets/directory.js';

const HERE = 'fixtures/valuesets';

function setsOf(directory: Directory, system: string, code: string): readonly string[] | undefined {
  return directory.codes.find((listed) => listed.system === system && listed.code === code)?.sets;
}

describe('a folder of value sets and medication lists', async () => {
  const folder = `${HERE}/both-kinds`;
  const directory = await loadDirectory({ valueSets: [folder] });

  test('every CSV file below it is read, in order, as what its headings say', async () => {
    expect(directory.files.map((file) => file.path)).toEqual([
      `${folder}/more/lists.csv`,
      `${folder}/more/visits-by-hcpcs.csv`,
      `${folder}/value-sets.csv`,
    ]);
    const content = await readFile(`${folder}/value-sets.csv`);
    expect(directory.files[2]).toEqual({
      path: `${folder}/value-sets.csv`,
      name: 'value-sets.csv',
      versions: ['2025-01'],
      bytes: content.length,
      sha256: createHash('sha256').update(content).digest('hex'),
      origin: 'given',
    });
  });

  test('codes are compared without dots and case, and with their zeros', () => {
    expect(directory.codes.map(({ system, code }) => `${system} ${code}`)).toEqual([
      'ICD10CM M5450',
      'ICD10CM M5459',
      'CPT 99213',
      'HCPCS G0463',
      'UBREV 0450',
      'UBTOB 0131',
      'POS 01',
      'Modifier GT',
      'NDC 00071015523',
      'NDC 71015015523',
      'RXNORM 197319',
    ]);
  });

  test('a code listed as CPT and as HCPCS is one code, with all its sets', () => {
    expect(setsOf(directory, 'CPT', '99213')).toEqual(['Made Up Home Care', 'Made Up Visit']);
    expect(setsOf(directory, 'HCPCS', '99213')).toBeUndefined();
  });

  test('code systems that no rule reads are counted', () => {
    expect(directory.skipped).toEqual(
      new Map([
        ['CPT-CAT-II', 1],
        ['LOINC', 2],
        ['SNOMED CT US Edition', 1],
      ]),
    );
  });

  test('each set is described', () => {
    expect(directory.sets.map((set) => [set.name, set.kind, set.oid, set.version])).toEqual([
      ['Made Up Drugs', 'medication list', '', ''],
      ['Made Up Home Care', 'value set', '1.2.5', '2026-01'],
      ['Made Up Pain', 'value set', '1.2.3', '2025-01'],
      ['Made Up Tests', 'value set', '1.2.6', '2026-01'],
      ['Made Up Visit', 'value set', '1.2.4', '2025-01'],
    ]);
    const visit = directory.sets.find((set) => set.name === 'Made Up Visit');
    expect(visit?.files).toEqual([`${folder}/more/visits-by-hcpcs.csv`, `${folder}/value-sets.csv`]);
    expect([...(visit?.counts ?? [])]).toEqual([
      ['CPT', 1],
      ['HCPCS', 1],
      ['UBREV', 1],
      ['UBTOB', 1],
      ['POS', 1],
      ['Modifier', 1],
    ]);
  });

  test('a set without a readable code is described, but not among the names that rules may ask for', () => {
    expect([...directory.setNames]).toEqual([
      'Made Up Drugs',
      'Made Up Home Care',
      'Made Up Pain',
      'Made Up Visit',
    ]);
  });

  test('nothing is left to warn about', () => {
    expect(directory.warnings).toEqual([]);
    expect(directory.demonstrationLists).toEqual([]);
  });
});

describe('which lists are loaded', () => {
  const valueSets = [`${HERE}/both-kinds/value-sets.csv`];
  const medications = [`${HERE}/rxcui-lists.csv`];
  const open = ['Corticosteroid Medications', 'Dementia Medications', 'Osteoporosis Medications'];
  const lists = (directory: Directory) =>
    directory.sets.filter((set) => set.kind === 'medication list').map((set) => set.name);

  test('nothing given: the open value sets and the open lists', async () => {
    const directory = await loadDirectory();
    expect(lists(directory)).toEqual(open);
    expect(directory.setNames).toContain('Uncomplicated Low Back Pain');
    expect(new Set(directory.files.map((file) => file.origin))).toEqual(new Set(['open']));
    expect(directory.files[0]?.path).toBe('valuesets/open/advanced-illness.csv');
    expect(directory.demonstrationLists).toEqual(['Corticosteroid Medications', 'Osteoporosis Medications']);
    expect(directory.warnings).toEqual([]);
  });

  test('the open sets given by their path are still the open sets', async () => {
    const { files, demonstrationLists } = await loadDirectory({ valueSets: ['valuesets/open'] });
    expect(new Set(files.map((file) => file.origin))).toEqual(new Set(['open']));
    expect(demonstrationLists).toHaveLength(2);
  });

  test('value sets given: those alone, never with the open lists', async () => {
    const directory = await loadDirectory({ valueSets });
    expect(lists(directory)).toEqual([]);
    expect(directory.files).toHaveLength(1);
  });

  test('lists given: the open value sets and the given lists', async () => {
    const directory = await loadDirectory({ medications });
    expect(lists(directory)).toEqual(['Made Up Drugs', 'Other Drugs']);
    expect(directory.setNames).toContain('Imaging Study');
    expect(directory.demonstrationLists).toEqual([]);
  });

  test('both given: both, and a file given twice is read once', async () => {
    const folder = `${HERE}/both-kinds`;
    const directory = await loadDirectory({ valueSets: [folder, ...valueSets], medications: [folder] });
    expect(directory.files).toHaveLength(3);
    expect(lists(directory)).toEqual(['Made Up Drugs']);
  });

  test('empty lists of paths mean the same as none', async () => {
    const directory = await loadDirectory({ valueSets: [], medications: [] });
    expect(lists(directory)).toEqual(open);
  });

  test('a demonstration row makes its list a demonstration list wherever it is read', async () => {
    const directory = await loadDirectory({ medications: [`${HERE}/demonstration.csv`] });
    expect(directory.demonstrationLists).toEqual(['Corticosteroid Medications']);
  });
});

describe('crosswalk', () => {
  const medications = [`${HERE}/rxcui-lists.csv`];

  test('every NDC of a listed RxCUI is listed under the names of its lists', async () => {
    const directory = await loadDirectory({ medications, crosswalk: `${HERE}/crosswalk.csv` });
    expect(setsOf(directory, 'NDC', '00071015523')).toEqual(['Made Up Drugs']);
    expect(setsOf(directory, 'NDC', '99999020101')).toEqual(['Made Up Drugs', 'Other Drugs']);
    expect(setsOf(directory, 'NDC', '99999020199')).toBeUndefined();
    expect(directory.files.at(-1)).toMatchObject({ name: 'crosswalk.csv', versions: [], origin: 'given' });
    expect(directory.sets.find((set) => set.name === 'Made Up Drugs')?.counts).toEqual(
      new Map([
        ['NDC', 2],
        ['RXNORM', 2],
      ]),
    );
    expect(directory.warnings).toEqual([
      {
        text: `LBP-E203 ${HERE}/crosswalk.csv:4: "0071015540" is no NDC code: ten digits without hyphens fit several NDCs; write eleven digits, or hyphens.`,
        count: 1,
      },
    ]);
  });

  test('without one, a list of RxCUIs alone can match no claim and says so', async () => {
    const directory = await loadDirectory({ medications });
    expect(directory.warnings).toEqual([
      {
        text: 'LBP-E203 medication list Made Up Drugs: RxCUIs and no NDC, so no pharmacy claim can match. Give a crosswalk (ndc,rxcui).',
        count: 2,
      },
      {
        text: 'LBP-E203 medication list Other Drugs: RxCUIs and no NDC, so no pharmacy claim can match. Give a crosswalk (ndc,rxcui).',
        count: 1,
      },
    ]);
  });
});

describe('rows that cannot be used are counted, by file and reason', () => {
  test('codes and names', async () => {
    const path = `${HERE}/bad-codes.csv`;
    const directory = await loadDirectory({ valueSets: [path] });
    expect(directory.codes.map((listed) => listed.code)).toEqual(['M5450']);
    expect(directory.warnings).toEqual([
      {
        text: `LBP-E203 ${path}:3: "54.5" is no ICD10CM code: a letter, a digit and one to five more characters needed (and 1 more such rows in this file).`,
        count: 2,
      },
      { text: `LBP-E203 ${path}:4: the code is blank.`, count: 1 },
      { text: `LBP-E203 ${path}:5: the name is blank.`, count: 1 },
      { text: `LBP-E203 ${path}:7: the code system is blank.`, count: 1 },
    ]);
    expect(directory.skipped).toEqual(new Map([['(blank)', 1]]));
  });

  test('NDCs', async () => {
    const path = `${HERE}/bad-ndcs.csv`;
    const directory = await loadDirectory({ medications: [path] });
    expect(directory.warnings.map(({ text, count }) => [text, count])).toEqual([
      [
        `LBP-E203 ${path}:3: "0071015523" is no NDC code: ten digits without hyphens fit several NDCs; write eleven digits, or hyphens (and 1 more such rows in this file).`,
        2,
      ],
      [
        `LBP-E203 ${path}:5: "71-155-23" is no NDC code: eleven digits, or 5-4-1, 5-3-2 or 4-4-2 digits with hyphens, are needed.`,
        1,
      ],
    ]);
  });

  test('a workbook of an older format beside CSV files', async () => {
    const directory = await loadDirectory({ valueSets: [`${HERE}/workbook-beside`] });
    expect(directory.warnings).toEqual([
      {
        text: `LBP-E109 ${HERE}/workbook-beside/directory.xls: not read, because workbooks are read as .xlsx only. Save it as .xlsx.`,
        count: 1,
      },
    ]);
  });
});

describe('what cannot be loaded is refused with the file and the fix', () => {
  const cases: [string, Parameters<typeof loadDirectory>[0], string][] = [
    [
      'a path that does not exist',
      { valueSets: [`${HERE}/nowhere`] },
      `LBP-E101 ${HERE}/nowhere: no such file or folder. Check the path.`,
    ],
    [
      'a workbook of an older format',
      { valueSets: [`${HERE}/workbook-only/directory.xls`] },
      `LBP-E109 ${HERE}/workbook-only/directory.xls: workbooks are read as .xlsx only. Save it as .xlsx.`,
    ],
    [
      'another kind of file',
      { valueSets: [`${HERE}/notes.txt`] },
      `LBP-E109 ${HERE}/notes.txt: not an .xlsx or .csv file. Give one of these, or a folder of them.`,
    ],
    [
      'other headings',
      { valueSets: [`${HERE}/bad-headings.csv`] },
      `LBP-E201 ${HERE}/bad-headings.csv: neither value sets nor medication lists (headings found: Condition, Value Set Name, Value Set OID). Wanted in the first row: Code, Code System, and Value Set Name or Medication List Name.`,
    ],
    [
      'a row of another width',
      { valueSets: [`${HERE}/ragged.csv`] },
      `LBP-E203 ${HERE}/ragged.csv:3: 5 fields where the heading has 4. Put texts that hold the separator in double quotes.`,
    ],
    [
      'a quote that is not closed',
      { valueSets: [`${HERE}/open-quote.csv`] },
      `LBP-E203 ${HERE}/open-quote.csv:3: not well-formed CSV: `,
    ],
    [
      'a file with headings only',
      { valueSets: [`${HERE}/headings-only.csv`] },
      `LBP-E204 ${HERE}/headings-only.csv: headings, but no row below them. Export it again.`,
    ],
    [
      'an empty file',
      { valueSets: [`${HERE}/empty.csv`] },
      `LBP-E204 ${HERE}/empty.csv: the file is empty. Export it again.`,
    ],
    [
      'a folder without such files',
      { valueSets: [`${HERE}/nothing`] },
      `LBP-E204 ${HERE}/nothing: no .xlsx or .csv file in this folder. Give the folder that holds the files.`,
    ],
    [
      'a folder of workbooks of an older format',
      { valueSets: [`${HERE}/workbook-only`] },
      `LBP-E204 ${HERE}/workbook-only: no .xlsx or .csv file in this folder. Workbooks are read as .xlsx only: save ${HERE}/workbook-only/directory.xls as .xlsx.`,
    ],
    [
      'medication lists alone, given as value sets',
      { valueSets: [`${HERE}/rxcui-lists.csv`] },
      `LBP-E204 ${HERE}/rxcui-lists.csv: no value sets, only medication lists. Give the value sets too.`,
    ],
    [
      'value sets alone, given as medications',
      { medications: [`${HERE}/bad-codes.csv`] },
      `LBP-E204 ${HERE}/bad-codes.csv: no medication lists, only value sets. Give the medication lists.`,
    ],
    [
      'value sets among medications, which would join the open ones',
      { medications: [`${HERE}/both-kinds`] },
      `LBP-E201 ${HERE}/both-kinds/more/visits-by-hcpcs.csv: value sets where only medication lists were expected. Give it as value sets too.`,
    ],
    [
      'a crosswalk of other columns',
      { crosswalk: `${HERE}/not-a-crosswalk.csv` },
      `LBP-E201 ${HERE}/not-a-crosswalk.csv: not a crosswalk (headings found: Measure, Value Set Name, Value Set OID). Wanted in the first row: ndc, rxcui.`,
    ],
    [
      'a crosswalk that does not exist',
      { crosswalk: `${HERE}/nowhere.csv` },
      `LBP-E101 ${HERE}/nowhere.csv: cannot be opened. Check the path and its permissions.`,
    ],
  ];
  test.each(cases)('%s', async (_, paths, message) => {
    await expect(loadDirectory(paths)).rejects.toThrow(message);
  });
});
