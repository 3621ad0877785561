import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    reporters: ['default', './test/closing-counts.ts'],
    // DuckDB runs in the workers: forked processes keep a native crash from taking the runner with it.
    pool: 'forks',
    // Left to itself the runner keeps one core free, which is half of a machine with two.
    maxWorkers: '100%',
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
