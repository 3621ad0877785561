import { createHash } from 'node:crypto';
import { open, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { glob, isDynamicPattern } from 'tinyglobby';
import { LbpError } from '../errors.js';
import { PlainText } from '../sources/tables/plain-text.js';

/**
 * The files that paths and globs stand for, in the order given, each glob's sorted, none twice.
 *
 * @throws LbpError E101 for a glob that matches nothing; single paths are looked at when they are read
 */
export async function expandPaths(paths: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const path of paths) found.push(...(await expand(path)));
  return [...new Set(found)];
}

async function expand(path: string): Promise<string[]> {
  const isThere = await stat(path).then(
    () => true,
    () => false,
  );
  if (isThere || !isDynamicPattern(path)) return [path];
  const files = await glob(path, {
    onlyFiles: true,
    absolute: path.startsWith('/'),
    expandDirectories: false,
  });
  if (files.length === 0)
    throw new LbpError('E101', `${path}: no file matches. Check the pattern, and quote it in a shell.`);
  return files.sort((a, b) => (a < b ? -1 : 1));
}

/** The same, and a folder stands for all files below it: archives are handed over whole. */
export async function expandArchives(paths: readonly string[]): Promise<string[]> {
  const patterns: string[] = [];
  for (const path of paths) {
    const isFolder = await stat(path).then(
      (found) => found.isDirectory(),
      () => false,
    );
    if (isFolder) patterns.push(...(await filesBelow(path)));
    else patterns.push(path);
  }
  return expandPaths(patterns);
}

async function filesBelow(folder: string): Promise<string[]> {
  const files = await glob('**/*', { cwd: folder, onlyFiles: true, dot: false });
  if (files.length === 0) throw new LbpError('E101', `${folder}: the folder holds no files. Check the path.`);
  return files.sort((a, b) => (a < b ? -1 : 1)).map((file) => join(folder, file));
}

export interface Fingerprint {
  readonly bytes: number;
  readonly sha256: string;
}

/** What one look at a file's bytes tells. */
export interface FileBytes extends Fingerprint {
  /** See PlainText; never so of a compressed file. */
  readonly isPlain: boolean;
}

/** By path; one file after the other, so that any number of them takes the memory of one. */
export async function lookAtBytes(paths: readonly string[]): Promise<ReadonlyMap<string, FileBytes>> {
  const found = new Map<string, FileBytes>();
  for (const path of paths) {
    const text = new PlainText();
    const print = await fingerprint(path, (chunk) => text.add(chunk));
    found.set(path, { ...print, isPlain: text.wasPlain });
  }
  return found;
}

/** Size and hash of a file. */
export async function fingerprint(
  path: string,
  /** The chunk is good until the function returns. */
  onChunk: (chunk: Buffer) => void = () => undefined,
): Promise<Fingerprint> {
  const hash = createHash('sha256');
  let bytes = 0;
  // One buffer for all: a stream makes a new one for each chunk, which takes a fifth longer.
  const buffer = Buffer.alloc(1 << 18);
  const file = await open(path, 'r');
  try {
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, buffer.length);
      if (bytesRead === 0) break;
      const chunk = buffer.subarray(0, bytesRead);
      hash.update(chunk);
      onChunk(chunk);
      bytes += bytesRead;
    }
  } finally {
    await file.close();
  }
  return { bytes, sha256: hash.digest('hex') };
}
