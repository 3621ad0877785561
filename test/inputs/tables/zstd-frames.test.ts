import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ZstdFrames } from '../../../src/inputs/tables/zstd-frames.js';

const folder = mkdtempSync(join(tmpdir(), 'lbp-zstd-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function isWhole(bytes: Buffer, chunk = bytes.length): boolean {
  const frames = new ZstdFrames();
  for (let from = 0; from < bytes.length; from += chunk) frames.add(bytes.subarray(from, from + chunk));
  return frames.isWhole;
}

/** Made by the library that unpacks it, so that nothing here states the format once more. */
async function packed(rows: number, value: string): Promise<Buffer> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const path = join(folder, `${rows}.csv.zst`);
  await connection.run(
    `COPY (SELECT ${value} AS a FROM range(${rows})) TO '${path}' (FORMAT csv, HEADER, COMPRESSION zstd)`,
  );
  connection.closeSync();
  instance.closeSync();
  return readFileSync(path);
}

/** One frame from the standard's own description: a raw block of three bytes, with a checksum behind it. */
const WITH_CHECKSUM = Buffer.from('28b52ffd04001900006162630badc0de', 'hex');
/** A single-segment frame whose content size takes two bytes, with one block that repeats a byte 300 times. */
const REPEATED = Buffer.from('28b52ffd602c00630900' + '61', 'hex');
const SKIPPABLE = Buffer.from('502a4d1803000000010203', 'hex');

describe('a zstd file', () => {
  let large: Buffer;
  beforeAll(async () => {
    large = await packed(300_000, 'hash(range)');
    expect(large.length).toBeGreaterThan(1_000_000);
  });

  it('is whole, in chunks of any size', async () => {
    const small = await packed(5, "'x'");
    for (const chunk of [1, 2, 3, 5, 1000]) expect([chunk, isWhole(small, chunk)]).toEqual([chunk, true]);
    for (const chunk of [1000, 65_536, large.length]) expect(isWhole(large, chunk)).toBe(true);
  });

  it.each([
    ['a frame with a checksum', WITH_CHECKSUM],
    ['a block that repeats a byte', REPEATED],
    ['a frame that is to be skipped', SKIPPABLE],
    ['several frames', Buffer.concat([SKIPPABLE, WITH_CHECKSUM, REPEATED, WITH_CHECKSUM])],
  ])('may be %s', (_, bytes) => {
    for (let chunk = 1; chunk <= bytes.length; chunk += 1) expect(isWhole(bytes, chunk)).toBe(true);
  });

  it('is not, wherever it is cut off', () => {
    const several = Buffer.concat([WITH_CHECKSUM, SKIPPABLE, REPEATED]);
    const ends = [WITH_CHECKSUM.length, WITH_CHECKSUM.length + SKIPPABLE.length];
    for (let length = 1; length < several.length; length += 1) {
      expect([length, isWhole(several.subarray(0, length))]).toEqual([length, ends.includes(length)]);
    }
    for (const missing of [1, 2, 3, 4, 100, 1000, large.length >> 1, large.length - 5]) {
      expect([missing, isWhole(large.subarray(0, large.length - missing))]).toEqual([missing, false]);
    }
  });

  it('is not what only begins like one', () => {
    expect(isWhole(Buffer.from('a,b\n1,2\n'))).toBe(false);
    expect(isWhole(Buffer.concat([WITH_CHECKSUM, Buffer.from('trailing garbage')]))).toBe(false);
  });
});
