import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ByteSet, SharedSetBuilder } from '../../../../src/extract/prefilter/lines/byte-set.js';

function setOf(texts: readonly string[]): ByteSet {
  const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  const builder = new SharedSetBuilder(texts.length, bytes);
  for (const text of texts) builder.add(text);
  return new ByteSet(builder.shared);
}

/** Asks for a text that stands somewhere within another. */
function has(set: ByteSet, text: string): boolean {
  const before = Buffer.from('ab');
  const asked = Buffer.from(text);
  return set.has(Buffer.concat([before, asked, before]), before.length, before.length + asked.length);
}

describe('a set of texts as bytes', () => {
  it('has what a set of strings has', () => {
    // Of few letters, so that texts are often alike, and begin alike.
    const text = fc.oneof(
      fc.string({ unit: fc.constantFrom('a', 'b', 'é', '\0'), maxLength: 5 }),
      fc.string({ unit: 'binary' }),
    );
    fc.assert(
      fc.property(
        fc.uniqueArray(text, { maxLength: 40 }),
        fc.array(text, { maxLength: 40 }),
        (texts, others) => {
          const expected = new Set(texts);
          const set = setOf(texts);
          for (const one of [...texts, ...others]) expect(has(set, one)).toBe(expected.has(one));
        },
      ),
    );
  });

  it('knows texts that differ in their last byte only', () => {
    const texts = Array.from({ length: 5000 }, (_, index) => `P${String(index).padStart(9, '0')}`);
    const set = setOf(texts.filter((_, index) => index % 3 === 0));
    expect(texts.map((text) => has(set, text))).toEqual(texts.map((_, index) => index % 3 === 0));
  });

  it('of none has none', () => {
    expect(has(setOf([]), '')).toBe(false);
    expect(has(setOf([]), 'P1')).toBe(false);
    expect(has(setOf(['']), '')).toBe(true);
  });

  it('knows texts of any length', () => {
    const texts = [255, 256, 257, 65_535, 65_536, 65_537, 70_000].map((length) => 'x'.repeat(length));
    const set = setOf(texts.slice(1));
    expect(texts.map((text) => has(set, text))).toEqual([false, true, true, true, true, true, true]);
    expect(has(set, 'x'.repeat(65_538))).toBe(false);
  });

  it('has room for as many as it was made for, which it need not get', () => {
    const builder = new SharedSetBuilder(3, 30);
    builder.add('P1');
    expect(has(new ByteSet(builder.shared), 'P1')).toBe(true);
    expect(has(new ByteSet(builder.shared), 'P2')).toBe(false);
  });
});
