import { bareText } from '../../codes/characters.js';
import { LbpError } from '../../errors.js';
import type { DateFormat } from '../tables/dates.js';
import { hintAdvice } from '../tables/missing-column.js';
import { NO_WORD } from '../tables/no-date.js';
import { type ColumnSource, type FileFacts, type FileGroup, plainColumnName } from '../tables/plan.js';
import { refuseRounded } from '../tables/rounded-columns.js';
import { ACTIVITY_COLUMNS, type ActivityColumn, ANY_LAYOUT, HOW_COLUMNS_COUNT, LAYOUTS } from './columns.js';
import { columnsFound, shownName } from './columns-found.js';
import { activityDateFormat, leaveOrderOpen } from './dates.js';
import type { ActivityMapping } from './mapping.js';

/** A file of activity before it is read. */
export interface ActivityFile extends FileFacts {
  /** The engine's own types of the columns of a Parquet file; empty for CSV. */
  readonly engineTypes: readonly string[];
}

type Column = Extract<ColumnSource, { readonly from: 'column' }>;

/** Where one of our columns comes from: columns of the file in order of priority, or a constant. */
export type ActivitySource =
  | { readonly from: 'constant'; readonly value: string }
  | { readonly from: 'columns'; readonly columns: readonly Column[]; readonly how: 'first' | 'all' };

/** Consecutive files that can be read as one. */
export interface ActivityGroup extends FileGroup {
  /** Our columns that the files have. */
  readonly activity: ReadonlyMap<ActivityColumn, ActivitySource>;
}

/**
 * Decides how files of activity are read. Consecutive files that are alike form a group, so that records keep
 * the order of the inputs.
 *
 * @param needed columns that a file must have besides procedures and age
 * @throws LbpError E103 for a column that is missing, is there twice, or has a form that is not supported;
 * E104 and E105 for its dates
 */
export function planActivity(
  files: readonly ActivityFile[],
  mapping: ActivityMapping,
  needed: readonly ActivityColumn[],
): ActivityGroup[] {
  const groups: { key: string; group: ActivityGroup; files: FileGroup['files'][number][] }[] = [];
  files.forEach((file, fileNo) => {
    refuseAmbiguousNames(file);
    const { format, delimiter, columns } = file;
    const activity = sourcesOf(file, mapping, new Set([...needed, 'procedures', 'age']));
    // A column of a user's file must not be confused with one of the engine's own.
    const alone = columns.some((name) => ENGINE_COLUMNS.has(name.toLowerCase())) ? fileNo : null;
    const key = JSON.stringify([format, delimiter, columns, file.engineTypes, [...activity], alone]);
    const last = groups.at(-1);
    const one = { path: file.path, fileNo };
    if (last?.key === key) last.files.push(one);
    else {
      const ofGroup = [one];
      const sources = new Map([...activity].flatMap(([name, source]) => readColumns(name, source)));
      const group = { format, delimiter, columns, files: ofGroup, sources, activity };
      groups.push({ key, group, files: ofGroup });
    }
  });
  return groups.map(({ group }) => group);
}

/** Names of columns that the engine adds to a Parquet file's columns. */
const ENGINE_COLUMNS: ReadonlySet<string> = new Set(['file_index', 'file_row_number', 'filename']);

function readColumns(name: ActivityColumn, source: ActivitySource): [string, ColumnSource][] {
  if (source.from === 'constant') return [];
  return source.columns.map((column, index) => [`${name}_${index + 1}`, column]);
}

/** Names that differ only in case, or in blanks around them, cannot be distinguished. */
function refuseAmbiguousNames({ path, columns }: ActivityFile): void {
  const known = new Set<string>();
  for (const name of columns) {
    const key = plainColumnName(name);
    if (known.has(key) && key !== '') {
      throw new LbpError(
        'E103',
        `${path}: two columns are named ${shownName(name)}, upper and lower case being the same. Rename one.`,
      );
    }
    known.add(key);
  }
}

function sourcesOf(
  file: ActivityFile,
  mapping: ActivityMapping,
  required: ReadonlySet<ActivityColumn>,
): Map<ActivityColumn, ActivitySource> {
  const sources = new Map<ActivityColumn, ActivitySource>();
  for (const column of ACTIVITY_COLUMNS) {
    const source = sourceOf(column, file, mapping);
    if (source !== null) sources.set(column, source);
    else if (required.has(column)) throw missingColumn(column, file, mapping);
  }
  return sources;
}

function sourceOf(
  column: ActivityColumn,
  file: ActivityFile,
  mapping: ActivityMapping,
): ActivitySource | null {
  const constant = constantOf(column, mapping);
  if (constant !== undefined) return { from: 'constant', value: constant };
  const own = mapping.columns?.[column];
  const found = own === undefined ? inLayout(column, file, mapping) : asMapped(column, [own].flat(), file);
  if (found.length === 0) return null;
  const columns = found.map((index) => columnAt(index, column, file, mapping.dates?.activity_date));
  return { from: 'columns', columns, how: HOW_COLUMNS_COUNT[column] };
}

function constantOf(column: ActivityColumn, { constants }: ActivityMapping): string | undefined {
  return Object.entries(constants ?? {}).find(([name]) => name === column)?.[1];
}

const BLANK = new RegExp(`^(?:${NO_WORD})?$`, 'i');

/**
 * Positions in the file of the columns from the first list of names that matches any. Of lists of codes, which all state
 * the same, those that are blank in the first records come last: an extract may have a column that nothing fills.
 */
function inLayout(column: ActivityColumn, file: ActivityFile, { preset }: ActivityMapping): number[] {
  const lists = (preset === undefined ? ANY_LAYOUT : LAYOUTS[preset])[column];
  const found = lists.map((names) =>
    names.map((name) => indexOfNumbered(file, name)).filter((index) => index >= 0),
  );
  const there = found.filter((indexes) => indexes.length > 0);
  const isFilled = (indexes: readonly number[]): boolean =>
    file.sample.some((record) => indexes.some((index) => !BLANK.test(bareText(record[index] ?? ''))));
  const filled = HOW_COLUMNS_COUNT[column] === 'all' ? there.find(isFilled) : undefined;
  return filled ?? there[0] ?? [];
}

function asMapped(column: ActivityColumn, names: readonly string[], file: ActivityFile): number[] {
  return names.map((name) => {
    const index = indexOf(file, name);
    if (index >= 0) return index;
    throw new LbpError(
      'E103',
      `${file.path}: no column ${shownName(name)}, which columns.${column} in the config names (found: ${columnsFound(file.columns)}). Correct the name there.`,
    );
  });
}

/** Programs that make columns from rows number them without zeros: `DIAG_1` for `DIAG_01`. */
function indexOfNumbered(file: ActivityFile, name: string): number {
  const index = indexOf(file, name);
  return index >= 0 ? index : indexOf(file, name.replace(/_0(\d)$/, '_$1'));
}

function indexOf({ columns }: ActivityFile, name: string): number {
  const plain = plainColumnName(name);
  return columns.findIndex((candidate) => plainColumnName(candidate) === plain);
}

function missingColumn(column: ActivityColumn, file: ActivityFile, { preset }: ActivityMapping): LbpError {
  const layout = preset === undefined ? ANY_LAYOUT : LAYOUTS[preset];
  const asked = layout[column].map(([first = '', ...rest]) =>
    rest.length > 3 ? `${first} ...` : [first, ...rest].join(', '),
  );
  const separator =
    file.columns.length === 1 ? ', or delimiter if its columns are separated by something else' : '';
  const advice = hintAdvice(file.columns) ?? `Set columns.${column} in the config${separator}.`;
  return new LbpError(
    'E103',
    `${file.path}: no column for ${column} (looked for ${asked.join(', ')}; found: ${columnsFound(file.columns)}). ${advice}`,
  );
}

function columnAt(
  index: number,
  column: ActivityColumn,
  file: ActivityFile,
  declared: DateFormat | undefined,
): Column {
  const name = file.columns[index] ?? '';
  const engineType = file.engineTypes[index] ?? '';
  const refusal = /\]$|^(?:STRUCT|MAP|UNION|BLOB)/.test(engineType)
    ? 'holds lists or bytes, not texts or numbers. Write it as one text'
    : column === 'activity_date' && engineType === 'TIMESTAMP WITH TIME ZONE'
      ? 'holds moments in a time zone, and which days these are depends on the zone. Write it as a date'
      : null;
  if (refusal !== null) throw new LbpError('E103', `${file.path}: column ${shownName(name)} ${refusal}.`);
  refuseRounded(file, [name]);
  return {
    from: 'column',
    index,
    name,
    type: file.types[index] ?? 'text',
    dateFormat: column === 'activity_date' ? (declared ?? formatIn(index, file)) : null,
  };
}

/** Null for a column whose first records are blank, or hold only days such as 04/04/2024. */
function formatIn(index: number, file: ActivityFile): DateFormat | null {
  const values = file.sample.map((record) => record[index] ?? '');
  const format = activityDateFormat(values, file.path);
  return leaveOrderOpen(values) ? null : format;
}
