import { describe, expect, it } from 'vitest';
import {
  ABSENT,
  type DateLayout,
  DayReader,
  layoutOf,
  NO_DAY,
} from '../../../../src/extract/prefilter/lines/days.js';
import { DATE_FORMATS, type DateFormat } from '../../../../src/inputs/tables/dates.js';
import type { NoDays } from '../../../../src/inputs/tables/no-date.js';

interface Day {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

const digits = (number: number, length: number): string => String(number).padStart(length, '0');

/** How the formats are written whose dates are all of one length. */
const WRITTEN = {
  'YYYY-MM-DD': ({ year, month, day }: Day) => `${digits(year, 4)}-${digits(month, 2)}-${digits(day, 2)}`,
  YYYYMMDD: ({ year, month, day }: Day) => `${digits(year, 4)}${digits(month, 2)}${digits(day, 2)}`,
  'MM/DD/YYYY': ({ year, month, day }: Day) => `${digits(month, 2)}/${digits(day, 2)}/${digits(year, 4)}`,
  'DD/MM/YYYY': ({ year, month, day }: Day) => `${digits(day, 2)}/${digits(month, 2)}/${digits(year, 4)}`,
} as const;
type Written = keyof typeof WRITTEN;
const FORMATS = ['YYYY-MM-DD', 'YYYYMMDD', 'MM/DD/YYYY', 'DD/MM/YYYY'] as const satisfies DateFormat[];

function layoutFor(format: DateFormat): DateLayout {
  const layout = layoutOf(format);
  if (layout === null) throw new Error(`no layout of ${format}`);
  return layout;
}

/** The day that a text states, which stands within another. */
function stated(text: string | Buffer, format: Written, noDays: NoDays = 'never'): number {
  const bytes = Buffer.concat([Buffer.from('19'), Buffer.from(text), Buffer.from('01')]);
  return new DayReader(layoutFor(format), noDays).dayAt(bytes, 2, bytes.length - 4);
}

/** Every day of the years in question, in their order, as the calendar of the runtime has them. */
function* allDays(first: number, last: number): Generator<Day> {
  for (let time = Date.UTC(first, 0, 1); time <= Date.UTC(last, 11, 31); time += 86_400_000) {
    const date = new Date(time);
    yield { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
  }
}

it('there are layouts for the formats whose dates are all of one length', () => {
  expect(DATE_FORMATS.filter((format) => layoutOf(format) !== null)).toEqual(FORMATS);
});

describe.each(FORMATS)('dates as %s', (format) => {
  const write = WRITTEN[format];

  it('of 1900 to 2099 are days, each after the one before', () => {
    let before = -1;
    for (const day of allDays(1900, 2099)) {
      const number = stated(write(day), format);
      if (number <= before) expect.fail(`${write(day)} is not after the day before`);
      before = number;
    }
    expect(before).toBeGreaterThan(73_000);
  });

  it('of no calendar are no days', () => {
    const real = new Set([...allDays(1900, 2099)].map(write));
    const found = texts().filter((text) => stated(text, format) !== NO_DAY);
    expect(found).toHaveLength(real.size);
    expect(found.filter((text) => !real.has(text))).toEqual([]);
  });

  /** All that could be a day, and some around it. */
  function texts(): string[] {
    const all: string[] = [];
    for (let year = 1896; year <= 2104; year += 1) {
      for (let month = 0; month <= 13; month += 1) {
        for (let day = 0; day <= 32; day += 1) all.push(write({ year, month, day }));
      }
    }
    return all;
  }

  it.each<[Day, boolean]>([
    [{ year: 1900, month: 2, day: 28 }, true],
    [{ year: 1900, month: 2, day: 29 }, false],
    [{ year: 2000, month: 2, day: 29 }, true],
    [{ year: 2000, month: 2, day: 30 }, false],
    [{ year: 2023, month: 2, day: 29 }, false],
    [{ year: 2024, month: 2, day: 29 }, true],
    [{ year: 2024, month: 4, day: 31 }, false],
    [{ year: 1899, month: 12, day: 31 }, false],
    [{ year: 1900, month: 1, day: 1 }, true],
    [{ year: 2099, month: 12, day: 31 }, true],
    [{ year: 2100, month: 1, day: 1 }, false],
    [{ year: 9999, month: 12, day: 31 }, true],
    [{ year: 0, month: 1, day: 1 }, false],
  ])('%o', (day, isDay) => {
    expect(stated(write(day), format) !== NO_DAY).toBe(isDay);
  });

  it('an end may be the last day of 9999, which is after all others, and no other day beyond 2099', () => {
    const never = stated(write({ year: 9999, month: 12, day: 31 }), format, 'past');
    const last = stated(write({ year: 2099, month: 12, day: 31 }), format, 'past');
    expect(never).toBeGreaterThan(last);
    expect(last).toBe(stated(write({ year: 2099, month: 12, day: 31 }), format));
    for (const day of [
      { year: 9999, month: 12, day: 30 },
      { year: 9999, month: 11, day: 31 },
      { year: 9999, month: 12, day: 32 },
      { year: 9998, month: 12, day: 31 },
      { year: 2100, month: 1, day: 1 },
      { year: 1899, month: 12, day: 31 },
    ])
      expect(stated(write(day), format, 'past')).toBe(NO_DAY);
  });

  it.each<[Day, NoDays[]]>([
    [{ year: 1900, month: 1, day: 1 }, ['claims', 'birth', 'past']],
    [{ year: 1900, month: 1, day: 2 }, []],
    [{ year: 1901, month: 1, day: 1 }, ['claims', 'birth', 'past']],
    [{ year: 1902, month: 1, day: 1 }, []],
    [{ year: 1970, month: 1, day: 1 }, ['claims']],
    [{ year: 1970, month: 1, day: 2 }, []],
    [{ year: 2099, month: 12, day: 30 }, []],
    [{ year: 2099, month: 12, day: 31 }, ['claims', 'birth']],
    [{ year: 9999, month: 12, day: 31 }, ['claims', 'birth']],
  ])('%o stands for no date in %j', (day, kinds) => {
    const all: NoDays[] = ['claims', 'birth', 'past', 'never'];
    expect(all.filter((kind) => stated(write(day), format, kind) === ABSENT)).toEqual(kinds);
    expect(all.map((kind) => stated(write(day), format, kind))).not.toContain(NO_DAY);
  });

  it('with any other byte in any place are no days', () => {
    const good = Buffer.from(write({ year: 2011, month: 11, day: 11 }));
    expect(stated(good, format)).not.toBe(NO_DAY);
    for (let place = 0; place < good.length; place += 1) {
      const isDigit = good[place] !== 0x2d && good[place] !== 0x2f;
      for (let byte = 0; byte < 256; byte += 1) {
        if (byte === good[place] || (isDigit && byte >= 0x30 && byte <= 0x39)) continue;
        const text = Buffer.from(good);
        text[place] = byte;
        if (stated(text, format) !== NO_DAY) expect.fail(`byte ${byte} at ${place}`);
      }
    }
  });

  it('that are shorter or longer are no days', () => {
    const good = write({ year: 2024, month: 3, day: 1 });
    expect(stated('', format)).toBe(ABSENT);
    for (const text of [good.slice(1), good.slice(0, -1), `${good}0`, `${good} `, ` ${good}`])
      expect(stated(text, format)).toBe(NO_DAY);
  });
});
