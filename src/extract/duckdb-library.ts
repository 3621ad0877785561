import { createRequire } from 'node:module';

/*
 * The library of the engine, required and not imported: to import its hundred CommonJS files Node.js reads each once
 * more for the names that they export, which takes a tenth of a second of every run.
 */
const library: typeof import('@duckdb/node-api') = createRequire(import.meta.url)('@duckdb/node-api');

export const { BIGINT, DuckDBDataChunk, DuckDBInstance, INTEGER, VARCHAR, version } = library;
