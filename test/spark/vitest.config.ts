import { defineConfig } from 'vitest/config';

/** `npm run test:spark`: apart from the other tests, because it needs Java and fetches a Spark. */
export default defineConfig({
  test: {
    include: ['test/spark/**/*.spark.ts'],
    reporters: ['default', './test/closing-counts.ts'],
    pool: 'forks',
    fileParallelism: false,
    testTimeout: 600_000,
    hookTimeout: 600_000,
  },
});
