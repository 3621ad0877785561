import { bareText } from '../../codes/characters.js';
import { LbpError } from '../../errors.js';
import { type Day, dayOf } from '../../timeline/day.js';
import { type DateFormat, dayIn, findDateFormat, fittingFormats } from '../tables/dates.js';
import { isNoDateText } from '../tables/no-date.js';

/*
 * The day of a record (docs/ebi.md, "Dates"). The rule does not need it, so no record is dropped because of
 * it.
 */

/** Days that mean "no date": HES uses the first two, databases the other two. */
const NO_DAYS: readonly (readonly [year: number, month: number, day: number])[] = [
  [1800, 1, 1],
  [1801, 1, 1],
  [1900, 1, 1],
  [9999, 12, 31],
];
const NOTHING: ReadonlySet<Day> = new Set(NO_DAYS.map((day) => dayOf(...day)));

/** Days outside this range are mistyped. */
const FIRST = dayOf(1900, 1, 1);
const LAST = dayOf(2099, 12, 31);

/** A value that means "no date" and does not indicate a format. */
export function saysNothing(text: string): boolean {
  const value = bareText(text);
  if (isNoDateText(value)) return true;
  return /^(?:|(?:180[01]|1900)-?01-?01.*|0?1\/0?1\/(?:180[01]|1900)|9999-?12-?31.*)$/i.test(value);
}

/** What a cell holds: a day, nothing, or text that is not a date. */
export type DateReading = Day | 'nothing' | 'no date';

/**
 * The day in a cell, in the format of its column or in another format that is unambiguous. In a column of
 * `DD/MM/YYYY`, `31/03/2024` and `2024-03-31` are the same day, `1900-01-01` is nothing, `03/31/2024` an
 * error.
 *
 * @param place the file, for the error message
 * @throws LbpError E104 for a day and month in the opposite order from the rest of the column
 */
export function readDate(text: string, format: DateFormat, place: string): DateReading {
  const value = bareText(text);
  if (saysNothing(value)) return 'nothing';
  const day = SAME_ORDER[format].map((same) => dayIn(value, same)).find((found) => found !== null);
  if (day === undefined) {
    refuseOtherOrder(value, format, place);
    return 'no date';
  }
  if (NOTHING.has(day)) return 'nothing';
  return day < FIRST || day > LAST ? 'no date' : day;
}

/** Formats that cannot be confused with each other; a column may mix them. */
const ISO: readonly DateFormat[] = ['YYYY-MM-DD', 'timestamp', 'YYYYMMDD', 'DD-Mon-YYYY'];
const SAME_ORDER: Readonly<Record<DateFormat, readonly DateFormat[]>> = {
  'YYYY-MM-DD': ISO,
  timestamp: ISO,
  YYYYMMDD: ISO,
  'DD-Mon-YYYY': ISO,
  'MM/DD/YYYY': ['MM/DD/YYYY', ...ISO],
  'DD/MM/YYYY': ['DD/MM/YYYY', ...ISO],
};

/**
 * The format of a column of dates, detected from its values; null if none of them is a day. Formats that cannot
 * be confused count as one, because a column may mix them.
 *
 * @throws LbpError E104 where day and month could be in either order, E105 where no value is a date
 */
export function activityDateFormat(values: readonly string[], place: string): DateFormat | null {
  const stating = values.filter((value) => !saysNothing(value));
  const fitting = fittingFormats(stating);
  const orders = fitting.filter((format) => !ISO.includes(format));
  if (fitting.length > 1 && orders.length < 2) return orders[0] ?? fitting[0] ?? null;
  return findDateFormat(stating, 'activity_date', place);
}

/**
 * Whether values leave open if the day or the month comes first: `04/04/2024` is the same day both ways, and
 * `03/04/2024` further down is not.
 */
export function leaveOrderOpen(values: readonly string[]): boolean {
  return fittingFormats(values).filter((format) => !ISO.includes(format)).length > 1;
}

const OTHER_ORDER: Readonly<Partial<Record<DateFormat, DateFormat>>> = {
  'MM/DD/YYYY': 'DD/MM/YYYY',
  'DD/MM/YYYY': 'MM/DD/YYYY',
};

/** If one value can only be read in the opposite order, the others are ambiguous. */
function refuseOtherOrder(value: string, format: DateFormat, place: string): void {
  const other = OTHER_ORDER[format];
  if (other === undefined || dayIn(value, other) === null) return;
  throw new LbpError(
    'E104',
    `${place}: the dates are read as ${format}, and some can only be ${other}. Write the file with one format, or map another column with columns.activity_date in the config.`,
  );
}
