import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { builtInLayout, builtInPayers } from '../../../src/inputs/deck/built-in.js';
import { linesOf, readLayout } from '../../../src/inputs/deck/layout.js';
import { readPayers } from '../../../src/inputs/deck/payers.js';

const FILE = fileURLToPath(new URL('../../../src/inputs/deck/data/layouts/2018.csv', import.meta.url));
const TEXT = readFileSync(FILE, 'utf8');

describe('the layout that comes with the program', () => {
  const layout = builtInLayout(2025);
  const place = (file: keyof typeof layout, field: string): number[] => {
    const found = layout[file].find(({ name }) => name === field);
    return [(found?.start ?? -1) + 1, (found?.end ?? 0) - (found?.start ?? 0)];
  };

  it.each([
    ['member-gm', 'member', 1, 16],
    ['member-gm', 'gender', 17, 1],
    ['member-gm', 'birth', 18, 8],
    ['member-en', 'start', 17, 8],
    ['member-en', 'end', 25, 8],
    ['member-en', 'payer', 41, 3],
    ['visit', 'date', 17, 8],
    ['visit', 'admission', 25, 8],
    ['visit', 'discharge', 33, 8],
    ['visit', 'cpt', 41, 5],
    ['visit', 'hcpcs', 50, 5],
    ['visit', 'cpt2', 55, 5],
    ['visit', 'diagnosis_1', 62, 9],
    ['visit', 'diagnosis_20', 233, 9],
    ['visit', 'procedure_1', 242, 8],
    ['visit', 'procedure_6', 282, 8],
    ['visit', 'icd_version', 290, 1],
    ['visit', 'discharge_status', 291, 2],
    ['visit', 'revenue', 293, 4],
    ['visit', 'bill_type', 297, 4],
    ['visit', 'place_of_service', 301, 2],
    ['visit', 'claim_status', 303, 1],
    ['visit', 'supplemental', 314, 1],
    ['pharm', 'days_supply', 17, 3],
    ['pharm', 'dispensed', 20, 8],
    ['pharm', 'ndc', 28, 11],
    ['pharm', 'claim_status', 39, 1],
    ['pharm', 'supplemental', 47, 1],
  ] as const)('%s: %s is at %i, %i long', (file, field, start, length) => {
    expect(place(file, field)).toEqual([start, length]);
  });

  it('has the claim id at 315 to the end of the line', () => {
    expect(layout.visit.find(({ name }) => name === 'claim')).toMatchObject({ start: 314, end: null });
  });
});

describe('a layout file', () => {
  it.each([
    ['other headings', TEXT.replace('file,field', 'file,name'), 'x.csv:1:'],
    ['an unknown field', TEXT.replace('visit,cpt,', 'visit,ctp,'), 'x.csv:13:'],
    ['an unknown file', TEXT.replace('pharm,ndc', 'drugs,ndc'), 'x.csv:53:'],
    ['a place that is no number', TEXT.replace('visit,cpt,41,5', 'visit,cpt,x,5'), 'x.csv:13:'],
    ['place 0', TEXT.replace('visit,cpt,41,5', 'visit,cpt,0,5'), 'x.csv:13:'],
    ['a field that is placed twice', `${TEXT}visit,cpt,41,5\n`, 'x.csv:56:'],
    [
      'a field that begins in another',
      TEXT.replace('visit,cpt,41,5', 'visit,cpt,41,10'),
      'x.csv:14: hcpcs of visit overlaps cpt',
    ],
    [
      'a field beyond the start of one that goes to the end of the line',
      TEXT.replace('visit,revenue,293,4', 'visit,revenue,320,4'),
      'claim of visit overlaps revenue',
    ],
    ['a field that is missing', TEXT.replace('visit,cpt,41,5\n', ''), 'no row places cpt of visit'],
  ])('is refused for %s', (_, text, where) => {
    expect(() => readLayout(text, 'x.csv')).toThrow(where);
    expect(() => readLayout(text, 'x.csv')).toThrow('LBP-E120');
  });

  it('may place a field right behind another, and fields of two files at one place', () => {
    const moved = TEXT.replace('member-en,payer,41,3', 'member-en,payer,33,3');
    expect(readLayout(moved, 'x.csv')['member-en'].find(({ name }) => name === 'payer')).toMatchObject({
      start: 32,
      end: 35,
    });
  });
});

describe('a payer file', () => {
  it('has all payers of the known decks', () => {
    const lineOf = (code: string): string[] =>
      (builtInPayers().get(code) ?? []).map(({ productLine, scoredAs }) =>
        `${productLine} ${scoredAs}`.trim(),
      );
    expect(['HMO', 'PPO', 'POS', 'CEP'].map(lineOf)).toEqual([
      ['commercial HMO'],
      ['commercial PPO'],
      ['commercial POS'],
      ['commercial CEP'],
    ]);
    for (const code of ['MCD', 'MD', 'MDE', 'MLI', 'MRB'])
      expect([code, lineOf(code)]).toEqual([code, ['medicaid MCD']]);
    for (const code of ['MCR', 'SN1', 'SN2', 'SN3'])
      expect([code, lineOf(code)]).toEqual([code, ['medicare MCR']]);
    for (const code of ['MCS', 'MC', 'MP'])
      expect([code, lineOf(code)]).toEqual([code, [`medicare ${code}`]]);
    expect(lineOf('MMP')).toEqual(['medicaid MCD', 'medicare MCR']);
    for (const code of ['MEP', 'MMO', 'MOS', 'MPO']) expect([code, lineOf(code)]).toEqual([code, ['other']]);
  });

  it.each([
    ['other headings', 'code,line\n', 'x.csv:1:'],
    ['an unknown line', 'payer,product_line,score_payer\nHMO,private,HMO\n', 'x.csv:2:'],
    ['no payer in the score', 'payer,product_line,score_payer\nHMO,commercial,\n', 'x.csv:2:'],
    [
      'a payer in the score for cover that is not reported',
      'payer,product_line,score_payer\nMEP,other,MEP\n',
      'x.csv:2:',
    ],
  ])('is refused for %s', (_, text, where) => {
    expect(() => readPayers(text, 'x.csv')).toThrow(`LBP-E120 ${where}`);
  });
});

describe('lines', () => {
  const FIELDS = [
    { name: 'a', start: 0, end: 3 },
    { name: 'b', start: 3, end: 5 },
    { name: 'rest', start: 5, end: null },
  ];
  const read = (text: string): string[][] =>
    [...linesOf(text, FIELDS)].map((line) => [
      String(line.number),
      ...FIELDS.map(({ name }) => line.of(name)),
    ]);

  it('end with a line feed, with a carriage return too, or with the file', () => {
    expect(read('A  12x\nB  34y\r\nC  56z')).toEqual([
      ['1', 'A', '12', 'x'],
      ['2', 'B', '34', 'y'],
      ['3', 'C', '56', 'z'],
    ]);
  });

  it('end with a carriage return alone, or with two and a line feed', () => {
    expect(read('A  12x\rB  34y\r\r\nC  56z\r')).toEqual([
      ['1', 'A', '12', 'x'],
      ['2', 'B', '34', 'y'],
      ['3', 'C', '56', 'z'],
    ]);
  });

  it('may be short, or padded with blanks', () => {
    expect(read('AB\nA  1\nA  12    \n')).toEqual([
      ['1', 'AB', '', ''],
      ['2', 'A', '1', ''],
      ['3', 'A', '12', ''],
    ]);
  });

  it('keep their numbers where blank ones are left out', () => {
    expect(read('A\n\n   \r\nB\n').map(([number]) => number)).toEqual(['1', '4']);
  });
});

describe('the files beside a deck', () => {
  it.each([
    ['a file of a deck named like a method', `${TEXT}toString,x,1,1\n`, /x\.csv:\d+: no field of a deck/],
    ['text after a quoted cell', `${TEXT}visit,"date"x,1,1\n`, /x\.csv: not well-formed CSV: .*line \d+/],
    ['a row below a blank line', 'file,field,start,length\n\nvisit,nothing,1,1\n', /x\.csv:3: no field/],
  ])('a layout with %s is refused as such', (_, text, where) => {
    expect(() => readLayout(text, 'x.csv')).toThrow(where);
    expect(() => readLayout(text, 'x.csv')).toThrow('LBP-E120');
  });

  it('payer codes may be in lower case, as in a deck', () => {
    expect(
      readPayers('payer,product_line,score_payer\nhmo,commercial,HMO\n', 'x.csv').get('HMO'),
    ).toHaveLength(1);
  });
});
