/*
 * What must be stopped or removed when the process is interrupted. Code that starts such a thing registers it
 * here; the command line stops it when a signal arrives.
 */

type Task = () => void | Promise<void>;

const tasks = new Set<Task>();

/** @returns a function that unregisters the task, once there is nothing left to stop */
export function onInterruption(task: Task): () => void {
  tasks.add(task);
  return () => tasks.delete(task);
}

/** Runs the tasks, latest first: writers are stopped before their output is removed. */
export async function stopEverything(): Promise<void> {
  for (const task of [...tasks].reverse()) {
    const stopped = task();
    // If there is nothing to wait for, the interrupted work must not run again before everything is stopped.
    if (stopped !== undefined) await stopped;
  }
}
