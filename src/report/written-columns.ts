import type { ColumnType, OutputTable } from '../packs/table.js';
import type { RunFolder } from './run-folder.js';

/** A column as written in a file of a finished run. */
export interface WrittenColumn {
  readonly name: string;
  readonly type: ColumnType;
}

/**
 * The columns of a table, including those added by the rules of the run (`PackTable.further`).
 *
 * @throws LbpError E110 if the file is missing or was changed after the run
 */
export function writtenColumns(run: RunFolder, table: OutputTable): WrittenColumn[] {
  const types = new Map(table.columns.map(({ name, type }) => [name, type]));
  const further = run.pack.totalTables.some(({ name }) => name === table.name) ? 'count' : 'text';
  const rows = run.table(table);
  rows.close();
  return rows.header.map((name) => ({ name, type: types.get(name) ?? further }));
}

/** Whether the values of a column are numbers; ids and codes must not lose digits. */
export function isNumeric(type: ColumnType): boolean {
  return !['id', 'code', 'text', 'list', 'date'].includes(type);
}
