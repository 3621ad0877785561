import { BLANKS, HIDDEN, NOTHING, sqlClass } from '../../codes/characters.js';
import { expanded } from '../../inputs/layouts/columns-read.js';
import type { Kind } from '../../inputs/layouts/layout.js';
import type { KindFiles } from '../../inputs/layouts/planned.js';
import type { FileGroup } from '../../inputs/tables/plan.js';
import type { Reject } from '../../inputs/tables/row-checks.js';
import { readId } from '../sql/code-cells.js';
import { literal } from '../sql/dialect.js';
import { DUCKDB } from '../sql/duckdb-dialect.js';
import { readParquet } from '../sql/duckdb-files.js';
import { isCutNumber } from '../sql/outcome.js';
import { readDay } from '../sql/stated-days.js';
import { conditionOf, dateText, type Scope, scopeOf, stored } from './values.js';

/*
 * The rows of one kind of file as they are read: the columns that the layout asks for, blank where a text
 * means "no value", with the number of the file and the place of the row in it.
 */

/**
 * Writes the rows of a kind to a Parquet file, in the order of the files; `outcome` is why a row is left out,
 * empty for rows that are kept.
 */
export function stageOf(files: KindFiles, { columns, days, ids }: ColumnsOfKind, path: string): string {
  const { kind, groups } = files;
  const absent = absentOf(kind);
  // The extraction counts such words in days.
  const readingOf = (name: string): Reading => (ids.has(name) ? 'id' : days.has(name) ? 'day' : 'code');
  const written = [...columns].filter((name) => isThere(name, files));
  const rows = groups.map((group) => {
    const listed = written.map(
      (name) => `${cell(name, group, kind, absent, readingOf(name))} AS ${stored(name)}`,
    );
    return `SELECT ${['file_no', ...listed].join(', ')} FROM ${DUCKDB.files(group)} AS file`;
  });
  const dated = written
    .filter((name) => days.has(name))
    .map((name) => `${dayText(`staged.${stored(name)}`, kind)} AS ${stored(name)}`);
  const replaced = dated.length === 0 ? '' : ` REPLACE (${dated.join(', ')})`;
  const compared = written.filter((name) => ids.has(name));
  return `COPY (
  SELECT ${outcomeOf(files, compared)} AS outcome, staged.*${replaced} FROM (${rows.join('\n    UNION ALL ')}) AS staged
) TO ${literal(path)} (FORMAT parquet)`;
}

/** What is read of a kind, in lower case. */
export interface ColumnsOfKind {
  readonly columns: ReadonlySet<string>;
  /** Columns that hold days, which are converted to one format. */
  readonly days: ReadonlySet<string>;
  /** Columns by which rows are compared, which are read as ids are. */
  readonly ids: ReadonlySet<string>;
}

/** A day as text. Days that mean "no value" are recognized in any format. */
function dayText(text: string, { dates, nothing = [] }: Kind): string {
  const none = nothing.filter((one) => /^\d{4}-\d{2}-\d{2}$/.test(one));
  return none.reduce((day, one) => `nullif(${day}, ${literal(one)})`, dateText(text, dates));
}

/** Whether any file of a kind has a column. */
export function isThere(name: string, { groups }: KindFiles): boolean {
  return groups.some(({ sources }) => sources.has(name));
}

/** The value of a column that none of the files has; null if it is blank. */
export function valueOfAbsent(name: string, { kind }: KindFiles): string | null {
  return absentOf(kind).get(name) ?? null;
}

function absentOf({ absent = {} }: Kind): ReadonlyMap<string, string> {
  const entries = Object.entries(absent).flatMap(([name, value]) =>
    expanded(name).map((one) => [one.toLowerCase(), value] as const),
  );
  return new Map(entries);
}

/** Why a row with an id in scientific notation is rejected. */
export const CUT_ID: Reject = 'scientific_id';

type Reading = 'id' | 'day' | 'code';

const NOT_THERE = `${NOTHING}|${sqlClass([...HIDDEN, ...BLANKS])}+`;

/**
 * NULL for words such as NULL and nan, and for blanks of all kinds, by which a column would be filled: a claim denied, a
 * diagnosis there. Few texts begin as these do, and only these are compared with the pattern.
 */
function withoutWords(text: string): string {
  const isLikeOne = `(${text} < '0' OR ${text} >= 'N' OR ${text} BETWEEN ':' AND '@')`;
  return `CASE WHEN ${isLikeOne} AND regexp_full_match(upper(${text}), ${literal(NOT_THERE)}) THEN NULL ELSE ${text} END`;
}

function cell(
  name: string,
  group: FileGroup,
  kind: Kind,
  absent: ReadonlyMap<string, string>,
  reading: Reading,
): string {
  const source = group.sources.get(name);
  if (source?.from !== 'column') {
    const value = absent.get(name);
    return value === undefined ? 'CAST(NULL AS VARCHAR)' : literal(value);
  }
  const column = `c${source.index}`;
  // Drops the fraction that floating-point ids of a Parquet file would have, where a double holds the number exactly.
  const text =
    source.type === 'text'
      ? column
      : source.type === 'number'
        ? `coalesce(CASE WHEN ${column} = trunc(${column}) AND ${column} BETWEEN ${1 - 2 ** 53} AND ${2 ** 53 - 1} THEN CAST(TRY_CAST(${column} AS HUGEINT) AS VARCHAR) END, ${DUCKDB.numberText(column)})`
        : `CAST(${column} AS VARCHAR)`;
  const trimmed =
    reading === 'id'
      ? readId(text, DUCKDB)
      : reading === 'day'
        ? readDay(text, DUCKDB)
        : withoutWords(DUCKDB.trimmed(text));
  const { nothing = [] } = kind;
  if (nothing.length === 0) return trimmed;
  return `CASE WHEN ${trimmed} NOT IN (${nothing.map(literal).join(', ')}) THEN ${trimmed} END`;
}

/** @param ids columns by which rows are compared: cut ones would make different claims or people one */
function outcomeOf(files: KindFiles, ids: readonly string[]): string {
  const { kind } = files;
  const staged = scopeOf('staged', kind.dates);
  const scope: Scope = {
    ...staged,
    column: (name) => (isThere(name.toLowerCase(), files) ? staged.column(name) : absentSql(name, files)),
  };
  const left = (kind.leave_out ?? []).map(
    ({ where, reason }) => `WHEN ${conditionOf(where, scope)} THEN ${literal(reason)}`,
  );
  const cut = ids.map((name) => isCutNumber(staged.column(name), DUCKDB));
  const cases = [...left, ...(cut.length === 0 ? [] : [`WHEN ${cut.join(' OR ')} THEN ${literal(CUT_ID)}`])];
  return cases.length === 0 ? `''` : `CASE ${cases.join(' ')} ELSE '' END`;
}

function absentSql(name: string, files: KindFiles): string {
  const value = valueOfAbsent(name.toLowerCase(), files);
  return value === null ? 'CAST(NULL AS VARCHAR)' : literal(value);
}

/** The rows of each file, and where they begin. */
export function startsOf(path: string): string {
  return `SELECT file_no, min(file_row_number) AS first_row, count(*) AS row_count FROM ${readParquet([path])} GROUP BY file_no`;
}

/**
 * The staged rows with their places: the line of a CSV file, the row number in any other.
 *
 * @param starts for each file number, the place among all rows of what would be line or row 0 of the file
 */
export function placedRows(
  path: string,
  starts: ReadonlyMap<number, number>,
  files: KindFiles,
  columns: ReadonlySet<string>,
): string {
  const places = [...starts];
  // Columns that no file has are added beside the rows.
  const absent = [...columns]
    .filter((name) => !isThere(name, files))
    .map((name) => `${absentSql(name, files)} AS ${stored(name)}`);
  const first =
    places.length < 2
      ? String(places[0]?.[1] ?? 0)
      : `MAP {${places.map(([fileNo, start]) => `${fileNo}: ${start}`).join(', ')}}[file_no]`;
  return `SELECT ${['*', ...absent].join(', ')}, CAST(file_row_number - (${first}) AS BIGINT) AS row_no FROM ${readParquet([path])}`;
}
