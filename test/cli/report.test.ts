import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lbpHere, WITH_PAGE } from './command.js';

const home = mkdtempSync(join(tmpdir(), 'lbp-report-command-'));
const INPUTS = [
  ...['--claims', 'plan/medical_claim.csv', '--pharmacy', 'plan/pharmacy_claim.csv'],
  ...['--eligibility', 'plan/eligibility.csv', '--quiet'],
];

beforeAll(async () => {
  const synth = ['synth', '--members', '800', '--year', '2025', '--format', 'csv', '--out', 'plan'];
  expect((await lbpHere(synth, home)).exit).toBe(0);
  const made = await lbpHere(['run', WITH_PAGE, '--year', '2025', ...INPUTS, '--out', 'run'], home);
  expect(made.exit).toBe(0);
  const other = ['run', '--no-report', '--year', '2024', ...INPUTS, '--out', 'plain'];
  expect((await lbpHere(other, home)).exit).toBe(0);
});
afterAll(() => rmSync(home, { recursive: true }));

const text = (...path: string[]): string => readFileSync(join(home, ...path), 'utf8');

interface Written {
  readonly outputs: readonly { readonly name: string; readonly bytes: number; readonly sha256: string }[];
}

function entryOf(run: string): Written['outputs'][number] | undefined {
  const manifest: Written = JSON.parse(text(run, 'manifest.json'));
  return manifest.outputs.find(({ name }) => name === 'report.html');
}

function expectEntry(run: string): void {
  const page = readFileSync(join(home, run, 'report.html'));
  const sha256 = createHash('sha256').update(page).digest('hex');
  expect(entryOf(run)).toEqual({ name: 'report.html', bytes: page.length, sha256 });
}

describe('lbp run', () => {
  it('makes the page, only for its owner, and names it in the manifest', () => {
    expect(text('run', 'report.html')).toContain('LBP measurement year 2025: report');
    expect(statSync(join(home, 'run', 'report.html')).mode & 0o777).toBe(0o600);
    expectEntry('run');
  });

  it('makes none with --no-report', () => {
    expect(existsSync(join(home, 'plain', 'report.html'))).toBe(false);
    expect(entryOf('plain')).toBeUndefined();
  });
});

describe('lbp report', () => {
  it('makes the same page again from the finished folder', async () => {
    const before = text('run', 'report.html');
    const made = await lbpHere(['report', 'run', '--out', 'again.html'], home);
    expect(made).toMatchObject({ exit: 0, stdout: 'Report: again.html\n' });
    expect(text('again.html')).toBe(before);
    expect(statSync(join(home, 'again.html')).mode & 0o777).toBe(0o600);
  });

  it('puts the page into a run that has none, which can still be replaced', async () => {
    expect((await lbpHere(['report', 'plain'], home)).exit).toBe(0);
    expectEntry('plain');
    expect(text('plain', 'manifest.json').trimEnd().endsWith('}')).toBe(true);
    const again = ['run', '--year', '2024', ...INPUTS, '--out', 'plain', '--force'];
    expect((await lbpHere(again, home)).exit).toBe(0);
  });

  it('shows an earlier run beside it, and names providers', async () => {
    const [npi = ''] = /^index,(\d+),/m.exec(text('run', 'providers.csv'))?.slice(1) ?? [];
    writeFileSync(
      join(home, 'names.csv'),
      `npi,name,specialty,group\n${npi},Dr. Example,Chiropractic,North\n`,
    );
    const args = ['report', 'run', '--against', 'plain', '--providers', 'names.csv', '--out', 'both.html'];
    expect((await lbpHere(args, home)).exit).toBe(0);
    expect(text('both.html')).toContain('The earlier run: LBP measurement year 2024');
    expect(text('both.html')).toContain('Dr. Example');
  });

  it('replaces no file without --force, and none of a run', async () => {
    writeFileSync(join(home, 'mine.html'), 'mine');
    const refused = await lbpHere(['report', 'run', '--out', 'mine.html'], home);
    expect(refused.exit).toBe(2);
    expect(refused.stderr).toMatch(/^LBP-E303 mine\.html: the output exists/);
    expect(text('mine.html')).toBe('mine');
    const ofRun = await lbpHere(['report', 'run', '--out', 'run/members.csv', '--force'], home);
    expect(ofRun.exit).toBe(2);
    expect(ofRun.stderr).toContain('an input of this command');
  });

  it('replaces no file that the command or the run read', async () => {
    const before = text('plan', 'medical_claim.csv');
    const names = 'npi,name,specialty,group\n1234567893,Dr. Example,Chiropractic,North\n';
    writeFileSync(join(home, 'kept.csv'), names);
    for (const [out, ...more] of [
      ['plan/medical_claim.csv', '--format', 'xlsx'],
      ['kept.csv', '--providers', 'kept.csv'],
    ] as const) {
      const refused = await lbpHere(['report', 'run', '--out', out, '--force', ...more], home);
      expect(refused.exit).toBe(2);
      expect(refused.stderr).toMatch(/^LBP-E303 .*an input of this command or of its run/);
    }
    expect(text('plan', 'medical_claim.csv')).toBe(before);
    expect(text('kept.csv')).toBe(names);
  });

  it('refuses what is no run', async () => {
    const refused = await lbpHere(['report', 'plan'], home);
    expect(refused.exit).toBe(3);
    expect(refused.stderr).toMatch(/^LBP-E110 plan/);
  });
});

describe('other formats', () => {
  it.each([
    ['xlsx', 'run.xlsx'],
    ['parquet', 'run-parquet'],
    ['fhir', 'run.measure-reports.ndjson'],
  ])('%s stands beside the run unless --out says where', async (format, name) => {
    const made = await lbpHere(['report', 'run', '--format', format], home);
    expect(made).toMatchObject({ exit: 0, stdout: `Report: ${name}\n` });
    expect(existsSync(join(home, name))).toBe(true);
    const again = await lbpHere(['report', 'run', '--format', format], home);
    expect(again.exit).toBe(2);
    expect(again.stderr).toMatch(/^LBP-E303 /);
    expect((await lbpHere(['report', 'run', '--format', format, '--force'], home)).exit).toBe(0);
  });

  it('FHIR has a report for each person with --individual, and says who reports', async () => {
    const args = ['report', 'run', '--format', 'fhir', '--individual', '--reporter', 'Example Plan'];
    expect((await lbpHere([...args, '--out', 'all.ndjson'], home)).exit).toBe(0);
    const reports = text('all.ndjson').trimEnd().split('\n');
    expect(reports.filter((line) => line.includes('"type":"individual"')).length).toBeGreaterThan(10);
    for (const line of reports) expect(line).toContain('Example Plan');
  });
});
