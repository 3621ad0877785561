import { describe, expect, it } from 'vitest';
import { codePatterns, rangePatterns } from '../../../src/extract/activity/script/patterns.js';

describe('codes as patterns', () => {
  it('share what they begin with', () => {
    expect(codePatterns(['U132', 'U133', 'U211', 'Z665'])).toEqual(['U13[23]', 'U211', 'Z665']);
    expect(codePatterns([])).toEqual([]);
  });

  it.each([
    ['C00', 'C99'],
    ['D00', 'D09'],
    ['D37', 'D48'],
    ['D40', 'D40'],
    ['A05', 'A31'],
    ['B99', 'B99'],
  ])('%s to %s match each category between and no other', (from, to) => {
    const patterns = rangePatterns({ from, to }).map((pattern) => new RegExp(`^${pattern}$`));
    for (const letter of ['A', 'B', 'C', 'D', 'E']) {
      for (let number = 0; number <= 99; number += 1) {
        const category = `${letter}${String(number).padStart(2, '0')}`;
        const isBetween = category >= from && category <= to;
        expect([category, patterns.some((pattern) => pattern.test(category))]).toEqual([category, isBetween]);
      }
    }
  });
});
