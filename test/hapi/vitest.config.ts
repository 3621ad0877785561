import { defineConfig } from 'vitest/config';

/**
 * `npm run test:hapi`: separate from the other tests, because it needs Java and Maven, and downloads HAPI
 * FHIR.
 */
export default defineConfig({
  test: {
    include: ['test/hapi/**/*.hapi.ts'],
    reporters: ['default', './test/closing-counts.ts'],
    pool: 'forks',
    testTimeout: 600_000,
    hookTimeout: 600_000,
  },
});
