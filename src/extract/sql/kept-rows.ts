import type { ColumnKind } from '../../inputs/tables/columns.js';
import type { ColumnSource, FileGroup, TablePlan } from '../../inputs/tables/plan.js';
import { digitsOf, idOfNumber, literal } from './dialect.js';
import { DUCKDB, identifier } from './duckdb-dialect.js';
import { personOf } from './relations.js';

const FILE_NO = 'number of the file';

/**
 * Writes the rows of candidates, unchanged but only with the columns in use, to a Parquet file. Reading that
 * file produces full chunks: a join leaves only a few rows in each chunk, and later steps cost by the chunk.
 */
export function keepRows(group: FileGroup, plan: TablePlan, path: string): string {
  const columns = [...columnsOf(group)].map(
    ([name, source]) => `${storedAs(source, kindOf(plan, name))} AS ${identifier(name)}`,
  );
  return `
COPY (
  SELECT
      file_no AS ${identifier(FILE_NO)}
    , ${columns.join('\n    , ')}
  FROM ${DUCKDB.files(group)} AS file
  JOIN candidate ON candidate.person_id = ${personOf(group, plan, DUCKDB)}
) TO ${literal(path)} (FORMAT parquet, COMPRESSION uncompressed, ROW_GROUP_SIZE 20480)`;
}

/** The group that reads them again. */
export function groupOfKeptRows(group: FileGroup, plan: TablePlan, path: string): FileGroup {
  const columns = columnsOf(group);
  const names = [...columns.keys()];
  const constants = [...group.sources].filter(([, { from }]) => from === 'constant');
  const sources = new Map<string, ColumnSource>(constants);
  for (const [name, source] of columns) {
    const type = source.dateFormat === null && kindOf(plan, name) === 'date' ? 'date' : 'text';
    sources.set(name, { ...source, index: names.indexOf(name), name, type });
  }
  return {
    format: 'parquet',
    delimiter: '',
    columns: [...names, FILE_NO],
    files: [{ path, fileNo: 0 }],
    sources,
    fileNoColumn: FILE_NO,
    ...(group.areVersionsSettled === true ? { areVersionsSettled: true } : {}),
  };
}

type StatedColumn = Extract<ColumnSource, { from: 'column' }>;

/** Our columns that have data in the files, by name; two of them can be the same column of a file. */
function columnsOf({ sources, emptyColumns }: FileGroup): ReadonlyMap<string, StatedColumn> {
  const columns = new Map<string, StatedColumn>();
  for (const [name, source] of sources) {
    if (source.from === 'column' && emptyColumns?.has(source.name) !== true) columns.set(name, source);
  }
  return columns;
}

function kindOf({ table }: TablePlan, name: string): ColumnKind | undefined {
  return table.columns.find((column) => column.name === name)?.kind;
}

/** Numbers that are codes keep the mark of one (Dialect.numberText). */
const MARKED: readonly (ColumnKind | undefined)[] = ['code', 'drug'];

/** Everything but dates is text: engine types that Parquet lacks would come back as something else. */
function storedAs({ index, type, dateFormat }: StatedColumn, kind: ColumnKind | undefined): string {
  if (type === 'text') return `c${index}`;
  if (type === 'number' && MARKED.includes(kind)) return DUCKDB.numberText(`c${index}`);
  if (type === 'number' && kind === 'id') return idOfNumber(`c${index}`, DUCKDB);
  if (type === 'number' && kind === 'date') return digitsOf(`c${index}`);
  return `CAST(c${index} AS ${kind === 'date' && dateFormat === null ? 'DATE' : 'VARCHAR'})`;
}
