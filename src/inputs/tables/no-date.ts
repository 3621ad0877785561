/*
 * What date columns hold for "no date": words, runs of zeros or nines, and days that no system means
 * literally. The SQL of each engine and the prefilter are built from this; docs/inputs.md, "Dates", describes
 * it for users.
 */

/**
 * Which days of a column mean "no date".
 *
 * - `claims`: days in the far past and the far future, and the first day of computer clocks, 1970-01-01
 * - `birth`: the same, but people are born on 1970-01-01
 * - `past`: for an end, which may be arbitrarily far in the future
 * - `never`: for a start, which may be arbitrarily far in the past
 */
export type NoDays = 'claims' | 'birth' | 'past' | 'never';

/** The first day of a year long ago, and days when clocks and calendars of programs begin. */
const PAST = '(0[0-9]{3}|1[0-8][0-9]{2}|190[01])-01-01|1899-12-3[01]|1111-11-11|1840-12-31|1858-11-17';
/**
 * The first and the last day of a year in the far future, any day in 9999, and the last day that pandas
 * supports.
 */
const FUTURE = '(2[1-9][0-9]{2}|[3-9][0-9]{3})-(01-01|12-31)|2099-12-31|9999-[0-9]{2}-[0-9]{2}|2262-04-11';
export const FIRST_OF_CLOCKS = '1970-01-01';

/** For each kind, a regular expression for such days as YYYY-MM-DD; null if every day is a real day. */
export const NO_DAYS: Readonly<Record<NoDays, string | null>> = {
  claims: `${PAST}|${FUTURE}|${FIRST_OF_CLOCKS}`,
  birth: `${PAST}|${FUTURE}`,
  past: PAST,
  never: null,
};

/** From the first of these days to the last, only 1970-01-01 can mean "no date". */
export const FIRST_SURE_DAY = '1902-01-01';
export const LAST_SURE_DAY = '2099-12-30';

/** A regular expression for the lower-case words that databases and programs write for a missing value. */
export const NO_WORD = '#?n/?a|null|[(<]null[)>]|[\\\\]n|none|nil|nan|[-.?]+';

/** The same for texts in date columns, plus runs of zeros and of nines. */
export const NO_DATE_TEXT = `${NO_WORD}|nat|unknown|0[0/:.t -]*z?|99[9/ -]*`;

/**
 * Days that certainly mean "no date", in any format and in lower case: programs write them in a format of their own, in a
 * column of another.
 */
export const NO_DAY_TEXT =
  '(?:12/31|31/12)/9999|31-dec-9999|99991231|9999-12-31(?:[ t].*)?|0?1/0?1/1[0-9]00|0?1-jan-1900|19000101|1900-01-01(?:[ t].*)?';

const NO_DAY_IN_ANY = new RegExp(`^(?:${NO_DAY_TEXT})$`, 'i');
const NO_TEXT = new RegExp(`^(?:${NO_DATE_TEXT})$`, 'i');
const NO_DAY = new Map(
  Object.entries(NO_DAYS).map(([kind, days]) => [kind, days === null ? null : new RegExp(`^(?:${days})$`)]),
);

/** Whether a text in a date column, without the blanks around it, means "no date" in any format. */
export function isNoDateText(text: string): boolean {
  return NO_TEXT.test(text);
}

/** Whether a text is a day that means "no date", in any format. */
export function isNoDayText(text: string): boolean {
  return NO_DAY_IN_ANY.test(text);
}

/**
 * Whether a day, as YYYY-MM-DD, means "no date" in columns of a kind.
 *
 * @example
 * 1970-01-01 is no service date (`claims`) but a birth date (`birth`); 9999-12-31 is neither, and ends a span (`past`).
 */
export function isNoDay(iso: string, kind: NoDays): boolean {
  return NO_DAY.get(kind)?.test(iso) === true;
}
