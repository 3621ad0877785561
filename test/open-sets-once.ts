import { vi } from 'vitest';
import type { Directory, DirectoryPaths } from '../src/valuesets/directory.js';

/*
 * Nearly all tests run on the sets that come with the program, which never change: each test process reads them once.
 */
vi.mock('../src/run/directory-cache.js', async (original) => {
  const actual = await original<typeof import('../src/run/directory-cache.js')>();
  const loaded = new Map<string, Promise<Directory>>();
  return {
    ...actual,
    loadKept: (paths: DirectoryPaths): Promise<Directory> => {
      const { ownSets = [], ...given } = paths;
      const isGiven = Object.values(given).some((value) => value !== undefined && value.length > 0);
      if (isGiven) return actual.loadKept(paths);
      const key = ownSets.join();
      const loading = loaded.get(key) ?? actual.loadKept(paths);
      loaded.set(key, loading);
      return loading;
    },
  };
});
