import { parse } from 'csv-parse/sync';

/** A cell of an expected evidence.csv that asserts nothing. */
const ANYTHING = '*';

/**
 * The product's output, reduced to what the expected file asserts: its columns, and `*` wherever it has a
 * `*`. Rows keep the product's order and number, so a missing, extra or misplaced row shows.
 */
export function assertedEvidence(actual: string, expected: string): string {
  const [header = [], ...expectedRows] = rows(expected);
  const [actualHeader = [], ...actualRows] = rows(actual);
  const places = header.map((column) => actualHeader.indexOf(column));
  const missing = header.filter((_, i) => places[i] === -1);
  if (missing.length > 0) return `evidence.csv has no column ${missing.join(', ')}\n`;
  const kept = actualRows.map((row, r) =>
    places.map((place, c) => (expectedRows[r]?.[c] === ANYTHING ? ANYTHING : (row[place] ?? ''))),
  );
  return [header, ...kept].map((row) => `${row.join(',')}\n`).join('');
}

function rows(text: string): string[][] {
  return parse(text, { relax_column_count: true });
}
