import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { Engine } from '../../src/extract/duckdb.js';
import { sampled } from '../sampled.js';
import { converted, expectAlike, expectSameMembers } from './both-ways.js';
import { type CclfFiles, plainCclf } from './plain-cclf.js';
import { randomCclf } from './random-cclf.js';

const HEADERS = fileURLToPath(new URL('../../fixtures/layouts/cclf/', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'lbp-cclf-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function flagsOf(files: CclfFiles): Readonly<Record<string, unknown>> {
  return {
    preset: 'cclf',
    claims: [
      ...files.headers,
      ...files.lines,
      ...files.diagnoses,
      ...files.procedures,
      ...files.physicians,
      ...files.equipment,
    ],
    pharmacy: files.drugs,
    eligibility: [...files.enrollment, ...files.demographics, ...files.xref],
  };
}

describe('CCLF below the public headers', () => {
  it.each(sampled([1, 2], 2))(
    'decides everybody as from the tables of a plain reader, seed %i',
    async (seed) => {
      const own = join(folder, `seed-${seed}`);
      mkdirSync(own);
      const files = randomCclf(HEADERS, join(own, 'raw'), seed, 2023);
      const plain = plainCclf(files);
      expectAlike(await converted(flagsOf(files), join(own, 'converted')), plain);
      const { members, outcome } = await expectSameMembers(flagsOf(files), plain, 2023, own);
      const found = new Set(members.map((row) => `${row['status']} ${row['compliant']}`));
      expect([...found].sort()).toEqual(['denominator 0', 'denominator 1', 'excluded ', 'ineligible ']);
      const warned = outcome.manifest.warnings.map(({ code }) => code);
      expect(warned).toContain('LBP-W701');
      expect(warned).toContain('LBP-W704');
      expect(warned).toContain('LBP-W705');
    },
  );

  it('makes the same tables when little memory joins them in parts', async () => {
    const own = join(folder, 'parts');
    mkdirSync(own);
    const files = randomCclf(HEADERS, join(own, 'raw'), 4, 2023);
    const size = vi.spyOn(Engine.prototype, 'megabytes', 'get').mockReturnValue(0.02);
    const run = vi.spyOn(Engine.prototype, 'run');
    try {
      expectAlike(await converted(flagsOf(files), join(own, 'converted')), plainCclf(files));
    } finally {
      size.mockRestore();
    }
    const parts = run.mock.calls.filter(([sql]) => /% [0-9]+ = [0-9]+/.test(sql));
    run.mockRestore();
    const last = parts.filter(([sql]) => sql.includes('FULL JOIN')).length;
    expect(last).toBeGreaterThan(3);
    expect(parts.length - last).toBeGreaterThan(3);
  });
});
