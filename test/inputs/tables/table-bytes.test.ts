import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { isUtf16, tableBytes } from '../../../src/inputs/tables/table-bytes.js';

const folder = mkdtempSync(join(tmpdir(), 'lbp-bytes-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const TEXT = 'a,é€𝄞\n1,2\n'.repeat(100_000);

function bigEndian(text: string): Buffer {
  return Buffer.from(text, 'utf16le').swap16();
}

async function read(name: string, bytes: Buffer): Promise<string> {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  const chunks: Buffer[] = [];
  for await (const chunk of tableBytes(path)) chunks.push(chunk);
  return Buffer.concat(chunks).toString('latin1');
}

const AS_UTF8 = Buffer.from(TEXT).toString('latin1');

describe('the bytes of a table', () => {
  it.each<[string, string, Buffer]>([
    ['UTF-8', 'a.csv', Buffer.from(TEXT)],
    ['UTF-8 with a mark', 'a.csv', Buffer.from(`\ufeff${TEXT}`)],
    ['UTF-16, low byte first', 'a.csv', Buffer.from(`\ufeff${TEXT}`, 'utf16le')],
    ['UTF-16, high byte first', 'a.csv', bigEndian(`\ufeff${TEXT}`)],
    ['gzip', 'a.csv.gz', gzipSync(TEXT)],
    ['gzip by a name in capitals', 'A.CSV.GZ', gzipSync(TEXT)],
    ['gzip in two parts', 'a.csv.gz', Buffer.concat([gzipSync(TEXT.slice(0, 12)), gzipSync(TEXT.slice(12))])],
    ['UTF-16 in gzip', 'a.csv.gz', gzipSync(Buffer.from(`\ufeff${TEXT}`, 'utf16le'))],
  ])('%s', async (_, name, bytes) => {
    expect((await read(name, bytes)) === AS_UTF8).toBe(true);
  });

  it('what is no UTF-8 is given as it is', async () => {
    const bytes = Buffer.from('M\xfcller\0', 'latin1');
    expect(await read('b.csv', bytes)).toBe('M\xfcller\0');
  });

  it('a gzip file without its end, or with a byte changed, is an error', async () => {
    const packed = gzipSync(TEXT);
    for (const bytes of [1, 8, 9, packed.length >> 1]) {
      const cut = read('c.csv.gz', packed.subarray(0, packed.length - bytes));
      await expect(cut).rejects.toThrow(/^LBP-E107 .*c\.csv\.gz: .*damaged or cut off/);
    }
    const changed = Buffer.from(packed);
    changed.writeUInt8(changed.readUInt8(packed.length - 6) ^ 1, packed.length - 6);
    await expect(read('d.csv.gz', changed)).rejects.toThrow(/^LBP-E107/);
    const followed = Buffer.concat([gzipSync('a,b\n1,2\n'), Buffer.from('garbage')]);
    await expect(read('e.csv.gz', followed)).rejects.toThrow(/^LBP-E107 .*e\.csv\.gz: .*damaged/);
  });

  it('a file that is not there is an error of its own', async () => {
    await expect(isUtf16(join(folder, 'absent.csv'))).rejects.toThrow(/^LBP-E101/);
    await expect(isUtf16(join(folder, 'absent.csv.gz'))).rejects.toThrow(/^LBP-E101/);
  });

  it('UTF-16 is known by its mark', async () => {
    writeFileSync(join(folder, 'e.csv'), Buffer.from('\ufeffa', 'utf16le'));
    writeFileSync(join(folder, 'f.csv'), Buffer.from('\ufeffa'));
    writeFileSync(join(folder, 'g.csv'), '');
    expect(await isUtf16(join(folder, 'e.csv'))).toBe(true);
    expect(await isUtf16(join(folder, 'f.csv'))).toBe(false);
    expect(await isUtf16(join(folder, 'g.csv'))).toBe(false);
  });
});
