import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'csv-stringify/sync';
import { afterAll, describe, expect, it } from 'vitest';
import { OutputRows } from '../../src/report/output-rows.js';

const home = mkdtempSync(join(tmpdir(), 'lbp-rows-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

const COLUMNS = ['person_id', 'rule', 'source'];

/** A file as a run writes it, of rows in the order given. */
function fileOf(rows: readonly (readonly string[])[]): OutputRows {
  const path = join(home, 'evidence.csv');
  writeFileSync(path, `${COLUMNS.join(',')}\n${stringify(rows as string[][], { escape_formulas: true })}`);
  return OutputRows.open(path, COLUMNS);
}

function found(file: OutputRows, id: string): string[] {
  return file.ofPerson(id).map((row) => `${row['person_id']} ${row['rule']}`);
}

describe('a file that is sorted by person', () => {
  it('gives all rows of a person, wherever they stand, and none of others', () => {
    // Over two megabytes, so that it takes some halving.
    const ids = Array.from({ length: 30_000 }, (_, index) => `P${String(index * 2).padStart(6, '0')}`);
    const file = fileOf(
      ids.flatMap((id) => [
        [id, 'index', 'a/long/path/to/some/claims.csv'],
        [id, 'age', ''],
      ]),
    );
    for (const index of [0, 1, 2, 777, 14_999, 15_000, 29_998, 29_999]) {
      const id = ids[index] ?? '';
      expect(found(file, id)).toEqual([`${id} index`, `${id} age`]);
    }
    for (const id of ['', 'A', 'P000001', 'P029999', 'P0', 'P059999', 'Q'])
      expect(found(file, id)).toEqual([]);
    file.close();
  });

  it('is read by records and not by lines, where a cell has line ends', () => {
    const rows = Array.from({ length: 3000 }, (_, index) => [
      `P${String(index).padStart(4, '0')}`,
      'index',
      `a "file"\nP9999,index,with\nmany lines ${'x'.repeat(50)}`,
    ]);
    const file = fileOf(rows);
    expect(file.ofPerson('P1500')).toEqual([{ person_id: 'P1500', rule: 'index', source: rows[1500]?.[2] }]);
    expect([...file.all()]).toHaveLength(3000);
    expect(found(file, 'P9999')).toEqual([]);
    file.close();
  });

  it('knows ids that are marked against formulas, quoted, or beyond the basic plane', () => {
    // In the order of their bytes: U+FF21 comes before U+1F600, which JavaScript would put first.
    const ids = ['+1', '-2', '=3', '@4', 'a"c', 'a,b', 'z', '\uFF21', '\u{1F600}'];
    const file = fileOf(ids.map((id) => [id, 'index', '']));
    for (const id of ids) expect(found(file, id)).toEqual([`${id} index`]);
    file.close();
  });

  it('may be empty', () => {
    const file = fileOf([]);
    expect(found(file, 'P')).toEqual([]);
    file.close();
  });

  it('must have the columns', () => {
    const path = join(home, 'other.csv');
    writeFileSync(path, 'person_id,rule\nP,index\n');
    expect(() => OutputRows.open(path, COLUMNS)).toThrow(/^LBP-E110 .*other\.csv: not the columns/);
    expect(() => OutputRows.open(join(home, 'none.csv'), COLUMNS)).toThrow(/^LBP-E110 .*none\.csv/);
  });
});
