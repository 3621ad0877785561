import type { DateFormat } from '../../inputs/tables/dates.js';
import type { FileGroup } from '../../inputs/tables/plan.js';

/**
 * What differs between the engines; all else in src/extract/sql is written once. Expressions are passed and
 * returned as SQL text.
 */
export interface Dialect {
  /** A text literal. */
  literal(text: string): string;
  /** The statements that store the rows of a query under a name. */
  table(name: string, query: string): readonly string[];
  /**
   * The files of a group as one relation: `file_no`, `weight` (how many rows a row stands for), and the file's columns
   * as `c0`, `c1`, ...
   */
  files(group: FileGroup): string;
  /**
   * The same, only the rows of candidates, each with its `person_no`.
   *
   * @param person expression for the person's id
   */
  filesOfCandidates(group: FileGroup, person: string): string;
  /** Trimmed text, NULL if blank. */
  trimmed(text: string): string;
  /**
   * A number as text, a whole one with `.0` appended; in scientific notation where a double does not hold whole numbers
   * exactly, so that no id is made of one.
   */
  numberText(number: string): string;
  /** Text as a DATE, NULL where it does not fit the format. */
  date(text: string, format: DateFormat): string;
  /** Text as a whole number, NULL where it is not one. */
  integer(text: string): string;
  /**
   * An amount as a DECIMAL, also with a currency sign, a typographic minus, in parentheses or with a trailing minus or
   * CR (credit); NULL where it is not an amount.
   */
  amount(text: string): string;
  /** A DATE as days since 1970-01-01. */
  dayNumber(date: string): string;
  plusDays(date: string, days: number): string;
  /** Whether text matches a regular expression from end to end. */
  matches(text: string, pattern: string): string;
  /** Text with all that matches a regular expression replaced. */
  replaced(text: string, pattern: string, by: string): string;
  /** What the first group of a regular expression matches. */
  firstGroup(text: string, pattern: string): string;
  /** A number that is the same for the same values, including NULLs. */
  hash(values: readonly string[]): string;
  array(elements: readonly string[]): string;
  concatenated(arrays: readonly string[]): string;
  /** The words of a text, separated by single blanks, as an array. */
  words(text: string): string;
  /** An array with an expression applied to each element. */
  mapped(array: string, expression: (element: string) => string): string;
  /** An expression that uses a value several times: the value is computed once. */
  named(value: string, expression: (name: string) => string): string;
  /** An element of an array, from 1. */
  element(array: string, place: number): string;
  /** The texts of an array, concatenated. */
  joined(array: string): string;
  /** Whether one of the words of a text, separated by single blanks, is in a list. */
  hasWord(text: string, among: readonly string[]): string;
  /**
   * A query with a row for each element of the arrays, which have the same length and are read in parallel.
   */
  explode(relation: string, arrays: Readonly<Record<string, string>>): string;
}

/** What only a script needs, because no process passes it the tables or fetches its results. */
export interface ScriptDialect extends Dialect {
  readonly name: 'duckdb' | 'spark';
  /** Statements that run before all others. */
  readonly settings: readonly string[];
  /** An expression for the engine's version. */
  readonly version: string;
  /** The statements needed before `files` of the group can be read. */
  input(group: FileGroup): readonly string[];
  /** A row for each word of a text, separated by single blanks; used in place of a column. */
  rowOfEachWord(text: string): string;
  /** Writes the rows of a query as Parquet, into a folder with that name. */
  write(name: string, query: string): string;
  /** The same, sorted by the column `bucket` and, within each, by `person_no`. */
  writeByBucket(name: string, query: string): string;
  /** Makes the content of the folder with that name available as the view `written_<name>`. */
  viewOfWritten(name: string): string;
}

/** A text literal for engines in which only quotes need escaping. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A number as text, a whole one as digits only; the same in both engines. */
export function digitsOf(number: string): string {
  const whole = `TRY_CAST(${number} AS BIGINT)`;
  return `CASE WHEN ${whole} = ${number} THEN CAST(${whole} AS STRING) ELSE CAST(${number} AS STRING) END`;
}

/**
 * A number that is an id, as text: digits only where it is a whole number that doubles hold exactly, so that it needs
 * no further reading; else with the mark of a number.
 */
export function idOfNumber(number: string, dialect: Dialect): string {
  const whole = `TRY_CAST(${number} AS BIGINT)`;
  const isExact = `${number} >= 0 AND ${number} < ${2 ** 53} AND ${whole} = ${number}`;
  return `CASE WHEN ${isExact} THEN CAST(${whole} AS STRING) ELSE ${dialect.numberText(number)} END`;
}

/**
 * The same in both engines.
 *
 * @param literalOf of the dialect: in a script for Spark, every character is ASCII
 */
export function amountOf(text: string, literalOf: Dialect['literal']): string {
  const decimal = (one: string): string => `TRY_CAST(${one} AS DECIMAL(18, 4))`;
  const isTakenBack = `${text} LIKE '(%)' OR ${text} LIKE '%-' OR ${text} LIKE '%CR'`;
  const plain = `translate(${text}, ${literalOf('\u2212\u2013$,')}, '--')`;
  return `CASE WHEN ${isTakenBack} THEN -${decimal(`translate(${text}, '()$,-CR ', '')`)} ELSE coalesce(${decimal(text)}, ${decimal(plain)}) END`;
}
