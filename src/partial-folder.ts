import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { LbpError } from './errors.js';
import { onInterruption } from './interruption.js';

/**
 * A folder that takes its name only when it is complete: all is written to `<out>.partial` beside it. A command that
 * is killed leaves nothing that looks finished; what it does leave, the next one replaces.
 */
export class PartialFolder {
  /**
   * @param force replaces an existing `out`, if it is an earlier output: a mistyped path must not empty someone's folder
   * @param isOurs whether an output of this kind can hold something of this path within it
   * @throws LbpError E303 when `out` exists, E402 and E403 when it cannot be made
   */
  static create(out: string, force: boolean, isOurs: (path: string) => boolean): PartialFolder {
    const folder = new PartialFolder(out, behindLink(out));
    if (existsSync(folder.final)) {
      if (!force) {
        throw new LbpError(
          'E303',
          `${out}: the output directory exists. Choose another with --out, or replace it with --force.`,
        );
      }
      refuseStrangers(out, folder.final, isOurs);
    }
    const isLeft = existsSync(folder.path);
    if (isLeft) refuseStrangers(`${out}.partial`, folder.path, isOurs);
    folder.replacedUnfinished = isLeft;
    onDisk(out, () => {
      rmSync(folder.path, { recursive: true, force: true });
      makeFolders(dirname(folder.path));
      mkdirSync(folder.path, { mode: 0o700 });
    });
    folder.isSettled = onInterruption(() => folder.abandon());
    return folder;
  }

  /** Whether a command that was killed had left its folder here, which this one took the place of. */
  replacedUnfinished = false;
  /** Called when there is nothing left to remove. */
  private isSettled: () => void = () => undefined;

  private constructor(
    private readonly given: string,
    private readonly final: string,
  ) {}

  /** Where everything is written until `finish`. */
  get path(): string {
    return `${this.final}.partial`;
  }

  /** Gives the folder its name. */
  finish(): void {
    onDisk(this.given, () => {
      for (const path of pathsIn(this.path)) {
        const whole = join(this.path, path);
        chmodSync(whole, statSync(whole).isDirectory() ? 0o700 : 0o600);
      }
      rmSync(this.final, { recursive: true, force: true });
      renameSync(this.path, this.final);
    });
    this.isSettled();
  }

  /** Leaves nothing behind. */
  abandon(): void {
    this.isSettled();
    // Retried, because other threads may still write to it.
    rmSync(this.path, { recursive: true, force: true, maxRetries: 5 });
  }
}

/**
 * The folder that a path names: a link stays, and what it leads to is replaced.
 *
 * @throws LbpError E303 for a link to nothing, which could take no name in the end
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

function refuseStrangers(shownAs: string, path: string, isOurs: (path: string) => boolean): void {
  if (statSync(path).isDirectory() && pathsIn(path).every(isOurs)) return;
  throw new LbpError(
    'E303',
    `${shownAs}: not replaced, because it is not an earlier output of this command. Choose another with --out.`,
  );
}

/** All files and folders below a folder, by their path within it. */
function pathsIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' });
}

/**
 * Makes a folder and those above it that are not there.
 *
 * Level by level: in one call, Node 20 never returns from a place such as /proc, where nothing can be made.
 */
export function makeFolders(path: string, mode?: number): void {
  if (existsSync(path)) return;
  makeFolders(dirname(path), mode);
  mkdirSync(path, mode);
}

/**
 * Does something to the disk; what the file system throws becomes one of our errors.
 *
 * @param shownAs the path as the user knows it
 * @throws LbpError E403 for a full disk, E402 for all else
 */
export function onDisk<T>(shownAs: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw diskError(error, shownAs);
  }
}

/** An error of the file system as one of ours; anything else as it is. */
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
