import { availableParallelism, totalmem } from 'node:os';

/*
 * How many threads the engine has, and how much memory. The two belong together: a thread that reads holds some blocks
 * of its file, and with too many for the memory the engine gives up instead of waiting.
 */

/**
 * Enough for a thread to read and sort the widest tables we know, with a third to spare
 * (docs/performance.md).
 */
const MEGABYTES_PER_THREAD = 125;

/** With less, joining several tables spills more than necessary; files that hold parts of claims need more joins. */
const LEAST_BY_DEFAULT = { tables: 500, 'joined files': 1000 };

/** The least memory that one engine can work with. */
export const LEAST_MEGABYTES = 180;

/**
 * The number of threads available.
 *
 * @param threads the number requested; 0 for one per core
 * @param memory of the engine, as it writes it (`2GB`): no more threads than fit in it
 */
export function threadsWithin(threads: number, memory: string): number {
  const most = Math.max(1, Math.floor(megabytesOf(memory) / MEGABYTES_PER_THREAD));
  return Math.min(threads > 0 ? threads : availableParallelism(), most);
}

/** The engine's default memory: by the number of threads, and usually at most half of the machine's. */
export function defaultMemory(threads: number, inputs: keyof typeof LEAST_BY_DEFAULT): string {
  const wanted = MEGABYTES_PER_THREAD * (threads > 0 ? threads : availableParallelism());
  const half = Math.floor(totalmem() / 2 / 1_000_000);
  return `${Math.max(LEAST_BY_DEFAULT[inputs], Math.min(wanted, half))}MB`;
}

/** The share of memory for each of several engines; never less than one needs. */
export function shareOfMemory(memory: string, engines: number): string {
  return `${Math.max(LEAST_MEGABYTES, Math.floor(megabytesOf(memory) / engines))}MB`;
}

/** The megabytes of a size as the engine writes it, binary or decimal. */
export function megabytesOf(size: string): number {
  return Number.parseFloat(size) * (/g/i.test(size) ? 1000 : 1);
}
