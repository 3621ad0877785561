import { basename, isAbsolute, resolve } from 'node:path';
import { LbpError } from '../../errors.js';
import type { DateFormat } from '../../inputs/tables/dates.js';
import { type FileFacts, type FileGroup, isUri } from '../../inputs/tables/plan.js';
import { amountOf, type Dialect, type ScriptDialect } from './dialect.js';

/**
 * Spark SQL, as `spark-sql` reads it (docs/spark.md). Intermediate tables are written as Parquet and not
 * cached, so that losing a worker loses no data, and no catalog is changed.
 *
 * On purpose: the caller passes the CSV columns, all as text, and every record must have as many fields as
 * the header; no function is used whose result depends on ANSI mode, date policy or time zone.
 *
 * @param folder where the results go: a path that all workers reach, or a URI
 */
export function sparkScript(folder: string): ScriptDialect {
  const into = (name: string): string => `${sparkPath(folder)}/${name}`;
  const write = (name: string, query: string): string =>
    `INSERT OVERWRITE DIRECTORY ${literal(into(name))} USING parquet\n${query}`;
  const viewOf = (view: string, name: string): string =>
    `CREATE OR REPLACE TEMPORARY VIEW ${view} USING parquet OPTIONS (path ${literal(into(name))}, ${NO_COLUMNS_FROM_PATHS})`;
  return {
    ...SPARK,
    name: 'spark',
    settings: SETTINGS,
    version: 'version()',
    table: (name, query) => [write(`work/${name}`, query), viewOf(name, `work/${name}`)],
    input: (group) => [...viewOfInput(group), ...viewOfFiles(group)],
    rowOfEachWord: (text) => `explode(${SPARK.words(text)})`,
    write,
    writeByBucket: (name, query) =>
      write(name, `SELECT * FROM (${query}\n) AS result\nDISTRIBUTE BY bucket\nSORT BY bucket, person_no`),
    viewOfWritten: (name) => viewOf(`written_${name}`, name),
  };
}

/** Statements that write a few rows of each input into a folder named for its position in the list. */
export function sampleStatements(
  inputs: readonly Pick<FileFacts, 'path' | 'format' | 'delimiter'>[],
  folder: string,
  rows: number,
): readonly string[] {
  const samples = inputs.flatMap(({ path, format, delimiter }, place) => {
    const view = `CREATE OR REPLACE TEMPORARY VIEW lbp_look_${place}`;
    const made =
      format === 'table'
        ? `${view} AS SELECT * FROM ${tableName(path)}`
        : `${view} USING ${format} OPTIONS (path ${literal(path)}, ${NO_COLUMNS_FROM_PATHS}${format === 'csv' ? `, header 'true', sep ${literal(delimiter)}, quote '"', escape '"'` : ''})`;
    return [
      made,
      `INSERT OVERWRITE DIRECTORY ${literal(`${sparkPath(folder)}/${place}`)} USING parquet\nSELECT /*+ COALESCE(1) */ * FROM (SELECT * FROM lbp_look_${place} LIMIT ${rows}) AS look`,
    ];
  });
  return [...SETTINGS, ...samples];
}

const SETTINGS = [
  // Must come first: without it, a dollar sign in a path or a word is taken for a variable.
  'SET spark.sql.variable.substitute = false',
  'SET spark.sql.ansi.enabled = false',
  'SET spark.sql.session.timeZone = UTC',
  'SET spark.sql.parser.escapedStringLiterals = false',
  // With pruning, only the fields that a statement uses are parsed, and a short record passes.
  'SET spark.sql.csv.parser.columnPruning.enabled = false',
  // A condition on cleaned columns must not be pushed below the join with the candidates, where everybody's
  // rows would be cleaned for it (as in DuckDB); and with this many expressions the optimizer takes long to
  // infer constraints.
  `SET spark.sql.optimizer.excludedRules = ${['PushDownPredicates', 'PushPredicateThroughNonJoin'].map((rule) => `org.apache.spark.sql.catalyst.optimizer.${rule}`).join(',')}`,
  'SET spark.sql.constraintPropagation.enabled = false',
  // Files that cannot be read are errors.
  'SET spark.sql.files.ignoreCorruptFiles = false',
  'SET spark.sql.files.ignoreMissingFiles = false',
  // Days before 1582 and times before 1900 are read as the file states them, not errors.
  ...['datetimeRebaseModeInRead', 'datetimeRebaseModeInWrite', 'int96RebaseModeInRead'].map(
    (name) => `SET spark.sql.parquet.${name} = CORRECTED`,
  ),
];

/**
 * Only file content is data. By default, Spark turns every folder named like `person_id=X` below a path into
 * a column, which replaces the file's own.
 */
const NO_COLUMNS_FROM_PATHS = `recursiveFileLookup 'true'`;

/** Each row represents itself. */
const ONE_ROW = 'CAST(1 AS BIGINT) AS weight';

const SPARK: Omit<Dialect, 'table'> = {
  literal,
  files: (group) => {
    const columns = group.columns.map((name, index) =>
      group.format === 'csv' ? `c${index}` : `${quoted(name)} AS c${index}`,
    );
    return numbered(group, viewName(group), [...columns, 'CAST(NULL AS BIGINT) AS record_no', ONE_ROW]);
  },
  filesOfCandidates: (group, person) => {
    const column = group.sources.get('person_id');
    return isReadByLines(group) && column?.from === 'column'
      ? linesOfCandidates(group, person, column.index)
      : `(SELECT file.*, candidate.person_no FROM ${SPARK.files(group)} AS file JOIN candidate ON candidate.person_id = ${person})`;
  },
  // Trims like DuckDB: every Unicode space, but not tabs and line ends.
  trimmed: (text) =>
    `CASE WHEN ${text} >= '!' AND ${text} NOT LIKE '% ' THEN ${text} ELSE nullif(regexp_replace(${text}, ${literal('^\\p{Zs}+|\\p{Zs}+\\z')}, ''), '') END`,
  numberText: (number) =>
    `CASE WHEN abs(${number}) < 9007199254740992 AND CAST(${number} AS DECIMAL(38, 6)) = floor(CAST(${number} AS DECIMAL(38, 6))) THEN concat(CAST(CAST(${number} AS BIGINT) AS STRING), '.0') WHEN abs(${number}) >= 9007199254740992 THEN replace(CAST(${number} AS STRING), 'E', 'E+') ELSE CAST(${number} AS STRING) END`,
  date: (text, format) => DATE_EXPRESSIONS[format](text),
  // Java reads `30d` as a number, and a cast truncates where DuckDB rounds.
  integer: (text) =>
    `CASE WHEN ${SPARK.matches(text, '\\s*[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][+-]?[0-9]+)?\\s*')} THEN TRY_CAST(rint(TRY_CAST(${text} AS DOUBLE)) AS INT) END`,
  amount: (text) => amountOf(text, literal),
  dayNumber: (date) => `unix_date(${date})`,
  plusDays: (date, days) => `date_add(${date}, ${days})`,
  matches: (text, pattern) => `${text} RLIKE ${literal(`\\A(?:${pattern})\\z`)}`,
  replaced: (text, pattern, by) => `regexp_replace(${text}, ${literal(pattern)}, ${literal(by)})`,
  firstGroup: (text, pattern) => `regexp_extract(${text}, ${literal(pattern)}, 1)`,
  // Spark skips NULLs in a hash, so a code would hash the same in any of the columns.
  hash: (values) =>
    `xxhash64(${values.map((value) => `coalesce(CAST(${value} AS STRING), ${literal('\0')})`).join(', ')})`,
  array: (elements) => `array(${elements.join(', ')})`,
  concatenated: (arrays) => `concat(${arrays.join(', ')})`,
  words: (text) => `split(${text}, ' ')`,
  mapped: (array, expression) => `transform(${array}, element -> ${expression('element')})`,
  named: (value, expression) => `element_at(transform(array(${value}), shown -> ${expression('shown')}), 1)`,
  element: (array, place) => `element_at(${array}, ${place})`,
  joined: (array) => `array_join(${array}, '')`,
  hasWord: (text, among) =>
    `arrays_overlap(${SPARK.words(text)}, array(${among.map((word) => literal(word)).join(', ')}))`,
  explode: (relation, arrays) =>
    `SELECT packed.*, unpacked.* FROM (${relation}) AS packed
  LATERAL VIEW inline(arrays_zip(${Object.values(arrays).join(',\n    ')})) unpacked AS ${Object.keys(arrays).join(', ')}`,
};

const DATE_EXPRESSIONS: Record<DateFormat, (text: string) => string> = {
  'YYYY-MM-DD': (text) => isoDay(text, `octet_length(${text}) = 10`),
  YYYYMMDD: (text) =>
    parsed(text, '[0-9]{8}', `concat_ws('-', left(${text}, 4), substr(${text}, 5, 2), right(${text}, 2))`),
  'MM/DD/YYYY': (text) =>
    parsed(
      text,
      SLASHED,
      `concat_ws('-', substring_index(${text}, '/', -1), substring_index(${text}, '/', 1), ${MIDDLE(text)})`,
    ),
  'DD/MM/YYYY': (text) =>
    parsed(
      text,
      SLASHED,
      `concat_ws('-', substring_index(${text}, '/', -1), ${MIDDLE(text)}, substring_index(${text}, '/', 1))`,
    ),
  'DD-Mon-YYYY': (text) => {
    const month = `instr('jan feb mar apr may jun jul aug sep oct nov dec', lower(left(right(${text}, 8), 3)))`;
    const number = `CASE WHEN ${month} > 0 THEN CAST((${month} + 3) DIV 4 AS STRING) END`;
    const iso = `concat(right(${text}, 4), '-', ${number}, '-', substring_index(${text}, '-', 1))`;
    return parsed(text, '[0-9]{1,2}-[A-Za-z]{3}-[0-9]{4}', iso);
  },
  // The day as written: the time of day and time zone after it do not matter.
  timestamp: (text) =>
    isoDay(`left(${text}, 10)`, `(length(${text}) = 10 OR substr(${text}, 11, 1) IN (' ', 'T'))`),
};

const SLASHED = '[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}';
const MIDDLE = (text: string): string => `substring_index(substring_index(${text}, '/', 2), '/', -1)`;

function parsed(text: string, shape: string, iso: string): string {
  return `CASE WHEN ${SPARK.matches(text, shape)} THEN TRY_CAST(${iso} AS DATE) END`;
}

/**
 * A day of four, two and two digits; like DuckDB, also with slashes, backslashes or blanks. The common case
 * comes first and needs no regular expression.
 */
function isoDay(text: string, condition: string): string {
  const isPlain = `substr(${text}, 5, 1) = '-' AND substr(${text}, 8, 1) = '-' AND right(${text}, 1) BETWEEN '0' AND '9'`;
  const others = SPARK.matches(text, '[0-9]{4}([/\\\\ ])[0-9]{2}\\1[0-9]{2}');
  return `CASE WHEN ${condition} AND ${text} >= '0001' THEN CASE
          WHEN ${isPlain} THEN TRY_CAST(${text} AS DATE)
          WHEN ${others} THEN TRY_CAST(translate(${text}, ${literal('/\\ ')}, '---') AS DATE)
        END END`;
}

/** A text literal. Only ASCII, because `spark-sql` reads a script in its machine's encoding. */
function literal(text: string): string {
  const escaped = text
    .replace(/[\\']/g, '\\$&')
    .replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return `'${escaped}'`;
}

function quoted(name: string): string {
  return `\`${name.replaceAll('`', '``')}\``;
}

function tableName(name: string): string {
  return name.split('.').map(quoted).join('.');
}

/** Named for its first file, because file numbers are unique within a run. */
function viewName(group: FileGroup): string {
  return `lbp_input_${group.files[0]?.fileNo ?? 0}`;
}

/** The rows of a view with the number of their file. */
function numbered(group: FileGroup, view: string, columns: readonly string[]): string {
  const all = columns.join(', ');
  const [first, ...others] = group.files;
  if (others.length === 0)
    return `(SELECT CAST(${first?.fileNo ?? 0} AS INT) AS file_no, ${all} FROM ${view})`;
  // A file that Spark names in an unexpected way must not lose its rows silently.
  return `(SELECT /*+ BROADCAST(known) */
        coalesce(known.file_no, CAST(raise_error(concat('lbp: unknown file ', found.url)) AS INT)) AS file_no, found.*
      FROM (SELECT input_file_name() AS url, ${all} FROM ${view}) AS found
      LEFT JOIN ${viewName(group)}_file AS known ON known.url = found.url)`;
}

function isReadByLines(group: FileGroup): boolean {
  return group.format === 'csv' && group.isPlain === true;
}

/**
 * Plain files, read by line; only the lines of candidates are split. The header does not match any candidate.
 */
function linesOfCandidates(group: FileGroup, person: string, personColumn: number): string {
  const separator = literal(group.delimiter);
  const personField = `substring_index(substring_index(value, ${separator}, ${personColumn + 1}), ${separator}, -1) AS c${personColumn}`;
  const fields = group.columns.map((_, index) => `nullif(fields[${index}], '') AS c${index}`);
  return `(
      SELECT file_no, ${ONE_ROW}, CAST(NULL AS BIGINT) AS record_no, person_no, ${fields.join(', ')}
      FROM (
        SELECT file.file_no, candidate.person_no, split(file.value, ${literal(`\\Q${group.delimiter}\\E`)}, -1) AS fields
        FROM ${numbered(group, `${viewName(group)}_line`, ['value', personField])} AS file
        JOIN candidate ON candidate.person_id = ${person}
      ) AS kept
    )`;
}

function viewOfInput(group: FileGroup): readonly string[] {
  const view = `CREATE OR REPLACE TEMPORARY VIEW ${viewName(group)}`;
  const paths = group.files.map(({ path }) => path);
  if (group.format === 'table') {
    const [name = ''] = paths;
    return [`${view} AS SELECT * FROM ${tableName(name)}`];
  }
  refuseHidden(paths);
  const path = literal(globOf(paths));
  if (group.format === 'parquet')
    return [`${view} USING parquet OPTIONS (path ${path}, ${NO_COLUMNS_FROM_PATHS})`];
  const columns = group.columns.map((_, index) => `c${index} STRING`).join(', ');
  const options = {
    path,
    header: `'true'`,
    sep: literal(group.delimiter),
    quote: `'"'`,
    escape: `'"'`,
    mode: `'FAILFAST'`,
    encoding: `'UTF-8'`,
    unescapedQuoteHandling: `'RAISE_ERROR'`,
    // A file with multiline records cannot be split among workers; without quotes, no record has several
    // lines.
    multiLine: isReadByLines(group) ? `'false'` : `'true'`,
  };
  const stated = [
    ...Object.entries(options).map(([name, value]) => `${name} ${value}`),
    NO_COLUMNS_FROM_PATHS,
  ];
  return [
    `${view} (${columns})\nUSING csv OPTIONS (${stated.join(', ')})`,
    ...(isReadByLines(group)
      ? [
          `CREATE OR REPLACE TEMPORARY VIEW ${viewName(group)}_line USING text OPTIONS (path ${path}, ${NO_COLUMNS_FROM_PATHS})`,
        ]
      : []),
  ];
}

/** Spark would skip their rows silently. */
function refuseHidden(paths: readonly string[]): void {
  const hidden = paths.find((path) => /^[._]/.test(basename(path)));
  if (hidden !== undefined) {
    throw new LbpError(
      'E101',
      `${hidden}: Spark passes over files whose names begin with a dot or an underscore. Give the file another name.`,
    );
  }
}

/** The numbers of a group's files by Spark's names for them. */
function viewOfFiles(group: FileGroup): readonly string[] {
  if (group.files.length < 2) return [];
  const numbers = new Map<string, number>();
  for (const { path, fileNo } of group.files) numbers.set(encoded(sparkPath(path)), fileNo);
  const values = [...numbers].map(([url, fileNo]) => `(${literal(url)}, ${fileNo})`);
  return [
    `CREATE OR REPLACE TEMPORARY VIEW ${viewName(group)}_file AS\nSELECT * FROM VALUES\n  ${values.join(',\n  ')}\nAS known(url, file_no)`,
  ];
}

/** A local path is marked as such, because Spark's default file system may be another one. */
export function sparkPath(path: string): string {
  return isUri(path) ? path : `file://${isAbsolute(path) ? path : resolve(path)}`;
}

/**
 * One path for several files: the folder they share, and the rest in braces. A URI stays as it is, including
 * globs.
 */
function globOf(paths: readonly string[]): string {
  const [first = '', ...others] = paths;
  if (others.length === 0 && isUri(first)) return first;
  const all = paths.map(sparkPath);
  if (others.length === 0) return globEscaped(all[0] ?? '');
  const folders = all.map((path) => path.split('/').slice(0, -1));
  const shared = (folders[0] ?? []).filter((_, depth) =>
    folders.every(
      (folder) => folder.slice(0, depth + 1).join('/') === folders[0]?.slice(0, depth + 1).join('/'),
    ),
  );
  const length = shared.join('/').length + 1;
  const rests = all.map((path) => globEscaped(path.slice(length)));
  return `${globEscaped(shared.join('/'))}/{${rests.join(',')}}`;
}

function globEscaped(path: string): string {
  return path.replace(/[\\*?[\]{},]/g, '\\$&');
}

/**
 * A file path the way Spark writes it: characters not allowed in a URI are percent-encoded, letters of any
 * language stay.
 */
function encoded(path: string): string {
  return path.replace(
    /[^A-Za-z0-9_\-!.~'()*,;:$&+=/@\u0080-\uffff]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  );
}
