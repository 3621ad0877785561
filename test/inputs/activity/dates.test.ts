import { describe, expect, it } from 'vitest';
import { readDate, saysNothing } from '../../../src/inputs/activity/dates.js';
import { dayOf } from '../../../src/timeline/day.js';

const read = (text: string, format: Parameters<typeof readDate>[1]) => readDate(text, format, 'a.csv');

describe('dates of activity', () => {
  it.each([
    ['2024-03-31', 'YYYY-MM-DD', dayOf(2024, 3, 31)],
    ['2024-03-31 00:00:00.000', 'timestamp', dayOf(2024, 3, 31)],
    ['2024-03-31T23:59:59', 'YYYY-MM-DD', dayOf(2024, 3, 31)],
    ['2024-03-31', 'timestamp', dayOf(2024, 3, 31)],
    ['20240331', 'YYYYMMDD', dayOf(2024, 3, 31)],
    ['31-Mar-2024', 'DD-Mon-YYYY', dayOf(2024, 3, 31)],
    ['31/03/2024', 'DD/MM/YYYY', dayOf(2024, 3, 31)],
    ['3/31/2024', 'MM/DD/YYYY', dayOf(2024, 3, 31)],
    [' 2024-03-31 ', 'YYYY-MM-DD', dayOf(2024, 3, 31)],
    // A column that changes to a format which cannot be mistaken.
    ['2024-03-31', 'DD/MM/YYYY', dayOf(2024, 3, 31)],
    ['29/02/2024', 'DD/MM/YYYY', dayOf(2024, 2, 29)],
    ['29/02/2023', 'DD/MM/YYYY', 'no date'],
    ['2024-13-01', 'YYYY-MM-DD', 'no date'],
    ['1899-12-31', 'YYYY-MM-DD', 'no date'],
    ['1900-01-02', 'YYYY-MM-DD', dayOf(1900, 1, 2)],
    ['2099-12-31', 'YYYY-MM-DD', dayOf(2099, 12, 31)],
    ['2100-01-01', 'YYYY-MM-DD', 'no date'],
    ['April', 'YYYY-MM-DD', 'no date'],
  ] as const)('%s as %s', (text, format, expected) => {
    expect(read(text, format)).toBe(expected);
  });

  it.each([
    '',
    '  ',
    'NULL',
    ' null ',
    '1800-01-01',
    '18010101',
    '01/01/1801',
    '1/1/1800',
    '1900-01-01',
    '9999-12-31',
  ])('%j says nothing', (text) => {
    expect(read(text, 'DD/MM/YYYY')).toBe('nothing');
    expect(saysNothing(text)).toBe(true);
  });

  it.each(['2024-01-01', '1802-01-01', '1901-01-01', '01/01/1901', '1800-01-02', '02/01/1800', 'x'])(
    '%j says something',
    (text) => {
      expect(saysNothing(text)).toBe(false);
    },
  );

  it('refuses days and months both ways round in one column', () => {
    expect(() => read('12/31/2024', 'DD/MM/YYYY')).toThrow(/LBP-E104 a\.csv: .* DD\/MM\/YYYY.* MM\/DD\/YYYY/);
    expect(() => read('31/12/2024', 'MM/DD/YYYY')).toThrow(/LBP-E104/);
  });
});
