import { beforeAll, describe, expect, it } from 'vitest';
import type { DiagnosisCount } from '../../src/extract/check.js';
import { MEASURE } from '../../src/packs/index.js';
import type { UnbillableStem } from '../../src/packs/quality.js';
import { unbillableFindings } from '../../src/report/quality/unbillable.js';
import { DiagnosesByYear } from '../../src/run/diagnoses-by-year.js';
import { type LoadedRules, rulesWith } from '../../src/run/rules.js';
import { unbillableStems } from '../../src/run/unbillable.js';
import { dayOf } from '../../src/timeline/day.js';
import { type CodeYears, readCodeYears } from '../../src/valuesets/code-years.js';
import { loadDirectory } from '../../src/valuesets/directory.js';

let years: CodeYears;
let loaded: LoadedRules;

beforeAll(async () => {
  years = await readCodeYears();
  loaded = rulesWith(MEASURE, MEASURE.question({ year: 2025 }), await loadDirectory());
});

/** Diagnoses whose service and whose end lie in these fiscal years. */
function diagnoses(code: string, served: number, coded = served, rows = 1): DiagnosisCount {
  return { code, served, coded, rows };
}

function stems(...counts: readonly DiagnosisCount[]): UnbillableStem[] {
  return unbillableStems(counts, years, loaded);
}

describe('a diagnosis', () => {
  it('that was deleted is counted from the first of October on, and means what it meant', () => {
    expect(stems(diagnoses('M545', 2021))).toEqual([]);
    expect(stems(diagnoses('M545', 2022, 2022, 3))).toEqual([
      { stem: 'M545', why: 'no longer', isListed: true, rows: 3, roles: ['low_back_pain'] },
    ]);
  });

  it('that came later is counted before its first of October', () => {
    expect(stems(diagnoses('M5450', 2021))).toMatchObject([{ stem: 'M545', why: 'not yet' }]);
    expect(stems(diagnoses('M5450', 2022))).toEqual([]);
  });

  it('of a claim that runs over the first of October is counted only if both years refuse it', () => {
    expect(stems(diagnoses('M545', 2021, 2022))).toEqual([]);
    expect(stems(diagnoses('M5450', 2021, 2022))).toEqual([]);
    expect(stems(diagnoses('M545', 2022, 2023))).toHaveLength(1);
  });

  it('that is a heading is counted, with what the codes below it mean', () => {
    expect(stems(diagnoses('M54', 2025))).toMatchObject([
      { stem: 'M54', why: 'heading', isListed: false, roles: expect.arrayContaining(['low_back_pain']) },
    ]);
  });

  it('of a stem that the rules do not know is counted without a meaning', () => {
    expect(stems(diagnoses('J45', 2025))).toMatchObject([{ stem: 'J45', why: 'heading', roles: [] }]);
  });

  it('that is newer than every code of the directory is counted', () => {
    const old = {
      ...loaded,
      directory: {
        ...loaded.directory,
        diagnoses: new Set(['M545', 'M5450', 'C8100']),
      },
    };
    expect(unbillableStems([diagnoses('C810A', 2025)], years, old)).toMatchObject([
      { stem: 'C810', why: 'newer', isListed: false, roles: ['cancer'] },
    ]);
    expect(stems(diagnoses('C810A', 2025))).toEqual([]);
  });

  it('that no table has is counted where the tables know its category', () => {
    expect(stems(diagnoses('M5450Y', 2025), diagnoses('M545O', 2025))).toEqual([
      { stem: 'M545', why: 'no code', isListed: false, rows: 2, roles: ['low_back_pain'] },
    ]);
    expect(stems(diagnoses('I10Y', 2025))).toMatchObject([{ stem: 'I10Y', why: 'no code' }]);
  });

  it('of which nothing is known is not counted', () => {
    expect(stems(diagnoses('M5458', 2017), diagnoses('M5458', 2027), diagnoses('72148', 2025))).toEqual([]);
  });
});

it('rows of one stem and reason are added, the most frequent stem first', () => {
  const found = stems(
    diagnoses('J45', 2025, 2025, 2),
    diagnoses('M545', 2024),
    diagnoses('M545', 2025, 2025, 4),
  );
  expect(found.map(({ stem, rows }) => [stem, rows])).toEqual([
    ['M545', 5],
    ['J45', 2],
  ]);
});

describe('the finding', () => {
  const stem: UnbillableStem = {
    ...{ stem: 'M545', why: 'no longer', isListed: true, rows: 1, roles: ['low_back_pain'] },
  };

  it('is a warning from one in a thousand on, a note below', () => {
    expect(unbillableFindings({ unbillable: { stems: [stem], of: 1000 } })[0]?.severity).toBe('warning');
    expect(unbillableFindings({ unbillable: { stems: [stem], of: 1001 } })[0]?.severity).toBe('info');
  });

  it('is a note where the rules know none of the stems', () => {
    const unknown = { ...stem, roles: [] };
    expect(unbillableFindings({ unbillable: { stems: [unknown], of: 1 } })[0]?.severity).toBe('info');
  });

  it('names the stems that the rules know first', () => {
    const others = Array.from({ length: 6 }, (_, at) => ({ ...stem, stem: `J4${at}`, rows: 9, roles: [] }));
    const [found] = unbillableFindings({ unbillable: { stems: [...others, stem], of: 100 } });
    expect(found?.text).toMatch(
      /^55 of 100 diagnoses .*: M54\.5 no longer billable \(1, listed; codes of this stem mean low_back_pain\)/,
    );
    expect(found?.text).toMatch(/and 2 more stems$/);
  });

  it('is none where there is nothing', () => {
    expect(unbillableFindings({ unbillable: { stems: [], of: 5 } })).toEqual([]);
  });
});

it('diagnoses are counted by the fiscal years of service and of discharge', () => {
  const counted = new DiagnosesByYear();
  const listed = { system: 'ICD10CM', code: 'M545', sets: [] } as const;
  const lines = [{ listed, position: 1, ownDate: null }];
  counted.addLine(lines, dayOf(2021, 9, 30), dayOf(2021, 10, 1));
  counted.addLine(lines, dayOf(2021, 10, 1), dayOf(2021, 10, 1));
  counted.addLine(lines, dayOf(2021, 10, 1), dayOf(2022, 9, 30));
  expect(counted.counts).toEqual([
    { code: 'M545', served: 2021, coded: 2022, rows: 1 },
    { code: 'M545', served: 2022, coded: 2022, rows: 2 },
  ]);
});
