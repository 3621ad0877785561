import { LbpError } from '../errors.js';
import { MEDICAL_CLAIM, type Table } from '../inputs/tables/columns.js';
import { DATE_FORMATS, type DateFormat } from '../inputs/tables/dates.js';
import type { Mapping } from '../inputs/tables/mapping.js';
import { NO_DAY_TEXT } from '../inputs/tables/no-date.js';
import {
  type ColumnSource,
  type FileFacts,
  type FileGroup,
  groupOfFile,
  type TablePlan,
  undecidedDates,
} from '../inputs/tables/plan.js';
import type { Account } from './accounts.js';
import type { Engine } from './duckdb.js';
import { digitsOf } from './sql/dialect.js';
import { DUCKDB, NUMBERED_DUCKDB } from './sql/duckdb-dialect.js';
import { readDay } from './sql/stated-days.js';
import type { Plans } from './sql/tables.js';

/*
 * All values of a date column settle its format. The first rows of a file suggest one. A column that they
 * leave open between two formats is searched before the run; a column with values that do not fit its format
 * is searched after the regular scan has found them. No other file is read for this.
 */

/** How many values that settle a format are examined. */
const VALUES_SEEN = 100;

/**
 * The facts of a file with more rows in the sample, for columns that its first rows leave open between
 * MM/DD/YYYY and DD/MM/YYYY: values that are a different day, or no day, in the other format.
 */
export async function withDecidingValues(
  engine: Engine,
  facts: FileFacts,
  table: Table,
  mapping: Mapping,
): Promise<FileFacts> {
  const undecided = undecidedDates(table, facts, mapping);
  if (undecided.length === 0 || facts.isUtf16 === true) return facts;
  const group = groupOfFile(facts);
  const rows: string[][] = [];
  for (const index of undecided) {
    const text = readDay(`CAST(c${index} AS STRING)`, DUCKDB);
    const [one, other] = (['MM/DD/YYYY', 'DD/MM/YYYY'] as const).map((format) => DUCKDB.date('text', format));
    const found = await engine
      .rows(
        `SELECT DISTINCT text FROM (SELECT ${text} AS text FROM ${DUCKDB.files(group)} AS file) AS texts
         WHERE ${one} IS DISTINCT FROM ${other}
         ORDER BY CASE WHEN ${one} IS NULL THEN 0 WHEN ${other} IS NULL THEN 1 ELSE 2 END, text LIMIT ${VALUES_SEEN}`,
      )
      // A broken file needs no handling here: it fails when it is read.
      .catch(() => []);
    rows.push(
      ...found.map((row) => facts.columns.map((_, place) => (place === index ? String(row['text']) : ''))),
    );
  }
  return rows.length === 0 ? facts : { ...facts, sample: [...facts.sample, ...rows] };
}

/**
 * Looks again at the date columns of files with rows rejected for a bad date.
 *
 * @returns the plans with the formats that all values show, or null if those are the formats already used
 * @throws LbpError E104 for a column with values that fit one format and others that fit another
 */
export async function settledPlans(
  engine: Engine,
  { medical, pharmacy, eligibility }: Plans,
  { hasBadDates, paths }: BadDates,
): Promise<Plans | null> {
  let isChanged = false;
  const groupsOf = async (group: FileGroup, plan: TablePlan): Promise<FileGroup[]> => {
    // A table that lbp wrote has dates in its own format.
    if (group.fileNoColumn !== undefined) return [group];
    const settled: FileGroup[] = [];
    for (const file of group.files) {
      const alone = { ...group, files: [file] };
      const found = hasBadDates(plan, file.fileNo)
        ? await settledSources(engine, alone, plan, paths[file.fileNo] ?? file.path)
        : null;
      isChanged ||= found !== null;
      settled.push(found === null ? alone : { ...alone, sources: found });
    }
    return settled;
  };
  const settle = async (plan: TablePlan): Promise<TablePlan> => {
    const groups: FileGroup[] = [];
    for (const group of plan.groups) groups.push(...(await groupsOf(group, plan)));
    return { ...plan, groups };
  };
  const settled = {
    medical: await settle(medical),
    pharmacy: pharmacy === null ? null : await settle(pharmacy),
    eligibility: await settle(eligibility),
  };
  return isChanged ? settled : null;
}

export interface BadDates {
  /** Whether a file of a plan may have dates that do not fit the format of their column. */
  readonly hasBadDates: (plan: TablePlan, fileNo: number) => boolean;
  /** By file number, as the user gave them. */
  readonly paths: readonly string[];
}

/** The files with rows rejected for a bad date, and those with dates of procedures that do not fit. */
export function badDatesOf({
  accounts,
  linesOfBadProcedureDates,
}: {
  readonly accounts: readonly Account[];
  readonly linesOfBadProcedureDates: number;
}): BadDates['hasBadDates'] {
  return ({ table }, fileNo) =>
    (accounts[fileNo]?.rejected['bad_date'] ?? 0) > 0 ||
    (linesOfBadProcedureDates > 0 && table === MEDICAL_CLAIM);
}

type DateSource = Extract<ColumnSource, { from: 'column' }> & { readonly dateFormat: DateFormat };

/** The sources of the columns of one file if a date has a different format than assumed; null otherwise. */
async function settledSources(
  engine: Engine,
  file: FileGroup,
  plan: TablePlan,
  path: string,
): Promise<FileGroup['sources'] | null> {
  const dates = [...file.sources].flatMap(([column, source]): [string, DateSource][] => {
    const isDeclared = plan.dates[column] !== undefined || plan.dates['*'] !== undefined;
    if (isDeclared || source.from !== 'column' || source.dateFormat === null) return [];
    return [[column, { ...source, dateFormat: source.dateFormat }]];
  });
  if (dates.length === 0) return null;
  const sums = dates.flatMap(([, source], place) => countsOf(textOf(source), place));
  const [counts = {}] = await engine.rows(`SELECT ${sums.join(', ')} FROM ${DUCKDB.files(file)} AS file`);
  const changed: [string, DateSource][] = [];
  for (const [place, [column, source]] of dates.entries()) {
    const count = (name: string): number => Number(counts[`${name}_${place}`] ?? 0);
    const found = formatsFound(count);
    const [format, other] = found;
    if (other !== undefined && format !== undefined) {
      const row = await firstRow(engine, file, textOf(source), [format, other]);
      throw contradiction(path, column, [format, other], row);
    }
    if (format !== undefined && format !== source.dateFormat)
      changed.push([column, { ...source, dateFormat: format }]);
  }
  return changed.length === 0 ? null : new Map([...file.sources, ...changed]);
}

function textOf({ index, type }: DateSource): string {
  return type === 'number' ? digitsOf(`c${index}`) : readDay(`CAST(c${index} AS STRING)`, DUCKDB);
}

const [MONTH_FIRST, DAY_FIRST] = ['MM/DD/YYYY', 'DD/MM/YYYY'] as const;

/**
 * How many values of a column fit each format, and how many decide between the two that can be mistaken for
 * each other.
 */
function countsOf(text: string, place: number): string[] {
  const day = (format: DateFormat): string => DUCKDB.date(text, format);
  // A day that means "no date" is read in any format, so it shows none.
  const isDay = `NOT ${DUCKDB.matches(`lower(${text})`, NO_DAY_TEXT)}`;
  const count = (condition: string, name: string): string =>
    `count(*) FILTER (WHERE ${condition} AND ${isDay}) AS ${name}_${place}`;
  return [
    ...DATE_FORMATS.map((format, number) => count(`${day(format)} IS NOT NULL`, `f${number}`)),
    count(`${day(MONTH_FIRST)} IS NOT NULL AND ${day(DAY_FIRST)} IS NULL`, 'only_month_first'),
    count(`${day(DAY_FIRST)} IS NOT NULL AND ${day(MONTH_FIRST)} IS NULL`, 'only_day_first'),
    count(`${day(DAY_FIRST)} <> ${day(MONTH_FIRST)}`, 'either'),
  ];
}

/** The formats of a column's values, the most frequent first; just one if the column is consistent. */
function formatsFound(count: (name: string) => number): DateFormat[] {
  const fitting = (format: DateFormat): number => count(`f${DATE_FORMATS.indexOf(format)}`);
  const isMonthFirst = count('only_month_first') > 0;
  const isDayFirst = count('only_day_first') > 0 && !isMonthFirst;
  const isEither = !isMonthFirst && !isDayFirst && count('either') > 0;
  const has = (format: DateFormat): boolean => {
    // A time after the day does not change it: a column with both is read as timestamps, which accepts
    // either.
    if (format === 'YYYY-MM-DD') return fitting(format) > 0 && fitting('timestamp') === fitting(format);
    if (format === 'timestamp') return fitting(format) > fitting('YYYY-MM-DD');
    if (format === MONTH_FIRST) return fitting(format) > 0 && !isDayFirst;
    if (format === DAY_FIRST) return isDayFirst || isEither || (isMonthFirst && count('only_day_first') > 0);
    return fitting(format) > 0;
  };
  return DATE_FORMATS.filter(has).sort((a, b) => fitting(b) - fitting(a));
}

/** The first row, counted from 1 below the header, that fits the second format but not the first. */
async function firstRow(
  engine: Engine,
  file: FileGroup,
  text: string,
  [format, other]: readonly [DateFormat, DateFormat],
): Promise<number> {
  const [row] = await engine.rowsInFileOrder(
    `SELECT min(record_no) AS row_no FROM ${NUMBERED_DUCKDB.files(file)} AS file
     WHERE ${DUCKDB.date(text, other)} IS NOT NULL AND ${DUCKDB.date(text, format)} IS NULL
       AND NOT ${DUCKDB.matches(`lower(${text})`, NO_DAY_TEXT)}`,
  );
  return Number(row?.['row_no'] ?? 0);
}

function contradiction(
  path: string,
  column: string,
  [format, other]: readonly [DateFormat, DateFormat],
  row: number,
): LbpError {
  return new LbpError(
    'E104',
    `${path}: column ${column} fits ${format} in most rows and ${other} in others, of which row ${row} below the header is the first, so what the rest mean cannot be known. Write the column in one format, or set dates.${column} in the config: rows that do not fit it are then rejected.`,
  );
}
