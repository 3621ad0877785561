import { parentPort, Worker } from 'node:worker_threads';
import { type ErrorCode, LbpError } from '../errors.js';
import { onInterruption, stopEverything } from '../interruption.js';

/** Does one task at a time, here or on a separate thread. */
interface Runner<Task, Done> {
  run(task: Task): Promise<Done>;
  close(): Promise<void>;
}

/** How tasks are done: by this thread, or by a module on another thread. */
export interface Work<Task, Done> {
  readonly here: (task: Task, onBytes: (count: number) => void) => Done | Promise<Done>;
  readonly worker: URL;
  /** What a worker gets when it starts, for all of its tasks; plain data. */
  readonly given?: unknown;
  /**
   * Whether its workers have their own engines. Such a thread must end by itself: killed in the middle of an
   * engine call, it would take the process down.
   */
  readonly hasEngine?: boolean;
}

/** What a worker is sent. */
type Order<Task> = { readonly task: Task } | 'end';

/**
 * What a worker sends: the bytes it has read since its last message, the result of a task, or why a task
 * failed.
 */
type WorkerMessage<Done> =
  | { readonly kind: 'bytes'; readonly count: number }
  | { readonly kind: 'done'; readonly done: Done }
  | { readonly kind: 'failed'; readonly code: ErrorCode | null; readonly text: string };

/**
 * Does tasks in parallel; the results have the order of the tasks.
 *
 * @param threads at most this many at a time, each on its own thread; with 0, this thread does them one by
 *   one
 * @param onBytes called with the number of bytes as they are read
 */
export async function onThreads<Task, Done>(
  tasks: readonly Task[],
  threads: number,
  work: Work<Task, Done>,
  onBytes: (count: number) => void,
): Promise<Done[]> {
  const results: Done[] = [];
  await inOrder(tasks, threads, work, { onBytes, onDone: (done) => results.push(done) });
  return results;
}

/** The same, but each result is consumed in task order as soon as it is its turn, and not kept. */
export async function inOrder<Task, Done>(
  tasks: readonly Task[],
  threads: number,
  work: Work<Task, Done>,
  { onBytes, onDone }: { readonly onBytes: (count: number) => void; readonly onDone: (done: Done) => void },
): Promise<void> {
  // Workers start from a built module; when run from source, as in the tests, this thread does the work
  // itself.
  const size = import.meta.url.endsWith('.ts') ? 0 : Math.min(threads, tasks.length);
  const runners: Runner<Task, Done>[] =
    size > 0
      ? Array.from({ length: size }, () => workerRunner(work, onBytes))
      : [{ run: async (task) => work.here(task, onBytes), close: async () => undefined }];
  const closeAll = async (): Promise<void> => {
    await Promise.all(runners.map((runner) => runner.close()));
  };
  const areClosed = work.hasEngine === true ? onInterruption(closeAll) : () => undefined;
  /** Results waiting for earlier ones. */
  const waiting = new Map<number, { readonly done: Done }>();
  let used = 0;
  let next = 0;
  const runTasks = async (runner: Runner<Task, Done>): Promise<void> => {
    for (let at = next++; at < tasks.length; at = next++) {
      waiting.set(at, { done: await runner.run(tasks[at] as Task) });
      for (let ready = waiting.get(used); ready !== undefined; ready = waiting.get(used)) {
        waiting.delete(used);
        used += 1;
        onDone(ready.done);
      }
    }
  };
  try {
    await Promise.all(runners.map(runTasks));
  } finally {
    areClosed();
    await closeAll();
  }
}

function workerRunner<Task, Done>(
  { worker: module, given, hasEngine = false }: Work<Task, Done>,
  onBytes: (count: number) => void,
): Runner<Task, Done> {
  const worker = new Worker(module, { workerData: given });
  const ended = new Promise<void>((resolve) => {
    worker.once('exit', () => resolve());
  });
  let isEnding = false;
  const tell = (order: Order<Task>): void => worker.postMessage(order);
  const run = (task: Task): Promise<Done> =>
    new Promise((resolve, reject) => {
      const onMessage = (message: WorkerMessage<Done>): void => {
        if (message.kind === 'bytes') onBytes(message.count);
        else if (message.kind === 'done') settled(() => resolve(message.done));
        else settled(() => reject(errorOf(message.code, message.text)));
      };
      const onError = (error: Error): void => settled(() => reject(error));
      const onExit = (): void => onError(new Error('a worker thread ended before its work'));
      const settled = (settle: () => void): void => {
        worker.off('message', onMessage).off('error', onError).off('exit', onExit);
        // An interrupted task has no outcome: the code that interrupts it decides what happens next.
        if (!isEnding) settle();
      };
      worker.on('message', onMessage).on('error', onError).on('exit', onExit);
      tell({ task });
    });
  return {
    run,
    close: async () => {
      isEnding = true;
      if (hasEngine) tell('end');
      else await worker.terminate();
      await ended;
    },
  };
}

function errorOf(code: LbpError['code'] | null, text: string): Error {
  return code === null ? new Error(text) : new LbpError(code, text);
}

/** A message for every chunk that is read would cost too much. */
const BYTES_PER_MESSAGE = 4 << 20;

/** Makes a worker thread of the module that calls it: it does the tasks it is sent, one after another. */
export function serve<Task, Done>(here: Work<Task, Done>['here']): void {
  const port = parentPort;
  const say = (message: WorkerMessage<Done>): void => port?.postMessage(message);
  let underWay: Promise<void> = Promise.resolve();
  port?.on('message', (order: Order<Task>) => {
    if (order === 'end') {
      stopEverything()
        .then(() => underWay)
        .finally(() => port.close());
      return;
    }
    let unsaid = 0;
    const onBytes = (count: number): void => {
      unsaid += count;
      if (unsaid < BYTES_PER_MESSAGE) return;
      say({ kind: 'bytes', count: unsaid });
      unsaid = 0;
    };
    underWay = (async () => here(order.task, onBytes))().then(
      (done) => say({ kind: 'done', done }),
      (error: unknown) => say(failure(error)),
    );
  });
}

/** Errors lose their class between threads. */
function failure(error: unknown): { kind: 'failed'; code: ErrorCode | null; text: string } {
  if (error instanceof LbpError) return { kind: 'failed', code: error.code, text: error.text };
  return { kind: 'failed', code: null, text: error instanceof Error ? error.message : String(error) };
}
