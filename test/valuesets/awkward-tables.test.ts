import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { type Directory, loadDirectory } from '../../src/valuesets/directory.js';

/*
 * Tables as spreadsheet programs and other exports leave them.
 */

const home = mkdtempSync(join(tmpdir(), 'lbp-awkward-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

/** The path of a new file of value sets. */
function fileOf(rows: readonly string[], encoding: BufferEncoding = 'utf8'): string {
  const path = join(mkdtempSync(join(home, 'sets-')), 'sets.csv');
  const text = ['Value Set Name,Value Set Version,Code,Code System', ...rows].join('\n');
  writeFileSync(path, encoding === 'utf16le' ? `\ufeff${text}` : text, encoding);
  return path;
}

function load(rows: readonly string[]): Promise<Directory> {
  return loadDirectory({ valueSets: [fileOf(rows)] });
}

describe('names of sets', () => {
  test('that look alike are one name', async () => {
    const { sets } = await load([
      'HIV Made Up,,B20,ICD10CM',
      'HIV\u00a0Made Up,,Z21,ICD10CM',
      'HIV  Made\u200b Up ,,B9735,ICD10CM',
    ]);
    expect(sets.map(({ name, counts }) => [name, counts.get('ICD10CM')])).toEqual([['HIV Made Up', 3]]);
  });

  test('that differ in case only are refused', async () => {
    const path = fileOf(['HIV Made Up,,B20,ICD10CM', 'HIV made up,,Z21,ICD10CM']);
    await expect(loadDirectory({ valueSets: [path] })).rejects.toThrow(
      `LBP-E203 ${path}: the value set HIV Made Up is written HIV made up in the same file. Write its name one way.`,
    );
  });
});
