/**
 * Real input: the public Tuva seeds, read unmodified. They are searched for in the folder that
 * LBP_PUBLIC_DATA names, else next to the repository. The expected outputs are derived by hand in
 * fixtures/tuva/README.md.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'csv-parse/sync';
import { afterAll, describe, expect, it } from 'vitest';
import type { RunOutcome } from '../src/run/run-pack.js';
import { runMeasure } from './run/measure.js';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const DATA = process.env['LBP_PUBLIC_DATA'] ?? join(ROOT, '../shared/data');
const seed = (name: string): string => join(DATA, 'claims/tuva', name);
const areThere = existsSync(seed('medical_claim_seed_2026-02-14.csv'));

const VINTAGES = ['2026-03-18', '2026-02-14'];
const outputs = mkdtempSync(join(tmpdir(), 'lbp-tuva-'));
afterAll(() => rmSync(outputs, { recursive: true, force: true }));

interface Run {
  readonly outcome: RunOutcome;
  readonly text: (file: string) => string;
}

async function run(name: string, flags: Readonly<Record<string, unknown>>, config?: object): Promise<Run> {
  const out = join(outputs, name);
  const configPath = join(outputs, `${name}.json`);
  if (config !== undefined) writeFileSync(configPath, JSON.stringify(config));
  const outcome = await runMeasure(
    { year: 2018, out, ...flags },
    config === undefined ? undefined : configPath,
  );
  return { outcome, text: (file) => readFileSync(join(out, file), 'utf8') };
}

function expected(file: string): string {
  return readFileSync(join(ROOT, 'fixtures/tuva', file), 'utf8');
}

function seeds(vintage: string): Record<string, unknown> {
  return {
    claims: [seed('medical_claim_seed_2026-02-14.csv')],
    pharmacy: [seed('pharmacy_claim_seed_2026-02-14.csv')],
    eligibility: [seed(`eligibility_seed_${vintage}.csv`)],
  };
}

/** The columns of evidence.csv that the expected file has. */
function evidence(text: string, columns: readonly string[]): string[][] {
  const rows: Record<string, string>[] = parse(text, { columns: true });
  return rows.map((row) => columns.map((column) => row[column] ?? `no column ${column}`));
}

function rows(text: string): string[][] {
  return parse(text);
}

const title = areThere
  ? 'the Tuva seeds'
  : 'the Tuva seeds (skipped: no claims/tuva in LBP_PUBLIC_DATA or ../shared/data)';

describe.skipIf(!areThere)(title, () => {
  it.each(VINTAGES)('as they are, in 2018, with the eligibility of %s', async (vintage) => {
    const { outcome, text } = await run(`as-is-${vintage}`, seeds(vintage));
    expect(outcome.exit).toBe('done');
    expect(text('members.csv')).toBe(expected('expected/members.csv'));
    expect(text('unreported.csv')).toBe(expected('expected/unreported.csv'));
  });

  it('read every row, and reject none', async () => {
    const { outcome, text } = await run('accounts', seeds('2026-03-18'));
    const read = outcome.manifest.inputs.map((input) => [input.table, input.rows_read]);
    expect(read).toEqual([
      ['medical_claim', 2075],
      ['pharmacy_claim', 291],
      ['eligibility', 31],
    ]);
    for (const { rows_read, rows_used, rows_ignored, rows_rejected } of outcome.manifest.inputs) {
      expect(rows_rejected).toEqual({});
      expect(rows_used + Object.values(rows_ignored).reduce((sum, n) => sum + n, 0)).toBe(rows_read);
    }
    expect(rows(text('rejects.csv'))).toHaveLength(1);
  });

  it.each(VINTAGES)('as if all cover were commercial, with the eligibility of %s', async (vintage) => {
    const config = { constants: { payer_type: 'commercial' } };
    const { text } = await run(`commercial-${vintage}`, seeds(vintage), config);
    expect(text('members.csv')).toBe(expected('expected-commercial/members.csv'));
    expect(text('unreported.csv')).toBe(expected('expected-commercial/unreported.csv'));
    const [columns = [], ...stated] = rows(expected('expected-commercial/evidence.csv'));
    expect(evidence(text('evidence.csv'), columns)).toEqual(stated);
  });

  it('both vintages of eligibility at once change nothing', async () => {
    const eligibility = VINTAGES.map((vintage) => seed(`eligibility_seed_${vintage}.csv`));
    const config = { constants: { payer_type: 'commercial' } };
    const { text } = await run('both', { ...seeds('2026-03-18'), eligibility }, config);
    expect(text('members.csv')).toBe(expected('expected-commercial/members.csv'));
  });

  it('tables of headers alone are a run without candidates', async () => {
    const { outcome, text } = await run('headers', {
      claims: [seed('header_only_medical_claim_2024-12.csv')],
      pharmacy: [seed('header_only_pharmacy_claim_2024-12.csv')],
      eligibility: [seed('header_only_eligibility_2024-12.csv')],
      year: 2024,
    });
    expect(outcome.exit).toBe('threshold');
    for (const file of ['members.csv', 'unreported.csv', 'evidence.csv', 'rejects.csv']) {
      expect([file, rows(text(file)).length]).toEqual([file, 1]);
    }
    const summary: Record<string, string>[] = parse(text('summary.csv'), { columns: true });
    expect(summary.every(({ candidates }) => candidates === '0')).toBe(true);
    expect(summary.map(({ rate }) => rate).filter((rate) => rate !== '')).toEqual([]);
    expect(outcome.manifest.inputs.map(({ rows_read }) => rows_read)).toEqual([0, 0, 0]);
  });
});
