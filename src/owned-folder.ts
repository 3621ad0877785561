import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { hashOfFile } from './file-hash.js';
import { workerOf } from './folder-lock.js';

/*
 * Recognizes what we wrote by the manifest that every command leaves in a folder, which names all its files.
 * File names alone prove nothing, because a claims table may have the name of one of ours.
 */

export const MANIFEST = 'manifest.json';

/** A file as a manifest names it; the name may lead into a folder, with `/`. */
export interface NamedFile {
  readonly name: string;
  readonly bytes: number;
  readonly sha256?: string;
}

/** Whether a folder holds only what its manifest names, in the sizes written; true for an empty one. */
export function isOnlyOurs(folder: string): boolean {
  if (!lstatSync(folder).isDirectory()) return false;
  const found = entriesIn(folder).filter((path) => workerOf(path) === null);
  if (found.length === 0) return true;
  const files = namedIn(folder);
  if (files === null) return false;
  const named = new Map(files.map((file) => [file.name, file]));
  return found.every((path) => isNamed(folder, path, named));
}

/** Whether everything that a manifest names is there in full; checks the bytes if it has hashes. */
export function isComplete(folder: string): boolean {
  return (
    namedIn(folder)?.every(({ name, bytes, sha256 }) => {
      const path = join(folder, name);
      const found = lstatSync(path, { throwIfNoEntry: false });
      if (found?.isFile() !== true || found.size !== bytes) return false;
      return sha256 === undefined || hashOfFile(path) === sha256;
    }) ?? false
  );
}

/** The entries of a folder where the manifest names neither the entry nor a file below it. */
export function unnamedIn(folder: string): string[] {
  const named = namedIn(folder) ?? [];
  const known = new Set([MANIFEST, ...named.map(({ name }) => name.split('/')[0])]);
  return readdirSync(folder).filter((name) => !known.has(name) && workerOf(name) === null);
}

function isNamed(folder: string, path: string, named: ReadonlyMap<string, NamedFile>): boolean {
  const found = lstatSync(join(folder, path));
  const name = path.split(sep).join('/');
  if (found.isDirectory()) return [...named.keys()].some((one) => one.startsWith(`${name}/`));
  if (!found.isFile()) return false;
  return name === MANIFEST || named.get(name)?.bytes === found.size;
}

/** What the manifest in a folder names; null if it has no manifest of ours. */
function namedIn(folder: string): NamedFile[] | null {
  const path = join(folder, MANIFEST);
  if (lstatSync(path, { throwIfNoEntry: false })?.isFile() !== true) return null;
  let manifest: unknown;
  try {
    manifest = JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
  const [tool, outputs] = [fieldOf(manifest, 'tool'), fieldOf(manifest, 'outputs')];
  if (fieldOf(tool, 'name') !== 'lbp' || !Array.isArray(outputs)) return null;
  const files = outputs.map(namedFile);
  return files.every((file) => file !== null) ? files : null;
}

function namedFile(output: unknown): NamedFile | null {
  const [name, bytes, sha256] = ['name', 'bytes', 'sha256'].map((key) => fieldOf(output, key));
  if (typeof name !== 'string' || typeof bytes !== 'number') return null;
  // We never write a name that leads out of the folder.
  if (name.split('/').some((part) => part === '' || part === '.' || part === '..')) return null;
  return { name, bytes, ...(typeof sha256 === 'string' ? { sha256 } : {}) };
}

function fieldOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null
    ? Object.entries(value).find(([name]) => name === key)?.[1]
    : undefined;
}

/** Everything below a folder, by paths within it; links are not followed. */
export function entriesIn(folder: string, within = ''): string[] {
  return readdirSync(join(folder, within), { withFileTypes: true }).flatMap((entry) => {
    const path = join(within, entry.name);
    return entry.isDirectory() ? [path, ...entriesIn(folder, path)] : [path];
  });
}
