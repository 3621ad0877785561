import { expect, it } from 'vitest';
import { plainTable } from '../../src/cli/plain-table.js';

const rows = (count: number): string[][] =>
  Array.from({ length: count }, (_, number) => [`${number}`, 'M54.5']);

it.each([
  [0, 1],
  [1, 1],
  [1000, 1],
  [1001, 2],
])('a table of %i rows shows its heading %i times', (count, headings) => {
  const lines = plainTable(['line', 'code'], rows(count)).split('\n');
  expect(lines.filter((line) => line.startsWith('line')).length).toBe(headings);
  expect(lines.length).toBe(count + headings);
});

it('writes a table of more rows than a call takes arguments', () => {
  const lines = plainTable(['line', 'code'], rows(130_000)).split('\n');
  expect(lines.at(-1)).toMatch(/^129999 +M54\.5/);
});
