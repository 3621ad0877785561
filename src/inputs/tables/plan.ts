import { shownText } from '../../codes/characters.js';
import { LbpError } from '../../errors.js';
import { type Column, TABLES, type Table, type TableName } from './columns.js';
import { DATE_FORMATS, type DateFormat, findDateFormat, fittingFormats } from './dates.js';
import type { Mapping } from './mapping.js';
import { missingColumn, missingMapped, missingRequestedColumn } from './missing-column.js';
import { PRESETS } from './presets.js';
import { refuseRoundedSources } from './rounded-columns.js';

/** Only Spark reads catalog tables (`table`); only DuckDB reads tables of a DuckDB file (`database`). */
export type InputFormat = 'csv' | 'parquet' | 'table' | 'database';

/** What is known about an input file before it is read: its columns and some of its first rows. */
export interface FileFacts {
  /** As the user named it, or as the user's glob found it; for a catalog table, its name. */
  readonly path: string;
  readonly format: InputFormat;
  readonly delimiter: string;
  readonly columns: readonly string[];
  /** The engine's type of each column; all text in CSV. */
  readonly types: readonly ('text' | 'number' | 'date' | 'timestamp' | 'other')[];
  readonly sample: readonly (readonly string[])[];
  /** Columns that are blank in every row, if the file itself says so. */
  readonly emptyColumns?: ReadonlySet<string>;
  /** Columns of numbers that have lost digits (rounded-columns.ts). */
  readonly roundedColumns?: ReadonlySet<string>;
  /** Text in UTF-16, which the engine does not read. */
  readonly isUtf16?: boolean;
  /** For a table in a DuckDB file: its schema and name, `main.medical_claim`. */
  readonly relation?: string;
}

/** Where the value of one of our columns comes from; a column without a source is not in the map. */
export type ColumnSource =
  | { readonly from: 'constant'; readonly value: string }
  | {
      readonly from: 'column';
      /** Position in the file, from 0. */
      readonly index: number;
      readonly name: string;
      readonly type: 'text' | 'number' | 'date' | 'timestamp' | 'other';
      /** Set for a date column whose values are text, or numbers written like dates. */
      readonly dateFormat: DateFormat | null;
    };

/** One file of a group. */
export interface GroupedFile {
  readonly path: string;
  readonly fileNo: number;
  /** The user's file, if `path` is a clean copy of it. */
  readonly original?: string;
}

/** Files that can be read as one: same format, same columns, same date formats. */
export interface FileGroup {
  readonly format: InputFormat;
  readonly delimiter: string;
  readonly columns: readonly string[];
  readonly files: readonly GroupedFile[];
  readonly sources: ReadonlyMap<string, ColumnSource>;
  /** Whether its files are plain text (PlainText), if a script asked. */
  readonly isPlain?: boolean;
  /** Columns that are blank in all of its files. */
  readonly emptyColumns?: ReadonlySet<string>;
  /** Whether voids and replacements are already resolved, as they are for claim files. */
  readonly areVersionsSettled?: boolean;
  /** Bytes of the longest record, if longer than the engine expects. */
  readonly longestRecord?: number;
  /** The column with the file that each row came from, if the group was made from other files. */
  readonly fileNoColumn?: string;
  /** The column with the number of file rows that a row represents; without it, one. */
  readonly weightColumn?: string;
  /** The column that is empty in rows that count; other rows are accounted for elsewhere and not read. */
  readonly outcomeColumn?: string;
  /** The column with each row's position in its file, if the group was made from other files. */
  readonly locatorColumn?: string;
  /** The table of a DuckDB file. */
  readonly relation?: string;
}

/** Whether a path is a URI, which Spark reads and lbp does not. */
export function isUri(path: string): boolean {
  return /^[a-z][a-z0-9+.-]+:\/\//i.test(path);
}

/** Whether an input is a catalog table or a URI. */
export function isOfSpark({ format, path }: Pick<FileFacts, 'format' | 'path'>): boolean {
  return format === 'table' || isUri(path);
}

export interface TablePlan {
  readonly table: Table;
  readonly groups: readonly FileGroup[];
  readonly values: NonNullable<Mapping['values']>;
  /** The formats that the user declares. */
  readonly dates: NonNullable<Mapping['dates']>;
}

/**
 * Decides how the files of one table are read.
 *
 * @param firstFileNo the number of the first file; the others follow
 * @throws LbpError E103 for a required column that a file does not have, E104 and E105 for its dates
 */
export function planTable(
  table: Table,
  files: readonly FileFacts[],
  mapping: Mapping,
  firstFileNo: number,
): TablePlan {
  const groups = new Map<
    string,
    { group: Omit<FileGroup, 'files'>; files: FileGroup['files'][number][]; empty: ReadonlySet<string>[] }
  >();
  files.forEach((facts, index) => {
    const sources = sourcesOf(table, facts, mapping);
    refuseRoundedSources(facts, sources, table);
    const { format, delimiter, columns, relation } = facts;
    // Inputs that only Spark can read get their own groups: a URI may be a folder, and a catalog table is not
    // a file.
    const alone = isOfSpark(facts) ? facts.path : (relation ?? '');
    const key = JSON.stringify([format, delimiter, columns, facts.types, [...sources], alone]);
    const entry = groups.get(key) ?? {
      group: { format, delimiter, columns, sources, ...(relation === undefined ? {} : { relation }) },
      files: [],
      empty: [],
    };
    entry.empty.push(facts.emptyColumns ?? new Set());
    entry.files.push({ path: facts.path, fileNo: firstFileNo + index });
    groups.set(key, entry);
  });
  return {
    table,
    groups: [...groups.values()].map(({ group, files: members, empty }) => ({
      ...group,
      files: members,
      emptyColumns: new Set(group.columns.filter((name) => empty.every((names) => names.has(name)))),
    })),
    values: mapping.values ?? {},
    dates: mapping.dates ?? {},
  };
}

/** A file by itself, to be read before the meaning of its columns is known. */
export function groupOfFile({ path, format, delimiter, columns }: FileFacts): FileGroup {
  return { format, delimiter, columns, files: [{ path, fileNo: 0 }], sources: new Map() };
}

function sourcesOf(table: Table, facts: FileFacts, mapping: Mapping): Map<string, ColumnSource> {
  const sources = new Map<string, ColumnSource>();
  for (const column of table.columns) {
    const source = sourceOf(column, table.name, facts, mapping);
    if (source !== null) sources.set(column.name, source);
  }
  for (const choices of table.required) {
    if (!choices.some((name) => sources.has(name))) throw missingColumn(choices, facts);
  }
  return sources;
}

/**
 * The positions, from 0, of a file's date columns whose first rows do not decide between two formats.
 *
 * @throws LbpError as planTable, except E104
 */
export function undecidedDates(table: Table, facts: FileFacts, mapping: Mapping): readonly number[] {
  const undecided: number[] = [];
  for (const column of table.columns.filter(({ kind }) => kind === 'date')) {
    let isOpen = false;
    const source = sourceOf(column, table.name, facts, mapping, (values) => {
      isOpen = fittingFormats(values).length > 1;
      return null;
    });
    if (isOpen && source?.from === 'column') undecided.push(source.index);
  }
  return undecided;
}

type FindFormat = typeof findDateFormat;

function sourceOf(
  column: Column,
  table: TableName,
  facts: FileFacts,
  mapping: Mapping,
  formatOf: FindFormat = findDateFormat,
): ColumnSource | null {
  if (column.asked !== undefined)
    return sourceOfRequestedColumn(column, column.asked, { table, facts, mapping });
  const constant = setting(mapping.constants, column.name, table);
  if (constant !== undefined) return { from: 'constant', value: constant };

  const preset = mapping.preset === undefined ? {} : PRESETS[mapping.preset];
  const own = ownSetting(mapping.columns, column.name, table);
  const mapped = setting(mapping.columns, column.name, table) ?? setting(preset.columns, column.name, table);
  const standIn = mapped === undefined ? column.standIn : undefined;
  const names = [mapped, column.name, standIn].filter((name) => name !== undefined);
  for (const name of names) {
    const index = indexOfColumn(facts, name, name === mapped);
    if (index >= 0) return columnSource(column, index, facts, mapping, formatOf);
  }
  if (own !== undefined && isRequired(column.name, table)) {
    throw missingMapped(column.name, own, facts);
  }
  return null;
}

/** A further column, which the mapping can rename or set to a constant like any other. */
function sourceOfRequestedColumn(
  column: Column,
  asked: string,
  {
    table,
    facts,
    mapping,
  }: { readonly table: TableName; readonly facts: FileFacts; readonly mapping: Mapping },
): ColumnSource {
  const constant = setting(mapping.constants, asked, table);
  if (constant !== undefined) return { from: 'constant', value: constant };
  const preset = mapping.preset === undefined ? {} : PRESETS[mapping.preset];
  const name = setting(mapping.columns, asked, table) ?? setting(preset.columns, asked, table) ?? asked;
  const index = indexOfColumn(facts, name, true);
  if (index < 0) throw missingRequestedColumn(name, facts);
  return columnSource(column, index, facts, mapping, findDateFormat);
}

/** Whether a file must have the column or an alternative to it. */
function isRequired(column: string, table: TableName): boolean {
  return TABLES.some(
    ({ name, required }) => name === table && required.some((names) => names.includes(column)),
  );
}

/** One of our columns, and the files that lack the file column that the config names for it. */
export interface BlankColumn {
  readonly column: string;
  /** Null if the config names none, and other files of the table have the column. */
  readonly named: string | null;
  readonly paths: readonly string[];
}

/**
 * Optional columns that every file of a table should have if one has them: without them imaging, further diagnoses or
 * deaths are missed, and dental cover counts as medical. Others differ by kind of claim, or a run counts their blanks.
 */
const EXPECTED_ALIKE: readonly string[] = ['hcpcs_code', 'diagnosis_code_2', 'death_date', 'medical_benefit'];

/**
 * Optional columns that are blank in some files because these lack the column that the config names, or one that the
 * other files have. A column named for several tables needs to be in only one of them.
 */
export function blankColumns(plans: readonly TablePlan[], mapping: Mapping): BlankColumn[] {
  const hasName = ({ groups }: TablePlan, name: string): boolean =>
    groups.some(({ columns }) => columns.some((found) => isSameName(found, name)));
  const found = new Map<string, { column: string; named: string | null; paths: string[] }>();
  for (const { table, groups } of plans) {
    for (const { name: column } of table.columns) {
      const own = ownSetting(mapping.columns, column, table.name);
      const named = own ?? setting(mapping.columns, column, table.name);
      if (setting(mapping.constants, column, table.name) !== undefined) continue;
      const lacking =
        named === undefined
          ? unlikeOthers(column, groups)
          : groups.filter(({ sources }) => !isNamed(sources.get(column), named));
      if (named !== undefined && own === undefined && plans.some((one) => hasName(one, named))) continue;
      // Tables made from claim files and layouts have the columns that these state, and paths that nobody knows.
      const given = lacking.filter(({ fileNoColumn }) => fileNoColumn === undefined);
      const paths = given.flatMap(({ files }) => files.map(({ path }) => path));
      if (paths.length === 0) continue;
      const key = `${column} ${named ?? ''}`;
      const entry = found.get(key) ?? { column, named: named ?? null, paths: [] };
      entry.paths.push(...paths);
      found.set(key, entry);
    }
  }
  return [...found.values()];
}

/** The groups of files without a column that the table's other files have. */
function unlikeOthers(column: string, groups: readonly FileGroup[]): readonly FileGroup[] {
  if (!EXPECTED_ALIKE.includes(column)) return [];
  const lacking = groups.filter(({ sources }) => !sources.has(column));
  return lacking.length === groups.length ? [] : lacking;
}

function isNamed(source: ColumnSource | undefined, name: string): boolean {
  return source?.from === 'column' && isSameName(source.name, name);
}

/** A mapping's entry for a column: the table's own entry first, then the one for all tables. */
function setting(
  entries: Record<string, string | Record<string, string>> | undefined,
  column: string,
  table: TableName,
): string | undefined {
  const shared = entries?.[column];
  return ownSetting(entries, column, table) ?? (typeof shared === 'string' ? shared : undefined);
}

/**
 * A mapping's entry for a column of this table only: either it is under the table's name, or only this table
 * has the column.
 */
function ownSetting(
  entries: Record<string, string | Record<string, string>> | undefined,
  column: string,
  table: TableName,
): string | undefined {
  const own = entries?.[table];
  if (typeof own === 'object' && own[column] !== undefined) return own[column];
  const shared = entries?.[column];
  const tables = TABLES.filter(({ columns }) => columns.some(({ name }) => name === column));
  return typeof shared === 'string' && tables.length === 1 ? shared : undefined;
}

/**
 * The name of a column as names are compared: without case, the blanks that those of Parquet files and databases may
 * have around them, and the characters in any file's that nobody sees.
 */
export function plainColumnName(name: string): string {
  return shownText(name).trim().toLowerCase();
}

function isSameName(one: string, other: string): boolean {
  return one === other || plainColumnName(one) === plainColumnName(other);
}

/**
 * Case distinguishes columns only if the config names one of them exactly.
 *
 * @throws LbpError E103 for a duplicate name
 */
function indexOfColumn({ path, columns }: FileFacts, name: string, isNamed: boolean): number {
  const alike = columns.flatMap((found, index) => (isSameName(found, name) ? [{ found, index }] : []));
  const exact = alike.filter(({ found }) => found === name);
  const [only] = isNamed && exact.length === 1 ? exact : alike;
  if (only === undefined) return -1;
  if (alike.length > 1 && !(isNamed && exact.length === 1)) {
    const names = [...new Set(alike.map(({ found }) => found))];
    const what =
      names.length === 1 ? `are named ${name}` : `differ by case or blanks alone: ${names.join(', ')}`;
    throw new LbpError(
      'E103',
      `${path}: two columns ${what}. Rename one, or map the right one in the config.`,
    );
  }
  return only.index;
}

function columnSource(
  column: Column,
  index: number,
  facts: FileFacts,
  mapping: Mapping,
  formatOf: FindFormat,
): ColumnSource {
  const name = facts.columns[index] ?? '';
  const type = facts.types[index] ?? 'text';
  // A day may be stored as the number YYYYMMDD, possibly with a decimal part of .0.
  const isText = column.kind === 'date' && (type === 'text' || type === 'other' || type === 'number');
  const text = (value: string): string => (type === 'number' ? value.replace(/\.0+$/, '') : value);
  const values = isText ? facts.sample.map((row) => text(row[index] ?? '')) : [];
  const found = (): DateFormat => formatOf(values, column.name, facts.path) ?? DATE_FORMATS[0];
  return {
    ...{ from: 'column', index, name, type },
    dateFormat: isText ? (declaredFormat(column.name, mapping) ?? found()) : null,
  };
}

function declaredFormat(column: string, mapping: Mapping): DateFormat | undefined {
  return mapping.dates?.[column] ?? mapping.dates?.['*'];
}

/**
 * Rejects a mapping of a required column for all tables if no file has the column that it names: it would
 * have no effect, and nobody would notice. For an optional column, a run warns (blankColumns).
 *
 * @throws LbpError E103
 */
export function refuseIdleMapping(mapping: Mapping, files: readonly FileFacts[]): void {
  for (const [column, name] of Object.entries(mapping.columns ?? {})) {
    if (typeof name !== 'string' || !TABLES.some((table) => isRequired(column, table.name))) continue;
    const isFound = files.some(({ columns }) => columns.some((found) => isSameName(found, name)));
    if (!isFound) {
      throw new LbpError(
        'E103',
        `columns.${column} in the config: no file has a column ${name}. Correct the name there.`,
      );
    }
  }
}
