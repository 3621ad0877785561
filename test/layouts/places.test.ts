import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runMeasure } from '../run/measure.js';
import { converted } from './both-ways.js';

/*
 * The places of rows in the files of a layout: those in which somebody who opens the file finds them.
 */

const folder = mkdtempSync(join(tmpdir(), 'lbp-places-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const HEADER =
  'BENE_ID|CLM_ID|LINE_NUM|CLM_FROM_DT|CLM_THRU_DT|CARR_CLM_PMT_DNL_CD|PRNCPAL_DGNS_CD|PRNCPAL_DGNS_VRSN_CD|HCPCS_CD|NOTE';

function claim(id: string, day: string, note: string = ''): string {
  return `1|${id}|1|${day}|${day}|1|M545|0|99213|${note}`;
}

const FIRST = claim('7', '01-Mar-2023');
const IMPOSSIBLE = claim('9', '31-Feb-2023');
const LAST = claim('10', '02-Mar-2023');
const BROKEN = '1|8|1';

function written(name: string, text: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const flagsOf = (path: string): Readonly<Record<string, unknown>> => ({
  ...{ preset: 'rif', claims: [path], pharmacy: [], eligibility: [] },
});

let years: string;
beforeAll(() => {
  const months = Array.from({ length: 12 }, (_, month) => `MDCR_ENTLMT_BUYIN_${month + 1}_IND`);
  const header = ['BENE_ID', 'RFRNC_YR', 'BENE_BIRTH_DT', ...months];
  const year = ['1', '2023', '01-Jan-1960', ...months.map(() => '3')];
  years = written('beneficiary_2023.csv', `${header.join('|')}\n${year.join('|')}\n`);
});

/** A chunk of a file is 2^20 bytes: the line end that closes this text is the last of them. */
function toTheEndOfAChunk(before: string): string {
  const row = claim('8', '01-Mar-2023');
  return before + row + 'x'.repeat(2 ** 20 - before.length - row.length - 1);
}

describe('the line of a row of a layout', () => {
  it.each<readonly [about: string, text: string | Buffer, name: string, lines: readonly number[]]>([
    ['counts from the header', [HEADER, FIRST, LAST, ''].join('\n'), 'plain.csv', [2, 3]],
    ['counts a blank line', [HEADER, FIRST, '', LAST, ''].join('\n'), 'blank.csv', [2, 4]],
    ['counts blank lines in a row', [HEADER, '', '', FIRST, '', LAST].join('\n'), 'blanks.csv', [4, 6]],
    ['counts a blank line of Windows', [HEADER, FIRST, '', LAST, ''].join('\r\n'), 'windows.csv', [2, 4]],
    ['counts a broken record', [HEADER, FIRST, BROKEN, LAST, ''].join('\n'), 'broken.csv', [2, 4]],
    ['counts both', [HEADER, BROKEN, '', FIRST, BROKEN, LAST].join('\n'), 'both.csv', [4, 6]],
    [
      'is the first of a record of two lines',
      [HEADER, claim('7', '01-Mar-2023', '"one\nother"'), LAST, ''].join('\n'),
      'quoted.csv',
      [2, 4],
    ],
    [
      'is its own in a file with quotes',
      [HEADER, claim('7', '01-Mar-2023', '"one"'), LAST].join('\n'),
      'quotes.csv',
      [2, 3],
    ],
    [
      'counts a blank line beside a record of two lines and a broken one',
      [HEADER, claim('7', '01-Mar-2023', '"one\nother"'), BROKEN, '', LAST].join('\n'),
      'three.csv',
      [2, 6],
    ],
    ['counts a blank line of an old Mac', [HEADER, FIRST, '', LAST, ''].join('\r'), 'mac.csv', [2, 4]],
    [
      'is the same in a compressed file',
      gzipSync([HEADER, FIRST, '', LAST, ''].join('\n')),
      'blank.csv.gz',
      [2, 4],
    ],
    [
      'counts a blank line between two chunks',
      [toTheEndOfAChunk(`${HEADER}\n`), '', LAST, ''].join('\n'),
      'chunks.csv',
      [2, 4],
    ],
    [
      'is not changed by a line end of Windows on two chunks',
      [toTheEndOfAChunk(`${HEADER}\r\n`), LAST, ''].join('\r\n'),
      'windows-chunks.csv',
      [2, 3],
    ],
  ])('%s', async (_about, text, name, lines) => {
    const { medical_claim } = await converted(
      flagsOf(written(name, text)),
      join(folder, `${name}-converted`),
    );
    expect(medical_claim.map(({ locator }) => Number(locator))).toEqual(lines);
  });
});

describe('a rejected row of a layout', () => {
  async function rejectsOf(path: string): Promise<string[][]> {
    const out = `${path}-run`;
    await runMeasure({ ...flagsOf(path), eligibility: [years], year: 2023, out, 'allow-empty': true });
    const rejects: string[][] = parse(readFileSync(join(out, 'rejects.csv')), { from_line: 2 });
    return rejects.map(([file, line, claimId, code, , raw]) => [
      ...[file, line, claimId, code, raw].map((cell) => cell ?? ''),
    ]);
  }

  it('is the record as the file has it, on its line', async () => {
    const path = written('carrier.csv', [HEADER, FIRST, BROKEN, '', IMPOSSIBLE, LAST].join('\n'));
    expect(await rejectsOf(path)).toEqual([
      [path, '5', '9', 'LBP-R04', IMPOSSIBLE],
      [path, '3', '', 'LBP-R11', BROKEN],
    ]);
  });

  it('is the row of a Parquet file, its values separated by commas', async () => {
    const csv = written('texts.csv', [HEADER, FIRST, IMPOSSIBLE].join('\n'));
    const path = join(folder, 'carrier.parquet');
    const connection = await (await DuckDBInstance.create(':memory:')).connect();
    await connection.run(
      `COPY (FROM read_csv('${csv}', delim = '|', header = true, all_varchar = true)) TO '${path}' (FORMAT parquet)`,
    );
    connection.closeSync();
    expect(await rejectsOf(path)).toEqual([[path, '2', '9', 'LBP-R04', IMPOSSIBLE.replaceAll('|', ',')]]);
  });
});
