import type { ColumnType, OutputTable } from '../packs/table.js';
import type { RunFolder } from './run-folder.js';

/** A column as it stands in a file of a finished run. */
export interface WrittenColumn {
  readonly name: string;
  readonly type: ColumnType;
}

/**
 * The columns of a table, those that the rules of the run added too (`PackTable.further`).
 *
 * @throws LbpError E110 when the file is not there, or not as the run wrote it
 */
export function writtenColumns(run: RunFolder, table: OutputTable): WrittenColumn[] {
  const types = new Map(table.columns.map(({ name, type }) => [name, type]));
  const further = run.pack.totalTables.some(({ name }) => name === table.name) ? 'count' : 'text';
  const rows = run.table(table);
  rows.close();
  return rows.header.map((name) => ({ name, type: types.get(name) ?? further }));
}

/** Whether the values of a column are numbers; of ids and codes no digit may be lost. */
export function isNumeric(type: ColumnType): boolean {
  return !['id', 'code', 'text', 'list', 'date'].includes(type);
}
