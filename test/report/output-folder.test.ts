import { createHash } from 'node:crypto';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LbpError } from '../../src/errors.js';
import type { OutputTable as TableSpec } from '../../src/packs/table.js';
import { OutputFolder } from '../../src/report/output-folder.js';

let home: string;
let out: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'lbp-out-'));
  out = join(home, 'out');
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

function codeOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    return error instanceof LbpError ? error.code : String(error);
  }
  return 'nothing was thrown';
}

describe('OutputFolder', () => {
  it('has its name only when it is finished', () => {
    const folder = OutputFolder.create(out, { force: false, inputs: [] });
    folder.file('a.txt').write('x');
    expect(readdirSync(home)).toEqual(['out.partial']);
    folder.finish();
    expect(readdirSync(home)).toEqual(['out']);
    expect(readFileSync(join(out, 'a.txt'), 'utf8')).toBe('x');
  });

  it('makes the directories above it', () => {
    OutputFolder.create(join(home, 'a', 'b', 'out'), { force: false, inputs: [] }).finish();
    expect(existsSync(join(home, 'a', 'b', 'out'))).toBe(true);
  });

  it('keeps others out, whatever the mask of the process', () => {
    const before = process.umask(0);
    try {
      const folder = OutputFolder.create(out, { force: false, inputs: [] });
      folder.file('a.txt').write('x');
      expect(statSync(join(folder.partial, 'a.txt')).mode & 0o777).toBe(0o600);
      expect(statSync(folder.partial).mode & 0o777).toBe(0o700);
      folder.finish();
    } finally {
      process.umask(before);
    }
    expect(statSync(out).mode & 0o777).toBe(0o700);
    expect(statSync(join(out, 'a.txt')).mode & 0o777).toBe(0o600);
  });

  it('abandoned, leaves nothing, nor touches what was there', () => {
    mkdirSync(out);
    const folder = OutputFolder.create(out, { force: true, inputs: [] });
    writeFileSync(join(out, 'letter.txt'), 'a letter');
    folder.file('a.txt').write('x');
    folder.abandon();
    expect(readdirSync(home)).toEqual(['out']);
    expect(readdirSync(out)).toEqual(['letter.txt']);
  });

  it('refuses a directory that exists, an empty one too', () => {
    mkdirSync(out);
    expect(codeOf(() => OutputFolder.create(out, { force: false, inputs: [] }))).toBe('E303');
    expect(existsSync(`${out}.partial`)).toBe(false);
  });

  it('forced, replaces an empty directory', () => {
    mkdirSync(out);
    OutputFolder.create(out, { force: true, inputs: [] }).finish();
    expect(readdirSync(home)).toEqual(['out']);
  });

  it('forced, replaces no file and no directory of other things', () => {
    writeFileSync(out, 'a letter');
    expect(codeOf(() => OutputFolder.create(out, { force: true, inputs: [] }))).toBe('E303');
    rmSync(out);
    mkdirSync(out);
    writeFileSync(join(out, 'letter.txt'), 'a letter');
    expect(codeOf(() => OutputFolder.create(out, { force: true, inputs: [] }))).toBe('E303');
    expect(readdirSync(out)).toEqual(['letter.txt']);
  });

  it('follows no link out of its place', () => {
    const elsewhere = join(home, 'elsewhere');
    mkdirSync(elsewhere);
    writeFileSync(join(elsewhere, 'letter.txt'), 'a letter');
    symlinkSync(elsewhere, out);
    expect(codeOf(() => OutputFolder.create(out, { force: true, inputs: [] }))).toBe('E303');
    symlinkSync(elsewhere, `${out}2.partial`);
    expect(codeOf(() => OutputFolder.create(`${out}2`, { force: false, inputs: [] }))).toBe('E303');
    expect(readdirSync(elsewhere)).toEqual(['letter.txt']);
  });

  it('replaces what a link leads to, and not the link', () => {
    const real = join(home, 'disk', 'real');
    OutputFolder.create(real, { force: false, inputs: [] }).finish();
    symlinkSync(real, out);
    expect(codeOf(() => OutputFolder.create(out, { force: false, inputs: [] }))).toBe('E303');
    const folder = OutputFolder.create(out, { force: true, inputs: [] });
    folder.file('members.csv').write('x');
    folder.finish();
    expect(lstatSync(out).isSymbolicLink()).toBe(true);
    expect(readFileSync(join(real, 'members.csv'), 'utf8')).toBe('x');
    expect(readdirSync(home).sort()).toEqual(['disk', 'out']);
  });

  it('refuses a link to nothing before anything is done', () => {
    symlinkSync(join(home, 'gone'), out);
    expect(codeOf(() => OutputFolder.create(out, { force: true, inputs: [] }))).toBe('E303');
    expect(readdirSync(home)).toEqual(['out']);
  });

  it('says as one of its errors when it cannot be made', () => {
    writeFileSync(out, 'a file');
    expect(codeOf(() => OutputFolder.create(join(out, 'below'), { force: false, inputs: [] }))).toBe('E402');
  });

  it('says as one of its errors when a file cannot be made', () => {
    const folder = OutputFolder.create(out, { force: false, inputs: [] });
    folder.file('a.txt');
    expect(codeOf(() => folder.file('a.txt'))).toBe('E402');
    expect(codeOf(() => folder.file('no/such/folder.txt'))).toBe('E402');
    folder.abandon();
  });

  it('knows bytes and hash of what was written, in the order in which it was begun', () => {
    const folder = OutputFolder.create(out, { force: false, inputs: [] });
    const texts = { 'b.txt': ['ä', '', 'b'], 'a.txt': [] };
    for (const [name, parts] of Object.entries(texts)) {
      const file = folder.file(name);
      for (const part of parts) file.write(part);
    }
    expect(folder.written()).toEqual(
      Object.entries(texts).map(([name, parts]) => ({
        name,
        bytes: Buffer.byteLength(parts.join('')),
        sha256: createHash('sha256').update(parts.join('')).digest('hex'),
      })),
    );
    folder.finish();
  });
});

const tableOf = (...names: string[]): TableSpec => ({
  name: 't.csv',
  about: '',
  columns: names.map((name) => ({ name, type: 'text', about: '' })),
});

describe('OutputTable', () => {
  it('writes many rows in their order', () => {
    const folder = OutputFolder.create(out, { force: false, inputs: [] });
    const table = folder.table(tableOf('n'));
    table.addAll(Array.from({ length: 12_345 }, (_, index) => [index]));
    table.flush();
    folder.finish();
    const lines = readFileSync(join(out, 't.csv'), 'utf8').trimEnd().split('\n');
    expect(lines).toEqual(['n', ...Array.from({ length: 12_345 }, (_, index) => String(index))]);
  });

  it('without rows has its header', () => {
    const folder = OutputFolder.create(out, { force: false, inputs: [] });
    folder.table(tableOf('a', 'b')).flush();
    folder.finish();
    expect(readFileSync(join(out, 't.csv'), 'utf8')).toBe('a,b\n');
  });

  it('any text comes back as it was, with a mark before what a spreadsheet would run', () => {
    const texts = fc.array(
      fc.oneof(
        fc.string({ unit: 'binary' }),
        fc.string(),
        fc.constantFrom('=A1', '+', '-5', '-5-', '-0.25', '@', '\t', '\r', '"', ',', '\n'),
      ),
      {
        minLength: 2,
        maxLength: 2,
      },
    );
    const rows = fc.sample(fc.array(texts, { minLength: 1, maxLength: 20 }), { seed: 3, numRuns: 60 }).flat();
    const folder = OutputFolder.create(out, { force: false, inputs: [] });
    const table = folder.table(tableOf('a', 'b'));
    table.addAll(rows);
    table.flush();
    folder.finish();
    const read: string[][] = parse(readFileSync(join(out, 't.csv')), {
      from_line: 2,
      record_delimiter: '\n',
    });
    expect(read).toHaveLength(rows.length);
    const isNumber = /^-\d+(\.\d+)?$/;
    const isFormula = /^[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/;
    rows.flat().forEach((text, index) => {
      const back = read[Math.floor(index / 2)]?.[index % 2];
      expect(back).toBe(
        isFormula.test(text) && !isNumber.test(text) ? `'${text}` : Buffer.from(text).toString(),
      );
    });
  });
});
