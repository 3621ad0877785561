/*
 * What must be stopped or removed when the process is interrupted. Whoever starts something of the kind says so here; the
 * command line does it when a signal comes.
 */

const tasks = new Set<() => void>();

/** @returns takes the task back, once there is nothing left to stop */
export function onInterruption(task: () => void): () => void {
  tasks.add(task);
  return () => tasks.delete(task);
}

/** Does what is to be done, the latest first: what writes is stopped before what it writes is removed. */
export function stopEverything(): void {
  for (const task of [...tasks].reverse()) task();
}
