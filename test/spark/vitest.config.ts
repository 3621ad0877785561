import { defineConfig } from 'vitest/config';

/** `npm run test:spark`: separate from the other tests, because it needs Java and downloads Spark. */
export default defineConfig({
  test: {
    include: ['test/spark/**/*.spark.ts'],
    reporters: ['default', './test/closing-counts.ts'],
    pool: 'forks',
    fileParallelism: false,
    // A cluster of two workers on two cores: a run of 5 million lines takes minutes, and more beside other work.
    testTimeout: 1_200_000,
    hookTimeout: 1_200_000,
  },
});
