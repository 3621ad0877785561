import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DateTime } from 'luxon';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Engine } from '../../src/extract/duckdb.js';
import { literal } from '../../src/extract/sql/dialect.js';
import { DUCKDB } from '../../src/extract/sql/duckdb-dialect.js';
import { DATE_FORMATS, type DateFormat } from '../../src/inputs/tables/dates.js';
import { Dice } from './dice.js';

const folder = mkdtempSync(join(tmpdir(), 'lbp-dates-'));
let engine: Engine;
beforeAll(async () => {
  engine = await Engine.open({ threads: 1, memory: '256MB', spill: join(folder, 'spill') });
});
afterAll(() => {
  engine.close();
  rmSync(folder, { recursive: true, force: true });
});

/** What the engine makes of texts in a column of a format: ISO dates, null for what it refuses. */
async function parsed(texts: readonly string[], format: DateFormat): Promise<(string | null)[]> {
  const values = texts.map((text, index) => `(${index}, ${literal(text)})`).join(', ');
  const rows = await engine.rows(
    `SELECT CAST(${DUCKDB.date('text', format)} AS VARCHAR) AS iso FROM (VALUES ${values}) AS given(place, text) ORDER BY place`,
  );
  return rows.map(({ iso }) => (typeof iso === 'string' ? iso : null));
}

/** Patterns of luxon for the date at the start of a text of each format. */
const PATTERNS: Record<DateFormat, string> = {
  'YYYY-MM-DD': 'yyyy-MM-dd',
  YYYYMMDD: 'yyyyMMdd',
  'MM/DD/YYYY': 'M/d/yyyy',
  'DD/MM/YYYY': 'd/M/yyyy',
  'DD-Mon-YYYY': 'd-LLL-yyyy',
  timestamp: "yyyy-MM-dd'T'HH:mm:ss",
};

function byLuxon(text: string, format: DateFormat): string | null {
  const date = DateTime.fromFormat(text, PATTERNS[format], { zone: 'utc', locale: 'en' });
  return date.isValid ? date.toISODate() : null;
}

describe('every day of a leap year and a common one, and days of two centuries', () => {
  const dice = new Dice(5);
  const start = DateTime.utc(2023, 1, 1);
  const days = [
    ...Array.from({ length: 731 }, (_, index) => start.plus({ days: index })),
    ...Array.from({ length: 500 }, () => DateTime.utc(1900, 1, 1).plus({ days: dice.int(0, 73_000) })),
  ];

  it.each(DATE_FORMATS)('%s', async (format) => {
    const texts = days.map((date) => date.toFormat(PATTERNS[format], { locale: 'en' }));
    expect(await parsed(texts, format)).toEqual(days.map((date) => date.toISODate()));
  });
});

describe('numbers that may or may not be a date', () => {
  const dice = new Dice(6);
  const two = (number: number): string => String(number).padStart(2, '0');
  const parts = Array.from({ length: 600 }, () => ({
    year: dice.int(1896, 2105),
    month: dice.int(0, 14),
    day: dice.pick([0, 1, 28, 29, 29, 30, 31, 32, dice.int(1, 31)]),
  }));
  const WRITE: Record<DateFormat, (part: { year: number; month: number; day: number }) => string> = {
    'YYYY-MM-DD': ({ year, month, day }) => `${year}-${two(month)}-${two(day)}`,
    YYYYMMDD: ({ year, month, day }) => `${year}${two(month)}${two(day)}`,
    'MM/DD/YYYY': ({ year, month, day }) => `${month}/${day}/${year}`,
    'DD/MM/YYYY': ({ year, month, day }) => `${two(day)}/${two(month)}/${year}`,
    'DD-Mon-YYYY': ({ year, month, day }) =>
      `${day}-${['Foo', 'Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec', 'Xyz', 'Abc'][month]}-${year}`,
    timestamp: ({ year, month, day }) => `${year}-${two(month)}-${two(day)}T12:34:56`,
  };

  it.each(DATE_FORMATS)('%s', async (format) => {
    const texts = parts.map(WRITE[format]);
    const expected = texts.map((text) => byLuxon(text, format));
    expect(expected.filter((iso) => iso === null).length).toBeGreaterThan(100);
    expect(await parsed(texts, format)).toEqual(expected);
  });
});

describe('the day is the one that is written', () => {
  it.each([
    '2024-01-05 00:00:00',
    '2024-01-05 23:59:59',
    '2024-01-05T23:59:59.999999',
    '2024-01-05T23:59:59.9999999',
    '2024-01-05T00:30:00+14:00',
    '2024-01-05T23:30:00-11:00',
    '2024-01-05T23:30:00Z',
    '2024-01-05 12:00',
    '2024-01-05 24:00:00',
  ])('%s', async (text) => {
    expect([text, await parsed([text], 'timestamp')]).toEqual([text, ['2024-01-05']]);
  });
});

describe('what is no date is refused', () => {
  const NONSENSE = [
    '',
    'soon',
    'N/A',
    '0000-00-00',
    '00000000',
    '2024-13-01',
    '2023-02-29',
    '2024-01-05xyz',
    '2024011',
    '202401055',
    '20240230',
    '45000',
    '1/5/24',
    '31-Feb-2024',
    '5-January-2024',
  ];

  it.each(DATE_FORMATS)('%s', async (format) => {
    expect(await parsed(NONSENSE, format)).toEqual(NONSENSE.map(() => null));
  });

  it.each(['epoch', '-infinity', '24-01-05', '2024-01-05 (BC)', '-2024-01-05', '0000-01-01'])(
    '%s, which only the engine takes for one',
    async (text) => {
      expect(await parsed([text], 'YYYY-MM-DD')).toEqual([null]);
    },
  );

  it('a day of another format', async () => {
    expect(await parsed(['01/31/2024', '20240131', '31-Jan-2024'], 'YYYY-MM-DD')).toEqual([null, null, null]);
    expect(await parsed(['2024-01-31', '31/01/2024'], 'MM/DD/YYYY')).toEqual([null, null]);
    expect(await parsed(['2024-01-31', '01/31/2024'], 'DD/MM/YYYY')).toEqual([null, null]);
    expect(await parsed(['2024-01-31', '31.01.2024'], 'YYYYMMDD')).toEqual([null, null]);
  });
});
