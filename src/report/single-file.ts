import { existsSync, realpathSync, renameSync, statSync } from 'node:fs';
import { basename, join, sep } from 'node:path';
import { LbpError } from '../errors.js';
import { emptyLocked, removeLocked } from '../folder-lock.js';
import { onInterruption } from '../interruption.js';
import { claimPartial, type FolderOptions, onDisk, sync } from '../partial-folder.js';

/**
 * A single output file, which gets its final name when it is complete; until then it is in a private folder.
 */
export class SingleFile {
  /**
   * @param options `force` replaces an existing file; no input, and no file in one, is replaced
   * @throws LbpError E303 if the file exists, E305 if another command writes it, E402 and E403 if it cannot
   *   be created
   */
  static create(out: string, options: FolderOptions): SingleFile {
    if (existsSync(out)) refuseExisting(out, options);
    const partial = `${out}.partial`;
    return onDisk(out, () => {
      claimPartial(out, partial);
      try {
        emptyLocked(partial);
        return new SingleFile(out, partial);
      } catch (error) {
        removeLocked(partial);
        throw error;
      }
    });
  }

  /** Where the caller writes it until `finish`; readable only by its owner. */
  readonly path: string;
  /** Called when there is nothing left to remove. */
  private readonly isSettled: () => void;

  private constructor(
    private readonly out: string,
    private readonly partial: string,
  ) {
    this.path = join(partial, basename(out));
    this.isSettled = onInterruption(() => this.abandon());
  }

  /** Gives it its final name. */
  finish(): void {
    onDisk(this.out, () => {
      sync(this.path);
      renameSync(this.path, this.out);
      removeLocked(this.partial);
    });
    this.isSettled();
  }

  /** Leaves nothing behind. */
  abandon(): void {
    this.isSettled();
    removeLocked(this.partial);
  }
}

function refuseExisting(out: string, { force, inputs }: FolderOptions): void {
  if (!force) {
    throw new LbpError(
      'E303',
      `${out}: the output exists. Choose another with --out, or replace it with --force.`,
    );
  }
  const real = realpathSync(out);
  const found = inputs.filter((path) => existsSync(path));
  const folder = found.find((path) => real.startsWith(`${realpathSync(path)}${sep}`));
  const why = found.some((path) => real === realpathSync(path))
    ? 'an input of this command or of its run'
    : folder === undefined
      ? 'no file'
      : `a file of ${folder}, an input of this command`;
  if (why === 'no file' && statSync(out).isFile()) return;
  throw new LbpError('E303', `${out}: not replaced, because it is ${why}. Choose another with --out.`);
}
