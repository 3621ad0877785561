import { parentPort } from 'node:worker_threads';
import { type ErrorCode, LbpError } from '../../errors.js';
import { type ConvertedFile, type ConvertTask, convertToDisk } from './convert-to-disk.js';

/* A worker thread that converts the files it is sent, one after the other. */

/** What a worker says: how many bytes it has read since, that a file is done, or what keeps it from being done. */
export type WorkerMessage =
  | { readonly kind: 'bytes'; readonly count: number }
  | { readonly kind: 'done'; readonly file: ConvertedFile }
  | { readonly kind: 'failed'; readonly code: ErrorCode | null; readonly text: string };

/** A message for each piece of a file would cost more than it tells. */
const BYTES_PER_MESSAGE = 4 << 20;

const port = parentPort;
port?.on('message', (task: ConvertTask) => {
  let unsaid = 0;
  convertToDisk(task, (count) => {
    unsaid += count;
    if (unsaid < BYTES_PER_MESSAGE) return;
    port.postMessage({ kind: 'bytes', count: unsaid } satisfies WorkerMessage);
    unsaid = 0;
  }).then(
    (file) => port.postMessage({ kind: 'done', file } satisfies WorkerMessage),
    (error: unknown) => port.postMessage(failure(error)),
  );
});

/** Errors lose their class on the way between threads. */
function failure(error: unknown): WorkerMessage {
  if (error instanceof LbpError) return { kind: 'failed', code: error.code, text: error.text };
  return { kind: 'failed', code: null, text: error instanceof Error ? error.message : String(error) };
}
