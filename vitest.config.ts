import { defineConfig } from 'vitest/config';

/** Tests that put something else in the place of a module have modules of their own. */
const REPLACING = ['test/packs/work.test.ts', 'test/run/many.test.ts', 'test/run/two-fills.test.ts'];

export default defineConfig({
  test: {
    reporters: ['default', './test/closing-counts.ts'],
    // DuckDB runs in the workers: forked processes keep a native crash from taking the runner with it.
    pool: 'forks',
    // Left to itself the runner keeps one core free, which is half of a machine with two.
    maxWorkers: '100%',
    testTimeout: 60_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'tests',
          include: ['test/**/*.test.ts'],
          exclude: REPLACING,
          // To load the six hundred modules anew for each file took a fifth of the time.
          isolate: false,
          setupFiles: ['test/open-sets-once.ts'],
        },
      },
      { extends: true, test: { name: 'replacing', include: REPLACING } },
    ],
  },
});
