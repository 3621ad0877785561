import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BLOCK_BYTES, Structure } from '../../../../src/extract/prefilter/lines/structure.js';

const LF = 0x0a;
const COMMA = 0x2c;
const structure = new Structure();

interface Found {
  readonly places: readonly number[];
  readonly ends: readonly number[];
}

/** The same, byte by byte. */
function expected(text: Uint8Array, separator: number): Found {
  const places: number[] = [];
  const ends: number[] = [];
  text.forEach((byte, at) => {
    if (byte === LF) ends.push(places.length);
    if (byte === LF || byte === separator) places.push(at);
  });
  return { places, ends };
}

/** Puts a text where another stood, of which nothing may be found. */
function put(text: Uint8Array, before: number): void {
  structure.text.fill(before);
  structure.text.set(text);
}

function look(text: Uint8Array, separator: number): Found {
  put(text, separator);
  const lines = structure.look(text.length, separator);
  const ends = [...structure.ends.subarray(0, lines)];
  const before = (ends.at(-1) ?? -1) + 1;
  // Behind the last line feed, as many places as there should be.
  const behind = expected(text, separator).places.length - before;
  return { places: [...structure.places.subarray(0, before + behind)], ends };
}

function lookForLines(text: Uint8Array): number[] {
  put(text, LF);
  return [...structure.ends.subarray(0, structure.lookForLines(text.length))];
}

const indexesOf = (text: Uint8Array, byte: number): number[] =>
  [...text.keys()].filter((at) => text[at] === byte);

describe('separators and line feeds', () => {
  it('are found in texts of any bytes', () => {
    const byte = fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom(COMMA, LF, 0x09, 0xac, 0x0d, 0) },
      { weight: 5, arbitrary: fc.integer({ min: 0, max: 255 }) },
    );
    fc.assert(
      fc.property(
        fc.array(byte, { maxLength: 300 }),
        fc.constantFrom(COMMA, 0x09, 0x7c, 0x01, 0x7f),
        (bytes, separator) => {
          const text = Uint8Array.from(bytes);
          expect(look(text, separator)).toEqual(expected(text, separator));
          expect(lookForLines(text)).toEqual(indexesOf(text, LF));
        },
      ),
      { numRuns: 500 },
    );
  });

  it('are found wherever one stands alone', () => {
    for (let length = 1; length <= 200; length += 1) {
      for (const at of [0, length >> 1, length - 1]) {
        for (const byte of [COMMA, LF]) {
          const text = new Uint8Array(length).fill(0x78);
          text[at] = byte;
          expect(look(text, COMMA)).toEqual({ places: [at], ends: byte === LF ? [0] : [] });
          expect(lookForLines(text)).toEqual(byte === LF ? [at] : []);
        }
      }
    }
  });

  it.each([0, 1, 15, 16, 17, 63, 64, 65, 127, 128, 129, 1000])(
    'are found in %i bytes of nothing else',
    (length) => {
      for (const byte of [COMMA, LF]) {
        const text = new Uint8Array(length).fill(byte);
        expect(look(text, COMMA)).toEqual(expected(text, COMMA));
      }
    },
  );

  it.each([0, 1, 16, 63, 64])('are found in a block less %i bytes', (less) => {
    const full = new Uint8Array(BLOCK_BYTES - less);
    const kinds: readonly Uint8Array[] = [
      new Uint8Array(full).fill(COMMA),
      new Uint8Array(full).fill(LF),
      full.map((_, at) => (at % 5 === 4 ? LF : at % 2 === 0 ? COMMA : 0x78)),
    ];
    for (const text of kinds) {
      const { places, ends } = expected(text, COMMA);
      const found = look(text, COMMA);
      expect(isSame(found.places, places)).toBe(true);
      expect(isSame(found.ends, ends)).toBe(true);
      expect(
        isSame(
          lookForLines(text),
          ends.map((end) => places[end] ?? -1),
        ),
      ).toBe(true);
    }
  });

  it('of one line are found among others, whose line feeds stay known', () => {
    const lines = Array.from(
      { length: 40 },
      (_, number) => `${','.repeat(number % 7)}${'x'.repeat(number)}\n`,
    );
    const text = Buffer.from(lines.join(''));
    const feeds = lookForLines(text);
    let start = 0;
    feeds.forEach((feed) => {
      structure.lookAtLine(start, feed, COMMA);
      const commas = indexesOf(text, COMMA).filter((at) => at >= start && at < feed);
      expect([...structure.places.subarray(0, commas.length + 1)]).toEqual([...commas, feed]);
      expect([...structure.ends.subarray(0, feeds.length)]).toEqual(feeds);
      start = feed + 1;
    });
  });
});

/** The same as an expectation on lists, of a quarter of a million numbers each, but quickly. */
function isSame(one: readonly number[], other: readonly number[]): boolean {
  return one.length === other.length && one.every((number, index) => number === other[index]);
}
