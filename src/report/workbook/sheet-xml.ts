import type { WrittenColumn } from '../written-columns.js';
import { isNumeric } from '../written-columns.js';

/*
 * A sheet as SpreadsheetML. Nothing in it is a formula: a cell is a number or a text in the sheet itself
 * (`inlineStr`), which spreadsheets take literally, whatever its first character.
 */

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
export const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

/** The cell formats of styles.xml, by their index there. */
const FORMAT = { text: 1, heading: 2 };

/** A text format (49) keeps a cell as text when somebody edits it. */
export const STYLES = `${XML}<styleSheet xmlns="${MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/></cellXfs></styleSheet>`;

/** Excel's limit; a longer text would make it report the whole workbook as damaged. */
export const LONGEST_TEXT = 32_767;

const NUMBER = /^-?\d+(\.\d+)?$/;
/** Characters that XML cannot hold, and text that would be read as the escape of such a character. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it is about
const UNSPEAKABLE = /[\u0000-\u0008\u000B-\u001F\uFFFE\uFFFF]|_(?=x[0-9A-Fa-f]{4}_)/g;
const MARKUP: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** `A`, `Z`, `AA`: the name of a column by its index, from 0. */
export function columnName(place: number): string {
  const letter = String.fromCharCode(65 + (place % 26));
  return place < 26 ? letter : columnName(Math.floor(place / 26) - 1) + letter;
}

/** The cells with a header and its filter, as `A1:C9`. @param rows with the header */
export function rangeOf(columns: number, rows: number, mark: string = ''): string {
  const [from, to] = [columnName(0), columnName(Math.max(columns - 1, 0))];
  return `${mark}${from}${mark}1:${mark}${to}${mark}${Math.max(rows, 1)}`;
}

/** Everything before the rows; the header stays visible when they are scrolled. */
export function sheetStart(
  columns: readonly Pick<WrittenColumn, 'name'>[],
  widths: readonly number[],
): string {
  const pane =
    '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/><selection pane="bottomLeft"/>';
  const cols = columns.map((_, place) => {
    const width = widths[place] ?? 10;
    return `<col min="${place + 1}" max="${place + 1}" width="${width}" customWidth="1"/>`;
  });
  const header = columns.map(({ name }, place) => textCell(name, `${columnName(place)}1`, FORMAT.heading));
  return `${XML}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0">${pane}</sheetView></sheetViews><cols>${cols.join('')}</cols><sheetData><row r="1">${header.join('')}</row>`;
}

/** @param row the number of the row, from 1 */
export function sheetRow(columns: readonly WrittenColumn[], cells: readonly string[], row: number): string {
  let text = `<row r="${row}">`;
  for (const [place, { type }] of columns.entries()) {
    const value = cells[place] ?? '';
    if (value === '') continue;
    const reference = `${columnName(place)}${row}`;
    text +=
      isNumeric(type) && NUMBER.test(value)
        ? `<c r="${reference}"><v>${value}</v></c>`
        : textCell(value, reference, FORMAT.text);
  }
  return `${text}</row>`;
}

/** Everything after the rows: the filter. */
export function sheetEnd(columns: number, rows: number): string {
  return `</sheetData><autoFilter ref="${rangeOf(columns, rows)}"/></worksheet>`;
}

function textCell(value: string, reference: string, format: number): string {
  return `<c r="${reference}" s="${format}" t="inlineStr"><is><t xml:space="preserve">${xmlText(value)}</t></is></c>`;
}

/**
 * Text escaped for XML; characters that XML cannot hold are written as `_x0001_`, which spreadsheets
 * understand.
 */
export function xmlText(text: string): string {
  return text
    .replace(/\p{Surrogate}/gu, '\uFFFD')
    .replace(UNSPEAKABLE, (one) => `_x${one.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`)
    .replace(/[&<>"]/g, (one) => MARKUP[one] ?? one);
}
