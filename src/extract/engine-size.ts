import { availableParallelism, totalmem } from 'node:os';

/*
 * How many threads the engine has, and how much memory. The two belong together: a thread that reads holds some blocks
 * of its file, and with too many for the memory the engine gives up instead of waiting.
 */

/**
 * Enough for a thread to read the widest tables we know and to sort them, with a third to spare (docs/performance.md).
 */
const MEGABYTES_PER_THREAD = 125;

/**
 * With less, several tables that are put together spill more than they need to; claim files are put together from more.
 */
const LEAST_BY_DEFAULT = { tables: 500, 'claim files': 1000 };

/** Less is too little for one engine. */
export const LEAST_MEGABYTES = 180;

/**
 * The threads that are to be had.
 *
 * @param threads as many as there are asked for; 0 for one a core
 * @param memory of the engine, as it writes it (`2GB`): no more threads than it is enough for
 */
export function threadsWithin(threads: number, memory: string): number {
  const most = Math.max(1, Math.floor(megabytesOf(memory) / MEGABYTES_PER_THREAD));
  return Math.min(threads > 0 ? threads : availableParallelism(), most);
}

/** The memory of the engine where none is given: by the threads, and no more than half of what the machine has. */
export function defaultMemory(threads: number, inputs: keyof typeof LEAST_BY_DEFAULT): string {
  const wanted = MEGABYTES_PER_THREAD * (threads > 0 ? threads : availableParallelism());
  const half = Math.floor(totalmem() / 2 / 1_000_000);
  return `${Math.max(LEAST_BY_DEFAULT[inputs], Math.min(wanted, half))}MB`;
}

/** What each of several engines may take of a memory; never less than one needs. */
export function shareOfMemory(memory: string, engines: number): string {
  return `${Math.max(LEAST_MEGABYTES, Math.floor(megabytesOf(memory) / engines))}MB`;
}

/** Of a size as the engine writes it, binary or decimal. */
export function megabytesOf(size: string): number {
  return Number.parseFloat(size) * (/g/i.test(size) ? 1000 : 1);
}
