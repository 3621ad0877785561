import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { LbpError } from '../../errors.js';
import { builtInLayout, builtInPayers } from '../../inputs/deck/built-in.js';
import { type Deck, readDeck } from '../../inputs/deck/deck.js';
import { type KeyRow, readKey } from '../../inputs/deck/key.js';
import { DECK_FILES, type DeckFile, readLayout } from '../../inputs/deck/layout.js';
import { type Payers, readPayers } from '../../inputs/deck/payers.js';

/** Where a deck is, and what is read instead of the files that come with the program. */
export interface DeckPaths {
  /** The folder of the deck. */
  readonly deck: string;
  /** In the columns of a score; may be inside the folder. */
  readonly key: string | undefined;
  readonly layout: string | undefined;
  readonly payers: string | undefined;
  /** Where the output goes; may be inside the folder, where it is not a file of the deck. */
  readonly out: string;
}

/** The parsed text of a deck. */
export interface DeckText {
  readonly deck: Deck;
  readonly payers: Payers;
  /** The files that exist. */
  readonly files: readonly DeckFile[];
  /** Other contents of the folder. */
  readonly others: readonly string[];
}

/** Reads those files of a deck that exist. */
export async function deckText(paths: DeckPaths, year: number): Promise<DeckText> {
  const { deck: folder, key, out } = paths;
  const payers =
    paths.payers === undefined ? builtInPayers() : readPayers(await textOf(paths.payers), paths.payers);
  const layout =
    paths.layout === undefined ? builtInLayout(year) : readLayout(await textOf(paths.layout), paths.layout);
  const found = await readdir(folder).catch((cause: unknown) => {
    throw new LbpError('E101', `${folder}: no such folder. Give the folder of a deck.`, { cause });
  });
  const files = DECK_FILES.filter((file) => file !== 'pharm' || found.includes(`${file}.txt`));
  const read = (file: DeckFile): Promise<string> => textOf(pathIn(folder, file));
  const text = {
    'member-gm': await read('member-gm'),
    'member-en': await read('member-en'),
    visit: await read('visit'),
    pharm: files.includes('pharm') ? await read('pharm') : null,
  };
  const isRead = (name: string): boolean =>
    DECK_FILES.some((file) => name === `${file}.txt`) ||
    (key !== undefined && resolve(key) === resolve(folder, name));
  const isOurs = (name: string): boolean =>
    [out, `${out}.partial`].some((path) => resolve(path) === resolve(folder, name));
  return {
    ...{ deck: readDeck(text, layout, payers, folder), payers, files },
    others: found.filter((name) => !isRead(name) && !isOurs(name)).sort(),
  };
}

/** Every file that a deck may have, and the other files in its folder. */
export function filesOfDeck({ deck, key, layout, payers }: DeckPaths): (string | undefined)[] {
  return [...DECK_FILES.map((file) => pathIn(deck, file)), key, layout, payers];
}

/** A file without a single usable line could only produce a wrong score. */
export function refuseLost(deck: Deck, folder: string): void {
  for (const file of DECK_FILES) {
    if (deck.linesRead[file] === 0 && file !== 'pharm')
      throw new LbpError('E108', `${pathIn(folder, file)}: the file is empty. Copy it again.`);
    const rejected = deck.rejected.filter((line) => line.file === file);
    if (rejected.length === 0 || rejected.length < deck.linesRead[file]) continue;
    const reasons = [...new Set(rejected.map(({ reject }) => reject))].join(', ');
    throw new LbpError(
      'E108',
      `${pathIn(folder, file)}: none of the ${rejected.length} lines can be used (${reasons}). Correct the file, or give its layout with --layout.`,
    );
  }
}

export function pathIn(folder: string, file: DeckFile): string {
  return join(folder, `${file}.txt`);
}

/** One character per byte, because positions on a line are counted in bytes; without a byte order mark. */
async function textOf(path: string): Promise<string> {
  try {
    return (await readFile(path, 'latin1')).replace(/^\xef\xbb\xbf/, '');
  } catch (cause) {
    throw new LbpError('E101', `${path}: no such file, or one that cannot be opened. Check the path.`, {
      cause,
    });
  }
}

/**
 * Reads the key of a deck.
 *
 * @param columns of a score
 * @param measure the measure's name in a score
 * @throws LbpError E101, E122
 */
export async function keyOf(path: string, columns: readonly string[], measure: string): Promise<KeyRow[]> {
  return readKey(await textOf(path), path, columns, measure);
}
