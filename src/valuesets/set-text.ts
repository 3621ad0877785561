import { shownText } from '../codes/characters.js';

/*
 * Names and versions of sets in the form in which they are compared.
 */

/**
 * The name of a set in the form in which rules ask for it: without invisible characters, and with single
 * blanks of the usual kind. Rows whose names look alike would otherwise be of two sets.
 *
 * @example normalSetName('Imaging\u00a0 Study') // 'Imaging Study'
 */
export function normalSetName(text: string): string {
  return shownText(text).replace(/ +/g, ' ').trim();
}

/** The days from Excel's first to 1970, and those from 2009 to 2064 as Excel counts them. */
const EXCEL_EPOCH = 25_569;
const EXCEL_DATE = /^([45]\d{4})(?:\.0+)?$/;

/** Days as exports write them, with or without a time. */
const DAYS = [
  /^(?<year>20\d\d)-(?<month>\d\d)-(?<day>\d\d)(?:[ T].*)?$/,
  /^(?<year>20\d\d)(?<month>\d\d)(?<day>\d\d)(?:\.0+)?$/,
  /^(?<day>\d{1,2})-(?<month>[A-Z]{3})-(?<year>20\d\d)$/i,
  // A first number above 12 is a day, and the order is not known to be American.
  /^(?<month>0?[1-9]|1[0-2])\/(?<day>\d{1,2})\/(?<year>20\d\d)(?: .*)?$/,
];
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/**
 * A version in the form in which versions are compared: a date as ISO, though an export wrote it with a time, in
 * another order, or as a number of days.
 *
 * @example normalVersion('2025-03-31 00:00:00') // '2025-03-31'
 * @example normalVersion('3/31/2025') // '2025-03-31'
 * @example normalVersion('45747') // '2025-03-31'
 */
export function normalVersion(text: string): string {
  const serial = EXCEL_DATE.exec(text)?.[1];
  if (serial !== undefined) {
    return new Date((Number(serial) - EXCEL_EPOCH) * 86_400_000).toISOString().slice(0, 10);
  }
  const parts = DAYS.map((shape) => shape.exec(text)?.groups).find((groups) => groups !== undefined);
  if (parts === undefined) return text;
  const { year = '', month = '', day = '' } = parts;
  const number = MONTHS.indexOf(month.toLowerCase()) + 1 || Number(month);
  if (Number.isNaN(number)) return text;
  return `${year}-${String(number).padStart(2, '0')}-${day.padStart(2, '0')}`;
}
