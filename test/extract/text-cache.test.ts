import { createHash } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { TextCache } from '../../src/extract/text-cache.js';

let home: string;
let folder: string;
let nameOfEntry = '';
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'lbp-cache-'));
  folder = join(home, 'lbp', 'workbooks');
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const ROWS = [
  ['a', 'plain', '1'],
  ['b', 'quoted "twice", and a comma', '2'],
  ['', ' blanks \n and a line end', '3'],
  ['é', '=1+1', '0450'],
];

async function* batches(rows: readonly string[][]): AsyncGenerator<readonly string[][]> {
  for (const row of rows) yield [row];
}

async function keep(key: string, rows: readonly string[][], into = folder): Promise<TextCache> {
  const cache = new TextCache(into);
  const handedOn: string[][] = [];
  for await (const batch of cache.keeping(key, batches(rows), (row) => row)) handedOn.push(...batch);
  expect(handedOn).toEqual(rows);
  cache.close();
  return cache;
}

async function kept(key: string): Promise<(readonly string[])[] | null> {
  const cache = new TextCache(folder);
  try {
    const rows = await cache.read(key);
    if (rows === null) return null;
    const all: (readonly string[])[] = [];
    for await (const batch of rows) all.push(...batch);
    return all;
  } finally {
    cache.close();
  }
}

function singleFile(): string {
  const [name, ...more] = readdirSync(folder);
  expect(more).toEqual([]);
  return join(folder, name ?? '');
}

it('rows come back as they went, in their order', async () => {
  const many = Array.from({ length: 30_000 }, (_, index) => [`${index}`, `text ${index % 7}`, '']);
  await keep('many', many);
  await keep('few', ROWS);
  expect(await kept('many')).toEqual(many);
  expect(await kept('few')).toEqual(ROWS);
  expect(await kept('other')).toBeNull();
});

it('only their owner can read them', async () => {
  await keep('few', ROWS);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  expect(statSync(singleFile()).mode & 0o777).toBe(0o600);
});

it('a damaged file is not read, and the next one that is kept replaces it', async () => {
  await keep('few', ROWS);
  const file = singleFile();
  const content = readFileSync(file);
  content[content.length >> 1] = (content[content.length >> 1] ?? 0) ^ 1;
  writeFileSync(file, content);
  expect(await kept('few')).toBeNull();
  await keep('few', ROWS);
  singleFile();
  expect(await kept('few')).toEqual(ROWS);
});

it('a file with the content of another is not read', async () => {
  await keep('few', ROWS);
  const file = singleFile();
  await keep('other', [['not', 'these', 'rows']]);
  const other = readdirSync(folder).find((name) => name.startsWith('other.')) ?? '';
  writeFileSync(file, readFileSync(join(folder, other)));
  expect(await kept('few')).toBeNull();
  expect(await kept('other')).toEqual([['not', 'these', 'rows']]);
});

it('a file whose hash is right and which is no Parquet is not read either', async () => {
  await keep('few', ROWS);
  const [start = ''] = (singleFile().split('/').at(-1) ?? '').split(/\.(?=[0-9a-f]{64})/);
  rmSync(singleFile());
  const hash = createHash('sha256').update('few\nnonsense').digest('hex');
  writeFileSync(join(folder, `${start}.${hash}.parquet`), 'nonsense');
  expect(await kept('few')).toBeNull();
});

it('what was kept under one key is not read under another, whatever it is called', async () => {
  await keep('other', [['not', 'these', 'rows']]);
  renameSync(singleFile(), singleFile().replace('other.', 'few.'));
  expect(await kept('few')).toBeNull();
  // A forged entry that carries the hash of its own content, as entries did before.
  const content = readFileSync(singleFile());
  const hash = createHash('sha256').update(content).digest('hex');
  renameSync(singleFile(), singleFile().replace(/[0-9a-f]{64}/, hash));
  expect(await kept('few')).toBeNull();
});

it.each<[string, () => void]>([
  ['that others may write to', () => chmodSync(singleFile(), 0o620)],
  [
    'that is a link',
    () => {
      renameSync(singleFile(), join(home, 'elsewhere'));
      symlinkSync(join(home, 'elsewhere'), join(folder, nameOfEntry));
    },
  ],
  ['in a folder that others may write to', () => chmodSync(folder, 0o770)],
  ['below a folder that others may write to', () => chmodSync(join(home, 'lbp'), 0o777)],
  [
    'in a folder that is a link',
    () => {
      renameSync(folder, join(home, 'elsewhere'));
      symlinkSync(join(home, 'elsewhere'), folder);
    },
  ],
])('an entry %s is not read', async (_, spoil) => {
  await keep('few', ROWS);
  nameOfEntry = basename(singleFile());
  spoil();
  expect(await kept('few')).toBeNull();
});

it.skipIf(process.getuid?.() !== 0)('an entry, or a folder, of another user is not read', async () => {
  await keep('few', ROWS);
  chownSync(singleFile(), 4711, 4711);
  expect(await kept('few')).toBeNull();
  chownSync(singleFile(), 0, 0);
  expect(await kept('few')).toEqual(ROWS);
  chownSync(folder, 4711, 4711);
  expect(await kept('few')).toBeNull();
});

it('a folder that others may write to is not written to, and a problem is reported once', async () => {
  await keep('few', ROWS);
  const before = readdirSync(folder);
  chmodSync(folder, 0o777);
  const cache = new TextCache(folder);
  expect(await cache.read('few')).toBeNull();
  for await (const _ of cache.keeping('other', batches(ROWS), (row) => row));
  cache.close();
  expect(cache.problems()).toEqual([
    expect.stringMatching(/^LBP-E402 .*workbooks: the cache of workbooks is not used/),
  ]);
  expect(readdirSync(folder)).toEqual(before);
});

it('what is not taken to its end is not kept', async () => {
  const cache = new TextCache(folder);
  for await (const _ of cache.keeping('few', batches(ROWS), (row) => row)) break;
  cache.close();
  expect(readdirSync(folder)).toEqual([]);
});

it('what fails on the way is not kept, and its error comes through', async () => {
  const cache = new TextCache(folder);
  async function* failing(): AsyncGenerator<readonly string[][]> {
    yield ROWS;
    throw new Error('the workbook is damaged');
  }
  await expect(async () => {
    for await (const _ of cache.keeping('few', failing(), (row) => row));
  }).rejects.toThrow('the workbook is damaged');
  cache.close();
  expect(readdirSync(folder)).toEqual([]);
  expect(cache.problems()).toEqual([]);
});

it.each(['/proc/lbp', '/dev/null/lbp'])(
  'a folder that cannot be made, %s, is a problem and no error',
  async (where) => {
    const cache = await keep('few', ROWS, where);
    expect(cache.problems()).toEqual([expect.stringMatching(/^LBP-E402 \/.*cannot be kept \(E[A-Z]+\)/)]);
  },
);

it('what a killed run left a day ago is swept away, and what is younger is not', async () => {
  await keep('few', ROWS);
  const old = join(folder, '.old.csv');
  const young = join(folder, '.young.csv');
  for (const path of [old, young]) writeFileSync(path, 'x');
  utimesSync(old, new Date(Date.now() - 25 * 3_600_000), new Date(Date.now() - 25 * 3_600_000));
  chmodSync(young, 0o600);
  await keep('other', ROWS);
  expect([existsSync(old), existsSync(young)]).toEqual([false, true]);
});
