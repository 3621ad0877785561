import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { StoredType, TableToStore } from '../../extract/parquet-tables.js';
import { storeAsParquet } from '../../extract/parquet-tables.js';
import type { ColumnType } from '../../packs/table.js';
import { type FolderOptions, onDisk, PartialFolder } from '../../partial-folder.js';
import type { RunFolder } from '../run-folder.js';
import { isNumeric, writtenColumns } from '../written-columns.js';

/**
 * Writes the tables of persons of a run as Parquet files, in a folder.
 *
 * @throws LbpError E110 for a folder that was changed after the run; E303, E305, E402 and E403 as for every
 *   output
 */
export async function writeParquet(run: RunFolder, out: string, options: FolderOptions): Promise<void> {
  const tables = run.pack.personTables.filter((table) => run.hasWritten(table));
  const columns = tables.map((table) => writtenColumns(run, table));
  const folder = PartialFolder.create(out, options);
  try {
    const spill = join(folder.path, 'spill');
    onDisk(out, () => mkdirSync(spill, { mode: 0o700 }));
    const stored = tables.map(
      ({ name }, index): TableToStore => ({
        csv: join(run.path, name),
        parquet: join(folder.path, name.replace(/\.csv$/, '.parquet')),
        columns: (columns[index] ?? []).map((column) => ({
          name: column.name,
          type: storedType(column.type),
        })),
      }),
    );
    await storeAsParquet(stored, spill);
    onDisk(out, () => rmSync(spill, { recursive: true, force: true }));
    folder.sign();
    folder.finish();
  } catch (error) {
    folder.abandon();
    throw error;
  }
}

function storedType(type: ColumnType): StoredType {
  if (type === 'date') return 'date';
  if (type === 'count' || type === 'flag') return 'integer';
  return isNumeric(type) ? 'double' : 'text';
}
