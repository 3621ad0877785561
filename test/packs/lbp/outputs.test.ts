import { beforeAll, describe, expect, it } from 'vitest';
import { coverageItems } from '../../../src/packs/lbp/coverage.js';
import type { Decided, Outcome } from '../../../src/packs/lbp/decision.js';
import { LbpTally } from '../../../src/packs/lbp/outputs/tally.js';
import { LBP } from '../../../src/packs/lbp/pack.js';
import { type MeasureOptions, type MeasureRules, resolveRules } from '../../../src/packs/lbp/resolve.js';
import { rulesOfYear } from '../../../src/packs/lbp/years/index.js';
import type { Providers } from '../../../src/packs/providers.js';
import type { Cell, OutputTable } from '../../../src/packs/table.js';
import { OutputTable as CsvRows } from '../../../src/report/output-folder.js';
import type { Evidence } from '../../../src/timeline/evidence.js';
import { loadDirectory } from '../../../src/valuesets/directory.js';
import { EMPTY } from './people.js';
import { loaded } from './sets.js';

/** 2025-03-01 in days since 1970-01-01: 55 years of 365 days, 14 leap days, 59 days. */
const MARCH_1 = 55 * 365 + 14 + 59;

const ANN: Decided = {
  kind: 'decided',
  personId: 'ann',
  productLines: ['commercial'],
  covers: [{ productLine: 'commercial', plan: 'Gold', by: [] }],
  age: 40,
  ageBand: '18-64',
  index: {
    date: MARCH_1,
    claimId: 'c1',
    lineNumber: '1',
    diagnosis: 'M5450',
    code: '99213',
    isImaging: false,
    npi: '1111111112',
    setting: 'office',
  },
  status: 'denominator',
  open: null,
  reasons: [],
  imaging: null,
  evidence: [],
  warnings: [],
};
const IMAGED: Pick<Decided, 'imaging'> = {
  imaging: {
    ...{ date: MARCH_1 + 28, days: 28, code: '72100', claimId: 'c2', lineNumber: '3' },
    ...{ npi: '2222222223', orderingNpi: '1111111112', modality: 'xray', region: 'lumbar' },
  },
};

let setNames: ReadonlySet<string>;
beforeAll(async () => {
  setNames = (await loadDirectory()).setNames;
});

interface Reported {
  /** The lines of a table, header and all. */
  readonly lines: (file: string) => string[];
  /** What the manifest says of people, and the warnings about them by code. */
  readonly facts: Readonly<Record<string, unknown>>;
  readonly warnings: ReadonlyMap<string, number>;
}

/**
 * What the pack makes of some decisions.
 *
 * @param met how many people meet a rule, for coverage.csv; the others have no record for it
 */
function reported(
  decisions: readonly Outcome[],
  year = 2025,
  options: Partial<MeasureOptions> = {},
  providers: Providers = new Map(),
  met: Readonly<Record<string, number>> | null = null,
): Reported {
  const inUse = resolveRules(rulesOfYear(year), loaded(setNames), options);
  const tally = new LbpTally(inUse);
  for (const decision of decisions) tally.add({ ...EMPTY, id: decision.personId }, [decision]);
  const total = decisions.length;
  const reaches = coverageItems(inUse).map(({ rule }) => {
    const count = met?.[rule] ?? 0;
    return { met: count, near: 0, missed: 0, not_reached: total - count };
  });
  const totals = met === null ? tally.totals : { ...tally.totals, coverage: { total, reaches } };
  const tables = new Map<string, string>();
  for (const table of LBP.personTables) {
    tables.set(
      table.name,
      csv(
        withFurther(table, inUse),
        decisions.flatMap((decision) => table.rows(decision, inUse)),
      ),
    );
  }
  for (const table of LBP.totalTables) {
    const rows = table.rows(totals, inUse, providers);
    if (rows !== null) tables.set(table.name, csv(withFurther(table, inUse), rows));
  }
  return {
    lines: (file) => (tables.get(file) ?? '').trimEnd().split('\n'),
    facts: LBP.personFacts(totals, inUse),
    warnings: new Map(LBP.warnings(totals, inUse).persons.map(({ code, count }) => [code, count])),
  };
}

/** With the columns that the rules add. */
function withFurther(
  table: OutputTable & { further?(rules: MeasureRules): OutputTable['columns'] },
  inUse: MeasureRules,
): OutputTable {
  return { ...table, columns: [...table.columns, ...(table.further?.(inUse) ?? [])] };
}

/** A table as it is written. */
function csv(table: OutputTable, rows: readonly (readonly Cell[])[]): string {
  let text = '';
  const written = CsvRows.begin({ write: (more) => (text += more) }, table);
  written.addAll(rows);
  written.flush();
  return text;
}

describe('members.csv', () => {
  it('has a row for each product line of a person, alike but for the line', () => {
    const { lines } = reported([
      {
        ...ANN,
        ...IMAGED,
        productLines: ['medicaid', 'medicare'],
        covers: [
          { productLine: 'medicaid', plan: 'Gold', by: [] },
          { productLine: 'medicare', plan: '', by: [] },
        ],
      },
    ]);
    expect(lines('members.csv').slice(1)).toEqual([
      'ann,medicaid,2025,40,18-64,2025-03-01,c1,M5450,99213,denominator,,1,2025-03-29,28,72100,c2,0,,1111111112,office,2222222223,1111111112,xray,lumbar,Gold',
      'ann,medicare,2025,40,18-64,2025-03-01,c1,M5450,99213,denominator,,1,2025-03-29,28,72100,c2,0,,1111111112,office,2222222223,1111111112,xray,lumbar,',
    ]);
  });

  it('states imaging whatever the status, and compliance in the denominator only', () => {
    const { lines } = reported([
      ANN,
      { ...ANN, personId: 'bob', status: 'excluded', reasons: ['cancer', 'death'], ...IMAGED },
      {
        ...ANN,
        personId: 'cat',
        status: 'ineligible',
        reasons: ['age', 'enrollment', 'hiv'],
        age: 17,
        ageBand: 'other',
      },
    ]);
    expect(lines('members.csv').slice(1)).toEqual([
      'ann,commercial,2025,40,18-64,2025-03-01,c1,M5450,99213,denominator,,0,,,,,1,,1111111112,office,,,,,Gold',
      'bob,commercial,2025,40,18-64,2025-03-01,c1,M5450,99213,excluded,cancer;death,1,2025-03-29,28,72100,c2,,,1111111112,office,2222222223,1111111112,xray,lumbar,Gold',
      'cat,commercial,2025,17,other,2025-03-01,c1,M5450,99213,ineligible,age;enrollment;hiv,0,,,,,,,1111111112,office,,,,,Gold',
    ]);
  });

  it('an image on the day itself is 0 days away, not blank', () => {
    const { lines } = reported([
      { ...ANN, imaging: IMAGED.imaging && { ...IMAGED.imaging, date: MARCH_1, days: 0, claimId: 'c1' } },
    ]);
    expect(lines('members.csv')[1]).toContain(',1,2025-03-01,0,72100,c1,0,');
  });

  it.each([
    ['=1+1', "'=1+1"],
    ['+1', "'+1"],
    ['-1', '-1'],
    ['-1a', "'-1a"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\tx', "'\tx"],
    ['a,b', '"a,b"'],
    ['a"b', '"a""b"'],
    ['a\nb', '"a\nb"'],
    ['=a,"b"', `"'=a,""b"""`],
    ['007', '007'],
    [' blank ', ' blank '],
    ['ünï', 'ünï'],
  ])('writes the id %j as %j', (id, written) => {
    const { lines } = reported([{ ...ANN, personId: id }]);
    expect(lines('members.csv').slice(1).join('\n')).toBe(
      `${written},commercial,2025,40,18-64,2025-03-01,c1,M5450,99213,denominator,,0,,,,,1,,1111111112,office,,,,,Gold`,
    );
  });
});

describe('evidence.csv', () => {
  const CANCER: Evidence = {
    rule: 'cancer',
    date: MARCH_1 - 400,
    endDate: null,
    codeSystem: 'ICD10CM',
    code: 'C50911',
    valueSet: 'Malignant Neoplasms',
    claimId: 'c9',
    lineNumber: '2',
    windowStart: null,
    windowEnd: MARCH_1 + 28,
    source: 'claims.csv',
    locator: '',
  };

  it('has a row for each record and product line, and leaves blank what a rule does not have', () => {
    const gap: Evidence = {
      ...CANCER,
      rule: 'enrollment',
      date: MARCH_1 - 9,
      endDate: MARCH_1 - 8,
      codeSystem: '',
      code: '',
      valueSet: '',
      claimId: '',
      lineNumber: '',
      windowStart: MARCH_1 - 180,
      source: '',
    };
    const { lines } = reported([
      {
        ...ANN,
        productLines: ['medicaid', 'medicare'],
        status: 'ineligible',
        reasons: ['enrollment', 'cancer'],
        evidence: [gap, CANCER],
      },
    ]);
    const row = (line: string): string[] => [
      `ann,${line},enrollment,2025-02-20,2025-02-21,,,,,,2024-09-02,2025-03-29,,`,
      `ann,${line},cancer,2024-01-26,,ICD10CM,C50911,Malignant Neoplasms,c9,2,,2025-03-29,claims.csv,`,
    ];
    expect(lines('evidence.csv').slice(1)).toEqual([...row('medicaid'), ...row('medicare')]);
  });
});

describe('summary.csv, waterfall.csv and idss.csv', () => {
  const PEOPLE: Decided[] = [
    ANN,
    { ...ANN, ...IMAGED },
    { ...ANN, ageBand: '65-75', age: 70 },
    { ...ANN, status: 'excluded', reasons: ['cancer', 'trauma'], ...IMAGED },
    { ...ANN, status: 'ineligible', reasons: ['negative_history', 'cancer'] },
    { ...ANN, status: 'ineligible', reasons: ['age'], ageBand: 'other', age: 80 },
  ];

  it('without anybody there is a row for every line and band, zeros and no rate', () => {
    const { lines } = reported([]);
    const rows = ['commercial', 'medicaid', 'medicare'].flatMap((line) =>
      ['18-64', '65-75', 'other', 'total'].map((band) => `2025,${line},${band},0,0,0,0,0,,,`),
    );
    expect(lines('summary.csv').slice(1)).toEqual(rows);
    expect(lines('idss.csv').slice(1)).toHaveLength(9);
    for (const line of lines('idss.csv').slice(1)) expect(line).toMatch(/,0,0,0,$/);
    expect(lines('members.csv')).toHaveLength(1);
    expect(lines('evidence.csv')).toHaveLength(1);
    expect(lines('unreported.csv')).toHaveLength(1);
  });

  it('a year has its own lines and bands', () => {
    const { lines } = reported([], 2021);
    expect(lines('summary.csv').slice(1)).toEqual(
      ['commercial', 'medicaid'].flatMap((line) =>
        ['18-50', 'other', 'total'].map((band) => `2021,${line},${band},0,0,0,0,0,,,`),
      ),
    );
  });

  it('count a person in the band and in the total, imaging in the denominator only', () => {
    const { lines } = reported(PEOPLE);
    expect(lines('summary.csv').slice(1, 5)).toEqual([
      '2025,commercial,18-64,4,1,1,2,1,0.500000,0.094531,0.905469',
      '2025,commercial,65-75,1,0,0,1,0,1.000000,0.206549,1.000000',
      '2025,commercial,other,1,1,0,0,0,,,',
      '2025,commercial,total,6,2,1,3,1,0.666667,0.207660,0.938508',
    ]);
    expect(lines('idss.csv').slice(1, 4)).toEqual([
      'LowBackPainImaging,commercial,18-64,2,1,1,50.00',
      'LowBackPainImaging,commercial,65-75,1,0,0,100.00',
      'LowBackPainImaging,commercial,total,3,1,1,66.67',
    ]);
  });

  it('the waterfall counts a person once in first, and for each reason in any', () => {
    const { lines } = reported(PEOPLE);
    const total = lines('waterfall.csv').filter((line) => line.startsWith('commercial,total,'));
    expect(total.filter((line) => !line.endsWith(',0,0'))).toEqual([
      'commercial,total,0,candidates,6,6',
      'commercial,total,1,age,1,1',
      'commercial,total,2,negative_history,1,1',
      'commercial,total,4,cancer,1,2',
      expect.stringMatching(/^commercial,total,\d+,trauma,0,1$/),
      expect.stringMatching(/^commercial,total,\d+,denominator,3,3$/),
    ]);
  });
});

describe('unreported.csv and the counts of persons', () => {
  it('lists who has no row in members.csv, and counts them by reason', () => {
    const { lines, facts, warnings } = reported([
      { kind: 'unreported', personId: 'dan', reason: 'no_index_event', index: null },
      {
        kind: 'unreported',
        personId: 'eve',
        reason: 'no_eligibility',
        index: { ...ANN.index, isImaging: true },
      },
      { kind: 'unreported', personId: '=fay', reason: 'no_eligibility', index: ANN.index },
      { ...ANN, productLines: ['medicaid', 'medicare'], warnings: ['fill_without_days_supply'] },
    ]);
    expect(lines('unreported.csv').slice(1)).toEqual([
      'dan,no_index_event,,',
      'eve,no_eligibility,2025-03-01,c1',
      "'=fay,no_eligibility,2025-03-01,c1",
    ]);
    expect(facts).toEqual({
      candidates: 4,
      with_index_event: 3,
      in_members_csv: 1,
      unreported: { no_eligibility: 2, no_index_event: 1 },
      index_events_on_imaging_lines: 1,
      index_lines_without_npi: 0,
      imaging_lines_without_ordering_npi: 0,
    });
    expect(warnings.get('LBP-W106')).toBe(2);
    expect(warnings.get('LBP-W107')).toBe(1);
    expect(warnings.get('LBP-W108')).toBe(1);
    expect(lines('members.csv')[1]).toMatch(/,fill_without_days_supply,1111111112,office,/);
  });

  it('say so where people have rows but nobody is in a denominator', () => {
    const enrollment: Outcome = { ...ANN, status: 'ineligible', reasons: ['enrollment', 'cancer'] };
    const cancer: Outcome = { ...ANN, status: 'excluded', reasons: ['cancer'] };
    const warned = (decisions: readonly Outcome[]): number | undefined =>
      reported(decisions).warnings.get('LBP-W131');
    expect(warned([enrollment, cancer, enrollment])).toBe(3);
    expect(warned([enrollment, ANN])).toBeUndefined();
    expect(warned([enrollment, { ...ANN, status: 'open' }])).toBeUndefined();
    expect(warned([])).toBeUndefined();
  });
});

describe('what is counted by who, where and when', () => {
  const april = { ...ANN.index, date: MARCH_1 + 31, setting: 'emergency', npi: '' } as const;
  const PEOPLE: Decided[] = [
    ANN,
    { ...ANN, ...IMAGED },
    { ...ANN, ...IMAGED, status: 'excluded', reasons: ['cancer', 'trauma'] },
    { ...ANN, status: 'excluded', reasons: ['cancer'], index: april },
    { ...ANN, status: 'ineligible', reasons: ['age', 'cancer'], ...IMAGED },
  ];

  it('trend.csv has a row for each month of the index date', () => {
    const { lines } = reported(PEOPLE);
    expect(lines('trend.csv').slice(1)).toEqual([
      'commercial,2025-03,4,1,1,2,1,0.500000,0.094531,0.905469',
      'commercial,2025-04,1,0,1,0,0,,,',
    ]);
  });

  it('settings.csv has a row for each setting, blank where none is stated', () => {
    const unstated = { ...ANN, index: { ...ANN.index, setting: null } };
    const { lines } = reported([...PEOPLE, unstated]);
    expect(lines('settings.csv').slice(1)).toEqual([
      'commercial,,1,0,0,1,0,1.000000,0.206549,1.000000',
      'commercial,emergency,1,0,1,0,0,,,',
      'commercial,office,4,1,1,2,1,0.500000,0.094531,0.905469',
    ]);
  });

  it('providers.csv has who saw the denominator, and who ordered its imaging', () => {
    const known = new Map([['1111111112', { name: 'Ann, MD', specialty: 'Family', group: 'North' }]]);
    const { lines } = reported([...PEOPLE, { ...ANN, index: april }], 2025, {}, known);
    expect(lines('providers.csv').slice(1)).toEqual([
      'index,,,,,1,0,1.000000,0.206549,1.000000,0,0,0,0,,0,',
      'index,1111111112,"Ann, MD",Family,North,2,1,0.500000,0.094531,0.905469,1,0,0,0,28.00,0,0.000000',
      'ordering,1111111112,"Ann, MD",Family,North,1,1,,,,1,0,0,0,28.00,0,0.000000',
    ]);
  });

  it('says how many lines state no provider', () => {
    const { facts } = reported([...PEOPLE, { ...ANN, index: april }]);
    expect(facts).toMatchObject({ index_lines_without_npi: 2, imaging_lines_without_ordering_npi: 0 });
  });

  it('imaging-days.csv has every day of the window, imaging-modality.csv what there is', () => {
    const { lines } = reported(PEOPLE);
    const days = lines('imaging-days.csv').slice(1);
    expect(days.slice(0, 29).map((row) => row.split(',').slice(1).map(Number))).toEqual(
      Array.from({ length: 29 }, (_, day) => [day, day === 28 ? 1 : 0]),
    );
    expect(lines('imaging-modality.csv').slice(1)).toEqual(['commercial,xray,lumbar,1']);
  });

  it('imaging-excluded.csv counts the excluded in each of their exclusions', () => {
    const rows = reported(PEOPLE).lines('imaging-excluded.csv');
    expect(rows).toContain('commercial,cancer,2,1,0.500000');
    expect(rows).toContain('commercial,trauma,1,1,1.000000');
    expect(rows).toContain('commercial,hiv,0,0,');
  });

  it('pld.csv has a flag each for denominator, exclusion and numerator', () => {
    expect(reported(PEOPLE).lines('pld.csv').slice(1)).toEqual([
      'ann,commercial,LBP,2025,18-64,1,0,0',
      'ann,commercial,LBP,2025,18-64,1,0,1',
      'ann,commercial,LBP,2025,18-64,0,1,0',
      'ann,commercial,LBP,2025,18-64,0,1,0',
      'ann,commercial,LBP,2025,18-64,0,0,0',
    ]);
  });

  it('summary-by.csv has the columns that are asked for, and members.csv too', () => {
    const by = [
      ['race', 'x'],
      ['plan', 'Gold'],
    ] as const;
    const person: Decided = { ...ANN, covers: [{ productLine: 'commercial', plan: 'Gold', by }] };
    const { lines } = reported([person], 2025, { by: ['race', 'plan'] });
    expect(lines('summary-by.csv').slice(1)).toEqual([
      'race,x,commercial,1,0,0,1,0,1.000000,0.206549,1.000000',
      'plan,Gold,commercial,1,0,0,1,0,1.000000,0.206549,1.000000',
    ]);
    expect(lines('members.csv')[0]).toMatch(/,plan,race,by_plan$/);
    expect(lines('members.csv')[1]).toMatch(/,Gold,x,Gold$/);
    expect(reported([person]).lines('summary-by.csv')).toEqual(['']);
  });

  it('a year to date has open people in no rate, and they add up', () => {
    const open: Decided = {
      ...ANN,
      ...IMAGED,
      status: 'open',
      reasons: ['cancer', 'age'],
      open: { lastDay: MARCH_1 + 28, daysLeft: 3, wouldExclude: ['hiv', 'death'] },
    };
    const { lines } = reported([ANN, open], 2025, { asOf: MARCH_1 + 25 });
    expect(lines('summary.csv')[1]).toBe('2025,commercial,18-64,2,0,0,1,0,1.000000,0.206549,1.000000,1');
    const steps = lines('waterfall.csv')
      .slice(1)
      .filter((row) => row.startsWith('commercial,18-64,'));
    expect(steps.slice(-2).map((row) => row.replace(/,\d+,(open|denominator)/, ',$1'))).toEqual([
      'commercial,18-64,open,1,1',
      'commercial,18-64,denominator,1,1',
    ]);
    expect(lines('open-episodes.csv').slice(1)).toEqual([
      'ann,commercial,2025-03-01,2025-03-29,3,1111111112,office,2025-03-29,age,cancer,hiv;death',
    ]);
  });

  it('small counts are blanked with their rates, in every table of counts', () => {
    const many = Array.from({ length: 30 }, () => ANN);
    const { lines } = reported([...many, ...PEOPLE], 2025, { suppressBelow: 11 });
    expect(lines('summary.csv').filter((row) => row.startsWith('2025,commercial'))).toEqual(
      ['18-64', '65-75', 'other', 'total'].map((band) => `2025,commercial,${band},,,,,,,,`),
    );
    for (const file of ['trend.csv', 'settings.csv', 'imaging-modality.csv', 'idss.csv', 'providers.csv']) {
      const rows = lines(file)
        .slice(1)
        .filter((row) => /commercial|^index|^ordering/.test(row));
      expect([file, rows.every((row) => row.endsWith(',,') || /,xray,lumbar,$/.test(row))]).toEqual([
        file,
        true,
      ]);
    }
    const plain = reported(many, 2025, { suppressBelow: 11 });
    expect(plain.lines('summary.csv')[1]).toContain('18-64,30,0,0,30,0,1.000000');
  });

  describe('a blanked count cannot be derived from another column of --by', () => {
    const living = (region: string, county: string, count: number): Decided[] =>
      Array.from({ length: count }, () => ({
        ...ANN,
        covers: [
          {
            ...{ productLine: 'commercial', plan: 'Gold' },
            by: [
              ['region', region],
              ['county', county],
            ],
          },
        ],
      }));
    // The counties 1 and 2 are region A: what it has without county 2 is county 1.
    const people = [
      ...living('A', '1', 5),
      ...living('A', '2', 20),
      ...living('B', '3', 30),
      ...living('B', '4', 40),
      ...living('C', '5', 15),
    ];
    const shown = (by: readonly string[]): string[] =>
      reported(people, 2025, { suppressBelow: 11, by })
        .lines('summary-by.csv')
        .slice(1)
        .map((row) => row.split(',').slice(0, 4).join(','));

    it('because a column with a blanked row shows none beside other columns', () => {
      expect(shown(['region', 'county'])).toEqual([
        ...['region,A,commercial,25', 'region,B,commercial,70', 'region,C,commercial,15'],
        ...['1', '2', '3', '4', '5'].map((county) => `county,${county},commercial,`),
      ]);
    });

    it('and alone shows the rows that give nothing back', () => {
      expect(shown(['county'])).toEqual([
        ...['county,1,commercial,', 'county,2,commercial,20', 'county,3,commercial,30'],
        ...['county,4,commercial,40', 'county,5,commercial,'],
      ]);
    });
  });

  describe('a blanked count cannot be derived from another table', () => {
    const OPTIONS = { suppressBelow: 11, hasCoverage: true };
    const people = (count: number, of: Partial<Decided> = {}): Decided[] =>
      Array.from({ length: count }, () => ({ ...ANN, ...of }));
    const failing = (...reasons: Decided['reasons']): Partial<Decided> => ({ status: 'ineligible', reasons });
    const excludedBy = (...reasons: Decided['reasons']): Partial<Decided> => ({
      status: 'excluded',
      reasons,
    });
    const CHILD: Partial<Decided> = { ...failing('age'), ageBand: 'other', age: 12 };
    const ofLine = (productLine: 'medicaid'): Partial<Decided> => ({
      productLines: [productLine],
      covers: [{ productLine, plan: 'Gold', by: [] }],
    });
    const GATE_ROWS = ['1,age,,', '2,negative_history,,', '3,enrollment,,'];

    it('a gate, from the band other, whose people are those who fail the gate of age', () => {
      const decisions = [
        ...people(20, CHILD),
        ...people(40, failing('negative_history')),
        ...people(5, failing('enrollment')),
        ...people(50),
      ];
      const { lines } = reported(decisions, 2025, OPTIONS);
      expect(lines('summary.csv')).toContainEqual(expect.stringContaining('commercial,other,20,20,'));
      const found = lines('waterfall.csv').filter((row) => /^commercial,total,[123],/.test(row));
      expect(found).toEqual(GATE_ROWS.map((row) => `commercial,total,${row}`));
    });

    it('a band, from the gate of age', () => {
      const decisions = [
        ...people(20, CHILD),
        ...people(20, { ageBand: '65-75' }),
        ...people(5, { ageBand: '65-75', ...failing('negative_history') }),
        ...people(20, failing('negative_history')),
        ...people(100),
      ];
      const { lines } = reported(decisions, 2025, OPTIONS);
      expect(lines('summary.csv')).toContain('2025,commercial,other,,,,,,,,');
      const found = lines('waterfall.csv').filter((row) => /^commercial,total,[123],/.test(row));
      expect(found).toEqual(GATE_ROWS.map((row) => `commercial,total,${row}`));
      expect(lines('coverage.csv')).toContain('gate,age,,,,,,');
    });

    it('an exclusion, from the imaging of those who meet the first exclusion', () => {
      const decisions = [
        ...people(20, excludedBy('cancer')),
        ...people(5, excludedBy('trauma')),
        ...people(50),
      ];
      const { lines } = reported(decisions, 2025, OPTIONS);
      expect(lines('waterfall.csv')).toContain('commercial,total,4,cancer,,');
      expect(lines('imaging-excluded.csv')).toContain('commercial,cancer,,,');
    });

    it('an exclusion of a product line, from the coverage of all of them', () => {
      const medicaid = ofLine('medicaid');
      const decisions = [
        ...people(30, excludedBy('cancer')),
        ...people(100),
        ...people(5, { ...medicaid, ...excludedBy('cancer') }),
        ...people(20, { ...medicaid, ...excludedBy('trauma') }),
        ...people(100, medicaid),
      ];
      // Of 35 who meet cancer 30 are in the line that shows it.
      const { lines } = reported(decisions, 2025, OPTIONS, new Map(), { cancer: 35, trauma: 20 });
      expect(lines('waterfall.csv')).toContain('commercial,total,4,cancer,30,30');
      expect(lines('waterfall.csv')).toContain('medicaid,total,4,cancer,,');
      const rows = lines('coverage.csv');
      expect(rows).toContain('exclusion,cancer,,,,,,');
      expect(rows).toContain('value_set,cancer,Malignant Neoplasms,,,,,');
      expect(rows).toContain('exclusion,hiv,,0,0,0,255,no record');
    });

    it('the people of a product line, from the coverage of all', () => {
      const decisions = [...people(100), ...people(5, ofLine('medicaid'))];
      const { lines } = reported(decisions, 2025, OPTIONS, new Map(), {});
      expect(lines('summary.csv')).toContainEqual(expect.stringContaining('commercial,total,100,'));
      // 100 of the 105 people are shown.
      for (const row of lines('coverage.csv').slice(1)) expect(row).toMatch(/,{5}$/);
    });

    it('a product line, from the episodes of providers', () => {
      const medicaid: Partial<Decided> = {
        productLines: ['medicaid'],
        covers: [{ productLine: 'medicaid', plan: 'Gold', by: [] }],
      };
      const { lines } = reported([...people(5), ...people(40, medicaid)], 2025, OPTIONS);
      expect(lines('summary.csv')).toContainEqual(expect.stringContaining('medicaid,total,40,'));
      expect(lines('providers.csv')[1]).toMatch(/^index,1111111112,,*$/);
    });

    it('a modality, from the studies of providers', () => {
      const medicaid: Partial<Decided> = {
        productLines: ['medicaid'],
        covers: [{ productLine: 'medicaid', plan: 'Gold', by: [] }],
      };
      const mri: Partial<Decided> = { imaging: { ...IMAGED.imaging, modality: 'mri' } as Decided['imaging'] };
      const decisions = [
        ...people(20),
        ...people(20, IMAGED),
        ...people(5, mri),
        ...people(20, medicaid),
        ...people(20, { ...medicaid, ...mri }),
      ];
      const { lines } = reported(decisions, 2025, OPTIONS);
      expect(lines('imaging-modality.csv')).toContain('commercial,mri,lumbar,');
      expect(lines('imaging-modality.csv')).toContain('medicaid,mri,lumbar,20');
      expect(lines('providers.csv')[1]).toMatch(/^index,1111111112,,,,85,45,0\.\d+,0\.\d+,0\.\d+,{7}$/);
    });
  });
});
