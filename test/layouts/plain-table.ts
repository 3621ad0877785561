import { readFileSync } from 'node:fs';

/*
 * The simplest possible file reading, for readers that share nothing with the product.
 */

/** A row by the names of its columns; blanks around values are taken away. */
export type Row = Readonly<Record<string, string>>;

/** The rows of a file without quotes, with what stands for nothing as blanks. */
export function rowsOf(path: string, delimiter: string, nothing: readonly string[] = []): Row[] {
  const [header = '', ...lines] = readFileSync(path, 'utf8')
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/);
  const names = header.split(delimiter);
  return lines
    .filter((line) => line !== '')
    .map((line) => {
      const cells = line.split(delimiter).map((cell) => cell.trim());
      return Object.fromEntries(
        names.map((name, place) => {
          const cell = cells[place] ?? '';
          return [name, nothing.includes(cell) ? '' : cell];
        }),
      );
    });
}

/** Our three tables, each a list of rows by our names; a column that is blank is not there. */
export interface PlainTables {
  readonly medical_claim: Row[];
  readonly pharmacy_claim: Row[];
  readonly eligibility: Row[];
}

/** An amount that is not negative; blank for anything else. */
export function amountCell(text: string): string {
  return text !== '' && Number(text) >= 0 ? text : '';
}

/** `diagnosis_code_1` and so on, the blanks left out. */
export function numberedCells(stem: string, values: readonly string[]): Record<string, string> {
  return Object.fromEntries(values.map((value, place) => [`${stem}_${place + 1}`, value]));
}

/** Each row as one text, without blank cells and in the order of its names, the rows in the order of their texts. */
export function asTexts(rows: readonly Row[], leftOut: readonly string[] = []): string[] {
  return rows
    .map((row) =>
      Object.entries(row)
        .filter(([name, value]) => value !== '' && !leftOut.includes(name))
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, value]) => `${name}=${value}`)
        .join(' '),
    )
    .sort();
}

/** A table as CSV, without quotes. */
export function csvOf(rows: readonly Row[], columns: readonly string[]): string {
  return `${[columns, ...rows.map((row) => columns.map((name) => row[name] ?? ''))].map((cells) => cells.join(',')).join('\n')}\n`;
}
