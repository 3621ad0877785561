import { readFileSync } from 'node:fs';
import type { PageApp } from './html-page.js';

/**
 * The script and style of a page as the build leaves them in `dist/page`: beside the compiled files, and one folder
 * further for those that run as they are.
 *
 * @throws Error where the program was not built
 */
export function pageApp(name: string): PageApp {
  return { script: built(`${name}.js`), style: `${built('page.css')}${built(`${name}.css`)}` };
}

function built(file: string): string {
  for (const folder of ['../../../page/', '../../../dist/page/']) {
    try {
      return readFileSync(new URL(`${folder}${file}`, import.meta.url), 'utf8');
    } catch {
      // Not there.
    }
  }
  throw new Error(`dist/page/${file} is missing: npm run build makes it`);
}
