import { type Archive, damaged } from './archive.js';
import { parseWhole } from './xml.js';

/** A sheet as the workbook lists it. */
export interface Sheet {
  readonly name: string;
  readonly isHidden: boolean;
  /** The part that holds its rows. */
  readonly part: string;
}

/** Data that the cells of all sheets refer to. */
export interface Shared {
  readonly strings: readonly string[];
  /** By style number, whether the style shows a number as a date. */
  readonly showsDate: readonly boolean[];
  /** Days are counted from 1904, not from 1900. */
  readonly from1904: boolean;
}

export interface Workbook {
  readonly archive: Archive;
  /** In the order of their tabs. */
  readonly sheets: readonly Sheet[];
  readonly shared: Shared;
}

/**
 * Reads everything in a workbook except the rows of its sheets. The workbook's own list states which part
 * holds which sheet; the names of the parts differ from writer to writer.
 *
 * @throws LbpError E107 if the workbook is damaged
 */
export async function openWorkbook(archive: Archive): Promise<Workbook> {
  const main = (await relations(archive, '')).find(({ type }) => type === 'officeDocument')?.part;
  if (main === undefined) throw damaged(archive.label, new Error('no list of sheets'));
  const related = await relations(archive, main);
  const { sheets, from1904 } = await listOfSheets(archive, main, related);
  const isWhole = sheets.length > 0 && sheets.every(({ part }) => archive.has(part));
  if (!isWhole) throw damaged(archive.label, new Error('a sheet is not there'));
  const partOf = (wanted: string): string => related.find(({ type }) => type === wanted)?.part ?? '';
  return {
    archive,
    sheets,
    shared: {
      strings: await sharedStrings(archive, partOf('sharedStrings')),
      showsDate: await dateStyles(archive, partOf('styles')),
      from1904,
    },
  };
}

interface Relation {
  readonly id: string;
  /** The last word of its type. */
  readonly type: string;
  readonly part: string;
}

/** The parts that a part refers to; for an empty name, those of the whole workbook. */
async function relations(archive: Archive, part: string): Promise<Relation[]> {
  const folder = part.slice(0, part.lastIndexOf('/') + 1);
  const found: Relation[] = [];
  await parseWhole(archive, `${folder}_rels/${part.slice(folder.length)}.rels`, {
    open: (name, { Id = '', Type = '', Target = '' }) => {
      if (name !== 'Relationship') return;
      found.push({ id: Id, type: Type.slice(Type.lastIndexOf('/') + 1), part: resolved(folder, Target) });
    },
  });
  return found;
}

/** @example resolved('xl/', 'worksheets/sheet1.xml') // 'xl/worksheets/sheet1.xml' */
function resolved(folder: string, target: string): string {
  // URL handles path joining; the host is a placeholder that is cut off again.
  return decodeURIComponent(new URL(target, `zip://part/${folder}`).pathname.slice(1));
}

async function listOfSheets(
  archive: Archive,
  main: string,
  related: readonly Relation[],
): Promise<{ sheets: Sheet[]; from1904: boolean }> {
  const sheets: Sheet[] = [];
  let from1904 = false;
  await parseWhole(archive, main, {
    open: (name, attributes) => {
      if (name === 'workbookPr') from1904 = /^(1|true)$/.test(attributes['date1904'] ?? '');
      if (name !== 'sheet') return;
      const id = Object.entries(attributes).find(([key]) => key.endsWith(':id'))?.[1];
      const part = related.find((relation) => relation.id === id && relation.type === 'worksheet')?.part;
      // A sheet without a part is a chart on a separate tab.
      if (part === undefined) return;
      const isHidden = /hidden/i.test(attributes['state'] ?? '');
      sheets.push({ name: attributes['name'] ?? '', isHidden, part });
    },
  });
  return { sheets, from1904 };
}

/** The texts that cells refer to by number, without the phonetic readings of Asian texts. */
async function sharedStrings(archive: Archive, part: string): Promise<string[]> {
  const strings: string[] = [];
  let text = '';
  let inText = false;
  let inReading = false;
  await parseWhole(archive, part, {
    open: (name) => {
      if (name === 'si') text = '';
      else if (name === 'rPh') inReading = true;
      else if (name === 't') inText = !inReading;
    },
    text: (piece) => {
      if (inText) text += piece;
    },
    close: (name) => {
      if (name === 'si') strings.push(unescaped(text));
      else if (name === 'rPh') inReading = false;
      else if (name === 't') inText = false;
    },
  });
  return strings;
}

/** Characters that XML does not allow are written as `_x000D_`. */
export function unescaped(text: string): string {
  if (!text.includes('_x')) return text;
  return text.replace(/_x([0-9A-F]{4})_/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

/** Which styles show a date. */
async function dateStyles(archive: Archive, part: string): Promise<boolean[]> {
  const custom = new Map<string, string>();
  const styles: boolean[] = [];
  let inCells = false;
  await parseWhole(archive, part, {
    open: (name, attributes) => {
      if (name === 'numFmt') custom.set(attributes['numFmtId'] ?? '', attributes['formatCode'] ?? '');
      else if (name === 'cellXfs') inCells = true;
      else if (name === 'xf' && inCells) {
        const format = attributes['numFmtId'] ?? '0';
        styles.push(isDateFormat(Number(format), custom.get(format)));
      }
    },
    close: (name) => {
      if (name === 'cellXfs') inCells = false;
    },
  });
  return styles;
}

/** Built-in formats have only numbers; in the text of other formats, quoted words and colors are ignored. */
function isDateFormat(id: number, text: string | undefined): boolean {
  if (text === undefined) return (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 50 && id <= 58);
  return /[dy]/i.test(text.replace(/"[^"]*"|\\.|\[[^\]]*\]/g, ''));
}
