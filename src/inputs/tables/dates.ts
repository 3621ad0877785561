import { DateTime } from 'luxon';
import { bareText } from '../../codes/characters.js';
import { LbpError } from '../../errors.js';
import { type Day, dayOfIso } from '../../timeline/day.js';
import { isNoDateText, isNoDayText } from './no-date.js';

/** The date formats that are read; one column of one file has one format. */
export const DATE_FORMATS = [
  'YYYY-MM-DD',
  'YYYYMMDD',
  'MM/DD/YYYY',
  'DD/MM/YYYY',
  'DD-Mon-YYYY',
  'timestamp',
] as const;
export type DateFormat = (typeof DATE_FORMATS)[number];

/** What a value of each format looks like, and where its parts are. */
const SHAPES: Record<DateFormat, RegExp> = {
  'YYYY-MM-DD': /^(?<year>\d{4})-(?<month>\d{2})-(?<day>\d{2})$/,
  YYYYMMDD: /^(?<year>\d{4})(?<month>\d{2})(?<day>\d{2})$/,
  'MM/DD/YYYY': /^(?<month>\d{1,2})\/(?<day>\d{1,2})\/(?<year>\d{4})$/,
  'DD/MM/YYYY': /^(?<day>\d{1,2})\/(?<month>\d{1,2})\/(?<year>\d{4})$/,
  'DD-Mon-YYYY': /^(?<day>\d{1,2})-(?<month>[A-Za-z]{3})-(?<year>\d{4})$/,
  timestamp: /^(?<year>\d{4})-(?<month>\d{2})-(?<day>\d{2})[ T]\d{2}:\d{2}/,
};

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** Cached: columns repeat the same days again and again, and luxon is slow. */
const known = new Map<string, boolean>();

function fits(value: string, format: DateFormat): boolean {
  const parts = SHAPES[format].exec(value)?.groups;
  if (parts === undefined) return false;
  const key = `${format} ${value}`;
  const found = known.get(key) ?? isOnCalendar(parts);
  known.set(key, found);
  return found;
}

/**
 * The day of a text in a format; null if it does not fit the format or is not a calendar day.
 *
 * @example dayIn('31/03/2024', 'DD/MM/YYYY') // dayOf(2024, 3, 31)
 */
export function dayIn(text: string, format: DateFormat): Day | null {
  const parts = SHAPES[format].exec(text)?.groups;
  if (parts === undefined) return null;
  const { year = '', month = '', day = '' } = parts;
  return dayOfIso(`${year}-${String(monthNumber(month)).padStart(2, '0')}-${day.padStart(2, '0')}`);
}

function monthNumber(month: string): number {
  return MONTHS.indexOf(month.toLowerCase()) + 1 || Number(month);
}

function isOnCalendar({ year, month = '', day }: Readonly<Record<string, string>>): boolean {
  const number = monthNumber(month);
  return DateTime.utc(Number(year), number, Number(day), { locale: 'en' }).isValid;
}

/** A value that is the same day in both, such as 02/02/2025, does not decide between them. */
const TWINS: readonly DateFormat[] = ['MM/DD/YYYY', 'DD/MM/YYYY'];

/**
 * The formats that fit the most values of a column, several if tied; empty if no value is a date. Blanks and
 * values that mean "no date" are ignored.
 *
 * @example fittingFormats(['03/04/2025']) // ['MM/DD/YYYY', 'DD/MM/YYYY']
 * @example fittingFormats(['03/04/2025', '31/03/2025']) // ['DD/MM/YYYY']
 */
export function fittingFormats(values: readonly string[]): readonly DateFormat[] {
  const stated = statedOf(values);
  const best = mostFitting(stated, DATE_FORMATS);
  if (best.length < 2) return best;
  // A day that means "no date" may be in another format than the others.
  const among = mostFitting(
    stated.filter((value) => !isNoDayText(value)),
    best,
  );
  const fitting = among.length === 0 ? best : among;
  // A column of timestamps may hold days too.
  return fitting.includes('timestamp') ? fitting.filter((format) => format !== 'YYYY-MM-DD') : fitting;
}

function mostFitting(values: readonly string[], formats: readonly DateFormat[]): readonly DateFormat[] {
  const counts = formats.map((format) => ({
    format,
    count: values.filter((value) => fits(value, format)).length,
  }));
  const most = Math.max(...counts.map(({ count }) => count));
  return most === 0 ? [] : counts.filter(({ count }) => count === most).map(({ format }) => format);
}

function statedOf(values: readonly string[]): string[] {
  const bare = values.map(bareText);
  return [...new Set(bare.filter((value) => value !== '' && !isNoDateText(value)))];
}

function areDayMonthTwins(values: readonly string[], formats: readonly DateFormat[]): boolean {
  const [one = 'timestamp', other = 'timestamp'] = TWINS;
  return (
    formats.every((format) => TWINS.includes(format)) &&
    statedOf(values).every((value) => dayIn(value, one) === dayIn(value, other))
  );
}

/**
 * The format of a column, detected from its first values and from those that decide between two formats: the
 * format that most of them fit. A value that fits another is found later (extract/date-formats.ts), one that
 * fits none is rejected with its row. `31/03/2025` gives `DD/MM/YYYY`, `03/31/2025` gives `MM/DD/YYYY`, and
 * `03/04/2025` alone is an error.
 *
 * @param column our name for it, under which its format is declared
 * @param place the file, for the error message
 * @throws LbpError E104 when month and day could be in either order, or two formats are as frequent, E105 when no
 *   value fits any format
 */
export function findDateFormat(values: readonly string[], column: string, place: string): DateFormat | null {
  const best = fittingFormats(values);
  const [first = null] = best;
  if (first === null && statedOf(values).length > 0) {
    throw new LbpError(
      'E105',
      `${place}: column ${column} fits no known date format. Known are ${DATE_FORMATS.join(', ')}; correct the file, or map another column with columns.${column} in the config.`,
    );
  }
  const isMixed = statedOf(values).some((value) => best.filter((format) => fits(value, format)).length === 1);
  if (best.length > 1 && isMixed) {
    throw new LbpError(
      'E104',
      `${place}: column ${column} fits ${best.join(' and ')} equally often, each in other rows. Write the column in one format.`,
    );
  }
  if (best.length > 1 && !areDayMonthTwins(values, best)) {
    throw new LbpError(
      'E104',
      `${place}: column ${column} fits ${best.join(' and ')}, and they mean different days. Set dates.${column} in the config to the right one.`,
    );
  }
  return first;
}
