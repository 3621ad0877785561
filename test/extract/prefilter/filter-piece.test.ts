import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { filterPiece } from '../../../src/extract/prefilter/filter-piece.js';
import { SharedSetBuilder } from '../../../src/extract/prefilter/lines/byte-set.js';
import type { LineFilter } from '../../../src/extract/prefilter/lines/line-filter.js';
import { BLOCK_BYTES } from '../../../src/extract/prefilter/lines/text-blocks.js';

const folder = mkdtempSync(join(tmpdir(), 'lbp-filter-piece-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** As long as a block, which no line may be. */
const BLOCK = 256 * 1024;

/** Lines of an id, a person, a text and a status; countable are those with an id. */
const FILTER: LineFilter = {
  separator: 0x2c,
  columns: 4,
  person: 1,
  fileNumber: null,
  stated: [0],
  dates: [],
  needed: [],
  inOrder: [],
  drug: null,
  words: [3],
  bills: [],
  principal: null,
  candidates: [],
  people: null,
  isCounted: true,
  copied: [0, 1, 3],
};

function peopleOf(...ids: readonly string[]): LineFilter['people'] {
  const builder = new SharedSetBuilder(ids.length, ids.join('').length);
  for (const id of ids) builder.add(id);
  return builder.shared;
}

interface Found {
  readonly kept: readonly string[];
  readonly emptyColumns: readonly number[];
}

interface Options {
  readonly filter?: Partial<LineFilter>;
  readonly isPacked?: boolean;
  /** How much of the file is there when it is read. */
  readonly there?: number;
}

let runs = 0;
/** What is kept of a text that has no header, or a packed one with a header; null where it is not plain. */
async function filteredIf(
  text: string | Buffer,
  { filter, isPacked = false, there }: Options = {},
): Promise<Found | null> {
  runs += 1;
  const path = join(folder, `${runs}.csv${isPacked ? '.gz' : ''}`);
  const out = join(folder, `${runs}.kept`);
  const bytes = Buffer.from(text);
  writeFileSync(path, isPacked ? gzipSync(bytes) : bytes.subarray(0, there));
  const feed = bytes.indexOf('\n');
  const piece = { from: 0, to: bytes.length, hasReturns: bytes[feed - 1] === 0x0d };
  const task = { path, piece: isPacked ? null : piece, fileNo: 7, filter: { ...FILTER, ...filter }, out };
  let read = 0;
  const filtered = await filterPiece(task, (count) => {
    read += count;
  });
  if (filtered === null) return null;
  if (!isPacked) expect(read).toBe(bytes.length);
  expect(statSync(out).mode & 0o777).toBe(0o600);
  const [header = '', ...kept] = readFileSync(out, 'utf8').split('\n');
  expect(header.split(',')).toHaveLength((filter?.copied ?? FILTER.copied).length + 2);
  expect(kept.pop()).toBe('');
  return { kept, emptyColumns: filtered.emptyColumns };
}

async function keptOf(text: string | Buffer, options: Options = {}): Promise<readonly string[] | null> {
  return (await filteredIf(text, options))?.kept ?? null;
}

describe('lines of a piece', () => {
  it('are kept as they are where they are not countable, and one of each class for all of its like', async () => {
    expect(await keptOf('1,P1,x,\n2,P2,y,paid\n,P3,z,\n3,P1,,\n4,P4,,paid\n ,,,\n5,P1,x,\n')).toEqual([
      ',P3,,7,1',
      ' ,,,7,1',
      '1,P1,,7,3',
      '2,P2,paid,7,2',
    ]);
  });

  it.each(['\n', '\r\n'])('may end in %j, the last one in nothing', async (end) => {
    for (const last of ['', end]) {
      expect(await keptOf(`,P1,x,é${end},P2,,paid${end},P3,,${last}`)).toEqual([
        ',P1,é,7,1',
        ',P2,paid,7,1',
        ',P3,,7,1',
      ]);
    }
  });

  it('are none in nothing', async () => {
    expect(await filteredIf('')).toEqual({ kept: [], emptyColumns: [0, 1, 3] });
  });

  it('of people are kept, and those whose person is not visible', async () => {
    const text = '1,P1,x,\n2,P2,x,\n3, P2,x,\n4,,x,\n5,P,x,\n6,P22,x,\n,P3,x,\n';
    const people = peopleOf('P2', 'x');
    const others = [',P3,,7,1', '1,P1,,7,3'];
    expect(await keptOf(text, { filter: { people } })).toEqual([
      '2,P2,,7,1',
      '3, P2,,7,1',
      '4,,,7,1',
      ...others,
    ]);
    expect(await keptOf(text, { filter: { people, isCounted: false } })).toEqual([
      ...['2,P2,,7,1', '3, P2,,7,1', '4,,,7,1'],
    ]);
  });

  it.each([0, 1, 2, 3])('of people are known by their column, of number %i', async (person) => {
    const lines = Array.from({ length: 50 }, (_, line) =>
      [0, 1, 2, 3].map((column) => (column === person ? `P${line}` : 'P7')).join(','),
    );
    const filter = { person, people: peopleOf('P8', 'P44'), isCounted: false, copied: [person] };
    for (const end of ['\n', '\r\n'])
      expect(await keptOf(lines.join(end), { filter })).toEqual(['P8,7,1', 'P44,7,1']);
  });

  it('are kept whole where the first of a class comes when a block is full', async () => {
    const others = `,P3,${'x'.repeat(100)},`;
    const full = Math.floor(BLOCK_BYTES / `${others},7,1\n`.length);
    for (const before of [full - 1, full, full + 1, full + 2]) {
      const text = `${`${others}\n`.repeat(before)}1,P1,x,\n2,P2,x,paid\n3,P1,x,\n`;
      const kept = await keptOf(text, { filter: { copied: [0, 1, 2, 3] } });
      expect(kept?.length).toBe(before + 2);
      expect(kept?.slice(-3)).toEqual([`${others},7,1`, '1,P1,x,,7,2', '2,P2,x,paid,7,1']);
    }
  });

  it('are counted for each file by itself in a text that was made from several', async () => {
    const text = '1,P1,11,\n2,P2,11,paid\n3,P1,2,\n,P3,2,\n4,P1,11,\n5,P1,2,paid\n6,P1,2,\n';
    const filter = { fileNumber: 2 };
    expect(await keptOf(text, { filter })).toEqual([
      ',P3,,2,1',
      '1,P1,,11,2',
      '2,P2,paid,11,1',
      '3,P1,,2,2',
      '5,P1,paid,2,1',
    ]);
    const people = peopleOf('P2', 'P3');
    expect(await keptOf(text, { filter: { ...filter, people, isCounted: false } })).toEqual([
      '2,P2,paid,11,1',
      ',P3,,2,1',
    ]);
  });

  it('tell which columns hold nothing in what is kept', async () => {
    const text = ',,y,\n1,,y,\n,,,\n';
    expect(await filteredIf(text, { filter: { copied: [0, 1, 2, 3] } })).toMatchObject({
      emptyColumns: [1, 3],
    });
    expect(await filteredIf(text, { filter: { copied: [1, 2] } })).toMatchObject({ emptyColumns: [1] });
    expect(await filteredIf('1,,,\n', { filter: { copied: [0, 1] } })).toMatchObject({ emptyColumns: [1] });
  });
});

describe('a text that is not plain', () => {
  const LINES = '1,P1,x,\n2,P2,x,\n';
  it.each<[string, string | Buffer]>([
    ['a quote', `${LINES}3,P3,"x",\n`],
    ['a quote at its end', `${LINES}3,P3,x,"`],
    ['a NUL', `${LINES}3,P3,\0,\n`],
    [
      'a byte that is no UTF-8',
      Buffer.concat([Buffer.from(`${LINES}3,P3,`), Buffer.from([0xe9]), Buffer.from(',\n')]),
    ],
    ['a character that is cut off', Buffer.concat([Buffer.from(`${LINES}3,P3,,`), Buffer.from([0xc3])])],
    [
      'a surrogate',
      Buffer.concat([Buffer.from(`${LINES}3,P3,`), Buffer.from([0xed, 0xa0, 0x80]), Buffer.from(',\n')]),
    ],
    ['a field too many', `${LINES}3,P3,x,,\n`],
    ['a field too few', `${LINES}3,P3,x\n`],
    ['an empty line', `${LINES}\n3,P3,x,\n`],
    ['an empty line at its end', `${LINES}\n`],
    ['a last line too short', `${LINES}3`],
    ['a CR', `${LINES}3,P3,x\r,\n`],
    ['a CR before a line end', `${LINES}3,P3,x,\r\n`],
    ['a CR at its end', `${LINES}3,P3,x,\r`],
    ['a line longer than a block', `${LINES}3,P3,${'x'.repeat(BLOCK - 6)},\n`],
    ['a last line as long as a block', `${LINES}3,P3,${'x'.repeat(BLOCK - 6)},`],
  ])('has %s', async (_, text) => {
    expect(await keptOf(text)).toBeNull();
    expect(
      await keptOf(Buffer.concat([Buffer.from('a,b,c,d\n'), Buffer.from(text)]), { isPacked: true }),
    ).toBeNull();
  });

  it.each([
    ['a line that ends in LF', '1,P1,x,\r\n2,P2,x,\n3,P3,x,\r\n'],
    ['a last line that ends in LF', '1,P1,x,\r\n2,P2,x,\n'],
    ['a CR within', '1,P1,x,\r\n2,P2,\r,\r\n'],
    ['a CR too many', '1,P1,x,\r\n2,P2,x,\r\r\n'],
    ['a CR at its end', '1,P1,x,\r\n2,P2,x,\r'],
    ['an empty line', '1,P1,x,\r\n\r\n2,P2,x,\r\n'],
  ])('has %s among lines that end in CR LF', async (_, text) => {
    expect(await keptOf(text)).toBeNull();
  });
});

/** Lines of such lengths, line end and all; each is to be kept. */
function linesOf(lengths: readonly number[], end: string): string[] {
  return lengths.map((length, number) => {
    const fields = `,P${number},,`;
    return `,P${number},${'é'.repeat((length - fields.length - end.length) >> 1)},${end}`;
  });
}

describe('blocks', () => {
  it.each(['\n', '\r\n'])('hold lines of every length up to their own (%j)', async (end) => {
    for (const around of [BLOCK - 2, BLOCK, BLOCK + 2, 2 * BLOCK]) {
      const lengths = [101, around - 1000, 60, 70, 80, 90, 65, 75, BLOCK - 100, 300, BLOCK - 20, 17, 40];
      const lines = linesOf(
        lengths.map((length) => Math.min(length, BLOCK - 20)),
        end,
      );
      const expected = lines.map((_, number) => `,P${number},,7,1`);
      expect(await keptOf(lines.join(''))).toEqual(expected);
      expect(await keptOf(lines.join('').trimEnd())).toEqual(expected);
      expect(await keptOf(`a,b,c,d${end}${lines.join('')}`, { isPacked: true })).toEqual(expected);
      const people = peopleOf(...lines.map((__, number) => `P${number}`));
      expect(await keptOf(lines.join(''), { filter: { people, isCounted: false } })).toEqual(expected);
    }
  });

  it('hold a line as long as they are', async () => {
    const line = `,P0,${'x'.repeat(BLOCK - 6)},\n`;
    expect(line).toHaveLength(BLOCK);
    expect(await keptOf(`${line}${line}`, { filter: { copied: [1] } })).toEqual(['P0,7,1', 'P0,7,1']);
    expect(await keptOf(`${line}${line.slice(0, -1)}`, { filter: { copied: [1] } })).toEqual([
      'P0,7,1',
      'P0,7,1',
    ]);
  });

  it('are written with whole lines, however long', async () => {
    const copied = [0, 1, 2, 3];
    const texts = [BLOCK - 50, 10, BLOCK - 60, BLOCK - 50, 20_000, 0].map((length) => 'y'.repeat(length));
    const lines = texts.map((text, number) => `,P${number},${text},`);
    expect(await keptOf(`${lines.join('\n')}\n`, { filter: { copied } })).toEqual(
      lines.map((line) => `${line},7,1`),
    );
    // The same as examples of classes, which are written at the end.
    const countable = texts.map((text, number) => `C${number},P,${text},status ${number}`);
    expect(await keptOf(`${countable.join('\n')}\n`, { filter: { copied } })).toEqual(
      countable.map((line) => `${line},7,1`),
    );
  });

  it('lie anywhere in a text of many lines', async () => {
    const lines = Array.from({ length: 30_000 }, (_, number) =>
      number % 7 === 0 ? `,P${number},${'z'.repeat(number % 90)},` : `${number},P${number},,${number % 3}`,
    );
    const people = peopleOf(...[70, 29_999, 12_345].map((number) => `P${number}`));
    const kept = (await keptOf(lines.join('\n'))) ?? [];
    expect(kept.slice(0, -3)).toEqual(
      lines.flatMap((_, number) => (number % 7 === 0 ? [`,P${number},,7,1`] : [])),
    );
    const weights = kept.slice(-3).map((line) => Number(line.split(',').at(-1)));
    expect(weights).toEqual(
      [1, 2, 0].map(
        (status) => lines.filter((line, number) => number % 7 !== 0 && line.endsWith(`,${status}`)).length,
      ),
    );
    expect(await keptOf(lines.join('\n'), { filter: { people, isCounted: false } })).toEqual(
      [70, 12_345, 29_999].map((number) =>
        number % 7 === 0 ? `,P${number},,7,1` : `${number},P${number},${number % 3},7,1`,
      ),
    );
  });
});

describe('a compressed file', () => {
  it.each<[string, string]>([
    ['a quoted header', '"a",b,c,d\n1,P1,x,\n'],
    ['a CR in its header', 'a,b,c,d\r1,P1,x,\n2,P2,x,\n'],
    ['a header without an end', 'a,b,c,d'],
    ['nothing in it', ''],
  ])('is not plain with %s', async (_, text) => {
    expect(await keptOf(text, { isPacked: true })).toBeNull();
  });

  it('is plain with a byte order mark, and with nothing below its header', async () => {
    expect(await keptOf('\ufeffa,b,c,d\n,P1,x,\n', { isPacked: true })).toEqual([',P1,,7,1']);
    expect(await keptOf('a,b,c,d\n', { isPacked: true })).toEqual([]);
  });

  it('that is cut off is a coded error', async () => {
    const path = join(folder, 'cut.csv.gz');
    const whole = gzipSync(`a,b,c,d\n${'1,P1,x,\n'.repeat(10_000)}`);
    writeFileSync(path, whole.subarray(0, whole.length - 20));
    const task = { path, piece: null, fileNo: 0, filter: FILTER, out: join(folder, 'cut.kept') };
    await expect(filterPiece(task, () => undefined)).rejects.toMatchObject({ code: 'E107' });
  });
});

describe('what keeps a piece from being filtered', () => {
  const piece = { from: 0, to: 8, hasReturns: false };

  it('a file that became shorter is not plain', async () => {
    expect(await keptOf('1,P1,x,\n2,P2,x,\n', { there: 8 })).toBeNull();
  });

  it('a file that is gone', async () => {
    const task = {
      path: join(folder, 'gone.csv'),
      piece,
      fileNo: 0,
      filter: FILTER,
      out: join(folder, 'gone.kept'),
    };
    await expect(filterPiece(task, () => undefined)).rejects.toMatchObject({ code: 'E101' });
  });

  it('a file that cannot be written', async () => {
    const path = join(folder, 'there.csv');
    writeFileSync(path, '1,P1,x,\n');
    const task = { path, piece, fileNo: 0, filter: FILTER, out: join(folder, 'no-folder', 'there.kept') };
    await expect(filterPiece(task, () => undefined)).rejects.toMatchObject({ code: 'E402' });
  });
});
