import { describe, expect, it } from 'vitest';
import { episodeOn } from '../../../src/packs/review/episode.js';
import { day } from './people.js';

const TODAY = day('2024-05-15');

function phaseOf(...dates: readonly number[]): string {
  const { phase, start } = episodeOn(
    TODAY,
    dates.map((offset) => TODAY + offset),
  );
  return start === null ? phase : `${phase} ${TODAY - start}`;
}

describe('the episode of low back pain', () => {
  it.each([
    [[0], 'acute 0'],
    [[-42], 'acute 42'],
    [[-43], 'subacute 43'],
    [[-90], 'subacute 90'],
    [[-91], 'chronic 91'],
    [[-180], 'chronic 180'],
    [[-181], 'none'],
    [[], 'none'],
  ])('with pain on %j is %s', (dates, phase) => {
    expect(phaseOf(...dates)).toBe(phase);
  });

  it('goes back while no step is longer than 180 days', () => {
    expect(phaseOf(-80, -260)).toBe('chronic 260');
    expect(phaseOf(-80, -261)).toBe('subacute 80');
    expect(phaseOf(-180, -360, -540)).toBe('chronic 540');
    expect(phaseOf(-180, -360, -541)).toBe('chronic 360');
  });

  it('takes dates in any order, and none after the day', () => {
    expect(phaseOf(-260, 0, -80)).toBe('chronic 260');
    expect(phaseOf(1, -20)).toBe('acute 20');
    expect(phaseOf(1)).toBe('none');
  });
});
