import type { DateFormat } from '../../../inputs/tables/dates.js';
import {
  FIRST_OF_CLOCKS,
  FIRST_SURE_DAY,
  isNoDay,
  LAST_SURE_DAY,
  type NoDays,
} from '../../../inputs/tables/no-date.js';
import { FIRST_DAY, LAST_DAY } from '../../../inputs/tables/row-checks.js';

/** Where the parts of a fixed-length date are. */
export interface DateLayout {
  readonly length: number;
  readonly year: number;
  readonly month: number;
  readonly day: number;
  /**
   * The places of the two marks between the parts, and the mark; the same place twice and no mark if there is
   * none.
   */
  readonly firstMark: number;
  readonly secondMark: number;
  readonly mark: number | null;
}

const ZERO = 0x30;
const HYPHEN = 0x2d;
const SLASH = 0x2f;
const SLASHED = { length: 10, year: 6, firstMark: 2, secondMark: 5, mark: SLASH };

const LAYOUTS: Readonly<Partial<Record<DateFormat, DateLayout>>> = {
  'YYYY-MM-DD': { length: 10, year: 0, month: 5, day: 8, firstMark: 4, secondMark: 7, mark: HYPHEN },
  YYYYMMDD: { length: 8, year: 0, month: 4, day: 6, firstMark: 0, secondMark: 0, mark: null },
  'MM/DD/YYYY': { ...SLASHED, month: 0, day: 3 },
  'DD/MM/YYYY': { ...SLASHED, month: 3, day: 0 },
};

/** Null for a format whose dates vary in length or contain more than a day. */
export function layoutOf(format: DateFormat): DateLayout | null {
  return LAYOUTS[format] ?? null;
}

/** Days are numbered with 31 to every month, so that a later day has a greater number. */
const MONTH_DAYS = 31;
const YEAR_DAYS = 12 * MONTH_DAYS;

/** Counted from the first day of year 0. */
function numberOf(year: number, month: number, day: number): number {
  return year * YEAR_DAYS + (month - 1) * MONTH_DAYS + (day - 1);
}

function numberOfIso(day: string): number {
  const [year = 0, month = 0, ofMonth = 0] = day.split('-').map(Number);
  return numberOf(year, month, ofMonth);
}

/** The possible days (row-checks.ts), including the missing last days of short months. */
const FIRST = numberOfIso(FIRST_DAY);
const LAST = numberOfIso(LAST_DAY);
/** Days that can mean "no date": all but the sure ones, and day 0 of computer clocks. */
const isInDoubt = (number: number): boolean =>
  number < FIRST_SURE || number > LAST_SURE || number === FIRST_CLOCK_DAY;
const FIRST_SURE = numberOfIso(FIRST_SURE_DAY);
const LAST_SURE = numberOfIso(LAST_SURE_DAY);
const FIRST_CLOCK_DAY = numberOfIso(FIRST_OF_CLOCKS);
const NONE = 0;
const IS_DAY = 1;
const STANDS_FOR_NONE = 2;

/** What each number from FIRST on means in a kind of column. */
const KNOWN = new Map<NoDays, Uint8Array>();

function knownDays(kind: NoDays): Uint8Array {
  const found = KNOWN.get(kind);
  if (found !== undefined) return found;
  const days = new Uint8Array(LAST - FIRST + 1).fill(IS_DAY);
  for (let number = FIRST; number <= LAST; number += 1) {
    const year = Math.floor(number / YEAR_DAYS);
    const month = Math.floor(number / MONTH_DAYS) % 12;
    const day = (number % MONTH_DAYS) + 1;
    if (day > 28 && day > daysOfMonth(year, month)) days[number - FIRST] = NONE;
    else if (isInDoubt(number) && isNoDay(isoOf(year, month, day), kind))
      days[number - FIRST] = STANDS_FOR_NONE;
  }
  KNOWN.set(kind, days);
  return days;
}

function isoOf(year: number, month: number, day: number): string {
  const two = (number: number): string => String(number).padStart(2, '0');
  return `${year}-${two(month + 1)}-${two(day)}`;
}

/** @param month from 0 */
function daysOfMonth(year: number, month: number): number {
  return new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
}

/** The last day of year 9999, which means an open end. */
const NEVER_ISO = '9999-12-31';
const NEVER = numberOfIso(NEVER_ISO);

/** Not a possible day, or not written in the layout. */
export const NO_DAY = -1;

/** A day that is not stated, or that means "no date"; sorts before all others. */
export const ABSENT = -2;

/** Reads the days of a column. */
export class DayReader {
  private readonly days: Uint8Array;
  /** The number for 9999-12-31. */
  private readonly never: number;

  constructor(
    private readonly layout: DateLayout,
    noDays: NoDays,
  ) {
    this.days = knownDays(noDays);
    this.never = isNoDay(NEVER_ISO, noDays) ? ABSENT : NEVER;
  }

  /**
   * The number of a day in a text. It is greater for a later day, but differences are not days.
   *
   * @param length of the date text
   */
  dayAt(text: Uint8Array, from: number, length: number): number {
    if (length === 0) return ABSENT;
    const { layout } = this;
    if (length !== layout.length) return NO_DAY;
    const { mark } = layout;
    if (mark !== null && (text[from + layout.firstMark] !== mark || text[from + layout.secondMark] !== mark))
      return NO_DAY;
    const century = twoDigits(text, from + layout.year);
    const yearOfCentury = twoDigits(text, from + layout.year + 2);
    const month = twoDigits(text, from + layout.month);
    const day = twoDigits(text, from + layout.day);
    if ((century | yearOfCentury) < 0 || month < 1 || month > 12 || day < 1 || day > MONTH_DAYS)
      return NO_DAY;
    const number = numberOf(100 * century + yearOfCentury, month, day);
    if (number < FIRST || number > LAST) return number === NEVER ? this.never : NO_DAY;
    const known = this.days[number - FIRST];
    return known === IS_DAY ? number : known === NONE ? NO_DAY : ABSENT;
  }
}

/** Negative if one of the two bytes is not a digit. */
function twoDigits(text: Uint8Array, at: number): number {
  const tens = (text[at] ?? 0) - ZERO;
  const ones = (text[at + 1] ?? 0) - ZERO;
  // The sign bit is set for each one less than 0 or greater than 9.
  return (tens | ones | (9 - tens) | (9 - ones)) < 0 ? -1 : 10 * tens + ones;
}
