import { SaxesParser } from 'saxes';
import { type Archive, damaged } from './archive.js';

/** The attributes of an element by name, with the prefix that they may have. */
export type Attributes = Readonly<Partial<Record<string, string>>>;

/** What is done with the elements of a part. Names come without the prefix that some writers give them. */
export interface Handlers {
  readonly open?: (name: string, attributes: Attributes) => void;
  readonly text?: (text: string) => void;
  readonly close?: (name: string) => void;
}

/** Bytes of a sheet, which is read row by row. The directories have some 100 MB. */
const LARGEST_SHEET = 1_000_000_000;
/** Bytes of a part that is held in memory, as the texts that cells refer to are. */
const LARGEST_WHOLE = 250_000_000;

/**
 * Runs through a part of a workbook, and pauses after each piece of it, so that what it gave can be taken away.
 *
 * @param most bytes that the part may have
 * @throws LbpError E107 where the part is not well-formed, E109 where it is too large
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

/** The same to the end of a part; a workbook may do without it. */
export async function parseWhole(archive: Archive, part: string, handlers: Handlers): Promise<void> {
  if (!archive.has(part)) return;
  for await (const _ of parse(archive, part, handlers, LARGEST_WHOLE));
}

function local(name: string): string {
  const colon = name.indexOf(':');
  return colon === -1 ? name : name.slice(colon + 1);
}
