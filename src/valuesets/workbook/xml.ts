import { SaxesParser } from 'saxes';
import { type Archive, damaged } from './archive.js';

/** The attributes of an element by name, including any prefix. */
export type Attributes = Readonly<Partial<Record<string, string>>>;

/** Handles the elements of a part. Names come without the prefix that some writers add. */
export interface Handlers {
  readonly open?: (name: string, attributes: Attributes) => void;
  readonly text?: (text: string) => void;
  readonly close?: (name: string) => void;
}

/** Bytes of a sheet, which is read row by row. Directories have about 100 MB. */
const LARGEST_SHEET = 1_000_000_000;
/** Bytes of a part that is held in memory, such as the texts that cells refer to. */
const LARGEST_WHOLE = 250_000_000;

/**
 * Parses a part of a workbook and pauses after each chunk, so that its results can be consumed.
 *
 * @param most the maximum bytes of the part
 * @throws LbpError E107 if the part is not well-formed, E109 if it is too large
 */
export async function* parse(
  archive: Archive,
  part: string,
  handlers: Handlers,
  most: number = LARGEST_SHEET,
): AsyncGenerator<void> {
  const { open, text, close } = handlers;
  const parser = new SaxesParser({ position: false, xmlns: false });
  parser.on('error', (error) => {
    throw error;
  });
  if (open !== undefined) parser.on('opentag', ({ name, attributes }) => open(local(name), attributes));
  if (close !== undefined) parser.on('closetag', ({ name }) => close(local(name)));
  if (text !== undefined) {
    parser.on('text', text);
    parser.on('cdata', text);
  }
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    for await (const bytes of archive.read(part, most)) {
      parser.write(decoder.decode(bytes, { stream: true }));
      yield;
    }
    parser.write(decoder.decode());
    parser.close();
  } catch (error) {
    throw damaged(archive.label, error);
  }
  yield;
}

/** The same to the end of a part, which a workbook may lack. */
export async function parseWhole(archive: Archive, part: string, handlers: Handlers): Promise<void> {
  if (!archive.has(part)) return;
  for await (const _ of parse(archive, part, handlers, LARGEST_WHOLE));
}

function local(name: string): string {
  const colon = name.indexOf(':');
  return colon === -1 ? name : name.slice(colon + 1);
}
