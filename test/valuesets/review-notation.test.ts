import { describe, expect, test } from 'vitest';
import { expandReviewSets } from '../../valuesets/assemble/review/expand.js';
import { parts, passes } from '../../valuesets/assemble/review/notation.js';

describe('parts', () => {
  test('a list of codes', () => {
    expect(parts('dx M54.2\n  M50')).toEqual([{ word: 'dx', text: 'M54.2 M50', less: '', seventh: null }]);
  });

  test('what is taken out again, and the seventh character', () => {
    expect(parts('set lbp / dx S20..S39 less S33.4 S39.0 {7 A B}')).toEqual([
      { word: 'set', text: 'lbp', less: '', seventh: null },
      {
        word: 'dx',
        text: 'S20..S39',
        less: 'S33.4 S39.0',
        seventh: { letters: ['A', 'B'], isWanted: true },
      },
    ]);
  });

  test.each(['M54.2', 'icd M54.2', 'dx', ''])('"%s" is not valid', (text) => {
    expect(() => parts(text)).toThrow('begins with none of');
  });

  test.each(['cpt 97110 less 97112', 'pcs 0SG0 {7 A}'])('"%s" has what only diagnoses have', (text) => {
    expect(() => parts(text)).toThrow('only ICD-10-CM codes');
  });
});

test('codes by their seventh character', () => {
  const wanted = { letters: ['A', 'B'], isWanted: true };
  const unwanted = { letters: ['S'], isWanted: false };
  expect(['S12000A', 'S12000D', 'S12A'].filter((code) => passes(code, wanted))).toEqual(['S12000A']);
  expect(['S12000A', 'S12000S', 'M48'].filter((code) => passes(code, unwanted))).toEqual(['S12000A']);
  expect(passes('M48', null)).toBe(true);
});

describe('expansion', () => {
  const tables = {
    icd10cm: {
      name: 'the ICD-10-CM tables',
      codes: ['C439', 'C4400', 'C4A9', 'C969', 'D10', 'S12000A', 'S12000S', 'S129XXA'],
    },
    icd10pcs: { name: 'the ICD-10-PCS table', codes: ['0SG0070', '0SG1070', '0RG0070'] },
  };
  const openSets = new Map([['HIV', [{ system: 'ICD10CM' as const, code: 'B20' }]]]);
  const codes = (text: string) =>
    [...expandReviewSets([{ name: 'one', codes: text }], { tables, openSets }).values()]
      .flat()
      .map(({ code }) => code);

  test('a range takes in what stands between as text, letters too', () => {
    expect(codes('dx C00..C96')).toEqual(['C4400', 'C439', 'C4A9', 'C969'].sort());
    expect(codes('dx C00..C96 less C44')).toEqual(['C439', 'C4A9', 'C969']);
  });

  test('a code alone needs no table; a stem means the code and all below', () => {
    expect(codes('dx =M48.06 D10')).toEqual(['D10', 'M4806']);
  });

  test('what is taken out and the seventh character bind their own part', () => {
    expect(codes('dx S12 less S12.9 {7 not S} / dx S12.9')).toEqual(['S12000A', 'S129XXA']);
    expect(codes('dx S12 {7 A} / dx D10')).toEqual(['D10', 'S12000A', 'S129XXA']);
  });

  test('other systems, open sets, and a medication list without a code', () => {
    expect(codes('pcs 0SG0 / cpt 97161..97163 / rev 0420..0421')).toEqual([
      ...['97161', '97162', '97163'],
      '0SG0070',
      ...['0420', '0421'],
    ]);
    expect(codes('measure HIV')).toEqual(['B20']);
    expect(codes('rx Corticosteroid Medications')).toEqual([]);
  });

  test('a set has those before it, under each of their names', () => {
    const sets = expandReviewSets(
      [
        { name: 'one', alsoCalled: 'other', codes: 'dx D10' },
        { name: 'both', codes: 'set other / measure HIV' },
      ],
      { tables, openSets },
    );
    expect(sets.get('other')).toEqual(sets.get('one'));
    expect(sets.get('both')?.map(({ code }) => code)).toEqual(['B20', 'D10']);
  });

  test.each([
    ['dx D11', 'D11 matches nothing in the ICD-10-CM tables'],
    ['dx D10..D11 less D11', 'D11 matches nothing in the ICD-10-CM tables'],
    ['dx D11..D20', 'D11..D20 matches nothing in the ICD-10-CM tables'],
    ['dx D20..D11', 'D20..D11 is no range of codes'],
    ['dx D10 {7 A}', 'nothing of D10 is left'],
    ['pcs 0SG9', '0SG9 matches nothing in the ICD-10-PCS table'],
    ['set later', 'no set is called later'],
    ['measure Hiv', 'no set is called Hiv'],
  ])('%s: %s', (text, problem) => {
    expect(() => codes(text)).toThrow(`review set one: ${problem}`);
  });
});
