import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { DECK_FILE_NAMES, layOut } from '../../bench/lay-out-deck.js';
import { MEASURE } from '../../src/packs/index.js';
import { runDeck } from '../../src/run/run-deck.js';
import { deckSettings } from '../../src/run/settings/deck-settings.js';

/* Our own decks (fixtures/deck): what is expected of each member is written by hand in members.txt. */

const home = mkdtempSync(join(tmpdir(), 'lbp-deck-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

describe.each([2024, 2025])('the deck of %i', (year) => {
  const folder = fileURLToPath(new URL(`../../fixtures/deck/${year}/`, import.meta.url));
  const table = readFileSync(join(folder, 'members.txt'), 'utf8');
  const textOf = (name: string): string => readFileSync(join(folder, name), 'utf8');

  it('has its files as they are laid out from the table of members', () => {
    const files = layOut(table);
    for (const name of DECK_FILE_NAMES) expect([name, textOf(name)]).toEqual([name, files[name]]);
  });

  it('has at least 150 members, each with an id of its own', () => {
    const ids = textOf('member-gm.txt')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => line.slice(0, 16).trim());
    expect(ids.length).toBeGreaterThanOrEqual(150);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('is scored as its key says, cell by cell', async () => {
    const out = join(home, String(year));
    const asked = deckSettings(MEASURE, folder, { year, key: join(folder, 'key.txt'), out });
    const { differences, exit } = await runDeck(MEASURE, asked, { onStage: () => undefined });
    expect(differences).toEqual([]);
    expect(exit).toBe('done');
    // The comparison could overlook something; the files themselves cannot.
    const sorted = (text: string): string[] => text.trim().split('\n').sort();
    expect(sorted(readFileSync(join(out, 'score.txt'), 'utf8'))).toEqual(sorted(textOf('key.txt')));
  });
});
