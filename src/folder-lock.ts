import { createHash, randomUUID } from 'node:crypto';
import {
  closeSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';

/*
 * A lock on a folder that ends with the process that has it: an empty file in the folder, whose name says which process
 * that is. All is in the name, because names change in one step: a folder is made with its lock and then put in its
 * place, and the lock of a dead process becomes that of another by a rename, which only one of several can do.
 */

/** A process, and where it can be looked for. */
export interface Worker {
  readonly host: string;
  /** The machine, which two of one name on a network do not share. */
  readonly machine: string;
  /** From one start of the machine to the next. */
  readonly boot: string;
  /** Numbers of processes mean something within a name space only; a container has its own. */
  readonly pidSpace: string;
  readonly pid: number;
  /**
   * Ticks since the machine started, as the system counts them; a number that is used again has another. Blank where
   * unknown.
   */
  readonly ticks: string;
  /** In milliseconds since 1970. */
  readonly started: number;
}

const PREFIX = '.lbp-lock';

/** The name of the lock that this process puts into a folder. */
export function ownLock(): string {
  const { host, machine, boot, pidSpace, pid, ticks, started } = thisWorker();
  return [PREFIX, encodeURIComponent(host), machine, boot, pidSpace, pid, ticks, started].join(',');
}

/** The process whose lock a file is; null for any other file. */
export function workerOf(name: string): Worker | null {
  const [prefix, host = '', machine = '', boot = '', pidSpace = '', pid, ticks = '', started, ...more] =
    name.split(',');
  if (prefix !== PREFIX || started === undefined || more.length > 0) return null;
  return {
    ...{ host: decoded(host), machine, boot, pidSpace, ticks },
    ...{ pid: Number(pid), started: Number(started) },
  };
}

/** Whether a process still runs; `unknown` for one of another host or container, which cannot be seen from here. */
export function isAtWork(worker: Worker): 'yes' | 'no' | 'unknown' {
  const here = thisWorker();
  if (worker.host !== here.host || worker.machine !== here.machine) return 'unknown';
  if (worker.boot !== here.boot) return 'no';
  if (worker.pidSpace !== here.pidSpace) return 'unknown';
  if (!exists(worker.pid)) return 'no';
  const now = processFacts(worker.pid);
  if (now === null) return 'yes';
  return now.isGone || (worker.ticks !== '' && now.ticks !== worker.ticks) ? 'no' : 'yes';
}

/** A process in a message: `process 4711, which began 2026-11-28T02:01:03Z`. */
export function nameOf({ host, pid, started }: Worker): string {
  const where = host === hostname() ? '' : ` on ${host}`;
  return `process ${pid}${where}, which began ${new Date(started).toISOString().replace(/\.\d+Z$/, 'Z')}`;
}

/** The result of an attempt to take a folder. */
export type Claim =
  /** It was not there, and now it is, empty but for our lock. */
  | { readonly kind: 'made' }
  /** A process that is dead had left it; the lock is ours now, and all else is as it was. */
  | { readonly kind: 'taken over'; readonly lockBefore: string }
  | { readonly kind: 'busy'; readonly worker: Worker }
  /** It is not one of ours. */
  | { readonly kind: 'strange' };

/** Makes a folder that no other process has, or takes over that of a dead process. */
export function claimFolder(folder: string): Claim {
  for (;;) {
    if (isPutInPlace(folder)) return { kind: 'made' };
    const names = namesIn(folder);
    if (names === 'gone') continue;
    if (names === 'no folder') return { kind: 'strange' };
    const [lock, ...others] = names.filter((name) => workerOf(name) !== null);
    const worker = lock === undefined ? null : workerOf(lock);
    if (lock === undefined || worker === null || others.length > 0) return { kind: 'strange' };
    if (isAtWork(worker) !== 'no') return { kind: 'busy', worker };
    if (isRenamed(join(folder, lock), join(folder, ownLock()))) {
      return { kind: 'taken over', lockBefore: lock };
    }
  }
}

/** The lock in a folder; null where there is none, or no such folder. */
export function lockIn(folder: string): { readonly name: string; readonly worker: Worker } | null {
  const names = namesIn(folder);
  if (typeof names === 'string') return null;
  for (const name of names) {
    const worker = workerOf(name);
    if (worker !== null) return { name, worker };
  }
  return null;
}

/** Makes an empty file of that name. */
export function putLock(folder: string, name: string): void {
  closeSync(openSync(join(folder, name), 'wx', 0o600));
}

/**
 * Removes a folder and, last of all, its lock: what is left half-way can still be distinguished from a folder of the
 * user's.
 */
export function removeLocked(folder: string): void {
  emptyLocked(folder);
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

/** Removes all that is in a folder but locks. */
export function emptyLocked(folder: string): void {
  const names = namesIn(folder);
  if (typeof names === 'string') return;
  for (const name of names) {
    // Retried, because other threads may still write to it.
    if (workerOf(name) === null) {
      rmSync(join(folder, name), { recursive: true, force: true, maxRetries: 5 });
    }
  }
}

/** Makes the folder with the lock elsewhere and renames it, so that it is never there without one. */
function isPutInPlace(folder: string): boolean {
  const prepared = `${folder}.${randomUUID()}`;
  mkdirSync(prepared, { mode: 0o700 });
  try {
    putLock(prepared, ownLock());
    renameSync(prepared, folder);
    return true;
  } catch (error) {
    rmSync(prepared, { recursive: true, force: true });
    if (lstatSync(folder, { throwIfNoEntry: false }) === undefined) throw error;
    return false;
  }
}

function isRenamed(from: string, to: string): boolean {
  try {
    renameSync(from, to);
    return true;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false;
    throw error;
  }
}

function namesIn(folder: string): readonly string[] | 'gone' | 'no folder' {
  const found = lstatSync(folder, { throwIfNoEntry: false });
  if (found === undefined) return 'gone';
  if (!found.isDirectory()) return 'no folder';
  try {
    return readdirSync(folder);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return 'gone';
    throw error;
  }
}

let here: Worker | null = null;

function thisWorker(): Worker {
  here ??= {
    host: hostname(),
    machine: digest(`${hostname()} ${textOf('/etc/machine-id')}`),
    boot: digest(textOf('/proc/sys/kernel/random/boot_id')),
    pidSpace: digest(linkOf('/proc/self/ns/pid')),
    pid: process.pid,
    ticks: processFacts(process.pid)?.ticks ?? '',
    started: Math.floor(performance.timeOrigin),
  };
  return here;
}

/** Of `/proc/<pid>/stat`: the state, and the 22nd field. The second, a name in brackets, may hold anything. */
function processFacts(pid: number): { readonly isGone: boolean; readonly ticks: string } | null {
  const stat = textOf(`/proc/${pid}/stat`);
  if (stat === '') return null;
  const [state = '', ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  // Killed, and only waiting for its parent to notice.
  return { isGone: state === 'Z' || state === 'X', ticks: fields[18] ?? '' };
}

function exists(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return '';
  }
}

function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}

function codeOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error ? String(error.code) : null;
}
