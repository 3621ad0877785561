import { type ConvertOptions, createConverter } from '../../../src/inputs/x12/convert.js';
import { CsvBytes } from '../../../src/inputs/x12/csv-bytes.js';
import type { Reject } from '../../../src/inputs/x12/notes.js';
import { COLUMNS } from '../../../src/inputs/x12/rows.js';
import type { X12Totals } from '../../../src/inputs/x12/totals.js';

export interface Result {
  readonly csv: string;
  readonly rejects: readonly Reject[];
  readonly totals: X12Totals;
}

/** Converts bytes in chunks of the given sizes (the last size goes on), without any file. */
export function convertBytes(
  bytes: Uint8Array,
  sizes: readonly number[] = [],
  options: Partial<ConvertOptions> = {},
): Result {
  const rejects: Reject[] = [];
  const rows = new CsvBytes();
  const reader = createConverter(
    'input.837',
    { fileNumber: 0, onReject: (reject) => rejects.push(reject), ...options },
    rows,
  );
  let at = 0;
  for (let i = 0; at < bytes.length; i += 1) {
    const size = sizes[Math.min(i, sizes.length - 1)] ?? bytes.length;
    reader.feed(bytes.subarray(at, at + size));
    at += size;
  }
  reader.end();
  return { csv: Buffer.from(rows.written()).toString(), rejects, totals: reader.totals };
}

/** Splits CSV into records: a small reader of its own, so that the writer is not judged by itself. */
export function parseRows(csv: string): Record<string, string>[] {
  const records: string[][] = [];
  let record: string[] = [];
  let field = '';
  let quoted = false;
  for (let i = 0; i < csv.length; i += 1) {
    const char = csv[i] ?? '';
    if (quoted && char === '"' && csv[i + 1] === '"') {
      field += '"';
      i += 1;
    } else if (char === '"') quoted = !quoted;
    else if (!quoted && (char === ',' || char === '\n')) {
      record.push(field);
      field = '';
      if (char === '\n') {
        records.push(record);
        record = [];
      }
    } else field += char;
  }
  return records.map((values) => {
    if (values.length !== COLUMNS.length)
      throw new Error(`${values.length} fields in a row of ${COLUMNS.length} columns`);
    return Object.fromEntries(COLUMNS.map((column, i) => [column, values[i] ?? '']));
  });
}
