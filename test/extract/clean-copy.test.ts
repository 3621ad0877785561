import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cleanCopy, withCopies } from '../../src/extract/clean-copy.js';
import { Engine } from '../../src/extract/duckdb.js';
import { isSound } from '../../src/extract/sound-files.js';
import { DUCKDB } from '../../src/extract/sql/duckdb-dialect.js';
import { ELIGIBILITY } from '../../src/inputs/tables/columns.js';
import type { FileGroup } from '../../src/inputs/tables/plan.js';
import { RecordSplitter } from '../../src/inputs/tables/record-splitter.js';
import { rounds } from '../sampled.js';

const folder = mkdtempSync(join(tmpdir(), 'lbp-copy-'));
let engine: Engine;
beforeAll(async () => {
  engine = await Engine.open({ threads: 2, memory: '1GB', spill: join(folder, 'spill') });
});
afterAll(() => {
  engine.close();
  rmSync(folder, { recursive: true, force: true });
});

let files = 0;

/** Three columns, of which all are read. */
function groupOf(bytes: Buffer): FileGroup {
  files += 1;
  const path = join(folder, `${files}.csv`);
  writeFileSync(path, bytes);
  const column = (index: number) =>
    ({ from: 'column', index, name: `h${index}`, type: 'text', dateFormat: null }) as const;
  return {
    format: 'csv',
    delimiter: ',',
    columns: ['h0', 'h1', 'h2'],
    files: [{ path, fileNo: 0 }],
    sources: new Map([0, 1, 2].map((index) => [`h${index}`, column(index)])),
  };
}

function fileOf(group: FileGroup): FileGroup['files'][number] {
  const [file] = group.files;
  if (file === undefined) throw new Error('a group without files');
  return file;
}

async function rowsOf(group: FileGroup): Promise<string[][]> {
  const rows = await engine.rowsInFileOrder(
    `SELECT coalesce(c0, '') AS c0, coalesce(c1, '') AS c1, coalesce(c2, '') AS c2 FROM ${DUCKDB.files(group)} AS file`,
  );
  return rows.map((row) => ['c0', 'c1', 'c2'].map((name) => String(row[name])));
}

/** The copy of a file as the engine reads it. */
async function copied(bytes: Buffer): Promise<{ rows: string[][]; rejected: number; longest: number }> {
  const group = groupOf(bytes);
  const copy = await cleanCopy(fileOf(group), group, join(folder, `${files}.copy`));
  const plan = withCopies(
    { table: ELIGIBILITY, groups: [group], values: {}, dates: {} },
    new Map([[0, copy]]),
  );
  const [clean] = plan.groups;
  if (clean === undefined) throw new Error('no group');
  const rejected = copy.fates.reduce((sum, { rows }) => sum + rows, 0);
  return { rows: await rowsOf(clean), rejected, longest: copy.longestRecord };
}

const CHARACTERS = fc.constantFrom('a', 'b', ',', ',', ',', '"', '"', '"', ' ', '\n');

describe('the second reader', () => {
  it('takes a text for good exactly when the strict reader of the engine does', async () => {
    let sound = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(CHARACTERS, { maxLength: 14 }), async (characters) => {
        const bytes = Buffer.from(`h0,h1,h2\n${characters.join('')}\nx,y,z\n`);
        const group = groupOf(bytes);
        const count = { good: 0, bad: 0 };
        const splitter = new RecordSplitter(
          { delimiter: ',', columns: 3, used: new Set([0, 1, 2]) },
          {
            good: () => {
              count.good += 1;
            },
            bad: () => {
              count.bad += 1;
            },
          },
        );
        splitter.push(bytes);
        splitter.end();
        const isGood = await isSound(engine, group, fileOf(group), DUCKDB.files);
        expect(count.bad === 0).toBe(isGood);
        if (isGood) expect(count.good).toBe((await rowsOf(group)).length);
        if (isGood) sound += 1;
      }),
      { numRuns: rounds(1500, 300) },
    );
    expect(sound).toBeGreaterThan(20);
  });

  it('makes a copy that the engine reads, whatever the file is', async () => {
    const piece = fc.oneof(
      fc.constantFrom('a,b,c', '1,"2",3', '1,"2\n2",3', '1,"2\r\n2",3', '1,"2\r2",3', 'x,y', '1,"2,3', '"'),
      fc.constantFrom('', ' ', '1,2,"3"x', '1,2,3,', '\0', 'ä,ö,ü', '1,5" x,3', '"a ""b"" c",,'),
    );
    const ends = fc.constantFrom('\n', '\r\n', '\r', '\r\r\n');
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(piece, ends)), fc.boolean(), async (pieces, isLatin) => {
        const text = `h0,h1,h2\n${pieces.flat().join('')}`;
        const { rows, rejected } = await copied(Buffer.from(text, isLatin ? 'latin1' : 'utf8'));
        expect(rows.length + rejected).toBeLessThanOrEqual(pieces.length * 3);
        expect(rows.every((row) => row.length === 3)).toBe(true);
      }),
      { numRuns: rounds(400, 80) },
    );
  });

  it('gives the rows that csv-parse reads of the same file before it was broken', async () => {
    const field = fc.oneof(
      fc.stringMatching(/^[a-z]{0,6}$/),
      fc.array(fc.constantFrom('a', '"', ',', '\n', 'é', ' ', '|')).map((texts) => `q${texts.join('')}`),
    );
    const record = fc.tuple(fc.stringMatching(/^[a-z]{1,6}$/), field, field);
    const broken = fc.constantFrom('x,y', 'x,y,z,1', 'x,"y"1,z', 'x,"y,z', 'x,\0,z');
    const written = (fields: readonly string[]): string =>
      fields.map((text) => (/^[a-z]*$/.test(text) ? text : `"${text.replaceAll('"', '""')}"`)).join(',');
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof({ weight: 5, arbitrary: record }, { weight: 1, arbitrary: broken })),
        async (records) => {
          const lines = records.map((one) => (typeof one === 'string' ? one : written(one)));
          const sound = lines.filter((_, index) => typeof records[index] !== 'string');
          const { rows, rejected } = await copied(Buffer.from(`h0,h1,h2\r\n${lines.join('\r\n')}\r\n`));
          expect(rows).toEqual(parse(sound.join('\n'), { delimiter: ',' }));
          expect(rejected).toBe(records.length - sound.length);
        },
      ),
      { numRuns: rounds(400, 80) },
    );
  });

  it('keeps records of 5 MB, and the engine reads them with little memory', async () => {
    const long = 'x'.repeat(5_000_000);
    const { rows, rejected, longest } = await copied(
      Buffer.from(`h0,h1,h2\n1,${long},3\n4,"${long}",6\n7,8\n`),
    );
    expect(rows.map(([first, second, third]) => [first, second?.length, third])).toEqual([
      ['1', 5_000_000, '3'],
      ['4', 5_000_000, '6'],
    ]);
    expect(rejected).toBe(1);
    expect(longest).toBe(5_000_006);
  });

  it('copies many rows in many blocks', async () => {
    const lines = Array.from({ length: 200_000 }, (_, index) =>
      index === 123_456 ? 'broken' : `${index},some text that takes its place,"${index}"`,
    );
    const { rows, rejected } = await copied(Buffer.from(`h0,h1,h2\n${lines.join('\n')}\n`));
    expect(rows).toHaveLength(199_999);
    expect(rejected).toBe(1);
    expect(rows[123_455]?.[0]).toBe('123455');
    expect(rows[123_456]?.[2]).toBe('123457');
  });
});
