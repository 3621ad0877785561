import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { runMeasure } from '../run/measure.js';
import { x12Case } from './x12-case.js';

const folder = mkdtempSync(join(tmpdir(), 'lbp-left-out-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** As openpyxl writes it. */
const WORKBOOK = new URL('../../fixtures/valuesets/workbooks/openpyxl.xlsx', import.meta.url);

const one = x12Case('archive-with-other-files');
const GOOD = readFileSync(join(one.folder, 'edi/a.837'), 'latin1');

/** The same interchange with another control number and claim, of another version or kind. */
const other = (id: string, guide: string): string =>
  GOOD.replaceAll('005010X222A1', guide).replaceAll('000000001', '000000002').replaceAll('*A1*', `*${id}*`);

/** How a run on these files ends, what it says of 837 files, and which are damaged. */
async function endOf(name: string, files: Readonly<Record<string, string | Buffer>>): Promise<unknown> {
  const edi = join(folder, name);
  mkdirSync(edi);
  for (const [file, content] of Object.entries(files))
    writeFileSync(join(edi, file), typeof content === 'string' ? Buffer.from(content, 'latin1') : content);
  const { exit, manifest, damagedFiles } = await runMeasure(
    { x12: edi, out: join(folder, `${name}-out`) },
    one.config,
  );
  const said = manifest.warnings.filter(({ code }) => code.startsWith('LBP-W4'));
  return {
    exit,
    said: said.map(({ code, text, count }) => `${code} ${text.replaceAll(`${edi}/`, '')} (${count})`),
    damaged: damagedFiles.map((path) => basename(path)),
  };
}

describe('claims that are left out are named', () => {
  it('when they stand in one file with claims that are read', async () => {
    const dental = other('D1', '005010X224A2');
    expect(await endOf('mixed', { 'a.837': GOOD + other('B1', '004010X098A1') + dental })).toEqual({
      exit: 'done',
      said: [
        'LBP-W401 claims of other kinds within 837 files, which were left out: 837 professional, version 4010 (1), 837 dental (1) (2)',
      ],
      damaged: [],
    });
  });

  it('and not again when their whole file is', async () => {
    expect(await endOf('apart', { 'a.837': GOOD, 'b.837': other('B1', '004010X098A1') })).toEqual({
      exit: 'done',
      said: [
        'LBP-W401 files without 837 claims of version 5010, which were left out: 837 professional, version 4010 (1) (1)',
      ],
      damaged: [],
    });
  });

  it('whatever their files are packed or written in', async () => {
    const packed = {
      'a.837': GOOD,
      'b.zst': '\x28\xb5\x2f\xfd\x04',
      'c.bz2': 'BZh91AY&SY',
      'd.7z': '7z\xbc\xaf\x27\x1c',
      'e.xz': '\xfd7zXZ\0',
      'f.gz': gzipSync(gzipSync(GOOD)),
      'g.gz': gzipSync(''),
      'h.837': '\xc9\xe2\xc1\x5c\xf0\xf0',
      'i.837': GOOD.toLowerCase(),
    };
    expect(await endOf('packed', packed)).toMatchObject({
      // A gzip file with nothing in it has no claims either.
      ...{ exit: 'threshold', damaged: ['b.zst', 'c.bz2', 'd.7z', 'e.xz', 'f.gz', 'h.837', 'i.837'] },
      said: [
        expect.stringMatching(
          /: a zstd file \(1\), a bzip2 file \(1\), a 7z archive \(1\), an xz file \(1\), a gzip file within another \(1\), a gzip file with nothing in it \(1\), X12 in EBCDIC \(1\), X12 in lower case \(1\) \(8\)$/,
        ),
      ],
    });
  });
});

describe('a gzip file of which nothing can be unpacked is damaged', () => {
  const gz = gzipSync(GOOD);
  const withoutItsFirstBytes = Buffer.from(gz);
  withoutItsFirstBytes.fill(0xff, 20, 40);
  const damages = [
    ['damaged', withoutItsFirstBytes],
    ['with text behind its end', Buffer.concat([gz, Buffer.from('end of file')])],
    ['with a wrong checksum', Buffer.concat([gz.subarray(0, -8), Buffer.alloc(4), gz.subarray(-4)])],
  ] as const;

  it.each(damages)('%s, beside a good file', async (name, bytes) => {
    const files = { 'a.837': GOOD, 'b.837.gz': bytes };
    expect(await endOf(name.replaceAll(' ', '-'), files)).toEqual({
      exit: 'threshold',
      said: [
        'LBP-W402 part of an 837 file could not be read: the compressed data is damaged or cut off; first at b.837.gz byte 0 (1)',
      ],
      damaged: ['b.837.gz'],
    });
  });

  it('alone', async () => {
    await expect(endOf('alone', { 'b.837.gz': withoutItsFirstBytes })).rejects.toThrow(
      /LBP-E107 .*b\.837\.gz: this is a damaged gzip file\. Have the file sent again\./,
    );
  });
});

it('an archive beside a good file may hold claims; a PDF, a workbook and a document do not', async () => {
  const office = (part: string): string => `PK\x03\x04${'\0'.repeat(26)}${part}`;
  const files = {
    ...{ 'a.837': GOOD, 'b.zip': office('january.837'), 'c.pdf': '%PDF-1.7' },
    ...{
      'd.xlsx': office('[Content_Types].xml'),
      'e.xlsx': readFileSync(WORKBOOK),
      'f.odt': office('mimetype'),
    },
  };
  expect(await endOf('zip-beside', files)).toMatchObject({ exit: 'threshold', damaged: ['b.zip'] });
});

it.each([
  ['a zip archive', 'a.zip', 'PK\x03\x04....', 'Unpack it first.'],
  ['a gzip file within another', 'a.837.gz', gzipSync(gzipSync(GOOD)), 'Unpack it first.'],
  ['a gzip file with nothing in it', 'a.837.gz', gzipSync(''), 'Leave it out.'],
])('%s alone is refused with what to do', async (what, file, content, todo) => {
  await expect(endOf(what.replaceAll(' ', '-'), { [file]: content })).rejects.toThrow(
    new RegExp(`LBP-E109 .*this is ${what}.* ${todo}$`),
  );
});
