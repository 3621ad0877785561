import zlib from 'node:zlib';

/** An archive of these parts, stored unchanged: for content that no library writes. */
export function archiveOf(parts: Readonly<Record<string, string>>): Buffer {
  const locals: Buffer[] = [];
  const entries: Buffer[] = [];
  let offset = 0;
  for (const [path, text] of Object.entries(parts)) {
    const name = Buffer.from(path);
    const data = Buffer.from(text);
    const facts = Buffer.alloc(26);
    facts.writeUInt16LE(20, 0);
    facts.writeUInt32LE(zlib.crc32(data), 10);
    facts.writeUInt32LE(data.length, 14);
    facts.writeUInt32LE(data.length, 18);
    facts.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), facts, name, data]);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    entries.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00'), facts, place, name]));
    locals.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(entries);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06');
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, directory, end]);
}

const RELATION = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

/** A workbook of one sheet, as XML: its rows, and what it refers to. */
export function rawWorkbook(rows: string, { strings = '', workbook = '', styles = '' } = {}): Buffer {
  const relation = (id: string, type: string, target: string): string =>
    `<Relationship Id="${id}" Type="${RELATION}/${type}" Target="${target}"/>`;
  const relations = (...all: readonly string[]): string => `<Relationships>${all.join('')}</Relationships>`;
  return archiveOf({
    '_rels/.rels': relations(relation('x', 'officeDocument', '/Book/Main.xml')),
    'Book/Main.xml': `<x:workbook xmlns:x="a" xmlns:q="b">${workbook}<x:sheets><x:sheet name="Value Sets to Codes" q:id="two"/></x:sheets></x:workbook>`,
    'Book/_rels/Main.xml.rels': relations(
      relation('one', 'sharedStrings', 'texts.xml'),
      relation('two', 'worksheet', '../Sheets/the%20sheet.xml'),
      relation('three', 'styles', './styles.xml'),
    ),
    'Sheets/the sheet.xml': `<?xml version="1.0" encoding="UTF-8"?><x:worksheet xmlns:x="a"><x:sheetData>${rows}</x:sheetData></x:worksheet>`,
    'Book/texts.xml': `<sst>${strings}</sst>`,
    'Book/styles.xml': `<styleSheet>${styles}</styleSheet>`,
  });
}
