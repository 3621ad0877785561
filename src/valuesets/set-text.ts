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
const EXCEL_DATE = /^[45]\d{4}$/;

/**
 * A version in the form in which versions are compared: a date as ISO, though a spreadsheet program saved it
 * in American order or as a number of days.
 *
 * @example normalVersion('3/31/2025') // '2025-03-31'
 * @example normalVersion('45747') // '2025-03-31'
 */
export function normalVersion(text: string): string {
  if (EXCEL_DATE.test(text)) {
    return new Date((Number(text) - EXCEL_EPOCH) * 86_400_000).toISOString().slice(0, 10);
  }
  const [, month = '', day = '', year = ''] = /^(\d{1,2})\/(\d{1,2})\/(20\d\d)$/.exec(text) ?? [];
  // A first number above 12 is a day, and the order is not known to be American.
  if (month === '' || Number(month) > 12) return text;
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}
