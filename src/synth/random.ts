/**
 * Reproducible chance. A stream is named by (seed, number, topic) and depends on nothing else, so one person
 * can be generated without the ones before, and a larger plan keeps its first people. Written here, not taken
 * from a library, because every claim line draws about ten times, and starting a stream must cost only a few
 * instructions.
 */

/** The state of a stream: the small fast counter generator (sfc32), which passes the usual test batteries. */
export interface Random {
  a: number;
  b: number;
  c: number;
  count: number;
}

/** What a stream is for: each topic has its own, so that changing one part of the model leaves the others alone. */
export const TOPICS = {
  household: 1,
  person: 2,
  enrollment: 3,
  care: 4,
  backPain: 5,
  redFlags: 6,
  drugs: 7,
  activity: 8,
} as const;
export type Topic = keyof typeof TOPICS;

function mix(hash: number, value: number): number {
  let h = Math.imul(hash ^ value, 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

/** Starts the stream of a topic for one person (or household). */
export function randomFor(seed: number, number: number, topic: Topic): Random {
  let h = mix(0x9e3779b9, seed | 0);
  h = mix(h, Math.floor(seed / 2 ** 32));
  h = mix(h, number | 0);
  h = mix(h, Math.floor(number / 2 ** 32) + TOPICS[topic] * 0x10001);
  const a = mix(h, 1);
  const b = mix(a, 2);
  const random = { a, b, c: mix(b, 3), count: 1 };
  for (let round = 0; round < 8; round++) nextWord(random);
  return random;
}

/** The next 32 bits, as a number from 0 to 2^32 - 1. */
export function nextWord(random: Random): number {
  const sum = (random.a + random.b + random.count) | 0;
  random.count = (random.count + 1) | 0;
  random.a = random.b ^ (random.b >>> 9);
  random.b = (random.c + (random.c << 3)) | 0;
  random.c = (((random.c << 21) | (random.c >>> 11)) + sum) | 0;
  return sum >>> 0;
}

/** A number from 0 up to, and not including, 1. */
export function unit(random: Random): number {
  return nextWord(random) / 2 ** 32;
}

/** True with the given probability. */
export function chance(random: Random, probability: number): boolean {
  return nextWord(random) < probability * 2 ** 32;
}

/** A whole number from low to high, both included. */
export function between(random: Random, low: number, high: number): number {
  return low + Math.floor(unit(random) * (high - low + 1));
}

/** A count of something that happens `mean` times on average (Poisson). */
export function times(random: Random, mean: number): number {
  if (mean <= 0) return 0;
  const limit = Math.exp(-mean);
  let product = unit(random);
  let count = 0;
  while (product > limit) {
    product *= unit(random);
    count++;
  }
  return count;
}

/** One of the items, with equal probability. */
export function oneOf<T>(random: Random, items: readonly T[]): T {
  return at(items, Math.floor(unit(random) * items.length));
}

/** Outcomes and their weights, spread over 4096 slots so that drawing takes one lookup. */
export interface Weighted<T> {
  readonly slots: readonly T[];
}

/**
 * Builds a table of weighted outcomes; weights need not have a particular sum. No outcome is lost to
 * rounding.
 */
export function weighted<T>(entries: readonly (readonly [T, number])[]): Weighted<T> {
  const total = entries.reduce((sum, [, weight]) => sum + weight, 0);
  const slots: T[] = [];
  let sum = 0;
  for (const [outcome, weight] of entries) {
    sum += weight;
    const end = Math.max(Math.round((sum / total) * 4096), slots.length + 1);
    while (slots.length < end) slots.push(outcome);
  }
  return { slots };
}

/** Draws from a table of weighted outcomes. */
export function pick<T>(random: Random, table: Weighted<T>): T {
  return at(table.slots, Math.floor(unit(random) * table.slots.length));
}

/** The item at a place that is known to exist. */
export function at<T>(items: readonly T[], index: number): T {
  const item = items[index];
  if (item === undefined) throw new Error(`no item ${index} of ${items.length}`);
  return item;
}
