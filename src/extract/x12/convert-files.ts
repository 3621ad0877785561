import { workerModule } from '../../package-files.js';
import { onThreads } from '../threads.js';
import { type ConvertedFile, type ConvertTask, convertToDisk } from './convert-to-disk.js';

/**
 * Converts files in parallel; the result has the order of the tasks.
 *
 * @param threads at most this many files at a time
 * @param onBytes called with the number of bytes as they are read
 */
export function convertFiles(
  tasks: readonly ConvertTask[],
  threads: number,
  onBytes: (count: number) => void,
): Promise<ConvertedFile[]> {
  const worker = workerModule('convert-worker');
  const sideBySide = Math.min(threads, tasks.length);
  return onThreads(tasks, sideBySide > 1 ? sideBySide : 0, { here: convertToDisk, worker }, onBytes);
}
