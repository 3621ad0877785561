import { chmodSync, copyFileSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { defineConfig } from 'rolldown';

/*
 * The build. The program is bundled, libraries included, because Node.js takes four tenths of a second to load its six
 * hundred modules one by one. What a command alone needs stays in a file of its own, which the command loads.
 */

rmSync('dist', { recursive: true, force: true });
mkdirSync('dist/page', { recursive: true });

const BENCHES = readdirSync('bench').filter((name) => name.endsWith('.ts'));

const program = {
  input: {
    'bin/lbp': 'bin/lbp.ts',
    'workers/bucket-worker': 'src/run/bucket-worker.ts',
    'workers/look-worker': 'src/run/look-worker.ts',
    'workers/convert-worker': 'src/extract/x12/convert-worker.ts',
    'workers/filter-worker': 'src/extract/prefilter/filter-worker.ts',
    'valuesets/assemble': 'valuesets/assemble/assemble.ts',
    ...Object.fromEntries(BENCHES.map((name) => [`bench/${name.slice(0, -3)}`, `bench/${name}`])),
    // What the tests start in processes of their own.
    'parts/filter-tables': 'src/extract/prefilter/filter-tables.ts',
    'parts/folder-lock': 'src/folder-lock.ts',
  },
  platform: 'node',
  tsconfig: 'tsconfig.json',
  // The engine is native; the others are for development.
  external: [/^@duckdb\/node-bindings/, 'playwright-core', 'x12-parser'],
  output: {
    dir: 'dist',
    format: 'esm',
    entryFileNames: '[name].js',
    chunkFileNames: 'chunks/[name]-[hash].js',
  },
  plugins: [{ name: 'executable', writeBundle: () => chmodSync('dist/bin/lbp.js', 0o755) }],
};

/* The scripts and styles of pages, each in one file of dist/page, because a page holds them whole. */
const PAGES = ['review', 'report'];
for (const style of ['page', ...PAGES]) copyFileSync(`src/browser/${style}.css`, `dist/page/${style}.css`);
const pages = PAGES.map((name) => ({
  input: `src/browser/${name}/main.ts`,
  tsconfig: 'tsconfig.browser.json',
  output: { file: `dist/page/${name}.js`, format: 'iife', minify: true },
}));

export default defineConfig([program, ...pages]);
