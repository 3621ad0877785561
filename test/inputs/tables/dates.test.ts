import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LbpError } from '../../../src/errors.js';
import { DATE_FORMATS, type DateFormat, findDateFormat } from '../../../src/inputs/tables/dates.js';

function found(values: readonly string[]): string | null {
  try {
    return findDateFormat(values, 'birth_date', 'members.csv');
  } catch (error) {
    return error instanceof LbpError ? error.code : String(error);
  }
}

describe('findDateFormat', () => {
  it.each<[string[], string | null]>([
    [['2024-01-02'], 'YYYY-MM-DD'],
    [['20240102'], 'YYYYMMDD'],
    [['01/13/2024'], 'MM/DD/YYYY'],
    [['13/01/2024'], 'DD/MM/YYYY'],
    [['1/13/2024'], 'MM/DD/YYYY'],
    [['13/1/2024'], 'DD/MM/YYYY'],
    [['02-Jan-2024'], 'DD-Mon-YYYY'],
    [['2-JAN-2024', '13-sep-2024'], 'DD-Mon-YYYY'],
    [['2024-01-02 00:00:00'], 'timestamp'],
    [['2024-01-02T23:59:59.999Z'], 'timestamp'],
    [['2024-01-02 05:06'], 'timestamp'],
  ])('%j is %s', (values, format) => {
    expect(found(values)).toBe(format);
  });

  it('one day that settles it settles it for all', () => {
    expect(found(['01/02/2024', '03/04/2024', '05/06/2024', '07/13/2024'])).toBe('MM/DD/YYYY');
    expect(found(['01/02/2024', '03/04/2024', '05/06/2024', '13/07/2024'])).toBe('DD/MM/YYYY');
  });

  it('days that could all be either way round are not guessed', () => {
    expect(found(['01/02/2024'])).toBe('E104');
    expect(found(['01/02/2024', '12/12/2024', '11/10/2023'])).toBe('E104');
  });

  it('as many days for one way as for the other are not guessed', () => {
    expect(found(['13/01/2024', '01/13/2024'])).toBe('E104');
    expect(found(['13/01/2024', '01/13/2024', '02/03/2024'])).toBe('E104');
  });

  it('as many days with a time as without are timestamps', () => {
    expect(found(['2024-01-02', '2024-01-03 00:00:00'])).toBe('timestamp');
  });

  it('days that are the same both ways round mean the same either way', () => {
    expect(found(['01/01/2024', '02/02/2024'])).toBe('MM/DD/YYYY');
  });

  it('a column without values has no format', () => {
    expect(found(['00000000'])).toBeNull();
    expect(found([])).toBeNull();
    expect(found(['', '  ', '\t'])).toBeNull();
  });

  it('blanks around a date and blank cells between do not matter', () => {
    expect(found(['', ' 2024-01-02 ', '', '2024-01-03'])).toBe('YYYY-MM-DD');
  });

  it('most of the values decide; the others are rejected row by row', () => {
    expect(found(['2024-01-02', '2024-01-03', '01/04/2024'])).toBe('YYYY-MM-DD');
    expect(found(['n/a', '20240102'])).toBe('YYYYMMDD');
  });

  it('a value counts once, however often it stands there', () => {
    expect(found([...Array.from({ length: 100 }, () => '99991231'), '2024-01-02', '2024-01-03'])).toBe(
      'YYYY-MM-DD',
    );
  });

  it.each([
    ['tomorrow'],
    ['2024'],
    ['2024-13-01'],
    ['2023-02-29'],
    ['2024-2-5'],
    ['32/01/2024'],
    ['13/13/2024'],
    ['1/2/24'],
    ['02-Foo-2024'],
    ['45292'],
    ['2024-01-02xyz'],
  ])('%s is of no known format', (value) => {
    expect(found([value])).toBe('E105');
  });

  it('29 February is a day in a leap year only', () => {
    expect(found(['20240229'])).toBe('YYYYMMDD');
    expect(found(['20000229'])).toBe('YYYYMMDD');
    expect(found(['19000229'])).toBe('E105');
  });

  it('the error names place, column and key, and no value', () => {
    const said = (values: string[]): string => {
      try {
        findDateFormat(values, 'BIRTH', 'members.csv');
      } catch (error) {
        return error instanceof Error ? error.message : '';
      }
      return '';
    };
    expect(said(['01/02/2024'])).toMatch(
      /^LBP-E104 members\.csv: column BIRTH fits MM\/DD\/YYYY and DD\/MM\/YYYY/,
    );
    expect(said(['01/02/2024'])).not.toContain('2024');
    expect(said(['13/01/2024', '01/13/2024', '02/03/2024'])).toBe(
      'LBP-E104 members.csv: column BIRTH fits MM/DD/YYYY and DD/MM/YYYY equally often, each in other rows. Write the column in one format.',
    );
    expect(said(['soon'])).toMatch(/^LBP-E105 members\.csv: column BIRTH /);
    expect(said(['soon'])).not.toContain('soon');
    for (const format of DATE_FORMATS) expect(said(['soon'])).toContain(format);
  });

  it('finds the format in which any days are written, or says that it cannot tell', () => {
    const two = (part: number): string => String(part).padStart(2, '0');
    const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
    type Parts = { year: number; month: number; day: number };
    const written: Record<DateFormat, (parts: Parts) => string> = {
      'YYYY-MM-DD': ({ year, month, day }) => `${year}-${two(month)}-${two(day)}`,
      YYYYMMDD: ({ year, month, day }) => `${year}${two(month)}${two(day)}`,
      'MM/DD/YYYY': ({ year, month, day }) => `${two(month)}/${two(day)}/${year}`,
      'DD/MM/YYYY': ({ year, month, day }) => `${two(day)}/${two(month)}/${year}`,
      'DD-Mon-YYYY': ({ year, month, day }) => `${two(day)}-${MONTHS[month - 1]}-${year}`,
      timestamp: ({ year, month, day }) => `${year}-${two(month)}-${two(day)} 00:00:00`,
    };
    const days = fc.array(
      fc.record({
        year: fc.integer({ min: 1900, max: 2100 }),
        month: fc.integer({ min: 1, max: 12 }),
        day: fc.integer({ min: 1, max: 28 }),
      }),
      { minLength: 1, maxLength: 30 },
    );
    fc.assert(
      fc.property(fc.constantFrom(...DATE_FORMATS), days, (format, parts) => {
        const isEitherWay = format.includes('/') && parts.every(({ day }) => day <= 12);
        expect(found(parts.map(written[format]))).toBe(isEitherWay ? 'E104' : format);
      }),
      { seed: 4, numRuns: 300 },
    );
  });
});
