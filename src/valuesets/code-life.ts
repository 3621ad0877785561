import type { Day } from '../timeline/day.js';

/**
 * A fiscal year of ICD-10-CM is named for the year it ends in: 2025 is 1 October 2024 to 30 September 2025.
 */
export type FiscalYear = number;

/** A fiscal year known only to lie between two others, including both. */
export interface YearBounds {
  readonly earliest: FiscalYear;
  readonly latest: FiscalYear;
}

/**
 * The fiscal years in which an ICD-10-CM code was billable, as far as public tables show. Not every year has
 * a table: if a code is in only one of two consecutive tables, the year in which it came or went lies between
 * them.
 */
export interface CodeLife {
  /** The first fiscal year; null if the oldest table has the code, so that it came then or before. */
  readonly first: YearBounds | null;
  /** The last fiscal year; null if the newest table has the code and no later deletion is known. */
  readonly last: YearBounds | null;
}

const MS_PER_DAY = 86_400_000;
const OCTOBER = 9;

/**
 * The fiscal year of a day.
 *
 * @example fiscalYearOf(dayOf(2024, 9, 30)) // 2024
 * @example fiscalYearOf(dayOf(2024, 10, 1)) // 2025
 */
export function fiscalYearOf(day: Day): FiscalYear {
  const date = new Date(day * MS_PER_DAY);
  return date.getUTCFullYear() + (date.getUTCMonth() >= OCTOBER ? 1 : 0);
}

/**
 * The first day of a fiscal year.
 *
 * @example firstDayOf(2025) // dayOf(2024, 10, 1)
 */
export function firstDayOf(year: FiscalYear): Day {
  return Date.UTC(year - 1, OCTOBER, 1) / MS_PER_DAY;
}

/**
 * Why a code was certainly not billable on a day; null if it was, or if the tables do not decide. A code is
 * billable from 1 October before its first fiscal year to 30 September of its last, both included.
 *
 * @param day the day that determines a claim's codes: the discharge of an inpatient claim, else the service
 * date
 * @example unbillableOn({ first: { earliest: 2025, latest: 2025 }, last: null }, dayOf(2024, 9, 30)) // 'not yet'
 * @example unbillableOn({ first: { earliest: 2025, latest: 2025 }, last: null }, dayOf(2024, 10, 1)) // null
 */
export function unbillableOn(life: CodeLife, day: Day): 'not yet' | 'no longer' | null {
  const year = fiscalYearOf(day);
  if (life.first !== null && year < life.first.earliest) return 'not yet';
  if (life.last !== null && year > life.last.latest) return 'no longer';
  return null;
}

/**
 * The text of bounds in the table of code years: `2025`, or `2019-2022`; empty for an open end.
 *
 * @example textOfBounds({ earliest: 2019, latest: 2022 }) // '2019-2022'
 */
export function textOfBounds(bounds: YearBounds | null): string {
  if (bounds === null) return '';
  const { earliest, latest } = bounds;
  return earliest === latest ? String(earliest) : `${earliest}-${latest}`;
}

/** The bounds that a text of `textOfBounds` means. */
export function boundsOfText(text: string): YearBounds | null {
  if (text === '') return null;
  const [earliest = '', latest = earliest] = text.split('-');
  return { earliest: Number(earliest), latest: Number(latest) };
}
