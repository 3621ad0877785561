import { copyFileSync, mkdirSync } from 'node:fs';
import { defineConfig } from 'rolldown';

/* The scripts and styles of pages, each in one file of dist/page, because a page holds them whole. */

const PAGES = ['review', 'report'];

mkdirSync('dist/page', { recursive: true });
for (const style of ['page', ...PAGES]) copyFileSync(`src/browser/${style}.css`, `dist/page/${style}.css`);

export default defineConfig(
  PAGES.map((name) => ({
    input: `src/browser/${name}/main.ts`,
    tsconfig: 'tsconfig.browser.json',
    output: { file: `dist/page/${name}.js`, format: 'iife', minify: true },
  })),
);
