/*
 * What must be stopped or removed when the process is interrupted. Whoever starts something of the kind says so here;
 * the command line does it when a signal comes.
 */

type Task = () => void | Promise<void>;

const tasks = new Set<Task>();

/** @returns takes the task back, once there is nothing left to stop */
export function onInterruption(task: Task): () => void {
  tasks.add(task);
  return () => tasks.delete(task);
}

/** Does what is to be done, the latest first: what writes is stopped before what it writes is removed. */
export async function stopEverything(): Promise<void> {
  for (const task of [...tasks].reverse()) {
    const stopped = task();
    // Where there is nothing to wait for, the interrupted work must not get a turn before all is stopped.
    if (stopped !== undefined) await stopped;
  }
}
