import { ownLock } from '../src/folder-lock.js';

const FIELDS = ['prefix', 'host', 'machine', 'boot', 'pidSpace', 'pid', 'ticks', 'started'];

/** The lock name of a process that differs from this one only in the values passed. */
export function lockWith(given: Readonly<Record<string, string>>): string {
  return ownLock()
    .split(',')
    .map((own, at) => given[FIELDS[at] ?? ''] ?? own)
    .join(',');
}

/** The lock of a dead process that had the same process id. */
export const DEAD_LOCK = lockWith({ ticks: '1' });
