import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstRecords } from '../../../src/inputs/tables/first-records.js';

async function* bytesOf(text: string): AsyncGenerator<Buffer> {
  yield Buffer.from(text);
}

async function sampleOf(text: string, rows = 100): Promise<readonly (readonly string[])[]> {
  return (await firstRecords('claims.csv', bytesOf(text), undefined, rows)).sample;
}

describe('firstRecords', () => {
  it('a file of a header alone has no record', async () => {
    expect(await sampleOf('person_id,claim_id')).toEqual([]);
    expect(await sampleOf('person_id,claim_id\n')).toEqual([]);
    expect(await sampleOf('person_id,claim_id\r\n')).toEqual([]);
  });

  it('a blank line above the header is called that', async () => {
    for (const blank of ['\n', '\r\n', '\n\n']) {
      await expect(sampleOf(`${blank}a,b\n1,2\n`)).rejects.toThrow(/^LBP-E107 claims\.csv:1: a blank line/);
    }
  });

  it('keeps blanks and empty fields as they stand', async () => {
    expect(await sampleOf('a,b,c\n 1 ,,3\n,,\n')).toEqual([
      [' 1 ', '', '3'],
      ['', '', ''],
    ]);
  });

  it('takes no more records than it is asked for', async () => {
    expect(await sampleOf('a,b\n1,2\n3,4\n5,6\n', 2)).toEqual([
      ['1', '2'],
      ['3', '4'],
    ]);
  });

  it('one quote in the file changes nothing in the other records', async () => {
    expect(await sampleOf('a,b\n"1,5",2\n3,4\n')).toEqual([
      ['1,5', '2'],
      ['3', '4'],
    ]);
    expect(await sampleOf('a,b\n"1 ""x""\n5",2\n3,4\n')).toEqual([
      ['1 "x"\n5', '2'],
      ['3', '4'],
    ]);
  });

  it.each([['\n'], ['\r\n']])(
    'reads what csv-parse reads, with and without quotes, lines ending in %j',
    async (end) => {
      const cell = fc.string({ unit: fc.constantFrom('a', '1', ' ', '|', ';', 'é', '\t'), maxLength: 4 });
      const quoted = cell.map((text) => `"${text},"`);
      const tables = fc.record({
        rows: fc.array(
          fc.array(fc.oneof({ weight: 9, arbitrary: cell }, quoted), { minLength: 3, maxLength: 3 }),
        ),
        isQuoted: fc.boolean(),
      });
      await fc.assert(
        fc.asyncProperty(tables, async ({ rows, isQuoted }) => {
          const lines = rows.map((row) =>
            (isQuoted ? row : row.map((text) => text.replace(/[",]/g, ''))).join(','),
          );
          const text = ['x,y,z', ...lines].map((line) => line + end).join('');
          expect(await sampleOf(text)).toEqual(parse(text, { fromLine: 2 }));
        }),
      );
    },
  );
});
