/** A calendar day as the number YYYYMMDD (20240131); 0 means no day. Cheap to store and compare. */
export type Ymd = number;

export interface Period {
  readonly start: Ymd;
  readonly end: Ymd;
}

const LAST_DAY = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

/** Reads the eight digits at `at` as a day of the calendar, `20240229`; 0 when they are not one, such as `20250229`. */
export function readDayBytes(bytes: Uint8Array, at: number): Ymd {
  let value = 0;
  for (let i = at; i < at + 8; i += 1) {
    const digit = (bytes[i] ?? 0) - 48;
    if (!(digit >= 0 && digit <= 9)) return 0;
    value = value * 10 + digit;
  }
  return isDay(value) ? value : 0;
}

/** The same for text. */
export function readDay(text: string, at = 0): Ymd {
  let value = 0;
  for (let i = at; i < at + 8; i += 1) {
    const digit = text.charCodeAt(i) - 48;
    if (!(digit >= 0 && digit <= 9)) return 0;
    value = value * 10 + digit;
  }
  return isDay(value) ? value : 0;
}

function isDay(value: number): boolean {
  const year = (value / 10_000) | 0;
  const month = ((value / 100) | 0) % 100;
  const day = value % 100;
  if (year < 1800 || month < 1 || month > 12 || day < 1) return false;
  if (month === 2 && day === 29) return isLeap(year);
  return day <= (LAST_DAY[month - 1] ?? 0);
}

/**
 * Reads a DTP date: one day, a range, or a day with a time, which is cut off. Senders put single days under
 * RD8 and ranges under D8, and neither can be mistaken for the other, so the shape decides. Undefined if it
 * does not parse or ends before it starts.
 *
 * @example readPeriod('RD8', '20250301-20250304') // { start: 20250301, end: 20250304 }
 * @example readPeriod('DT', '202503011430') // { start: 20250301, end: 20250301 }
 */
export function readPeriod(format: string, value: string): Period | undefined {
  if (format !== 'D8' && format !== 'RD8' && format !== 'DT') return undefined;
  const text = value.trim();
  switch (text.length) {
    case 8:
    case 12:
    case 14:
      return dayPeriod(readDay(text));
    case 17:
      return readRange(text);
    default:
      return undefined;
  }
}

function dayPeriod(day: Ymd): Period | undefined {
  return day === 0 ? undefined : { start: day, end: day };
}

function readRange(text: string): Period | undefined {
  if (text.charCodeAt(8) !== 45) return undefined;
  const start = readDay(text, 0);
  const end = readDay(text, 9);
  return start === 0 || end === 0 || end < start ? undefined : { start, end };
}
