import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';
import { LbpError } from './errors.js';
import {
  claimFolder,
  emptyLocked,
  isAtWork,
  lockIn,
  nameOf,
  ownLock,
  putLock,
  removeLocked,
  type Worker,
} from './folder-lock.js';
import { onInterruption } from './interruption.js';
import { entriesIn, isComplete, isOnlyOurs, MANIFEST, unnamedIn } from './owned-folder.js';

/** Options for a folder to create. */
export interface FolderOptions {
  /** Replaces what is there, if it is an earlier output: a mistyped path must not empty someone's folder. */
  readonly force: boolean;
  /** Files and folders that the command reads, which it must not remove. */
  readonly inputs: readonly string[];
}

/**
 * A folder that gets its name only when it is complete: everything is written to `<out>.partial` next to it,
 * which is locked for this process. A killed command leaves nothing that looks finished; the next one
 * replaces its folder, or renames it if it was complete.
 */
export class PartialFolder {
  /**
   * @throws LbpError E303 if `out` exists or holds what is not ours, E305 if another command is writing
   *   there, E402 and E403 if it cannot be created
   */
  static create(out: string, { force, inputs }: FolderOptions): PartialFolder {
    const folder = new PartialFolder(out, behindLink(out), force);
    const { final, path, aside } = folder;
    // There is nothing to wait for or to recover, and the location may be read-only.
    if (!force && existsSync(final) && !existsSync(path) && !existsSync(aside)) throw outputExists(out);
    for (const place of [final, path, aside]) refuseInputsWithin(out, place, inputs);
    onDisk(out, () => folder.begin());
    folder.isSettled = onInterruption(() => folder.abandon());
    return folder;
  }

  /** Whether a killed command had left its folder here, which this one replaced. */
  replacedUnfinished = false;
  /** Call it when there is nothing left to remove. */
  private isSettled: () => void = () => undefined;

  private constructor(
    private readonly given: string,
    private readonly final: string,
    private readonly force: boolean,
  ) {}

  /** Where everything is written until `finish`. */
  get path(): string {
    return `${this.final}.partial`;
  }

  /** Where the replaced folder stays until the new one has its name. */
  private get aside(): string {
    return `${this.final}.replaced`;
  }

  private get lock(): string {
    return join(this.path, ownLock());
  }

  /** Writes a manifest that names the files of the folder, for a command that has no fuller one. */
  sign(): void {
    const outputs = entriesIn(this.path)
      .map((path) => ({ name: path.split(sep).join('/'), found: statSync(join(this.path, path)) }))
      .filter(({ name, found }) => found.isFile() && name !== ownLock())
      .map(({ name, found }) => ({ name, bytes: found.size }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
    const manifest = `${JSON.stringify({ tool: { name: 'lbp' }, outputs }, null, 2)}\n`;
    onDisk(this.given, () => writeFileSync(join(this.path, MANIFEST), manifest, { flag: 'wx', mode: 0o600 }));
  }

  /**
   * Gives the folder its name.
   *
   * @throws LbpError E303 if something else has that name by now, E402 and E403; once everything is written,
   *   the folder stays where it is
   */
  finish(): void {
    onDisk(this.given, () => {
      if (!existsSync(this.lock)) throw vanished(this.given);
      for (const path of ['', ...entriesIn(this.path)]) {
        const whole = join(this.path, path);
        chmodSync(whole, statSync(whole).isDirectory() ? 0o700 : 0o600);
        sync(whole);
      }
      // From here on it is complete, and stays no matter what happens.
      this.isSettled();
      this.isKept = true;
      try {
        this.takeName();
      } catch (error) {
        throw stillThere(diskError(error, this.given), `${this.given}.partial`);
      }
    });
  }

  /** Leaves nothing behind. */
  abandon(): void {
    this.isSettled();
    if (!this.isKept && existsSync(this.lock)) removeLocked(this.path);
  }

  private isKept: boolean = false;

  private begin(): void {
    makeFolders(dirname(this.path));
    const lockBefore = claimPartial(this.given, this.path);
    try {
      const isRecovered = lockBefore !== null && isComplete(this.path);
      this.dropDeadLock();
      if (isRecovered) this.recover(lockBefore);
      this.settleAside();
      emptyLocked(this.path);
      this.replacedUnfinished = lockBefore !== null && !isRecovered;
      if (!existsSync(this.final)) return;
      if (!this.force) throw isRecovered ? outputRecovered(this.given) : outputExists(this.given);
      this.refuseStrangers();
    } catch (error) {
      if (existsSync(this.lock)) removeLocked(this.path);
      throw error;
    }
  }

  /** Gives its name to what a killed command had completed, and begins anew. */
  private recover(lockBefore: string): void {
    try {
      if (existsSync(this.final) && !this.force) throw outputWaits(this.given);
      for (const name of unnamedIn(this.path)) rmSync(join(this.path, name), { recursive: true });
      this.takeName();
    } catch (error) {
      // It is not ours to remove.
      if (existsSync(this.lock)) renameSync(this.lock, join(this.path, lockBefore));
      throw error;
    }
    claimPartial(this.given, this.path);
  }

  /**
   * Renames the folder. The replaced folder exists, under one name or the other, until the rename is on disk.
   */
  private takeName(): void {
    const { final, path, aside } = this;
    const isReplaced = existsSync(final);
    if (isReplaced) {
      if (!this.force) throw outputExists(this.given);
      this.refuseStrangers();
      this.settleAside();
      putLock(final, ownLock());
      renameSync(final, aside);
    }
    try {
      renameSync(path, final);
    } catch (error) {
      if (isReplaced) renameSync(aside, final);
      throw error;
    } finally {
      sync(dirname(final));
      rmSync(join(final, ownLock()), { force: true });
    }
    if (isReplaced) removeLocked(aside);
    sync(final);
  }

  /**
   * Handles a folder set aside by a process that was killed while replacing it: it is removed if the new one
   * is there, else restored.
   */
  private settleAside(): void {
    const { final, aside } = this;
    if (!existsSync(aside)) return;
    const lock = lockIn(aside);
    if (lock === null) throw strange(`${this.given}.replaced`);
    if (isAtWork(lock.worker) !== 'no') throw busy(this.given, `${this.given}.replaced`, lock.worker);
    if (existsSync(final)) {
      removeLocked(aside);
    } else {
      renameSync(aside, final);
      rmSync(join(final, lock.name), { force: true });
    }
  }

  /** Drops the lock of a process that was killed while replacing the folder, or right after. */
  private dropDeadLock(): void {
    const lock = lockIn(this.final);
    if (lock !== null && isAtWork(lock.worker) === 'no') rmSync(join(this.final, lock.name), { force: true });
  }

  private refuseStrangers(): void {
    if (!isOnlyOurs(this.final)) throw strange(this.given);
  }
}

/**
 * Creates the folder where an output is written until it is complete, locked for this process.
 *
 * @param out as the user knows it
 * @returns the lock of the dead process whose folder was there, contents and all; null if there was none
 * @throws LbpError E303 for a folder that is not ours, E305 for the folder of a running command
 */
export function claimPartial(out: string, folder: string): string | null {
  const claim = claimFolder(folder);
  if (claim.kind === 'busy') throw busy(out, `${out}.partial`, claim.worker);
  if (claim.kind === 'strange') throw strange(`${out}.partial`);
  return claim.kind === 'taken over' ? claim.lockBefore : null;
}

function outputExists(out: string): LbpError {
  return new LbpError(
    'E303',
    `${out}: the output directory exists. Choose another with --out, or replace it with --force.`,
  );
}

function stillThere(error: unknown, place: string): unknown {
  if (!(error instanceof LbpError)) return error;
  return new LbpError(error.code, `${error.text} The complete output is in ${place}.`, { cause: error });
}

function outputWaits(out: string): LbpError {
  return new LbpError(
    'E303',
    `${out}: the output directory exists, and ${out}.partial holds the complete output of a command that was killed before that could take its place. Replace it with --force, or move one of them away.`,
  );
}

function outputRecovered(out: string): LbpError {
  return new LbpError(
    'E303',
    `${out}: an earlier command was killed when its output was complete, which is now there. Use it, choose another with --out, or replace it with --force.`,
  );
}

function strange(path: string): LbpError {
  return new LbpError(
    'E303',
    `${path}: not replaced, because it holds something that no command of lbp wrote there. Move it away, or choose another with --out.`,
  );
}

function busy(out: string, place: string, worker: Worker): LbpError {
  return new LbpError(
    'E305',
    isAtWork(worker) === 'yes'
      ? `${out}: another command is writing to it (${nameOf(worker)}). Wait for its end, or choose another with --out.`
      : `${out}: another command may be writing to it (${nameOf(worker)}), and cannot be seen from here. If it has ended, remove ${place}; else choose another with --out.`,
  );
}

function vanished(out: string): LbpError {
  return new LbpError('E402', `${out}.partial: removed while the command wrote to it. Run again.`);
}

/**
 * The folder that a path refers to: a link is kept, and its target is replaced.
 *
 * @throws LbpError E303 for a dangling link, where the finished folder could not be put
 */
function behindLink(out: string): string {
  const path = resolve(out);
  const isLink = onDisk(out, () => lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true);
  if (!isLink) return path;
  if (existsSync(path)) return realpathSync(path);
  throw new LbpError(
    'E303',
    `${out}: a link to a folder that does not exist. Make the folder's parent and remove the link, or choose another with --out.`,
  );
}

function refuseInputsWithin(out: string, place: string, inputs: readonly string[]): void {
  if (!existsSync(place)) return;
  const folder = realpathSync(place);
  const input = inputs.find((path) => {
    const real = existsSync(path) ? realpathSync(path) : '';
    return real === folder || real.startsWith(`${folder}${sep}`);
  });
  if (input === undefined) return;
  throw new LbpError(
    'E303',
    `${out}: not replaced, because ${input} is an input of this command. Choose another with --out.`,
  );
}

/** Waits until what was written to a file, or the names in a folder, are on the disk. */
export function sync(path: string): void {
  const handle = openSync(path, 'r');
  try {
    fsyncSync(handle);
  } catch (error) {
    // Not every file system can.
    const code = error instanceof Error && 'code' in error ? error.code : null;
    if (code !== 'EINVAL' && code !== 'ENOTSUP' && code !== 'EPERM') throw error;
  } finally {
    closeSync(handle);
  }
}

/**
 * Creates a folder and any missing parents.
 *
 * Level by level: a single call in Node 20 never returns in a place such as /proc, where nothing can be
 * created.
 */
export function makeFolders(path: string, mode?: number): void {
  if (existsSync(path)) return;
  makeFolders(dirname(path), mode);
  mkdirSync(path, mode);
}

/**
 * Runs a disk operation; file system errors become ours.
 *
 * @param shownAs the path as the user knows it
 * @throws LbpError E403 for a full disk, E402 for everything else
 */
export function onDisk<T>(shownAs: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw diskError(error, shownAs);
  }
}

/** A file system error as one of ours; anything else unchanged. */
export function diskError(cause: unknown, shownAs: string): unknown {
  if (!(cause instanceof Error) || !('code' in cause) || cause instanceof LbpError) return cause;
  return cause.code === 'ENOSPC' || cause.code === 'EDQUOT'
    ? new LbpError('E403', `${shownAs}: the disk is full. Free some space, or give --out on another disk.`, {
        cause,
      })
    : new LbpError(
        'E402',
        `${shownAs}: cannot be written (${String(cause.code)}). Check the directory and its permissions.`,
        { cause },
      );
}
