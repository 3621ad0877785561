import { availableParallelism } from 'node:os';
import { describe, expect, it } from 'vitest';
import { defaultMemory, shareOfMemory, threadsWithin } from '../../src/extract/engine-size.js';
import { engineSettings } from '../../src/run/settings/common.js';

/** Decimal megabytes, of what `defaultMemory` gives. */
function megabytes(size: string): number {
  expect(size).toMatch(/^\d+MB$/);
  return Number.parseInt(size, 10);
}

describe('threads of the engine', () => {
  it.each([
    [1, '1GB', 1],
    [8, '1GB', 8],
    [9, '1GB', 8],
    [64, '1GB', 8],
    [64, '8GB', 64],
    [4, '500MB', 4],
    [5, '500 MB', 4],
    [2, '249MB', 1],
    [2, '250MB', 2],
    [4, '100MB', 1],
    [16, '2GiB', 16],
    [16, '1.5gb', 12],
  ])('of %i asked for, with %s: %i', (asked, memory, had) => {
    expect(threadsWithin(asked, memory)).toBe(had);
  });

  it('are one a core where none are asked for and there is memory for all', () => {
    expect(threadsWithin(0, '1000GB')).toBe(availableParallelism());
    expect(threadsWithin(0, '125MB')).toBe(1);
  });
});

describe('memory where none is given', () => {
  it('is 500 MB for few threads, and enough for every one of more where the machine has it', () => {
    expect(defaultMemory(1, 'tables')).toBe('500MB');
    expect(defaultMemory(4, 'tables')).toBe('500MB');
    expect(megabytes(defaultMemory(100_000, 'tables'))).toBeLessThan(100_000 * 125);
    expect(defaultMemory(1, 'joined files')).toBe('1000MB');
    for (const threads of [0, 1, 4, 8, 64]) {
      const had = threadsWithin(threads, defaultMemory(threads, 'tables'));
      expect(megabytes(defaultMemory(threads, 'tables')) / had).toBeGreaterThanOrEqual(125);
    }
  });

  it.each([
    [{}, '500MB'],
    [{ preset: 'tuva' as const }, '500MB'],
    [{ preset: 'cclf' as const }, '1000MB'],
    [{ preset: 'rif' as const }, '1000MB'],
    [{ x12: ['claims.837'] }, '1000MB'],
  ])('%j on one thread: %s', (config, memory) => {
    expect(engineSettings({ threads: 1, ...config }).memory).toBe(memory);
  });

  it('is divided among engines, but not below what one needs', () => {
    expect(shareOfMemory('1GB', 4)).toBe('250MB');
    expect(shareOfMemory('500MB', 2)).toBe('250MB');
    expect(shareOfMemory('500MB', 8)).toBe('180MB');
  });
});
