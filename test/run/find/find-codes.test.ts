import { beforeAll, describe, expect, it } from 'vitest';
import { type FoundText, findCodes } from '../../../src/run/find/find-codes.js';
import { type CodeYears, readCodeYears } from '../../../src/valuesets/code-years.js';
import { type Directory, loadDirectory } from '../../../src/valuesets/directory.js';

let directory: Directory;
let years: CodeYears;

beforeAll(async () => {
  directory = await loadDirectory();
  years = await readCodeYears();
});

function find(text: string): FoundText {
  const [found] = findCodes([text], directory, years);
  if (found === undefined) throw new Error('nothing came back');
  return found;
}

const ALL_YEARS = ['2018', '2019', '2020', '2021', '2022', '2023', '2024', '2025', '2026'];

describe('a code of a set', () => {
  it('is the same with dots, blanks and small letters', () => {
    for (const text of ['M54.50', 'm5450', ' M54.50 ']) {
      expect(find(text).codes.map(({ system, code }) => [system, code])).toEqual([['ICD10CM', 'M5450']]);
    }
  });

  it('means an index event on the days of the intake period, in every year', () => {
    expect(find('M54.50').codes[0]?.uses).toContainEqual({
      pack: 'lbp',
      of: ALL_YEARS,
      meaning: 'index event, as the principal diagnosis',
      window: '1 January to 3 December',
    });
  });

  it('means a red flag with its window: cancer at any time, trauma from day -90', () => {
    expect(find('C61').codes[0]?.uses).toContainEqual({
      ...{ pack: 'lbp', of: ALL_YEARS, meaning: 'excludes: cancer' },
      window: 'any time to day 28',
    });
    const trauma = find('S32.010A').codes[0]?.uses.filter(({ pack }) => pack === 'lbp');
    expect(trauma?.map(({ window }) => window)).toEqual(['day -90 to day 28']);
  });

  it('is a study, with what it shows', () => {
    const [found] = find('72148').codes;
    expect(found?.imaging).toMatchObject({ modality: 'mri', region: 'lumbar' });
    expect(found?.uses.map(({ pack }) => pack)).toEqual(['lbp', 'policy']);
  });

  it('has the years in which it was billable', () => {
    expect(find('M54.5').codes[0]?.life?.last).toEqual({ earliest: 2021, latest: 2021 });
    expect(find('G35.A').codes[0]?.life?.first).toEqual({ earliest: 2026, latest: 2026 });
  });

  it('may be one that a policy names itself, and is padded as claims are', () => {
    const [found] = find('450').codes;
    expect([found?.system, found?.code]).toEqual(['UBREV', '0450']);
    expect(found?.uses.filter(({ pack }) => pack === 'policy')).toEqual([
      { pack: 'policy', of: ['bcbsal-fep'], meaning: 'line not judged', window: '' },
    ]);
  });
});

describe('a code that no set holds', () => {
  it('is billable all the same, and no rule reads it', () => {
    const [found] = find('J45.909').codes;
    expect(found).toMatchObject({ system: 'ICD10CM', code: 'J45909', sets: [], uses: [] });
    expect(found?.life).not.toBeNull();
  });

  it('has listed relatives where its stem is listed', () => {
    const { codes, begins, relatives } = find('M54.58');
    expect([codes, begins]).toEqual([[], []]);
    expect(relatives.map(({ code }) => code)).toEqual(expect.arrayContaining(['M545', 'M5450', 'M5459']));
  });

  it('is nothing where nothing knows it', () => {
    expect(find('ZZZ')).toEqual({ asked: 'ZZZ', codes: [], begins: [], relatives: [] });
  });
});

describe('the beginning of codes', () => {
  it('gives those that sets hold and those that were ever billable', () => {
    const { begins } = find('S39.01');
    const inSets = begins.filter(({ sets }) => sets.length > 0).map(({ code }) => code);
    expect(inSets).toEqual(['S39012A', 'S39012D', 'S39012S']);
    expect(begins.map(({ code }) => code)).toContain('S39011A');
  });

  it('is not looked up below three characters', () => {
    expect(find('M5').begins).toEqual([]);
  });
});

describe("England's rule", () => {
  it('reads OPCS-4 codes and cancers', () => {
    expect(find('u05.5').codes.map(({ system, uses }) => [system, uses[0]?.pack])).toEqual([
      ['OPCS4', 'ebi'],
    ]);
    expect(find('D36').codes).toEqual([]);
    expect(find('D37').codes.map(({ system }) => system)).toContain('ICD10');
  });
});
