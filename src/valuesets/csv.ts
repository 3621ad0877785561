import { CsvError, parse } from 'csv-parse/sync';
import { likelySeparator } from '../codes/separator.js';
import { LbpError } from '../errors.js';

/** One record of a CSV file with the line it starts on, counted from 1. */
export interface CsvRecord {
  readonly line: number;
  readonly cells: readonly string[];
}

/**
 * The records of a CSV file one by one, heading first, without blank lines. The heading shows what separates the
 * fields, as in files of claims.
 *
 * @param path the file as messages name it
 * @throws LbpError E203 if a record and the heading differ in the number of fields, or a quote is misplaced
 */
export function* readCsv(text: string, path: string): Generator<CsvRecord> {
  const body = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  const separator = likelySeparator(/[^\r\n]*\S[^\r\n]*/.exec(body)?.[0] ?? '');
  let width = 0;
  const isQuoted = body.includes('"');
  for (const record of isQuoted ? parseQuoted(body, separator, path) : splitUnquoted(body, separator)) {
    const { line, cells } = record;
    if (cells[0]?.trim() === '' && cells.every((cell) => cell.trim() === '')) continue;
    if (width === 0) width = cells.length;
    if (cells.length !== width) throw wrongWidth(`${path}:${line}`, cells.length, width);
    yield record;
  }
}

function wrongWidth(place: string, found: number, width: number): LbpError {
  return new LbpError(
    'E203',
    `${place}: ${found} fields where the heading has ${width}. Put texts that hold the separator in double quotes.`,
  );
}

/** Without quotes, every separator and line end separates, so splitting is exact and several times faster. */
function* splitUnquoted(text: string, separator: string): Generator<CsvRecord> {
  const rows = text.split(text.includes('\r') ? /\r\n|\n|\r/ : '\n');
  for (let row = 0; row < rows.length; row += 1)
    yield { line: row + 1, cells: rows[row]?.split(separator) ?? [] };
}

function* parseQuoted(text: string, separator: string, path: string): Generator<CsvRecord> {
  let line = 1;
  for (const cells of parseStrictly(text, separator, path)) {
    yield { line, cells };
    line += 1 + lineBreaksIn(cells);
  }
}

function parseStrictly(text: string, separator: string, path: string): string[][] {
  try {
    return parse(text, { delimiter: separator, relax_column_count: true });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const { lines, message } = error;
    throw new LbpError(
      'E203',
      `${path}:${lines}: not well-formed CSV: ${message}. Export the sheet to CSV again.`,
      { cause: error },
    );
  }
}

/** The parser does not say where a record starts (its `info` option does, at twice the time). */
function lineBreaksIn(cells: readonly string[]): number {
  let breaks = 0;
  for (const cell of cells) {
    if (cell.includes('\n') || cell.includes('\r')) breaks += cell.split(/\r\n|\n|\r/).length - 1;
  }
  return breaks;
}
