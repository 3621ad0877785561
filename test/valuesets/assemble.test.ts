import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { byCodeUnit } from '../../src/valuesets/order.js';
import { codesBelow, codesInTable } from '../../valuesets/assemble/expand.js';
import { expandList } from '../../valuesets/assemble/medication-list.js';
import { enumerated, parseRanges } from '../../valuesets/assemble/ranges.js';
import { assembly } from '../../valuesets/assemble/shipped-files.js';
import type { PublicTables } from '../../valuesets/assemble/tables.js';
import { exclusionCodes, expandSet } from '../../valuesets/assemble/value-set.js';
import { zipMember } from '../../valuesets/assemble/zip.js';

const { LBP_PUBLIC_CODES: publicCodes } = process.env;

test('assembling again gives the committed files, byte by byte', { timeout: 60_000 }, async (context) => {
  if (publicCodes === undefined) {
    context.skip('LBP_PUBLIC_CODES does not name a folder of the public code tables');
    return;
  }
  const committed = 'valuesets';
  const names = (await readdir(committed, { recursive: true }))
    .filter((name) => name.endsWith('.csv'))
    .sort(byCodeUnit);
  const { files, unlisted } = await assembly(publicCodes);
  expect([...files.keys()].sort(byCodeUnit)).toEqual(names);
  for (const [name, content] of files) {
    const same = (await readFile(join(committed, name), 'utf8')) === content;
    expect(same, `${name} is as committed`).toBe(true);
  }
  // What docs/value-sets.md says the list of changes leaves out.
  expect(unlisted.came).toHaveLength(72);
  expect(unlisted.came.filter((code) => !/^S31(1[45]|6[0-5])[67A][ADS]$/.test(code))).toEqual([]);
  expect(unlisted.went).toEqual([
    ...['C8339', 'C860', 'C861', 'C862', 'C863', 'C864', 'C865', 'C866'],
    ...['C880', 'C882', 'C883', 'C884', 'C888', 'C889'],
    ...['G35', 'M5136', 'M5137', 'S301XXA', 'S301XXD', 'S301XXS'],
  ]);
});

describe('ranges', () => {
  test.each([
    ['M47.26-.28', [{ first: 'M4726', last: 'M4728' }]],
    ['M53.2X6-.2X8', [{ first: 'M532X6', last: 'M532X8' }]],
    ['C00-C96', [{ first: 'C00', last: 'C96' }]],
    [
      'M54.5\n  B20',
      [
        { first: 'M545', last: 'M545' },
        { first: 'B20', last: 'B20' },
      ],
    ],
  ])('%j', (text, ranges) => {
    expect(parseRanges(text)).toEqual(ranges);
  });

  test.each(['99205-99202', 'M47.26-.3', 'A1-A123'])('%s is not a range', (text) => {
    expect(() => parseRanges(text)).toThrow(`${text} is no range of codes`);
  });

  test('are counted out with their zeros', () => {
    expect(enumerated('0510-0512 G2250-G2252 99201')).toEqual([
      '0510',
      '0511',
      '0512',
      'G2250',
      'G2251',
      'G2252',
      '99201',
    ]);
    expect(() => enumerated('G2250-H2252')).toThrow('G2250-H2252 is no range of numbers');
  });
});

describe('expansion', () => {
  const table = {
    name: 'the table',
    codes: ['C439', 'C4A9', 'C4400', 'C7A1', 'C960', 'D10', 'M5450', 'M545', 'M54500'],
  };

  test('a stem is every code below it', () => {
    expect(codesBelow('C44', table)).toEqual(['C4400']);
    expect(codesBelow('M54.5', table)).toEqual(['M5450', 'M545', 'M54500']);
  });

  test('a range of stems means its two-digit categories', () => {
    expect(codesBelow('C00-C96', table)).toEqual(['C439', 'C4400', 'C960']);
  });

  test('a code is itself, and a range has the length of its ends', () => {
    expect(codesInTable('M54.5', table)).toEqual(['M545']);
    expect(codesInTable('M54.00-.99', table)).toEqual(['M5450']);
  });

  test('what matches nothing is an error', () => {
    expect(() => codesBelow('C45', table)).toThrow('C45 matches nothing in the table');
    expect(() => codesBelow('D11-D36', table)).toThrow('D11-D36 matches nothing in the table');
    expect(() => codesInTable('M54.6', table)).toThrow('M546 matches nothing in the table');
  });
});

describe('sets', () => {
  const tables: PublicTables = {
    icd10cm: { name: 'the ICD-10-CM tables', codes: ['S335XXA', 'S335XXD', 'S32000A', 'S33101A'] },
    yearly: new Map(),
    changes: [],
    icd10pcs: { name: 'the ICD-10-PCS table', codes: [] },
    hcpcs: { name: 'the HCPCS table', codes: ['E0100', 'E0105', 'E0150'] },
    exclusions: [
      { set: 'Frailty Encounter', code: '99504', system: 'hcpcs' },
      { set: 'Frailty Encounter', code: 'G0162', system: 'hcpcs' },
      { set: 'Dementia Medications', code: '378514405', system: 'ndc' },
      { set: 'Strange', code: '1', system: 'snomed' },
    ],
    drugs: [
      { rxcui: '1', description: 'cortisone 5 MG Oral Tablet' },
      { rxcui: '2', description: 'hydrocortisone 5 MG Oral Tablet [Cortisone Forte]' },
      { rxcui: '3', description: '{21 (prednisone 5 MG Oral Tablet) } Pack' },
      { rxcui: '4', description: 'alendronic acid 70 MG / cholecalciferol 2800 UNT Oral Tablet' },
    ],
  };
  const pain = { name: 'Pain', source: '', icd10cm: { codes: 'S33.5XXA', kept: 'M48.06' } };
  const others = () => pain;

  test('another set and stems are taken out again', () => {
    const trauma = {
      name: 'Trauma',
      source: '',
      icd10cm: { stems: 'S', withoutSets: ['Pain'], withoutStems: 'S33.1' },
    };
    expect(expandSet(trauma, tables, others).map(({ code }) => code)).toEqual(['S32000A', 'S335XXD']);
  });

  test('a kept code needs no table', () => {
    expect(expandSet(pain, tables, others).map(({ code }) => code)).toEqual(['M4806', 'S335XXA']);
  });

  test('a kept code that a table has is an error', () => {
    const kept = { name: 'Kept', source: '', icd10cm: { kept: 'S33.5XXA' } };
    expect(() => expandSet(kept, tables, others)).toThrow('S335XXA is in the ICD-10-CM tables now');
  });

  test('a range of HCPCS codes means those in the table, where it says so', () => {
    const walkers = { name: 'Walkers', source: '', hcpcsInTable: 'E0100-E0149' };
    expect(expandSet(walkers, tables, others).map(({ code }) => code)).toEqual(['E0100', 'E0105']);
  });

  test('the exclusion table: CPT under its own name, NDCs with their zeros, unknown systems refused', () => {
    expect(exclusionCodes('Frailty Encounter', tables.exclusions)).toEqual([
      { system: 'CPT', code: '99504' },
      { system: 'HCPCS', code: 'G0162' },
    ]);
    expect(exclusionCodes('Dementia Medications', tables.exclusions)).toEqual([
      { system: 'NDC', code: '00378514405' },
    ]);
    expect(() => exclusionCodes('Strange', tables.exclusions)).toThrow('a code of snomed in Strange');
    expect(() => exclusionCodes('Missing', tables.exclusions)).toThrow('no rows for Missing');
  });

  test('drugs are found by whole ingredient, not by brand', () => {
    const rxcuis = (ingredients: string) =>
      expandList({ name: 'Drugs', source: '', ingredients }, tables).map(({ code }) => code);
    expect(rxcuis('cortisone')).toEqual(['1']);
    expect(rxcuis('prednisone, alendronic acid')).toEqual(['3', '4']);
    expect(() => rxcuis('teriparatide')).toThrow('no drug in the drug table holds teriparatide');
    expect(() =>
      expandList({ name: 'Drugs', source: '', ingredientsNotInTable: 'cortisone' }, tables),
    ).toThrow('cortisone is in the drug table now');
  });
});

test('a member of a zip archive', () => {
  const content = Buffer.from('E0100 and so on');
  const packed = deflateRawSync(content);
  const name = Buffer.from('codes.txt');
  const local = Buffer.alloc(30);
  local.writeUInt16LE(name.length, 26);
  local.writeUInt16LE(3, 28);
  const entry = Buffer.alloc(46);
  entry.writeUInt32LE(0x02014b50, 0);
  entry.writeUInt16LE(8, 10);
  entry.writeUInt32LE(packed.length, 20);
  entry.writeUInt16LE(name.length, 28);
  const body = Buffer.concat([local, name, Buffer.alloc(3), packed]);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt32LE(body.length, 16);
  const zip = Buffer.concat([body, entry, name, end]);

  expect(zipMember(zip, 'codes.txt').toString()).toBe('E0100 and so on');
  expect(() => zipMember(zip, 'other.txt')).toThrow('no other.txt in the archive');
  expect(() => zipMember(content, 'codes.txt')).toThrow('not a zip archive');
});
