/**
 * Writes the open value sets, the review sets and the years of ICD-10-CM codes from the public code tables:
 * `node dist/valuesets/assemble/assemble.js --codes DIR [--out valuesets]`.
 *
 * The files depend only on the definitions and the tables, so running it again changes no byte. It prints
 * what each set gains and loses relative to the existing files, and what the list of changes leaves out.
 */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { CODE_YEARS_FILE } from '../../src/valuesets/code-years.js';
import { difference } from './difference.js';
import { assembly } from './shipped-files.js';

const { values } = parseArgs({
  options: { codes: { type: 'string' }, out: { type: 'string', default: 'valuesets' } },
});
if (values.codes === undefined) {
  throw new Error('--codes DIR is needed: the folder of the public code tables (docs/value-sets.md)');
}
const { files, unlisted } = await assembly(values.codes);
for (const [file, content] of files) {
  const path = join(values.out, file);
  const before = await readFile(path, 'utf8').catch(() => null);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
  if (file === CODE_YEARS_FILE) say(`${path}: ${before === content ? 'as before' : 'changed'}`);
  else sayDifference(path, before, content);
}
for (const folder of ['open', 'review']) {
  for (const name of await readdir(join(values.out, folder), { recursive: true })) {
    const isOurs = !name.endsWith('.csv') || files.has(join(folder, name).replaceAll('\\', '/'));
    if (!isOurs) say(`${join(values.out, folder, name)}: no set has this name anymore; remove it`);
  }
}
sayCodes('came, and the list of changes does not name it', unlisted.came);
sayCodes('went, and the list of changes does not name it', unlisted.went);

function sayDifference(path: string, before: string | null, content: string): void {
  say(`${path}: ${content.split('\n').length - 2} codes${before === null ? ', new' : ''}`);
  if (before === null) return;
  const { added, dropped } = difference(before, content);
  sayCodes('added', added);
  sayCodes('dropped', dropped);
}

function sayCodes(what: string, codes: readonly string[]): void {
  if (codes.length > 0) say(`  ${what}: ${codes.length}: ${codes.join(' ')}`);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
