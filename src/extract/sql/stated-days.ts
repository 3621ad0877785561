import type { DateFormat } from '../../inputs/tables/dates.js';
import {
  FIRST_SURE_DAY,
  LAST_SURE_DAY,
  NO_DATE_TEXT,
  NO_DAY_TEXT,
  NO_DAYS,
  type NoDays,
} from '../../inputs/tables/no-date.js';
import { type Dialect, literal } from './dialect.js';
import { readWord } from './words.js';

/*
 * What a date column states: its text or its day, and NULL for a value that means "no date" (no-date.ts).
 * Nearly all values are plain present-day dates, and checking for that is much cheaper than checking for
 * everything else.
 */

/** A text in a format, without what is around it; NULL for a blank, and for a value that means "no date". */
export function statedText(text: string, format: DateFormat, kind: NoDays, dialect: Dialect): string {
  const closely = dialect.named(
    readWord(text, dialect),
    (day) => `CASE WHEN ${standsForNone(day, format, kind, dialect)} THEN NULL ELSE ${day} END`,
  );
  return `CASE WHEN ${isSure(text, format, kind)} THEN ${text} WHEN ${text} IS NOT NULL THEN ${closely} END`;
}

function standsForNone(text: string, format: DateFormat, kind: NoDays, dialect: Dialect): string {
  const day = dialect.date(text, format);
  const isNone = [
    dialect.matches(`lower(${text})`, NO_DATE_TEXT),
    ...(NO_DAYS[kind] === null
      ? []
      : [`${day} IS NULL AND ${dialect.matches(`lower(${text})`, NO_DAY_TEXT)}`]),
    ...isNoDay(day, kind, dialect),
  ];
  return isNone.join(' OR ');
}

/** The text of a day without the blanks and guards around it, of which nearly all have none; NULL for a blank. */
export function readDay(text: string, dialect: Dialect): string {
  return `CASE WHEN ${text} BETWEEN '0' AND ':' AND ${endsPlainly(text)} THEN ${text} ELSE ${readWord(text, dialect)} END`;
}

/** Whether a text ends with a digit or a letter, as days and times do. */
function endsPlainly(text: string): string {
  return `right(${text}, 1) BETWEEN '0' AND 'z'`;
}

/** The day of an engine DATE; NULL for one that means "no date". */
export function statedDay(day: string, kind: NoDays, dialect: Dialect): string {
  const [isNone] = isNoDay(day, kind, dialect);
  if (isNone === undefined) return day;
  const isSureDay = `${day} BETWEEN DATE '${FIRST_SURE_DAY}' AND DATE '${LAST_SURE_DAY}'${kind === 'claims' ? ` AND ${day} <> DATE '1970-01-01'` : ''}`;
  return `CASE WHEN ${isSureDay} THEN ${day} WHEN ${isNone} THEN NULL ELSE ${day} END`;
}

function isNoDay(day: string, kind: NoDays, dialect: Dialect): string[] {
  const days = NO_DAYS[kind];
  return days === null ? [] : [dialect.matches(`CAST(${day} AS STRING)`, days)];
}

/** Whether a text has a form that can only be a present-day date or not a date at all. */
function isSure(text: string, format: DateFormat, kind: NoDays): string {
  const last = LAST_SURE_DAY.replaceAll('-', '');
  const not = (day: string): string => (kind === 'claims' ? ` AND ${text} <> ${literal(day)}` : '');
  const year = `right(${text}, 4) BETWEEN '1902' AND '2098'${kind === 'claims' ? ` AND right(${text}, 4) <> '1970'` : ''}`;
  const isUnpadded = `${text} NOT LIKE '% '`;
  switch (format) {
    case 'YYYY-MM-DD':
      return `${text} BETWEEN '1902' AND '${LAST_SURE_DAY}' AND length(${text}) = 10 AND ${isUnpadded}${not('1970-01-01')}`;
    case 'YYYYMMDD':
      return `${text} BETWEEN '1902' AND '${last}' AND length(${text}) = 8 AND ${isUnpadded}${not('19700101')}`;
    case 'timestamp':
      return `${text} BETWEEN '1902' AND '${LAST_SURE_DAY}' AND ${endsPlainly(text)}${kind === 'claims' ? ` AND ${text} NOT LIKE '1970-01-01%'` : ''}`;
    case 'MM/DD/YYYY':
    case 'DD/MM/YYYY':
      return `${text} BETWEEN '0' AND '4' AND length(${text}) = 10 AND ${year}`;
    case 'DD-Mon-YYYY':
      return `${text} BETWEEN '0' AND '4' AND length(${text}) = 11 AND ${year}`;
  }
}
