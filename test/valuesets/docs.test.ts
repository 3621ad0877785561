import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { MEDICATIONS, VALUE_SETS } from '../../valuesets/assemble/definitions/index.js';

test('the page on value sets names every open set and list', async () => {
  const page = await readFile('docs/value-sets.md', 'utf8');
  const unnamed = [...VALUE_SETS, ...MEDICATIONS]
    .map(({ name }) => name)
    .filter((name) => !page.includes(name));
  expect(unnamed).toEqual([]);
});
