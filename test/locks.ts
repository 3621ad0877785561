import { ownLock } from '../src/folder-lock.js';

const FIELDS = ['prefix', 'host', 'machine', 'boot', 'pidSpace', 'pid', 'ticks', 'started'];

/** The name of the lock of a process that is like this one but for what is given. */
export function lockWith(given: Readonly<Record<string, string>>): string {
  return ownLock()
    .split(',')
    .map((own, at) => given[FIELDS[at] ?? ''] ?? own)
    .join(',');
}

/** The lock of a process that had the number of this one before it and is dead. */
export const DEAD_LOCK = lockWith({ ticks: '1' });
