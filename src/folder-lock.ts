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
 * A lock on a folder that ends with the process that holds it: an empty file in the folder whose name
 * identifies the process. Everything is in the name, because renames are atomic: a folder is created with its
 * lock and then moved into place, and another process takes over a dead process's lock by a rename, which
 * only one can win.
 */

/** A process, and where to look for it. */
export interface Worker {
  readonly host: string;
  /** The machine, which differs between two hosts with the same name. */
  readonly machine: string;
  /** Identifies the boot: it changes whenever the machine starts. */
  readonly boot: string;
  /** Process ids are meaningful only within a namespace; a container has its own. */
  readonly pidSpace: string;
  readonly pid: number;
  /**
   * The process's start in system ticks since boot; it differs if the process id is reused. Blank if unknown.
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

/** The process that a lock file belongs to; null for any other file. */
export function workerOf(name: string): Worker | null {
  const [prefix, host = '', machine = '', boot = '', pidSpace = '', pid, ticks = '', started, ...more] =
    name.split(',');
  if (prefix !== PREFIX || started === undefined || more.length > 0) return null;
  return {
    ...{ host: decoded(host), machine, boot, pidSpace, ticks },
    ...{ pid: Number(pid), started: Number(started) },
  };
}

/**
 * Whether a process still runs; `unknown` for one on another host or in another container, which is not
 * visible from here.
 */
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
  /** It did not exist; now it does, empty except for our lock. */
  | { readonly kind: 'made' }
  /** A dead process left it; the lock is ours now, and everything else is unchanged. */
  | { readonly kind: 'taken over'; readonly lockBefore: string }
  | { readonly kind: 'busy'; readonly worker: Worker }
  /** It is not one of ours. */
  | { readonly kind: 'strange' };

/** Creates a folder that no other process has, or takes over a dead process's folder. */
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

/** The lock in a folder; null if there is none, or no such folder. */
export function lockIn(folder: string): { readonly name: string; readonly worker: Worker } | null {
  const names = namesIn(folder);
  if (typeof names === 'string') return null;
  for (const name of names) {
    const worker = workerOf(name);
    if (worker !== null) return { name, worker };
  }
  return null;
}

/** Creates an empty file of that name. */
export function putLock(folder: string, name: string): void {
  closeSync(openSync(join(folder, name), 'wx', 0o600));
}

/**
 * Removes a folder and, last of all, its lock, so that a half-removed folder is still distinguishable from
 * one of the user's.
 */
export function removeLocked(folder: string): void {
  emptyLocked(folder);
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

/** Removes everything in a folder except locks. */
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

/** Creates the folder with its lock elsewhere and renames it, so that it never exists without one. */
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
  // Dead, and only waiting for its parent to notice.
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
