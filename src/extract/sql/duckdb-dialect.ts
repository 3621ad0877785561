import { basename } from 'node:path';
import type { DateFormat } from '../../inputs/tables/dates.js';
import type { FileGroup } from '../../inputs/tables/plan.js';
import { amountOf, type Dialect, literal, type ScriptDialect } from './dialect.js';
import { readCsv, readParquet, readParquetIn, withoutHome } from './duckdb-files.js';

/**
 * DuckDB. Dates must be nothing but a date: a cast to DATE accepts `2024-01-05xyz`, and strptime accepts
 * `2024011`; a cast to TIMESTAMP accepts neither.
 */
export const DUCKDB: Dialect = {
  literal,
  table: (name, query) => [`CREATE TABLE ${name} AS\n${query}`],
  files: (group) => `(SELECT *, CAST(NULL AS BIGINT) AS record_no FROM ${filesOf(group)})`,
  filesOfCandidates: (group, person) =>
    `(SELECT file.*, candidate.person_no FROM ${DUCKDB.files(group)} AS file JOIN candidate ON candidate.person_id = ${person})`,
  // Few values need trimming, and checking for that is much cheaper than trimming and replacing.
  trimmed: (text) =>
    `CASE WHEN ${text} >= '!' AND NOT ends_with(${text}, ' ') THEN ${text} ELSE nullif(trim(${text}), '') END`,
  numberText: (number) =>
    `CASE WHEN ${number} = trunc(${number}) AND abs(${number}) < 9007199254740992 THEN concat(CAST(TRY_CAST(${number} AS HUGEINT) AS VARCHAR), '.0') WHEN abs(${number}) >= 9007199254740992 AND typeof(${number}) = 'DOUBLE' THEN format('{:.15e}', CAST(${number} AS DOUBLE)) ELSE CAST(${number} AS VARCHAR) END`,
  date: (text, format) => DATE_EXPRESSIONS[format](text),
  integer: (text) => `TRY_CAST(TRY_CAST(${text} AS DOUBLE) AS INTEGER)`,
  amount: (text) => amountOf(text, literal),
  dayNumber: (date) => `CAST(${date} - DATE '1970-01-01' AS INTEGER)`,
  plusDays: (date, days) => `${date} + (${days})`,
  matches: (text, pattern) => `regexp_full_match(${text}, ${literal(pattern)})`,
  replaced: (text, pattern, by) => `regexp_replace(${text}, ${literal(pattern)}, ${literal(by)}, 'g')`,
  firstGroup: (text, pattern) => `regexp_extract(${text}, ${literal(pattern)}, 1)`,
  hash: (values) => `hash(${values.join(', ')})`,
  array: (elements) => `[${elements.join(', ')}]`,
  concatenated: (arrays) => `list_concat(${arrays.join(', ')})`,
  words: (text) => `string_split(${text}, ' ')`,
  mapped: (array, expression) => `list_transform(${array}, lambda element: ${expression('element')})`,
  named: (value, expression) => `list_transform([${value}], lambda shown: ${expression('shown')})[1]`,
  element: (array, place) => `${array}[${place}]`,
  joined: (array) => `array_to_string(${array}, '')`,
  hasWord: (text, among) =>
    `list_has_any(${DUCKDB.words(text)}, [${among.map((word) => literal(word)).join(', ')}])`,
  explode: (relation, arrays) => {
    const columns = Object.entries(arrays).map(([name, array]) => `unnest(${array}) AS ${name}`);
    return `SELECT *, ${columns.join(', ')} FROM (${relation})`;
  },
};

/** The same with records numbered from 1; correct only if the engine keeps file order. */
export const NUMBERED_DUCKDB: Dialect = {
  ...DUCKDB,
  files: (group) => `(SELECT *, row_number() OVER () AS record_no FROM ${filesOf(group)})`,
};

/** DuckDB running a script that writes into an existing folder. */
export function duckdbScript(folder: string): ScriptDialect {
  const copy = (name: string, query: string): string =>
    `COPY (${query}\n) TO ${literal(`${folder}/${name}`)} (FORMAT parquet, PER_THREAD_OUTPUT true, OVERWRITE true)`;
  return {
    ...DUCKDB,
    name: 'duckdb',
    // The same settings as the embedded engine (Engine.open).
    settings: [
      'SET preserve_insertion_order = false',
      `SET TimeZone = 'UTC'`,
      `SET disabled_optimizers = ${literal(DISABLED_OPTIMIZERS)}`,
    ],
    version: 'version()',
    input: () => [],
    rowOfEachWord: (text) => `unnest(${DUCKDB.words(text)})`,
    write: copy,
    writeByBucket: (name, query) => copy(name, `${query}\nORDER BY bucket, person_no`),
    viewOfWritten: (name) =>
      `CREATE OR REPLACE VIEW written_${name} AS SELECT * FROM ${readParquetIn(`${folder}/${name}`)}`,
  };
}

/**
 * The optimizers that would swap the sides of a join (they cannot judge the size of a CSV file, and would
 * hash all claims instead of the few candidates), and the one that would push a condition on cleaned columns
 * below the join, which would clean everybody's rows. Conditions that are pulled up take the join along, make it a
 * cross product, and count on being pushed down again. The statements have the small side of a join on the right.
 */
export const FIXED_JOINS = 'join_order,build_side_probe_side';
export const DISABLED_OPTIMIZERS = `${FIXED_JOINS},filter_pushdown,filter_pullup`;

function filesOf(group: FileGroup): string {
  if (group.format === 'parquet') return parquetFilesOf(group);
  if (group.format === 'database') return tableOf(group);
  const columns = Object.fromEntries(group.columns.map((_, index) => [`c${index}`, 'VARCHAR']));
  const options = [
    'header = true',
    `delim = ${literal(group.delimiter)}`,
    `quote = '"'`,
    `escape = '"'`,
    ...lineSize(group),
  ];
  const paths = group.files.map(({ path }) => path);
  return `(SELECT *, ${fileNumber(group)}, ${weightOf(group)} FROM ${readCsv(paths, columns, options)})`;
}

/** Names of the engine's own databases: it attaches a file of such a name as `main_db`. */
const RESERVED: readonly string[] = ['main', 'system', 'temp'];

/** Names that would be confused with the database of a run, or with a schema that every database has. */
const TAKEN: readonly string[] = [...RESERVED, 'memory', 'information_schema', ''];

/**
 * The name under which a DuckDB file is attached: that of the file up to its first dot, as the engine itself names it,
 * because views of the file can name it too (those of dbt do).
 *
 * @example attachedName('data/tuva.duckdb') // 'tuva'
 * @example attachedName('main.duckdb') // 'main_db'
 */
export function attachedName(path: string): string {
  const [name = ''] = basename(path)
    .split('.')
    .filter((part) => part !== '');
  if (RESERVED.includes(name)) return `${name}_db`;
  return TAKEN.includes(name.toLowerCase()) ? 'given' : name;
}

/** A DuckDB file whose tables are read; nothing is written to it. */
export function attach(path: string): string {
  return `ATTACH ${literal(withoutHome(path))} AS ${identifier(attachedName(path))} (READ_ONLY)`;
}

/** A table of the attached file, by its schema and name. */
export function databaseTable(path: string, relation: string): string {
  const [schema = '', ...name] = relation.split('.');
  return [identifier(attachedName(path)), identifier(schema), identifier(name.join('.'))].join('.');
}

function tableOf(group: FileGroup): string {
  const columns = group.columns.map((name, index) => `${identifier(name)} AS c${index}`);
  const [file] = group.files;
  const table = databaseTable(file?.path ?? '', group.relation ?? '');
  return `(SELECT ${[stated(file?.fileNo ?? 0), weightOf(group), ...columns].join(', ')} FROM ${table})`;
}

function parquetFilesOf(group: FileGroup): string {
  const columns = group.columns.map((name, index) => `${identifier(name)} AS c${index}`);
  // A file's own column with this name would hide the engine's: each file is then read separately.
  const hidesPlace = group.columns.some((name) => name.toLowerCase() === FILE_PLACE);
  const reads = hidesPlace ? group.files.map((file) => ({ ...group, files: [file] })) : [group];
  const selects = reads.map((read) => {
    const fileNo = hidesPlace ? stated(read.files[0]?.fileNo ?? 0) : fileNumber(read);
    const paths = read.files.map(({ path }) => path);
    const { outcomeColumn } = group;
    const counting = outcomeColumn === undefined ? '' : ` WHERE ${identifier(outcomeColumn)} = ''`;
    return `SELECT ${[fileNo, weightOf(group), ...columns].join(', ')} FROM ${readParquet(paths)}${counting}`;
  });
  return `(${selects.join(' UNION ALL ')})`;
}

/** Bytes of the longest line that the engine takes by default, and of the blocks in which it reads. */
const MOST_LINE_BYTES = 2_000_000;
const BLOCK_BYTES = 32_000_000;

/** The engine would make its blocks sixteen times as large as the longest line. */
function lineSize({ longestRecord = 0 }: FileGroup): string[] {
  if (longestRecord < MOST_LINE_BYTES) return [];
  const line = longestRecord + 1024;
  return [`max_line_size = ${line}`, `buffer_size = ${Math.max(BLOCK_BYTES, 2 * line)}`];
}

const DATE_EXPRESSIONS: Record<DateFormat, (text: string) => string> = {
  'YYYY-MM-DD': (text) => `CASE WHEN strlen(${text}) = 10 AND ${text} >= '0001' THEN ${isoDay(text)} END`,
  YYYYMMDD: (text) => parsed(text, '[0-9]{8}', '%Y%m%d'),
  'MM/DD/YYYY': (text) => parsed(text, '[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}', '%m/%d/%Y'),
  'DD/MM/YYYY': (text) => parsed(text, '[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}', '%d/%m/%Y'),
  'DD-Mon-YYYY': (text) => parsed(text, '[0-9]{1,2}-[A-Za-z]{3}-[0-9]{4}', '%d-%b-%Y'),
  // The day as written: the time of day and time zone after it do not matter.
  timestamp: (text) =>
    `CASE WHEN (strlen(${text}) = 10 OR substr(${text}, 11, 1) = ' ' OR substr(${text}, 11, 1) = 'T') AND ${text} >= '0001' THEN ${isoDay(`left(${text}, 10)`)} END`,
};

/** Stricter as a TIMESTAMP than as a DATE, which would read `2024-01-05xyz`. */
function isoDay(text: string): string {
  return `CAST(TRY_CAST(${text} AS TIMESTAMP) AS DATE)`;
}

function parsed(text: string, shape: string, format: string): string {
  return `CASE WHEN regexp_full_match(${text}, '${shape}') THEN CAST(try_strptime(${text}, '${format}') AS DATE) END`;
}

/** The engine's name for the index of a row's file among those that are read. */
const FILE_PLACE = 'file_index';

/** Files of a group have consecutive numbers unless another group took one in between. */
function fileNumber({ files, format, columns, fileNoColumn }: FileGroup): string {
  if (fileNoColumn !== undefined) {
    return stated(format === 'csv' ? `c${columns.indexOf(fileNoColumn)}` : identifier(fileNoColumn));
  }
  const first = files[0]?.fileNo ?? 0;
  const isRunning = files.every(({ fileNo }, index) => fileNo === first + index);
  return stated(
    isRunning
      ? `${FILE_PLACE} + ${first}`
      : `[${files.map(({ fileNo }) => fileNo).join(', ')}][CAST(${FILE_PLACE} AS BIGINT) + 1]`,
  );
}

function stated(fileNo: string | number): string {
  return `CAST(${fileNo} AS INTEGER) AS file_no`;
}

/** The number of rows of a file that each row represents. */
function weightOf({ format, columns, weightColumn }: FileGroup): string {
  const stated = (name: string): string =>
    format === 'csv' ? `c${columns.indexOf(name)}` : identifier(name);
  const weight = weightColumn === undefined ? '1' : stated(weightColumn);
  return `CAST(${weight} AS BIGINT) AS weight`;
}

export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
