import { Worker } from 'node:worker_threads';
import { LbpError } from '../../errors.js';
import { type ConvertedFile, type ConvertTask, convertToDisk } from './convert-to-disk.js';
import type { WorkerMessage } from './convert-worker.js';

/** Converts one file at a time. */
interface Runner {
  convert(task: ConvertTask): Promise<ConvertedFile>;
  close(): Promise<void>;
}

/**
 * Converts files side by side; the result has the order of the tasks.
 *
 * @param threads how many files at a time, at the most
 * @param onBytes told of bytes as they are read
 */
export async function convertFiles(
  tasks: readonly ConvertTask[],
  threads: number,
  onBytes: (count: number) => void,
): Promise<ConvertedFile[]> {
  // A worker is started from a built module; from the sources, as in the tests, this thread does the work itself.
  const size = import.meta.url.endsWith('.ts') ? 1 : Math.min(threads, tasks.length);
  const runners = size > 1 ? Array.from({ length: size }, () => workerRunner(onBytes)) : [ownRunner(onBytes)];
  const converted: ConvertedFile[] = [];
  let next = 0;
  const work = async (runner: Runner): Promise<void> => {
    for (let at = next++; at < tasks.length; at = next++) {
      const task = tasks[at];
      if (task !== undefined) converted[at] = await runner.convert(task);
    }
  };
  try {
    await Promise.all(runners.map(work));
  } finally {
    await Promise.all(runners.map((runner) => runner.close()));
  }
  return converted;
}

function ownRunner(onBytes: (count: number) => void): Runner {
  return { convert: (task) => convertToDisk(task, onBytes), close: async () => undefined };
}

function workerRunner(onBytes: (count: number) => void): Runner {
  const worker = new Worker(new URL('./convert-worker.js', import.meta.url));
  const convert = (task: ConvertTask): Promise<ConvertedFile> =>
    new Promise((resolve, reject) => {
      const onMessage = (message: WorkerMessage): void => {
        if (message.kind === 'bytes') onBytes(message.count);
        else if (message.kind === 'done') settled(() => resolve(message.file));
        else settled(() => reject(errorOf(message.code, message.text)));
      };
      const onError = (error: Error): void => settled(() => reject(error));
      const onExit = (): void => onError(new Error('a worker thread ended before its work'));
      const settled = (settle: () => void): void => {
        worker.off('message', onMessage).off('error', onError).off('exit', onExit);
        settle();
      };
      worker.on('message', onMessage).on('error', onError).on('exit', onExit);
      worker.postMessage(task);
    });
  return {
    convert,
    close: async () => {
      await worker.terminate();
    },
  };
}

function errorOf(code: LbpError['code'] | null, text: string): Error {
  return code === null ? new Error(text) : new LbpError(code, text);
}
