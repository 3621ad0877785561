/**
 * Writes the open value sets from the public code tables:
 * `node dist/valuesets/assemble/assemble.js --codes DIR [--out valuesets/open]`.
 *
 * The files hold nothing but what the definitions and the tables say, so running it again changes no byte.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { openFiles } from './open-files.js';

const { values } = parseArgs({
  options: { codes: { type: 'string' }, out: { type: 'string', default: 'valuesets/open' } },
});
if (values.codes === undefined) {
  throw new Error('--codes DIR is needed: the folder of the public code tables (docs/value-sets.md)');
}
for (const [file, content] of await openFiles(values.codes)) {
  const path = join(values.out, file);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
  process.stdout.write(`${path}: ${content.split('\n').length - 2} codes\n`);
}
