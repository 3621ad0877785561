import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { byCodeUnit } from '../../src/valuesets/order.js';

// The raw files, without the loader, which would tolerate dots and repeats.

const ROOT = 'valuesets';
const files = (await readdir(ROOT, { recursive: true }))
  .filter((file) => /^(open|review)[\\/].*\.csv$/.test(file))
  .sort(byCodeUnit);
const rows = await Promise.all(
  files.map(async (file) => (await readFile(join(ROOT, file), 'utf8')).trimEnd().split('\n')),
);

const SHAPES: Readonly<Record<string, RegExp>> = {
  ICD10CM: /^[A-Z]\d[0-9A-Z]{1,5}$/,
  ICD10PCS: /^[0-9A-HJ-NP-Z]{7}$/,
  CPT: /^\d{5}$/,
  HCPCS: /^[A-Z]\d{4}$/,
  UBREV: /^\d{4}$/,
  NDC: /^\d{11}$/,
  RXNORM: /^\d+$/,
};

describe.each(files.map((file, index) => ({ file, lines: rows[index] ?? [] })))(
  '$file',
  ({ file, lines }) => {
    const records = lines.slice(1).map((line) => line.split(','));
    const systemColumn = (lines[0] ?? '').split(',').indexOf('Code System');

    test('has the headings of the licensed directory', () => {
      expect(lines[0]).toBe(
        file.startsWith(join('open', 'medications'))
          ? 'Medication List Name,Medication List OID,Medication List Version,Code,Generic Product Name,Brand Name,Route,Package Size,Unit,Code System,Code System OID,Code System Version'
          : 'Value Set Name,Value Set OID,Value Set Version,Code,Definition,Code System,Code System OID,Code System Version',
      );
    });

    test('holds one set, under its own name', () => {
      expect(new Set(records.map(([name]) => name)).size).toBe(1);
      const slug = (records[0]?.[0] ?? '').toLowerCase().replaceAll(/[ _]/g, '-');
      expect(basename(file).replace('-demonstration', '')).toBe(`${slug}.csv`);
      const origin = file.startsWith('open') ? 'open' : 'review';
      expect(new Set(records.map(([, oid]) => oid))).toEqual(new Set([`urn:lbp-${origin}:${slug}`]));
    });

    test('codes have the shape of their system, once each, in order, and no descriptor', () => {
      expect(records.length).toBeGreaterThan(0);
      const keys = records.map((cells) => `${cells[systemColumn]} ${cells[3]}`);
      expect(keys).toEqual([...new Set(keys)].sort(byCodeUnit));
      const misshapen = records.filter((cells) => !SHAPES[cells[systemColumn] ?? '']?.test(cells[3] ?? ''));
      expect(misshapen).toEqual([]);
      expect(records.filter((cells) => cells.slice(4, systemColumn).join('') !== '')).toEqual([]);
    });
  },
);
