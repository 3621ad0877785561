import { readFileSync } from 'node:fs';
import { packageFile } from '../../package-files.js';
import type { PageApp } from './html-page.js';

/**
 * The script and style of a page as the build leaves them in `dist/page`.
 *
 * @throws Error if the program was not built
 */
export function pageApp(name: string): PageApp {
  return { script: built(`${name}.js`), style: `${built('page.css')}${built(`${name}.css`)}` };
}

function built(file: string): string {
  try {
    return readFileSync(packageFile(`dist/page/${file}`), 'utf8');
  } catch {
    throw new Error(`dist/page/${file} is missing: npm run build makes it`);
  }
}
