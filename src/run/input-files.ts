import { createHash } from 'node:crypto';
import { realpathSync, statSync } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { LbpError } from '../errors.js';
import { onThreads } from '../extract/threads.js';
import { isUri } from '../inputs/tables/plan.js';
import { compressionOf, tableBytes, unreadableError } from '../inputs/tables/table-bytes.js';
import { workerModule } from '../package-files.js';
import { CLAIM_FILES } from '../report/input-kinds.js';

/**
 * The distinct files that paths and globs match, in order, each glob's files sorted. URIs stay as they are. A file that is
 * named in two ways (`a.csv`, `./a.csv`, a link to it) has the first of its names: read twice, each of its records would count twice.
 *
 * @throws LbpError E101 for a glob that matches nothing, E109 for a pipe; single paths are otherwise checked when they
 *   are read
 */
export async function expandPaths(paths: readonly string[]): Promise<string[]> {
  const found = new Map<string, string>();
  for (const path of paths) {
    for (const name of await expand(path)) {
      const place = isUri(name) ? name : realPlace(name);
      if (!found.has(place)) found.set(place, name);
    }
  }
  return [...found.values()];
}

/** Where a link leads; of a path that cannot be followed, where it would be. */
function realPlace(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return resolve(path);
  }
}

async function expand(path: string): Promise<string[]> {
  if (isUri(path)) return [path];
  const there = await stat(path).catch(() => null);
  if (there?.isFIFO() === true || there?.isSocket() === true) throw pipeError(path);
  if (there !== null) return [path];
  const { glob, isDynamicPattern } = await import('tinyglobby');
  if (!isDynamicPattern(path)) return [path];
  const files = await glob(path, {
    onlyFiles: true,
    absolute: path.startsWith('/'),
    expandDirectories: false,
  });
  if (files.length === 0)
    throw new LbpError('E101', `${path}: no file matches. Check the pattern, and quote it in a shell.`);
  return files.sort((a, b) => (a < b ? -1 : 1));
}

/** Inputs are read more than once. */
function pipeError(path: string): LbpError {
  return new LbpError(
    'E109',
    `${path}: a pipe, which can be read only once. Write it to a file, and give that.`,
  );
}

/** The same, but a folder means all files below it, because archives are delivered whole. */
export async function expandArchives(paths: readonly string[]): Promise<string[]> {
  const patterns: string[] = [];
  for (const path of paths) {
    const isFolder = await stat(path).then(
      (found) => found.isDirectory(),
      () => false,
    );
    for (const pattern of isFolder ? await filesBelow(path) : [path]) patterns.push(pattern);
  }
  return expandPaths(patterns);
}

async function filesBelow(folder: string): Promise<string[]> {
  const { glob } = await import('tinyglobby');
  const files = await glob('**/*', { cwd: folder, onlyFiles: true, dot: false });
  if (files.length === 0) throw new LbpError('E101', `${folder}: the folder holds no files. Check the path.`);
  return files.sort((a, b) => (a < b ? -1 : 1)).map((file) => join(folder, file));
}

export interface Fingerprint {
  readonly bytes: number;
  readonly sha256: string;
}

/** What is known from the bytes of a file on disk. */
interface ScannedBytes extends Fingerprint {
  readonly hasNul: boolean;
  /**
   * Whether there is a line of more than 2 MB, ignoring quoting: if the last record of a file is longer than
   * the engine's blocks, the engine silently drops it.
   */
  readonly hasLongLine: boolean;
}

/** What one pass over a file's bytes shows; the text of a zstd file is not read. */
export interface FileBytes extends ScannedBytes {
  /** Whether a gzip file is damaged or truncated. */
  readonly isDamaged: boolean;
}

/**
 * By path; one file after another, so that any number of files takes the memory of one.
 *
 * @param onChunk receives every byte; the chunk is valid only during the call
 */
export async function lookAtBytes(
  paths: readonly string[],
  onChunk: (path: string, chunk: Buffer) => void,
): Promise<ReadonlyMap<string, FileBytes>> {
  const found = new Map<string, FileBytes>();
  for (const path of paths) {
    found.set(path, await withText(path, await scanFile(path, (chunk) => onChunk(path, chunk))));
  }
  return found;
}

/** Starting a thread takes as long as hashing this much. */
const LEAST_BYTES_FOR_THREAD = 16 << 20;

/**
 * The same for all but claim files, which are hashed as they are read; on a separate thread. Callers may
 * ignore its failure.
 *
 * @param proven paths of files that another reader has decompressed completely and found plain
 */
export function lookAtTables(
  files: readonly { readonly path: string; readonly table: string }[],
  proven: Promise<ReadonlySet<string>> = Promise.resolve(new Set()),
): Promise<ReadonlyMap<string, FileBytes>> {
  const paths = files.filter(({ table }) => table !== CLAIM_FILES).map(({ path }) => path);
  const looks = lookBeside(paths, proven);
  // Without this, a failure elsewhere that ends the command would leave this rejection unhandled.
  looks.catch(() => undefined);
  return looks;
}

async function lookBeside(
  paths: readonly string[],
  proven: Promise<ReadonlySet<string>>,
): Promise<ReadonlyMap<string, FileBytes>> {
  const bytes = paths.reduce((sum, path) => sum + (statSync(path, { throwIfNoEntry: false })?.size ?? 0), 0);
  const work = {
    here: (path: string) => scanFile(path),
    worker: workerModule('look-worker'),
  };
  const all = await onThreads(paths, bytes < LEAST_BYTES_FOR_THREAD ? 0 : 1, work, () => undefined);
  const known = await proven;
  const found = new Map<string, FileBytes>();
  for (const [number, path] of paths.entries()) {
    const one = all[number];
    if (one === undefined) continue;
    found.set(
      path,
      known.has(path)
        ? { ...one, hasNul: false, hasLongLine: false, isDamaged: false }
        : await withText(path, one),
    );
  }
  return found;
}

/** Size, hash, and whether there is a NUL in it. */
export async function scanFile(
  path: string,
  onChunk: (chunk: Buffer) => void = () => undefined,
): Promise<ScannedBytes> {
  const text = new TextLook();
  const print = await fingerprint(path, (chunk) => {
    text.add(chunk);
    onChunk(chunk);
  });
  return { ...print, ...text.seen };
}

/** Bytes of the longest line that the engine accepts by default. */
const MOST_LINE_BYTES = 2_000_000;
const LF = 0x0a;
const CR = 0x0d;

/** Scans a text chunk by chunk. */
class TextLook {
  private hasNul: boolean = false;
  private longest: number = 0;
  /** Since the last line end. */
  private length: number = 0;

  add(chunk: Buffer): void {
    this.hasNul ||= chunk.includes(0);
    const end = chunk.includes(LF) ? LF : CR;
    const first = chunk.indexOf(end);
    if (first < 0) this.length += chunk.length;
    else {
      this.longest = Math.max(this.longest, this.length + first);
      this.length = chunk.length - 1 - chunk.lastIndexOf(end);
    }
  }

  get seen(): Pick<ScannedBytes, 'hasNul' | 'hasLongLine'> {
    return { hasNul: this.hasNul, hasLongLine: Math.max(this.longest, this.length) > MOST_LINE_BYTES };
  }
}

/** For a compressed file, the facts of its text instead of its bytes. */
async function withText(path: string, bytes: ScannedBytes): Promise<FileBytes> {
  const compression = compressionOf(path);
  if (compression === null) return { ...bytes, isDamaged: false };
  const within = compression === 'gzip' ? await lookInto(path) : { ...new TextLook().seen, isDamaged: false };
  return { ...bytes, ...within };
}

/**
 * The text in a gzip file, to its end: the engine decompresses what is there and does not report missing
 * data.
 */
async function lookInto(path: string): Promise<Omit<FileBytes, keyof Fingerprint>> {
  const text = new TextLook();
  try {
    for await (const chunk of tableBytes(path)) text.add(chunk);
    return { ...text.seen, isDamaged: false };
  } catch (error) {
    if (error instanceof LbpError && error.code === 'E107') return { ...text.seen, isDamaged: true };
    throw error;
  }
}

/**
 * Size and hash of a file.
 *
 * @throws LbpError E101 when it cannot be read
 */
export async function fingerprint(
  path: string,
  /** The chunk is valid only during the call. */
  onChunk: (chunk: Buffer) => void = () => undefined,
): Promise<Fingerprint> {
  const hash = createHash('sha256');
  let bytes = 0;
  // One buffer for all chunks: a stream allocates one for each, which takes a fifth longer.
  const buffer = Buffer.alloc(1 << 18);
  const file = await open(path, 'r').catch((cause: unknown) => {
    throw unreadableError(path, cause);
  });
  try {
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, buffer.length);
      if (bytesRead === 0) break;
      const chunk = buffer.subarray(0, bytesRead);
      hash.update(chunk);
      onChunk(chunk);
      bytes += bytesRead;
    }
  } catch (cause) {
    throw unreadableError(path, cause);
  } finally {
    await file.close();
  }
  return { bytes, sha256: hash.digest('hex') };
}

/** Size, time of the last change and inode of a file, as one text; null where the file cannot be read. */
export function stateOf(path: string): string | null {
  try {
    const { size, mtimeNs, ino } = statSync(path, { bigint: true });
    return `${size} ${mtimeNs} ${ino}`;
  } catch {
    return null;
  }
}

/**
 * Rejects files that changed since the run began to read them: it may have read parts of both versions.
 *
 * @param prints their fingerprints when they were hashed, by path
 * @throws LbpError E112
 */
export function refuseChanged(
  files: readonly { readonly path: string; readonly state: string | null }[],
  prints: ReadonlyMap<string, Fingerprint>,
): void {
  for (const { path, state } of files) {
    const hashed = prints.get(path);
    const isSame = stateOf(path) === state && (hashed === undefined || state?.startsWith(`${hashed.bytes} `));
    if (!isSame) {
      throw new LbpError(
        'E112',
        `${path}: the file changed while it was read. Run again when nothing writes to it any more.`,
      );
    }
  }
}
