import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/**
 * The folder of the package: the first one above this module with a package.json, for both sources and built
 * files.
 */
function packageFolder(): string {
  let folder = fileURLToPath(new URL('.', import.meta.url));
  while (!existsSync(join(folder, 'package.json')) && folder !== join(folder, '..'))
    folder = join(folder, '..');
  return folder;
}

const FOLDER = packageFolder();

/**
 * The path of a file or folder shipped with the program.
 *
 * @example packageFile('valuesets/open')
 */
export function packageFile(path: string): string {
  return join(FOLDER, path);
}

/** The built module of a worker thread. */
export function workerModule(name: string): URL {
  return pathToFileURL(packageFile(`dist/workers/${name}.js`));
}

/** The version of the package. */
export function toolVersion(): string {
  const found: unknown = JSON.parse(readFileSync(packageFile('package.json'), 'utf8'));
  return typeof found === 'object' && found !== null && 'version' in found
    ? String(found.version)
    : 'unknown';
}
