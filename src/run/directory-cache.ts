import { homedir, platform } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { TextCache } from '../extract/text-cache.js';
import {
  type Directory,
  type DirectoryPaths,
  loadDirectory,
  type WorkbookCache,
} from '../valuesets/directory.js';

/**
 * Loads a directory, keeping the rows of its workbooks in the user's cache so that the next run need not read
 * them.
 */
export async function loadKept(paths: DirectoryPaths): Promise<Directory> {
  return withCache((cache) => loadDirectory(paths, cache));
}

/** Runs work with the user's cache of workbooks. */
export async function withCache<T>(work: (cache: WorkbookCache) => Promise<T>): Promise<T> {
  const cache = new TextCache(join(cacheFolder(), 'workbooks'));
  try {
    return await work(cache);
  } finally {
    cache.close();
  }
}

/** The folder for this user's caches. */
function cacheFolder(): string {
  const { XDG_CACHE_HOME: xdg = '', LOCALAPPDATA: local = '' } = process.env;
  if (isAbsolute(xdg)) return join(xdg, 'lbp');
  if (platform() === 'darwin') return join(homedir(), 'Library', 'Caches', 'lbp');
  if (platform() === 'win32' && isAbsolute(local)) return join(local, 'lbp', 'cache');
  return join(homedir(), '.cache', 'lbp');
}
