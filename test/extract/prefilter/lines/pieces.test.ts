import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type Pieces, piecesOf } from '../../../../src/extract/prefilter/lines/pieces.js';

const folder = mkdtempSync(join(tmpdir(), 'lbp-pieces-'));
const path = join(folder, 'table.csv');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** As long as a block, which no line may be. */
const BLOCK = 256 * 1024;
const LF = 0x0a;

function piecesIn(text: string | Buffer): Pieces | null {
  writeFileSync(path, text);
  return piecesOf(path, Buffer.byteLength(text));
}

describe('the header of a file', () => {
  it.each<[string, string, Pieces | null]>([
    ['ends with LF', 'a,b\n1,2\n', { hasReturns: false, ranges: [[4, 8]] }],
    ['ends with CR LF', 'a,b\r\n1,2\r\n', { hasReturns: true, ranges: [[5, 10]] }],
    ['stands behind a byte order mark', '\ufeffa\n1\n', { hasReturns: false, ranges: [[5, 7]] }],
    ['is all there is', 'a,b\n', { hasReturns: false, ranges: [] }],
    ['is all there is, and does not end', 'a,b', null],
    ['has a last line below it that does not end', 'a,b\n1,2', { hasReturns: false, ranges: [[4, 7]] }],
    ['is empty', '\n1\n', { hasReturns: false, ranges: [[1, 3]] }],
    [
      'is nearly as long as a block',
      `${'a'.repeat(BLOCK - 1)}\n1\n`,
      { hasReturns: false, ranges: [[BLOCK, BLOCK + 2]] },
    ],
  ])('%s', (_, text, expected) => {
    expect(piecesIn(text)).toEqual(expected);
  });

  it.each([
    ['is as long as a block', `${'a'.repeat(BLOCK)}\n1\n`],
    ['has quotes', '"a",b\n1,2\n'],
    ['stands above a quote', 'a,b\n1,"2"\n'],
    ['ends with CR, and lines below with LF', 'a,b\r1,2\n3,4\n'],
    ['ends with CR, and lines below with CR LF', 'a,b\r1,2\r\n3,4\r\n'],
    ['ends with CR CR LF', 'a,b\r\r\n1,2\r\n'],
    ['ends with CR', 'a,b\r1,2\r'],
  ])('cannot be seen in the lines where it %s', (_, text) => {
    expect(piecesIn(text)).toBeNull();
  });
});

/** Lines of all lengths up to 999 bytes, 75 MB together. */
function longText(end: string): Buffer {
  const lines = Array.from({ length: 999 }, (_, length) => `${'x'.repeat(length)}${end}`).join('');
  return Buffer.from(`header${end}${lines.repeat(150)}`);
}

describe('a long file', () => {
  it.each(['\n', '\r\n'])('is cut behind line ends, into pieces that hold every byte once (%j)', (end) => {
    const text = longText(end);
    const { hasReturns, ranges } = piecesIn(text) ?? { hasReturns: null, ranges: [] };
    expect(hasReturns).toBe(end === '\r\n');
    expect(ranges.length).toBeGreaterThan(1);
    expect(ranges[0]?.[0]).toBe(text.indexOf(LF) + 1);
    expect(ranges.at(-1)?.[1]).toBe(text.length);
    ranges.forEach(([from, to], index) => {
      expect(from).toBeLessThan(to);
      expect(text[from - 1]).toBe(LF);
      if (index > 0) expect(from).toBe(ranges[index - 1]?.[1]);
    });
  });

  it('is cut at no place where a line is longer than a block', () => {
    const text = longText('\n');
    const cut = piecesIn(text)?.ranges[0]?.[1] ?? 0;
    text.fill('x', cut - 1, cut + BLOCK);
    expect(piecesIn(text)).toBeNull();
  });

  it('that became shorter is left alone', () => {
    const text = longText('\n');
    writeFileSync(path, text.subarray(0, 100));
    expect(piecesOf(path, text.length)).toBeNull();
  });
});

it('a file that cannot be read is a coded error', () => {
  expect(() => piecesOf(join(folder, 'none.csv'), 10)).toThrow(
    expect.objectContaining({ code: 'E101', message: expect.stringContaining('none.csv') }),
  );
});
