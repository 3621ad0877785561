import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { dayOf } from '../../src/timeline/day.js';
import { NEWEST_YEAR, readCodeYears, TABLE_YEARS } from '../../src/valuesets/code-years.js';
import { loadDirectory } from '../../src/valuesets/directory.js';

const years = await readCodeYears();

test('no code of any year ends with an X, so that a row of a set with one means the codes below it', () => {
  expect(readFileSync('valuesets/icd10cm-years.csv', 'utf8')).not.toMatch(/X(?:[ "]|$)/m);
});

/** The day before a fiscal year begins, and its first day. */
function eveOf(year: number): number {
  return dayOf(year - 1, 9, 30);
}
function startOf(year: number): number {
  return dayOf(year - 1, 10, 1);
}

function bare(codes: string): string[] {
  return codes.replaceAll('.', '').trim().split(/\s+/);
}

describe('codes that came with a fiscal year', () => {
  test.each([
    ['the split of M48.06', 2018, 'M48.061 M48.062'],
    ['the split of M54.5', 2022, 'M54.50 M54.51 M54.59'],
    ['lymphoma in remission', 2025, 'C81.0A C81.9A C82.0A C83.0A C83.3A C84.0A C84.7B C84.AA C84.ZA C85.9A'],
    ['C83.39, C86 and C88 split', 2025, 'C83.390 C83.398 C86.00 C86.01 C86.61 C88.00 C88.01 C88.91'],
    ['the splits of M51.36 and M51.37', 2025, 'M51.360 M51.361 M51.362 M51.369 M51.370 M51.379'],
    ['inflammatory carcinoma of the breast', 2026, 'C50.A0 C50.A1 C50.A2'],
    ['multiple sclerosis by its course', 2026, 'G35.A G35.B0 G35.B1 G35.B2 G35.C0 G35.C1 G35.C2 G35.D'],
    ['flanks', 2026, 'S30.11XA S30.9AXS S31.106A S31.13AS S31.146A S31.65AS'],
    ['history of fallopian tube cancer', 2026, 'Z85.4A'],
    ['secondary neoplasms', 2027, 'C78.31 C78.32 C79.83'],
  ])('%s, FY%i', (_, year, codes) => {
    for (const code of bare(codes)) {
      expect(years.unbillableOn(code, eveOf(year)), code).toBe('not yet');
      expect(years.unbillableOn(code, startOf(year)), code).toBeNull();
    }
  });
});

describe('codes that went', () => {
  test.each([
    ['before the oldest table', 2018, 'M48.06'],
    ['when low back pain was split', 2022, 'M54.5'],
    ['to be split', 2025, 'M51.36 M51.37 C83.39 C86.0 C86.6 C88.0 C88.9'],
    ['to be split', 2026, 'G35 S30.1XXA S30.1XXS'],
    ['by the list of changes', 2027, 'S23.420A S23.420D S23.420S'],
  ])('%s, FY%i', (_, year, codes) => {
    for (const code of bare(codes)) {
      expect(years.unbillableOn(code, eveOf(year)), code).toBeNull();
      expect(years.unbillableOn(code, startOf(year)), code).toBe('no longer');
    }
  });
});

describe('what the tables do not decide', () => {
  test('a code that came between the tables of FY2018 and FY2022', () => {
    expect(years.lifeOf('G9608')).toEqual({ first: { earliest: 2019, latest: 2022 }, last: null });
    expect(years.unbillableOn('G9608', eveOf(2019))).toBe('not yet');
    expect(years.unbillableOn('G9608', startOf(2019))).toBeNull();
  });

  test('a code that went between the tables of FY2022 and FY2024', () => {
    expect(years.lifeOf('G20')).toEqual({ first: null, last: { earliest: 2022, latest: 2023 } });
    expect(years.unbillableOn('G20', eveOf(2024))).toBeNull();
    expect(years.unbillableOn('G20', startOf(2024))).toBe('no longer');
  });

  test('three codes that came within FY2022, after its table', () => {
    for (const code of bare('Z28.310 Z28.311 Z28.39')) {
      expect(years.unbillableOn(code, dayOf(2022, 4, 1)), code).toBeNull();
    }
  });

  test('a code that all tables have is open at both ends', () => {
    expect(years.lifeOf('C61')).toEqual({ first: null, last: null });
    expect(years.unbillableOn('C61', dayOf(2012, 1, 1))).toBeNull();
    expect(years.unbillableOn('C61', dayOf(2032, 1, 1))).toBeNull();
  });

  test('a code that no table has', () => {
    expect(years.lifeOf('M5455')).toBeNull();
    expect(years.isNoCode('M5455')).toBe(true);
    expect(years.isNoCode('M545')).toBe(false);
    expect(years.unbillableOn('M5455', dayOf(2025, 1, 1))).toBe('no code');
    expect(years.unbillableOn('M5455', dayOf(2017, 1, 1))).toBeNull();
    expect(years.unbillableOn('XYZ', dayOf(2025, 1, 1))).toBeNull();
  });
});

describe('headings', () => {
  test.each(['M54', 'S335', 'S335XX', 'C783'])('%s is in no table', (code) => {
    expect(years.lifeOf(code)).toBeNull();
  });

  test('are never billable in the years of the tables, and open beyond them', () => {
    expect(years.unbillableOn('S335', eveOf(2018))).toBeNull();
    expect(years.unbillableOn('S335', startOf(2018))).toBe('heading');
    expect(years.unbillableOn('S335XX', eveOf(2027))).toBe('heading');
    expect(years.unbillableOn('S335', startOf(2027))).toBeNull();
    expect(years.unbillableOn('C860A', dayOf(2025, 1, 1)), 'no code is below it').toBe('no code');
  });

  test('that were codes once have their years', () => {
    expect(years.unbillableOn('M545', startOf(2022))).toBe('no longer');
  });
});

test('codes by their beginning', () => {
  expect(years.startingWith('M545')).toEqual(['M545', 'M5450', 'M5451', 'M5459']);
  expect(years.startingWith('G35')).toEqual(
    bare('G35 G35.A G35.B0 G35.B1 G35.B2 G35.C0 G35.C1 G35.C2 G35.D'),
  );
  expect(years.startingWith('M5455')).toEqual([]);
});

describe('how far a list of codes reaches', () => {
  test('is the year of its newest code', () => {
    expect(years.reachOf(new Set(['M545', 'M5450', 'C810A', 'XYZ']))).toBe(2025);
    expect(years.reachOf(new Set(['G9608']))).toBe(2022);
    expect(years.reachOf(new Set(['C61', 'XYZ']))).toBeNull();
  });

  test('the open sets reach the newest year', async () => {
    const { diagnoses } = await loadDirectory();
    expect(years.reachOf(diagnoses)).toBe(NEWEST_YEAR);
    expect([...diagnoses].filter((code) => years.lifeOf(code) === null)).toEqual([]);
  });
});

test('the years that the tables and the changes cover', () => {
  expect(TABLE_YEARS).toEqual([2018, 2022, 2024, 2025, 2026]);
  expect(NEWEST_YEAR).toBe(2027);
});
