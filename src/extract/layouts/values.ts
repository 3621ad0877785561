import { numbered } from '../../inputs/layouts/columns-read.js';
import type { Condition, Value } from '../../inputs/layouts/layout.js';
import type { DateFormat } from '../../inputs/tables/dates.js';
import { literal } from '../sql/dialect.js';
import { DUCKDB, identifier } from '../sql/duckdb-dialect.js';
import { readWord } from '../sql/words.js';

/*
 * Values and conditions of layouts as DuckDB SQL.
 */

/** Where the columns of an expression come from. */
export interface Scope {
  /** The SQL of a column as the layout names it. */
  column(reference: string): string;
  /** The format of days that do not show their own. */
  readonly dates: DateFormat | undefined;
}

/** The name of a file's column in the relations of a layout. */
export function stored(column: string): string {
  return identifier(`s_${column.trim().toLowerCase()}`);
}

/** Formats of days that cannot be mistaken for one another. */
const SURE_FORMATS: readonly DateFormat[] = ['YYYY-MM-DD', 'YYYYMMDD', 'DD-Mon-YYYY', 'timestamp'];

/** Text as a DATE; NULL where it fits none of the formats. */
export function dayOf(text: string, dates: DateFormat | undefined): string {
  const day = (format: DateFormat): string => DUCKDB.date(text, format);
  const any = SURE_FORMATS.map(day).join(', ');
  // The length of most days shows their format, so only one is tried.
  const sure = `CASE strlen(${text}) WHEN 10 THEN coalesce(${day('YYYY-MM-DD')}, ${day('DD-Mon-YYYY')}) WHEN 11 THEN ${day('DD-Mon-YYYY')} WHEN 8 THEN ${day('YYYYMMDD')} ELSE coalesce(${any}) END`;
  return dates === undefined || SURE_FORMATS.includes(dates) ? sure : `coalesce(${day(dates)}, ${sure})`;
}

/** A day written as YYYY-MM-DD; other text stays as it is, so that its row can be rejected for it. */
export function dateText(text: string, dates: DateFormat | undefined): string {
  return `coalesce(CAST(${dayOf(text, dates)} AS VARCHAR), ${text})`;
}

/** @param place the number that replaces `#` in the names of columns */
export function sqlOf(value: Value, scope: Scope, place = 0): string {
  if (typeof value === 'string') return scope.column(numbered(value, place));
  if ('constant' in value) return literal(value.constant);
  if ('first' in value) return `coalesce(${value.first.map((one) => sqlOf(one, scope, place)).join(', ')})`;
  if ('joined' in value)
    return value.joined.map((one) => withoutFraction(sqlOf(one, scope, place))).join(' || ');
  if ('number' in value) {
    const text = sqlOf(value.number, scope, place);
    return `coalesce(CAST(TRY_CAST(${text} AS BIGINT) AS VARCHAR), ${text})`;
  }
  if ('amount' in value) {
    const text = sqlOf(value.amount, scope, place);
    return `CASE WHEN ${DUCKDB.amount(text)} >= 0 THEN ${text} END`;
  }
  // Already in one format since the file was read (stageOf).
  if ('date' in value) return sqlOf(value.date, scope, place);
  const otherwise = value.else === undefined ? '' : ` ELSE ${sqlOf(value.else, scope, place)}`;
  const chosen = sqlOf(value.value, scope, place);
  return `CASE WHEN ${conditionOf(value.when, scope, place)} THEN ${chosen}${otherwise} END`;
}

/** A part of a code without the `.0` that it has if it was taken for a number: a bill type is 111, not 1.01.01.0. */
function withoutFraction(text: string): string {
  return `CASE WHEN strlen(${text}) < 3 THEN ${text} ELSE regexp_replace(${text}, '^([0-9]+)[.]0+$', '\\1') END`;
}

/** A condition that is true or false, and never NULL. */
export function conditionOf(condition: Condition, scope: Scope, place = 0): string {
  if ('any' in condition)
    return `(${condition.any.map((one) => conditionOf(one, scope, place)).join(' OR ')})`;
  if ('all' in condition)
    return `(${condition.all.map((one) => conditionOf(one, scope, place)).join(' AND ')})`;
  const text = scope.column(numbered(condition.column, place));
  if ('is' in condition) return `coalesce(${isAmong(text, condition.is)}, false)`;
  if ('is_not' in condition) return `coalesce(NOT ${isAmong(text, condition.is_not)}, false)`;
  if ('filled' in condition) return `(${text} IS ${condition.filled ? 'NOT NULL' : 'NULL'})`;
  const { from, to } = condition;
  const isOfNumbers = [from, to].every((end) => /^[0-9]+$/.test(end.trim()));
  return isOfNumbers
    ? `coalesce(TRY_CAST(${inNormalForm(text)} AS HUGEINT) BETWEEN ${BigInt(from)} AND ${BigInt(to)}, false)`
    : `coalesce(${text} BETWEEN ${literal(from)} AND ${literal(to)}, false)`;
}

/** NULL for a blank. */
function isAmong(text: string, codes: readonly string[]): string {
  if (codes.length === 0) return `(CASE WHEN ${text} IS NOT NULL THEN false END)`;
  return `(${inNormalForm(text)} IN (${codes.map((code) => literal(normalForm(code))).join(', ')}))`;
}

/** Leading zeros of a number, and the fraction that programs add which read codes as numbers. */
const NUMBER_AS_WRITTEN = '^0*([0-9]+)([.]0+)?$';

/**
 * The form in which codes are compared: in capitals, without blanks around them, numbers without leading zeros
 * and without `.0`. Exports through spreadsheets and data frames write `0` as `0.0` and `3` as `03`.
 *
 * @example normalForm('03.0') // '3'
 */
export function normalForm(code: string): string {
  return code.trim().toUpperCase().replace(new RegExp(NUMBER_AS_WRITTEN), '$1');
}

/** The same in SQL. Most codes are a single character, which needs no pattern. */
export function inNormalForm(text: string): string {
  return `CASE WHEN strlen(${text}) = 1 THEN upper(${text}) ELSE regexp_replace(upper(${readWord(text, DUCKDB)}), '${NUMBER_AS_WRITTEN}', '\\1') END`;
}

/** The absolute value of an amount, by which a cancellation finds what it cancels. */
export function amountOf(text: string): string {
  return `abs(${DUCKDB.amount(text)})`;
}

/** The scope of one relation. */
export function scopeOf(relation: string, dates: DateFormat | undefined): Scope {
  return {
    dates,
    column: (reference) =>
      reference.startsWith('@')
        ? `${relation}.${PLACES[reference] ?? 'file_no'}`
        : `${relation}.${stored(reference)}`,
  };
}

const PLACES: Readonly<Record<string, string>> = {
  '@person': 'person',
  '@file': 'file_no',
  '@row': 'row_no',
};
