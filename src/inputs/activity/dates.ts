import { LbpError } from '../../errors.js';
import { type Day, dayOf } from '../../timeline/day.js';
import { type DateFormat, dayIn } from '../tables/dates.js';

/*
 * The day of a record (docs/ebi.md, "Dates"). The rule does not ask for it, so a record is never lost for it.
 */

/** Days that stand for no date: HES has the first two, databases the other two. */
const NO_DAYS: readonly (readonly [year: number, month: number, day: number])[] = [
  [1800, 1, 1],
  [1801, 1, 1],
  [1900, 1, 1],
  [9999, 12, 31],
];
const NOTHING: ReadonlySet<Day> = new Set(NO_DAYS.map((day) => dayOf(...day)));

/** Days outside are mistyped. */
const FIRST = dayOf(1900, 1, 1);
const LAST = dayOf(2099, 12, 31);

/** A date that states nothing, and shows no format. */
export function saysNothing(text: string): boolean {
  const value = text.trim();
  return /^(?:|null|(?:18|19)0[01]-?01-?01.*|0?1\/0?1\/(?:18|19)0[01]|9999-?12-?31.*)$/i.test(value);
}

/** What a cell states: a day, nothing, or text that is not a date. */
export type DateReading = Day | 'nothing' | 'no date';

/**
 * The day that a cell states, in the format of its column or in another that cannot be mistaken for it. In a column of
 * `DD/MM/YYYY`, `31/03/2024` and `2024-03-31` are the same day, `1900-01-01` is nothing, `03/31/2024` an error.
 *
 * @param place the file, for the error's text
 * @throws LbpError E104 for a day and month that are the other way round than the column has them elsewhere
 */
export function readDate(text: string, format: DateFormat, place: string): DateReading {
  const value = text.trim();
  if (saysNothing(value)) return 'nothing';
  const day = SAME_ORDER[format].map((same) => dayIn(value, same)).find((found) => found !== null);
  if (day === undefined) {
    refuseOtherOrder(value, format, place);
    return 'no date';
  }
  if (NOTHING.has(day)) return 'nothing';
  return day < FIRST || day > LAST ? 'no date' : day;
}

/** Formats that cannot be mistaken for each other; a column may have several of them. */
const ISO: readonly DateFormat[] = ['YYYY-MM-DD', 'timestamp', 'YYYYMMDD', 'DD-Mon-YYYY'];
const SAME_ORDER: Readonly<Record<DateFormat, readonly DateFormat[]>> = {
  'YYYY-MM-DD': ISO,
  timestamp: ISO,
  YYYYMMDD: ISO,
  'DD-Mon-YYYY': ISO,
  'MM/DD/YYYY': ['MM/DD/YYYY', ...ISO],
  'DD/MM/YYYY': ['DD/MM/YYYY', ...ISO],
};

const OTHER_ORDER: Readonly<Partial<Record<DateFormat, DateFormat>>> = {
  'MM/DD/YYYY': 'DD/MM/YYYY',
  'DD/MM/YYYY': 'MM/DD/YYYY',
};

/** Where one value can only be read the other way round, the meaning of the others cannot be known. */
function refuseOtherOrder(value: string, format: DateFormat, place: string): void {
  const other = OTHER_ORDER[format];
  if (other === undefined || dayIn(value, other) === null) return;
  throw new LbpError(
    'E104',
    `${place}: the dates are read as ${format}, and some can only be ${other}. Write the file with one format, or map another column with columns.activity_date in the config.`,
  );
}
