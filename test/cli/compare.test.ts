import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'csv-parse/sync';
import { afterAll, describe, expect, it } from 'vitest';
import { type Ended, lbpHere } from './command.js';

const CASES = fileURLToPath(new URL('../../fixtures/cases/', import.meta.url));
const CASE = join(CASES, 'day-29-imaging-does-not');
const home = mkdtempSync(join(tmpdir(), 'lbp-compare-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

/** A case run twice, with the claims changed in between. */
async function twoRuns(change: (claims: string) => string, from = CASE): Promise<string> {
  const folder = mkdtempSync(join(home, 'case-'));
  cpSync(from, folder, { recursive: true });
  const run = async (out: string): Promise<void> => {
    const ended = await lbpHere(['run', '--config', 'lbp.json', '--out', out, '--quiet'], folder);
    expect(ended.exit).toBe(0);
  };
  await run('a');
  const path = join(folder, 'medical_claim.csv');
  writeFileSync(path, change(readFileSync(path, 'utf8')));
  await run('b');
  return folder;
}

function compared(folder: string, ...more: string[]): Promise<Ended> {
  return lbpHere(['compare', 'a', 'b', ...more], folder);
}

describe('lbp compare', () => {
  it('finds nothing in the same again', async () => {
    const folder = await twoRuns((claims) => claims);
    const ended = await compared(folder, '--fail-on-change');
    expect(ended).toMatchObject({ exit: 0, stderr: '' });
    expect(ended.stdout).toContain('According to their manifests, the runs have the same inputs');
    expect(ended.stdout).toContain('Nobody changed.');
  });

  it('says of a date that moved into the window who changed, and what can have caused it', async () => {
    // Day 28 = 2024-08-16.
    const folder = await twoRuns((claims) => claims.replace('2024-08-17', '2024-08-16'));
    const ended = await compared(folder, '--out', 'changes.csv', '--fail-on-change', '--json');
    expect(ended).toMatchObject({ exit: 1, stderr: '' });
    expect(JSON.parse(ended.stdout)).toMatchObject({
      before: { path: 'a', measure: { year: 2024 } },
      after: { path: 'b' },
      differences: [{ cause: 'claims', how: '1 only before, 1 only after, 0 in both' }],
      changes: {
        total: 1,
        people: 1,
        by_kind: { entered: 0, left: 0, status: 0, imaging: 1, details: 0 },
        by_status: [{ from: 'denominator_not_imaged', to: 'denominator_imaged', count: 1 }],
        by_cause: [{ causes: 'claims', count: 1 }],
      },
    });
    const path = join(folder, 'changes.csv');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const rows: unknown = parse(readFileSync(path), { columns: true });
    expect(rows).toEqual([
      {
        person_id: 'A1002',
        product_line: 'medicaid',
        change: 'imaging',
        from_status: 'denominator',
        to_status: 'denominator',
        from_reasons: '',
        to_reasons: '',
        from_index_date: '2024-07-19',
        to_index_date: '2024-07-19',
        from_index_claim_id: 'c1',
        to_index_claim_id: 'c1',
        from_imaging_date: '',
        to_imaging_date: '2024-08-16',
        from_compliant: '1',
        to_compliant: '0',
        causes: 'claims',
        differences: 'imaging added: 72110 on 2024-08-16 (claim c2 line 1), in a new or changed file',
      },
    ]);
    // The rates: 1 of 1 without imaging before, 0 of 1 after.
    expect((await compared(folder)).stdout).toMatch(/medicaid +18-64 +1 +1 +0 +1 +100\.00 +0\.00 +-100\.00/);
    expect((await compared(folder)).exit).toBe(0);
  });

  it('says how many people changed, and in how many rows: one for each product line', async () => {
    // Day 29 = 2023-07-14.
    const later = (claims: string): string => claims.replaceAll('2023-06-20', '2023-07-14');
    const folder = await twoRuns(later, join(CASES, 'medicaid-and-medicare-are-two-rows'));
    expect((await compared(folder)).stdout).toMatch(
      /^Changed: 1 person in 2 rows, one for each product line \(imaging 2\)$/m,
    );
    expect(JSON.parse((await compared(folder, '--json')).stdout)).toMatchObject({
      changes: { total: 2, people: 1 },
    });
  });

  it('keeps formulas in ids from being read as such', async () => {
    const folder = mkdtempSync(join(home, 'case-'));
    cpSync(CASE, folder, { recursive: true });
    for (const file of ['medical_claim.csv', 'eligibility.csv']) {
      const path = join(folder, file);
      writeFileSync(path, readFileSync(path, 'utf8').replaceAll('A1002', '=A1002'));
    }
    const quiet = ['--config', 'lbp.json', '--quiet'];
    await lbpHere(['run', ...quiet, '--out', 'a'], folder);
    await lbpHere(['run', ...quiet, '--out', 'b', '--year', '2023'], folder);
    expect((await compared(folder, '--out', 'changes.csv')).exit).toBe(0);
    expect(readFileSync(join(folder, 'changes.csv'), 'utf8')).toContain(
      "\n'=A1002,medicaid,left,denominator,absent,",
    );
  });

  it('does not replace a list unless asked to, and leaves none behind when it fails', async () => {
    const folder = await twoRuns((claims) => claims);
    writeFileSync(join(folder, 'mine.csv'), 'mine');
    const refused = await compared(folder, '--out', 'mine.csv');
    expect(refused.exit).toBe(2);
    expect(refused.stderr).toMatch(/^LBP-E303 mine\.csv: the output exists/);
    expect((await compared(folder, '--out', 'mine.csv', '--force')).exit).toBe(0);

    for (const name of ['a/members.csv', 'b/letter.txt']) {
      if (!existsSync(join(folder, name))) writeFileSync(join(folder, name), 'mine');
      const ofRun = await compared(folder, '--out', name, '--force');
      expect(ofRun.exit).toBe(2);
      expect(ofRun.stderr).toMatch(/^LBP-E303 \S+: not replaced, because it is a file of [ab], an input/);
    }

    rmSync(join(folder, 'b', 'evidence.csv'));
    const failed = await compared(folder, '--out', 'none.csv');
    expect(failed.exit).toBe(3);
    expect(failed.stderr).toMatch(/^LBP-E110 b\/evidence\.csv: /);
    expect(['none.csv', 'none.csv.partial'].filter((name) => existsSync(join(folder, name)))).toEqual([]);
  });
});
