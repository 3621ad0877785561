import { describe, expect, it } from 'vitest';
import { PlainText } from '../../../src/inputs/tables/plain-text.js';

function isPlain(bytes: Buffer, chunk: number): boolean {
  const text = new PlainText();
  for (let from = 0; from < bytes.length; from += chunk) text.add(bytes.subarray(from, from + chunk));
  return text.wasPlain;
}

describe('plain text', () => {
  const CASES: [string, Buffer, boolean][] = [
    ['nothing', Buffer.from(''), true],
    ['letters', Buffer.from('a,b\n1,2\n'), true],
    ['characters of two, three and four bytes', Buffer.from('é,€,𝄞,é\n'), true],
    ['a quote', Buffer.from('a,b\n1,"2"\n'), false],
    ['a quote at the end', Buffer.from('a,b\n1,2"'), false],
    ['the byte 1, which separates the lines of nothing', Buffer.from('a\u0001b\n'), false],
    ['Latin-1', Buffer.from('M\xfcller,1\n', 'latin1'), false],
    ['a character that is cut off at the end', Buffer.from('a,€\n').subarray(0, 4), false],
    ['a byte that only continues', Buffer.from([0x61, 0x80, 0x61]), false],
    ['a gzip file', Buffer.from([0x1f, 0x8b, 0x08, 0x00, 0x00]), false],
    ['a zstd file', Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x04]), false],
  ];
  it.each(CASES)('%s', (_, bytes, expected) => {
    for (const chunk of [1, 2, 3, 4, 5, 1000])
      expect([chunk, isPlain(bytes, chunk)]).toEqual([chunk, expected]);
  });
});
