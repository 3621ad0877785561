import { describe, expect, it } from 'vitest';
import { factsOf } from '../../../src/packs/ebi/decision.js';
import { GUIDANCE } from '../../../src/packs/ebi/guidance.js';
import { ACTIVITY, activityRow } from '../../../src/packs/ebi/outputs/activity.js';
import { STEPS_TABLE, stepRows } from '../../../src/packs/ebi/outputs/steps.js';
import { summaryCells, summaryRows, summaryTable } from '../../../src/packs/ebi/outputs/summary.js';
import {
  EbiTally,
  flaggedIf,
  type Grouping,
  type SummaryCell,
} from '../../../src/packs/ebi/outputs/tally.js';
import type { ActivityRecord } from '../../../src/packs/ebi/record.js';
import { writtenCells } from '../../../src/packs/table.js';
import { dayOf } from '../../../src/timeline/day.js';
import { record } from './records.js';

const READING = { pairing: 'record', nulls: 'keep' } as const;

function totalsOf(records: readonly Partial<ActivityRecord>[], by: readonly Grouping[] = ['provider']) {
  const tally = new EbiTally(GUIDANCE, READING, by);
  for (const stating of records) tally.add(record(stating), factsOf(record(stating), GUIDANCE));
  return tally;
}

const written = (cells: readonly SummaryCell[], by: readonly Grouping[], isSuppressed: boolean): string[] =>
  summaryRows(cells, by, isSuppressed).map((row) =>
    writtenCells(summaryTable(by), summaryCells(row)).join(','),
  );

describe('the tally', () => {
  it('counts each record at one step, and those that were never looked at', () => {
    const tally = totalsOf([
      {},
      {},
      { procedures: 'X403' },
      { ages: ['x'] },
      { ages: ['18'] },
      { diagnoses: 'C61' },
    ]);
    tally.add(
      record({ administrativeCategory: '02' }),
      factsOf(record({ administrativeCategory: '02' }), GUIDANCE),
    );
    tally.addWithoutProcedure(10);
    expect(stepRows(tally.totals.steps)).toEqual([
      ['read', 17],
      ['procedure', 11],
      ['age_unknown', 1],
      ['age', 1],
      ['diagnosis', 1],
      ['private', 1],
      ['flagged', 2],
    ]);
    expect(STEPS_TABLE.columns.map(({ name }) => name)).toEqual(['step', 'records']);
  });

  it('counts what every other reading would flag', () => {
    const { totals } = totalsOf([
      { procedures: 'U055', diagnoses: 'M545', administrativeCategory: '01' },
      { procedures: 'U212,Z665', diagnoses: 'M545' },
      { procedures: 'U212,X403,Z665', administrativeCategory: '01' },
      { procedures: '||U212||Z665' },
      { procedures: 'U055', ages: ['18'] },
    ]);
    expect(flaggedIf(totals, { pairing: 'record', nulls: 'keep' })).toBe(4);
    expect(flaggedIf(totals, { pairing: 'episode', nulls: 'keep' })).toBe(3);
    expect(flaggedIf(totals, { pairing: 'adjacent', nulls: 'keep' })).toBe(2);
    expect(flaggedIf(totals, { pairing: 'record', nulls: 'sql' })).toBe(1);
    expect(flaggedIf(totals, { pairing: 'adjacent', nulls: 'sql' })).toBe(1);
  });
});

describe('a row of ebi-activity.csv', () => {
  it('states place, record, day, year, completed years and codes', () => {
    const stating = record({
      recordId: ' 77 ',
      commissioner: 'NULL',
      date: dayOf(2024, 3, 31),
      procedures: '||u21.2,Y981||NULL||Z665',
      ages: ['', '45.7'],
    });
    const cells = activityRow({ source: 'a.csv', record: 3 }, stating, factsOf(stating, GUIDANCE), 'record');
    expect(writtenCells(ACTIVITY, cells)).toEqual([
      ...['a.csv', 3, '77', 'RXX', '', '2024-03-31', '2023/24', 45, 'U212;Y981;Z665', 'site'],
    ]);
    expect(ACTIVITY.columns.map(({ name }) => name).join(',')).toBe(
      'source,record,record_id,provider,commissioner,activity_date,financial_year,age,procedure_codes,rule',
    );
  });
});

describe('ebi-summary.csv', () => {
  const day2022 = dayOf(2023, 3, 31);
  const day2023 = dayOf(2023, 4, 1);
  const { cells } = totalsOf([
    { date: day2023 },
    { date: day2023, ages: ['45'], diagnoses: 'C61' },
    { date: day2023, ages: ['18'] },
    { date: day2023, provider: 'RAA', ages: ['80'] },
    { date: day2022 },
    { date: null, provider: 'NULL', ages: ['x'] },
    { procedures: 'X403' },
  ]).totals;

  it('has matched and flagged records by provider, year and band, with totals, and not the others', () => {
    expect(written(cells, ['provider'], false)).toEqual([
      'RAA,2023/24,80+,1,1,1.000000',
      'RAA,2023/24,total,1,1,1.000000',
      'RXX,2022/23,40-49,1,1,1.000000',
      'RXX,2022/23,total,1,1,1.000000',
      'RXX,2023/24,0-18,1,0,0.000000',
      'RXX,2023/24,40-49,2,1,0.500000',
      'RXX,2023/24,total,3,1,0.333333',
      'unknown,unknown,unknown,1,0,0.000000',
      'unknown,unknown,total,1,0,0.000000',
      'total,2022/23,40-49,1,1,1.000000',
      'total,2022/23,total,1,1,1.000000',
      'total,2023/24,0-18,1,0,0.000000',
      'total,2023/24,40-49,2,1,0.500000',
      'total,2023/24,80+,1,1,1.000000',
      'total,2023/24,total,4,2,0.500000',
      'total,unknown,unknown,1,0,0.000000',
      'total,unknown,total,1,0,0.000000',
    ]);
  });

  it('is divided by what is asked for', () => {
    const both = totalsOf([{}, { commissioner: '' }], ['provider', 'commissioner']).totals.cells;
    expect(summaryTable(['provider', 'commissioner']).columns.map(({ name }) => name)).toEqual([
      ...['provider', 'commissioner', 'financial_year', 'age_band', 'matched', 'flagged', 'share'],
    ]);
    expect(written(both, ['provider', 'commissioner'], false)).toEqual([
      'RXX,00Q,unknown,40-49,1,1,1.000000',
      'RXX,00Q,unknown,total,1,1,1.000000',
      'RXX,unknown,unknown,40-49,1,1,1.000000',
      'RXX,unknown,unknown,total,1,1,1.000000',
      'total,total,unknown,40-49,2,2,1.000000',
      'total,total,unknown,total,2,2,1.000000',
    ]);
  });

  it('hides small numbers, and what would give them away', () => {
    const cell = (provider: string, band: SummaryCell['band'], records: number): SummaryCell => ({
      ...{ group: [provider], financialYear: '2023/24', band, matched: records, flagged: records },
    });
    const table = [
      cell('A', '19-29', 5),
      cell('A', '30-39', 30),
      cell('A', '40-49', 90),
      cell('B', '19-29', 40),
      cell('B', '30-39', 50),
      cell('B', '40-49', 60),
    ];
    expect(written(table, ['provider'], true)).toEqual([
      // 5 is small; 30 would give it away along the row, 40 along the column, and 50 these two.
      'A,2023/24,19-29,*,*,*',
      'A,2023/24,30-39,*,*,*',
      'A,2023/24,40-49,90,90,1.000000',
      'A,2023/24,total,125,125,1.000000',
      'B,2023/24,19-29,*,*,*',
      'B,2023/24,30-39,*,*,*',
      'B,2023/24,40-49,60,60,1.000000',
      'B,2023/24,total,150,150,1.000000',
      'total,2023/24,19-29,45,45,1.000000',
      'total,2023/24,30-39,80,80,1.000000',
      'total,2023/24,40-49,150,150,1.000000',
      'total,2023/24,total,275,275,1.000000',
    ]);
  });
});
