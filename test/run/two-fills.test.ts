import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, describe, expect, it, vi } from 'vitest';
import type { AnyPack } from '../../src/packs/pack.js';
import { compareRuns } from '../../src/report/compare/comparison.js';
import { RunFolder } from '../../src/report/run-folder.js';
import { explainPerson } from '../../src/run/explain.js';
import { type RunOutcome, runPack } from '../../src/run/run-pack.js';
import { fileSettings } from '../../src/run/settings/run-settings.js';
import { TWO_FILLS } from '../packs/two-fills/pack.js';
import { writePlan } from '../packs/two-fills/plan.js';
import { QUIET } from './measure.js';

/* A new pack is added by its folder and its line in the list of packs. */
vi.mock('../../src/packs/index.js', async (original) => {
  const { PACKS, ...rest } = await original<typeof import('../../src/packs/index.js')>();
  const { TWO_FILLS: added } = await import('../packs/two-fills/pack.js');
  return { ...rest, PACKS: [...PACKS, added] satisfies readonly AnyPack[] };
});

const folder = mkdtempSync(join(tmpdir(), 'lbp-two-fills-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const paths = writePlan(folder);

const asked = (out: string, from = '2025-01-01'): ReturnType<typeof fileSettings> =>
  fileSettings(TWO_FILLS, {
    ...{ claims: [paths.claims], pharmacy: [paths.pharmacy], eligibility: [paths.eligibility] },
    ...{ medications: [paths.medications], from, list: 'Ours', threads: 1, out: join(folder, out) },
  });

const run = (out: string, from?: string): Promise<RunOutcome> => runPack(TWO_FILLS, asked(out, from), QUIET);
const rows = (out: string, name: string): Record<string, string>[] =>
  parse(readFileSync(join(folder, out, name)), { columns: true });

describe('a pack that is not of the program', () => {
  it('runs from the inputs to a finished folder, with accounts that balance', async () => {
    const { exit, manifest } = await run('first');
    expect(exit).toBe('done');
    // 30 days between count, 31 do not; nor does another drug, nor a fill before the first day.
    expect(rows('first', 'pairs.csv')).toEqual([
      { person_id: 'A', first_date: '2025-03-01', second_date: '2025-03-31', days: '30' },
      { person_id: 'D', first_date: '2025-01-01', second_date: '2025-01-02', days: '1' },
    ]);
    expect(rows('first', 'totals.csv')).toEqual([{ people: '2', pairs: '2' }]);
    expect(rows('first', 'evidence.csv').map(({ claim_id }) => claim_id)).toEqual(['a1', 'a2', 'd2', 'd3']);
    expect(manifest.pack).toMatchObject({ id: 'two-fills', question: { from: '2025-01-01', list: 'Ours' } });
    const pharmacy = manifest.inputs.find(({ table }) => table === 'pharmacy_claim');
    // E is no candidate; of C one drug is not listed.
    expect(pharmacy).toMatchObject({
      rows_read: 10,
      rows_used: 8,
      rows_ignored: { no_listed_code: 1, not_a_candidate: 1 },
    });
    const claims = manifest.inputs.find(({ table }) => table === 'medical_claim');
    expect(claims).toMatchObject({ rows_read: 2, rows_ignored: { no_listed_code: 1, not_a_candidate: 1 } });
  });

  it('is explained, from its outputs and from the inputs', async () => {
    const none = { inputs: {}, config: undefined };
    const path = join(folder, 'first');
    const fromRun = await explainPerson('A', path, { ...none, isWithInputs: false });
    expect(fromRun.explanation.facts.answer).toBe(
      'A filled twice within 30 days: 2025-03-01 and 2025-03-31.',
    );
    const again = await explainPerson('B', path, { ...none, isWithInputs: true });
    expect(again).toMatchObject({ isFromInputs: true, differs: false });
    expect(again.explanation.facts.answer).toBe('B has no two fills within 30 days.');
    expect(again.explanation.blocks).toEqual([{ kind: 'lines', lines: ['2 fills are in the inputs.'] }]);
  });

  it('is compared with another of its runs', async () => {
    await run('later', '2025-01-02');
    const [before, after] = [RunFolder.open(join(folder, 'first')), RunFolder.open(join(folder, 'later'))];
    const changed: unknown[] = [];
    const { changes } = await compareRuns(before, after, (row) => changed.push(row[0]));
    expect([changes, changed]).toEqual([1, ['D']]);
  });

  it('refuses a setting that it does not know', () => {
    expect(() => fileSettings(TWO_FILLS, { year: 2025, claims: ['a'], eligibility: ['b'] })).toThrow(
      'LBP-E304 unknown key year',
    );
  });
});
