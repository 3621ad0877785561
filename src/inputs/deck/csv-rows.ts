import { CsvError, parse } from 'csv-parse/sync';
import { type ErrorCode, LbpError } from '../../errors.js';

/** A record of a CSV file beside a deck, and the line it ends on. */
export interface CsvRow {
  readonly line: number;
  readonly cells: readonly string[];
}

/** Where the parser is. */
interface CsvPlace {
  readonly lines: number;
}

/**
 * The records of a layout, a payer file or a key, without blank lines.
 *
 * @param code of the error for text that is not CSV
 * @throws LbpError with that code
 */
export function csvRows(text: string, place: string, code: ErrorCode): CsvRow[] {
  const rows: CsvRow[] = [];
  try {
    parse(text, {
      bom: true,
      skip_empty_lines: true,
      relax_column_count: true,
      trim: true,
      on_record: (cells: string[], { lines }: CsvPlace) => {
        rows.push({ line: lines, cells });
        return null;
      },
    });
    return rows;
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause;
    const { message } = cause;
    throw new LbpError(code, `${place}: not well-formed CSV: ${message}. Correct the file.`, { cause });
  }
}
