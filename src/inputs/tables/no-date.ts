/*
 * What stands in date columns for "no date": words, rows of zeros or nines, and days that no system means as days. The
 * SQL of each engine and the prefilter are made from this; Users read of it in docs/inputs.md, "Dates".
 */

/**
 * Which days of a column stand for no date.
 *
 * - `claims`: days in the far past and the far future, and the first day of the clocks of computers, 1970-01-01
 * - `birth`: the same, but people are born on 1970-01-01
 * - `past`: of an end, which may lie as far in the future as it likes
 * - `never`: of a start, which may lie as far in the past as it likes
 */
export type NoDays = 'claims' | 'birth' | 'past' | 'never';

/** The first day of a year long ago, and days on which clocks and calendars of programs begin. */
const PAST = '(0[0-9]{3}|1[0-8][0-9]{2}|190[01])-01-01|1899-12-3[01]|1111-11-11|1840-12-31|1858-11-17';
/** The first and the last day of a year that is far away, any day of the year 9999, the last day that pandas knows. */
const FUTURE = '(2[1-9][0-9]{2}|[3-9][0-9]{3})-(01-01|12-31)|2099-12-31|9999-[0-9]{2}-[0-9]{2}|2262-04-11';
const FIRST_OF_CLOCKS = '1970-01-01';

/** For each kind a regular expression for days as YYYY-MM-DD; null where all days are days. */
export const NO_DAYS: Readonly<Record<NoDays, string | null>> = {
  claims: `${PAST}|${FUTURE}|${FIRST_OF_CLOCKS}`,
  birth: `${PAST}|${FUTURE}`,
  past: PAST,
  never: null,
};

/** From the first of these days to the last, 1970-01-01 is the only one that can stand for no date. */
export const FIRST_SURE_DAY = '1902-01-01';
export const LAST_SURE_DAY = '2099-12-30';

/** A regular expression for words in lower case that databases and programs write for a value that is not there. */
export const NO_WORD = '#?n/?a|null|[(<]null[)>]|[\\\\]n|none|nil|nan|[-.?]+';

/** The same for texts of date columns: besides, rows of zeros and of nines. */
export const NO_DATE_TEXT = `${NO_WORD}|nat|unknown|0[0/:.t -]*z?|99[9/ -]*`;

const NO_TEXT = new RegExp(`^(?:${NO_DATE_TEXT})$`, 'i');
const NO_DAY = new Map(
  Object.entries(NO_DAYS).map(([kind, days]) => [kind, days === null ? null : new RegExp(`^(?:${days})$`)]),
);

/** Whether a text of a date column, less the blanks around it, stands for no date whatever the column's format. */
export function isNoDateText(text: string): boolean {
  return NO_TEXT.test(text);
}

/**
 * Whether a day, as YYYY-MM-DD, stands for no date in columns of a kind.
 *
 * @example
 * 1970-01-01 is no service date (`claims`) but a birth date (`birth`); 9999-12-31 is neither, and ends a span (`past`).
 */
export function isNoDay(iso: string, kind: NoDays): boolean {
  return NO_DAY.get(kind)?.test(iso) === true;
}
