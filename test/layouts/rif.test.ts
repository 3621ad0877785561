import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { runMeasure } from '../run/measure.js';
import { sampled } from '../sampled.js';
import { converted, expectAlike, expectSameMembers } from './both-ways.js';
import { plainRif } from './plain-rif.js';
import { recodedRif } from './recoded-rif.js';

const FIXTURES = fileURLToPath(new URL('../../fixtures/layouts/rif/', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'lbp-rif-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('RIF as it is published', () => {
  const path = (name: string): string => join(FIXTURES, `${name}.csv`);
  const beneficiaries = readdirSync(FIXTURES)
    .filter((name) => name.startsWith('beneficiary_'))
    .map((name) => join(FIXTURES, name));
  const professional = [path('carrier'), path('dme')];
  const institutional = ['outpatient', 'inpatient', 'snf', 'hha', 'hospice'].map(path);

  it('becomes what a plain reader makes of it', async () => {
    const found = await converted(
      {
        preset: 'rif',
        claims: [...institutional, ...professional],
        pharmacy: [path('pde')],
        eligibility: [join(FIXTURES, 'beneficiary_*.csv')],
      },
      join(folder, 'published'),
    );
    expectAlike(found, plainRif({ professional, institutional, pharmacy: [path('pde')], beneficiaries }));
    expect(found.medical_claim).toHaveLength(347);
  });

  it('has an account of every row, also of files that are not needed', async () => {
    const { manifest } = await runMeasure({
      ...{ year: 2018, preset: 'rif', out: join(folder, 'accounts'), 'allow-empty': true },
      claims: [...professional, ...institutional],
      eligibility: beneficiaries,
    });
    const accounts = manifest.inputs.map(({ path: file, rows_read, rows_ignored }) => [
      file.slice(FIXTURES.length),
      rows_read,
      rows_ignored,
    ]);
    expect(accounts).toContainEqual(['carrier.csv', 221, { not_a_candidate: 221 }]);
    expect(accounts).toContainEqual(['beneficiary_history.csv', 3, { not_needed: 3 }]);
    expect(accounts).toContainEqual(['beneficiary_2016.csv', 3, { not_a_candidate: 3 }]);
    const warned = manifest.warnings.map(({ code, count }) => [code, count]);
    expect(warned).toContainEqual(['LBP-W702', 3]);
    expect(warned).toContainEqual(['LBP-W703', 16]);
  });
});

describe('RIF with low-back pain', () => {
  // Of seed 2 nobody is enrolled throughout, so that the last line below would have nothing to see.
  it.each(sampled([1, 3, 4], 2))(
    'decides everybody as from the tables of a plain reader, seed %i',
    async (seed) => {
      const own = join(folder, `seed-${seed}`);
      mkdirSync(own);
      const files = recodedRif(FIXTURES, join(own, 'raw'), seed, 2023);
      const plain = plainRif(files);
      const given = {
        preset: 'rif',
        claims: [...files.professional, ...files.institutional],
        pharmacy: files.pharmacy,
        eligibility: files.beneficiaries,
      };
      expectAlike(await converted(given, join(own, 'converted')), plain);
      const { members } = await expectSameMembers(given, plain, 2023, own);
      const found = new Set(members.map((row) => `${row['status']} ${row['compliant']}`));
      expect([...found].sort()).toEqual(expect.arrayContaining(['denominator 1', 'ineligible ']));
      expect(members.some((row) => row['imaging'] === '1')).toBe(true);
    },
  );
});
