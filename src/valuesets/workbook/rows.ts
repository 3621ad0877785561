import { type Shared, type Sheet, unescaped, type Workbook } from './parts.js';
import { type Attributes, parse } from './xml.js';

/** Text, or a number if the sheet stores one; empty if the cell is blank. */
export type Cell = string | number;

export interface SheetRow {
  /** As the sheet numbers it, from 1. */
  readonly line: number;
  readonly cells: readonly Cell[];
}

/**
 * The non-blank rows of a sheet, in order, a few hundred at a time.
 *
 * @throws LbpError E107 if the workbook is damaged
 */
export async function* rowsOf({ archive, shared }: Workbook, sheet: Sheet): AsyncGenerator<SheetRow[]> {
  const rows = new RowBuilder(shared);
  const handlers = {
    open: (name: string, attributes: Attributes) => rows.open(name, attributes),
    text: (piece: string) => rows.text(piece),
    close: (name: string) => rows.close(name),
  };
  for await (const _ of parse(archive, sheet.part, handlers)) {
    const ready = rows.take();
    if (ready.length > 0) yield ready;
  }
}

/** Builds rows from the elements of a sheet: row, c (cell), v (value), f (formula), is and t (text). */
class RowBuilder {
  private ready: SheetRow[] = [];
  private line = 0;
  private cells: Cell[] = [];
  private column = -1;
  private type = '';
  private style = '';
  private value = '';
  private formula: string | null = null;
  private reads: 'value' | 'formula' | 'nothing' = 'nothing';
  /** The phonetic reading of an Asian text is stored next to it and is not part of it. */
  private readings = 0;

  constructor(private readonly shared: Shared) {}

  /** The rows completed since the last call. */
  take(): SheetRow[] {
    const rows = this.ready;
    this.ready = [];
    return rows;
  }

  open(name: string, attributes: Attributes): void {
    switch (name) {
      case 'row':
        this.line = attributes['r'] === undefined ? this.line + 1 : lineOf(attributes['r']);
        this.cells = [];
        this.column = -1;
        break;
      case 'c':
        // A cell without an address is right of the previous one.
        this.column = attributes['r'] === undefined ? this.column + 1 : columnOf(attributes['r']);
        this.type = attributes['t'] ?? 'n';
        this.style = attributes['s'] ?? '';
        this.value = '';
        this.formula = null;
        break;
      case 'f':
        this.formula = '';
        this.reads = 'formula';
        break;
      case 'rPh':
        this.readings += 1;
        break;
      case 'v':
      case 't':
        this.reads = this.readings > 0 ? 'nothing' : 'value';
        break;
    }
  }

  text(piece: string): void {
    if (this.reads === 'value') this.value += piece;
    else if (this.reads === 'formula') this.formula += piece;
  }

  close(name: string): void {
    switch (name) {
      case 'row':
        if (this.cells.some((cell) => cell !== '')) this.ready.push({ line: this.line, cells: this.cells });
        break;
      case 'c':
        while (this.cells.length < this.column) this.cells.push('');
        this.cells[this.column] = this.cell();
        break;
      case 'rPh':
        this.readings -= 1;
        break;
      case 'v':
      case 't':
      case 'f':
        this.reads = 'nothing';
        break;
    }
  }

  private cell(): Cell {
    const { type, value, formula, style, shared } = this;
    // Some writers leave a formula's result to the next program; the formula text then shows what is missing.
    if (value === '' && formula !== null) return `=${formula}`;
    if (type === 'n') return numberCell(value, style, shared);
    return textCell(type, value, shared);
  }
}

function textCell(type: string, value: string, { strings }: Shared): string {
  switch (type) {
    case 's':
      // A cell may have a type and nothing in it.
      return value === '' ? '' : referred(strings, value);
    case 'b':
      return value === '1' ? 'TRUE' : 'FALSE';
    case 'd':
      return value.slice(0, 10);
    default:
      return unescaped(value);
  }
}

function numberCell(value: string, style: string, { showsDate, from1904 }: Shared): Cell {
  const number = Number(value);
  if (value === '' || Number.isNaN(number)) return value;
  // Some writers use style numbers but omit the list of styles.
  const isDate = style !== '' && showsDate.length > 0 && referred(showsDate, style);
  return isDate && number >= 0 && number < DATES ? dateText(number, from1904) : number;
}

/** Sheets show dates up to the year 9999; a larger number, such as an NDC, is a number, whatever its style. */
const DATES = 2_958_466;

/**
 * What a cell refers to by number; a number that refers to nothing is damage, because the content is lost.
 */
function referred<T>(all: readonly T[], number: string): T {
  const found = /^\d+$/.test(number) ? all[Number(number)] : undefined;
  if (found === undefined) throw new Error('a cell that refers to nothing');
  return found;
}

/** A sheet's maximum; an address beyond it is damage, and would exhaust memory. */
const COLUMNS = 16_384;
const ROWS = 1_048_576;

function lineOf(number: string): number {
  const line = /^\d+$/.test(number) ? Number(number) : 0;
  if (line < 1 || line > ROWS) throw new Error('a row without a place');
  return line;
}

/** @example columnOf('C12') // 2 */
function columnOf(address: string): number {
  let column = 0;
  for (let at = 0; at < address.length; at += 1) {
    const letter = address.charCodeAt(at);
    if (letter < 65 || letter > 90) break;
    column = column * 26 + (letter - 64);
  }
  if (column < 1 || column > COLUMNS) throw new Error('a cell without a place');
  return column - 1;
}

/** The day that a sheet shows for a number of days since its first, as ISO text; the time of day is left out. */
function dateText(serial: number, from1904: boolean): string {
  // Day 1 is 1 January 1900, and 1900 is treated as a leap year, but no date in a directory is old enough to
  // be affected.
  const first = from1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, 30);
  return new Date(first + Math.floor(serial) * 86_400_000).toISOString().slice(0, 10);
}
