import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { LbpError } from '../errors.js';
import { builtInLayout } from '../inputs/deck/built-in.js';
import { type Deck, readDeck } from '../inputs/deck/deck.js';
import { type KeyRow, readKey } from '../inputs/deck/key.js';
import { DECK_FILES, type DeckFile, readLayout } from '../inputs/deck/layout.js';
import type { Payers } from '../inputs/deck/payers.js';
import type { PackDeck } from '../packs/deck.js';
import type { DeckSettings } from './settings/deck-settings.js';

export interface ReadDeck {
  readonly deck: Deck;
  /** Those that are there. */
  readonly files: readonly DeckFile[];
  /** What else the folder holds. */
  readonly others: readonly string[];
}

/** Reads the files of a deck, as far as they are there. */
export async function deckOf(settings: DeckSettings, year: number, payers: Payers): Promise<ReadDeck> {
  const layout =
    settings.layout === undefined
      ? builtInLayout(year)
      : readLayout(await textOf(settings.layout), settings.layout);
  const found = await readdir(settings.deck).catch((cause: unknown) => {
    throw new LbpError('E101', `${settings.deck}: no such folder. Give the folder of a deck.`, { cause });
  });
  const files = DECK_FILES.filter((file) => file !== 'pharm' || found.includes(`${file}.txt`));
  const read = (file: DeckFile): Promise<string> => textOf(pathIn(settings.deck, file));
  const text = {
    'member-gm': await read('member-gm'),
    'member-en': await read('member-en'),
    visit: await read('visit'),
    pharm: files.includes('pharm') ? await read('pharm') : null,
  };
  const isRead = (name: string): boolean =>
    DECK_FILES.some((file) => name === `${file}.txt`) ||
    (settings.key !== undefined && resolve(settings.key) === resolve(settings.deck, name));
  return {
    deck: readDeck(text, layout, payers, settings.deck),
    files,
    others: found.filter((name) => !isRead(name)).sort(),
  };
}

/** A file without one line that can be used could only give a wrong score. */
export function refuseLost(deck: Deck, folder: string): void {
  for (const file of DECK_FILES) {
    const rejected = deck.rejected.filter((line) => line.file === file);
    if (rejected.length === 0 || rejected.length < deck.linesRead[file]) continue;
    const reasons = [...new Set(rejected.map(({ reject }) => reject))].join(', ');
    throw new LbpError(
      'E108',
      `${pathIn(folder, file)}: none of the ${rejected.length} lines can be used (${reasons}). Mend the file, or give its layout with --layout.`,
    );
  }
}

export function pathIn(folder: string, file: DeckFile): string {
  return join(folder, `${file}.txt`);
}

/** One character for each byte: places on a line are counted in bytes. */
export async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, 'latin1');
  } catch (cause) {
    throw new LbpError('E101', `${path}: no such file, or one that cannot be opened. Check the path.`, {
      cause,
    });
  }
}

export async function keyOf(path: string, { scoreTable, measure }: PackDeck<unknown>): Promise<KeyRow[]> {
  const columns = scoreTable.columns.map(({ name }) => name);
  return readKey(await textOf(path), path, columns, measure);
}
