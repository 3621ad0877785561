import { LbpError } from '../../errors.js';
import { csvRows } from './csv-rows.js';

/** A row of a key by column, and its line number. */
export interface KeyRow {
  readonly line: number;
  readonly cells: Readonly<Record<string, string>>;
}

/**
 * Reads a key, which has the columns of a score. Rows of other measures are left out.
 *
 * @throws LbpError E122 for a missing column, a row with a wrong number of cells, a repeated member and
 *   payer, and a key without a row for the measure
 */
export function readKey(text: string, place: string, columns: readonly string[], measure: string): KeyRow[] {
  const [heading, ...body] = csvRows(text, place, 'E122');
  const header = heading?.cells ?? [];
  const missing = columns.filter((column) => !header.includes(column));
  if (missing.length > 0) {
    throw new LbpError(
      'E122',
      `${place}:1: no column ${missing.join(', ')}. A key has the columns of score.txt.`,
    );
  }
  const rows: KeyRow[] = [];
  const seen = new Set<string>();
  for (const { line, cells } of body) {
    if (cells.length !== header.length) {
      throw new LbpError(
        'E122',
        `${place}:${line}: ${cells.length} cells where the headings are ${header.length}. Correct the row.`,
      );
    }
    const row = Object.fromEntries(header.map((column, at) => [column, cells[at] ?? '']));
    if (row['Meas'] !== measure) continue;
    const key = `${row['MemID']} ${row['Payer']}`;
    if (seen.has(key)) {
      throw new LbpError(
        'E122',
        `${place}:${line}: a second row for the same member and payer. Take one out.`,
      );
    }
    seen.add(key);
    rows.push({ line, cells: row });
  }
  if (rows.length === 0)
    throw new LbpError('E122', `${place}: no row of the measure ${measure}. Check the key.`);
  return rows;
}
