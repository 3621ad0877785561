import { describe, expect, it } from 'vitest';
import { between, chance, nextWord, pick, randomFor, times, unit, weighted } from '../../src/synth/random.js';

describe('random', () => {
  it('gives the same numbers for the same name, and others for another', () => {
    const words = (seed: number, number: number, topic: 'care' | 'drugs') => {
      const random = randomFor(seed, number, topic);
      return [nextWord(random), nextWord(random), nextWord(random)].join(' ');
    };
    expect(words(1, 2, 'care')).toBe(words(1, 2, 'care'));
    const others = [
      words(1, 2, 'drugs'),
      words(2, 2, 'care'),
      words(1, 3, 'care'),
      words(1 + 2 ** 32, 2, 'care'),
    ];
    expect(new Set([words(1, 2, 'care'), ...others]).size).toBe(5);
  });

  it('starts neighboring streams far apart', () => {
    const firsts = new Set<number>();
    let sum = 0;
    for (let number = 0; number < 50_000; number++) {
      const first = unit(randomFor(7, number, 'person'));
      firsts.add(first);
      sum += first;
    }
    expect(firsts.size).toBeGreaterThan(49_990);
    expect(sum / 50_000).toBeCloseTo(0.5, 2);
  });

  it('draws evenly between two bounds, both included', () => {
    const random = randomFor(3, 0, 'care');
    const counts = [0, 0, 0, 0];
    for (let draw = 0; draw < 40_000; draw++) {
      const place = between(random, 5, 8) - 5;
      counts[place] = (counts[place] ?? 0) + 1;
    }
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(400);
  });

  it('meets probabilities, means and weights', () => {
    const random = randomFor(4, 0, 'care');
    const table = weighted([
      ['often', 98],
      ['rare', 0.001],
      ['seldom', 2],
    ]);
    let hits = 0;
    let events = 0;
    let seldom = 0;
    for (let draw = 0; draw < 40_000; draw++) {
      if (chance(random, 0.03)) hits++;
      events += times(random, 2.5);
      if (pick(random, table) === 'seldom') seldom++;
    }
    expect(hits / 40_000).toBeCloseTo(0.03, 2);
    expect(events / 40_000).toBeCloseTo(2.5, 1);
    expect(seldom / 40_000).toBeCloseTo(0.02, 2);
    expect(table.slots).toContain('rare');
  });
});
