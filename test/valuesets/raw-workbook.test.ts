import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Directory, loadDirectory } from '../../src/valuesets/directory.js';
import { archiveOf, rawWorkbook } from './raw-workbook.js';

/* Features that the format allows but few programs write. */

let home: string;
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'lbp-raw-'));
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

async function load(content: Buffer): Promise<Directory> {
  const path = join(home, 'raw.xlsx');
  writeFileSync(path, content);
  return loadDirectory({ valueSets: [path] });
}

async function codes(...book: Parameters<typeof rawWorkbook>): Promise<string[]> {
  const directory = await load(rawWorkbook(...book));
  return directory.codes.map(({ system, code, sets }) => `${system} ${code} ${sets.join()}`);
}

const text = (content: string): string => `<x:c t="inlineStr"><x:is><x:t>${content}</x:t></x:is></x:c>`;
const HEADINGS = `<x:row>${['Value Set Name', 'Code', 'Code System'].map(text).join('')}</x:row>`;

it('prefixes, parts anywhere, and rows and cells without addresses', async () => {
  expect(await codes(`${HEADINGS}<x:row>${text('A')}${text('99213')}${text('CPT')}</x:row>`)).toEqual([
    'CPT 99213 A',
  ]);
});

it('cells that are left out, and others far to the right', async () => {
  const row = `<x:row r="9"><x:c r="A9" t="str"><x:v>A</x:v></x:c><x:c r="B9"><x:v>450</x:v></x:c><x:c r="C9" t="str"><x:v>UBREV</x:v></x:c><x:c r="XFD9"><x:v>1</x:v></x:c></x:row>`;
  expect(await codes(HEADINGS + row)).toEqual(['UBREV 0450 A']);
  const gap =
    '<x:row r="10"><x:c r="A10" t="str"><x:v>A</x:v></x:c><x:c r="C10" t="str"><x:v>CPT</x:v></x:c></x:row>';
  const directory = await load(rawWorkbook(HEADINGS + row + gap));
  expect(directory.warnings.map((warning) => warning.text)).toEqual([
    `LBP-E203 ${join(home, 'raw.xlsx')} [Value Sets to Codes]:10: the code is blank.`,
  ]);
});

it('shared texts in pieces, with the reading of Asian characters beside them, as CDATA and with escapes', async () => {
  const strings = [
    '<si><r><t>Ima</t></r><r><rPr><b/></rPr><t>ging</t></r><rPh sb="0" eb="1"><t>not this</t></rPh><phoneticPr fontId="1"/></si>',
    '<si><t><![CDATA[721]]>00</t></si>',
    '<si><t>CPT_x000D_</t></si>',
  ].join('');
  const cell = (index: number): string => `<x:c t="s"><x:v>${index}</x:v></x:c>`;
  expect(await codes(`${HEADINGS}<x:row>${cell(0)}${cell(1)}${cell(2)}</x:row>`, { strings })).toEqual([
    'CPT 72100 Imaging',
  ]);
});

it('a formula counts by its result, of text or number', async () => {
  const row = `<x:row>${text('A')}<x:c><x:f>400+50</x:f><x:v>450</x:v></x:c><x:c t="str"><x:f>"UB"&amp;"REV"</x:f><x:v>UBREV</x:v></x:c></x:row>`;
  expect(await codes(HEADINGS + row)).toEqual(['UBREV 0450 A']);
});

it.each([
  ['days since 1900, in a built-in format', '', '<xf numFmtId="14"/>', '45747'],
  ['days since 1904', '<x:workbookPr date1904="1"/>', '<xf numFmtId="14"/>', '44285'],
  [
    'a format of its own',
    '',
    '<xf numFmtId="164"/>',
    '45747.75',
    '<numFmts><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts>',
  ],
])('a version that is a date: %s', async (_, workbook, style, value, formats = '') => {
  const headings = `<x:row>${['Value Set Name', 'Code', 'Code System', 'Value Set Version'].map(text).join('')}</x:row>`;
  const row = `<x:row>${text('A')}${text('99213')}${text('CPT')}<x:c s="1"><x:v>${value}</x:v></x:c></x:row>`;
  const styles = `${formats}<cellStyleXfs><xf numFmtId="0"/></cellStyleXfs><cellXfs><xf numFmtId="0"/>${style}</cellXfs>`;
  const directory = await load(rawWorkbook(headings + row, { workbook, styles }));
  expect(directory.files[0]?.versions).toEqual(['2025-03-31']);
});

it('a number beyond the last date is a number, though its style is that of dates', async () => {
  const styles = '<cellXfs><xf numFmtId="14"/></cellXfs>';
  const row = `<x:row>${text('A')}<x:c s="0"><x:v>71015523001</x:v></x:c>${text('NDC')}</x:row>`;
  expect(await codes(HEADINGS + row, { styles })).toEqual(['NDC 71015523001 A']);
});

it('a number with a color and a word in its format is no date', async () => {
  const styles =
    '<numFmts><numFmt numFmtId="165" formatCode="[Red]0&quot; days&quot;"/></numFmts><cellXfs><xf numFmtId="165"/></cellXfs>';
  const row = `<x:row>${text('A')}<x:c s="0"><x:v>99213</x:v></x:c>${text('CPT')}</x:row>`;
  expect(await codes(HEADINGS + row, { styles })).toEqual(['CPT 99213 A']);
});

const TEXTS = '<si><t>A</t></si><si><t>99213</t></si><si><t>CPT</t></si>';
const shared = (...cells: readonly string[]): string =>
  `<x:row>${cells.map((cell) => `<x:c t="s">${cell === '' ? '' : `<x:v>${cell}</x:v>`}</x:c>`).join('')}</x:row>`;

it('the last shared text is one, and a cell of that type with nothing in it is blank', async () => {
  expect(await codes(HEADINGS + shared('0', '1', '2'), { strings: TEXTS })).toEqual(['CPT 99213 A']);
  const directory = await load(
    rawWorkbook(HEADINGS + shared('0', '1', '2') + shared('0', '', '2'), { strings: TEXTS }),
  );
  expect(directory.warnings.map((warning) => warning.text)).toEqual([
    `LBP-E203 ${join(home, 'raw.xlsx')} [Value Sets to Codes]:3: the code is blank.`,
  ]);
});

const AN_XF = '<cellXfs><xf numFmtId="0"/></cellXfs>';
const styled = (style: string): string =>
  `${HEADINGS}<x:row>${text('A')}<x:c s="${style}"><x:v>99213</x:v></x:c>${text('CPT')}</x:row>`;

it('a style is one of those that are listed, where any are', async () => {
  expect(await codes(styled('0'), { styles: AN_XF })).toEqual(['CPT 99213 A']);
  expect(await codes(styled('7'))).toEqual(['CPT 99213 A']);
});

it('a part that is too large is refused before it is unpacked', async () => {
  const content = rawWorkbook(HEADINGS + shared('0', '1', '2'), { strings: TEXTS });
  const refused = (part: string, bytes: number): Promise<void> => {
    const stated = Buffer.from(content);
    // In the directory of the archive, before the name: that the part is packed, and its size unpacked.
    const name = stated.lastIndexOf(part);
    stated.writeUInt16LE(8, name - 36);
    stated.writeUInt32LE(bytes, name - 22);
    return expect(load(stated)).rejects.toThrow(
      new RegExp(`^LBP-E109 .*: ${part} has ${bytes} bytes unpacked, and no more than \\d+ are read\\.`),
    );
  };
  await refused('Sheets/the sheet.xml', 1_000_000_001);
  await refused('Book/texts.xml', 250_000_001);
});

it.each([
  ['a shared text beyond the last', rawWorkbook(HEADINGS + shared('0', '1', '3'), { strings: TEXTS })],
  [
    'a shared text whose number is not one',
    rawWorkbook(HEADINGS + shared('0', '-1', '2'), { strings: TEXTS }),
  ],
  ['a shared text of part of a number', rawWorkbook(HEADINGS + shared('0', '1.5', '2'), { strings: TEXTS })],
  ['shared texts that are not there', rawWorkbook(HEADINGS + shared('0', '1', '2'))],
  ['a style beyond the last', rawWorkbook(styled('1'), { styles: AN_XF })],
  ['a row without a number', rawWorkbook(`${HEADINGS}<x:row r="x">${text('A')}</x:row>`)],
  ['a row beyond the last', rawWorkbook(`${HEADINGS}<x:row r="1048577">${text('A')}</x:row>`)],
  ['a sheet that is not well-formed', rawWorkbook('<x:row><x:c></x:row>')],
  ['a cell beyond the last column', rawWorkbook('<x:row><x:c r="ZZZZZZ1"><x:v>1</x:v></x:c></x:row>')],
  ['a sheet whose part is not there', archiveOf({ '_rels/.rels': '<Relationships/>' })],
])('%s is damage', async (_, content) => {
  await expect(load(content)).rejects.toThrow('LBP-E107');
});
