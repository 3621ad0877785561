import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/* The result of `npm pack`, installed outside the repository, like a user who received the file. */

const exec = promisify(execFile);
const REPOSITORY = fileURLToPath(new URL('../..', import.meta.url));
const DECK = join(REPOSITORY, 'fixtures', 'deck', '2025');
const home = mkdtempSync(join(tmpdir(), 'lbp-installed-'));
const TABLES = ['--claims', 'plan/medical_claim.csv', '--eligibility', 'plan/eligibility.csv'];

async function lbp(...args: readonly string[]): Promise<string> {
  const { stdout } = await exec(join(home, 'prefix', 'bin', 'lbp'), args, {
    ...{ cwd: home, maxBuffer: 1 << 26 },
    env: { PATH: process.env['PATH'] ?? '', HOME: home },
  });
  return stdout;
}

beforeAll(async () => {
  // The build is there already, and the tests beside this one stand on it.
  await exec('npm', ['pack', '--ignore-scripts', '--pack-destination', home], { cwd: REPOSITORY });
  const file = readdirSync(home).find((name) => name.endsWith('.tgz')) ?? '';
  const install = ['install', '--global', '--prefix', join(home, 'prefix'), '--no-audit', '--no-fund'];
  await exec('npm', [...install, join(home, file)], { cwd: home });
  await lbp('synth', '--members', '300', '--year', '2025', '--out', 'plan');
}, 300_000);
afterAll(() => rmSync(home, { recursive: true }));

describe('the installed program', () => {
  it('runs, with the open value sets and the page', async () => {
    expect(await lbp('run', '--year', '2025', ...TABLES, '--out', 'out', '--quiet')).toContain(
      'Outputs: out',
    );
    expect(readFileSync(join(home, 'out', 'report.html'), 'utf8')).toContain('LBP measurement year 2025');
  });

  it('makes a report of a run', async () => {
    expect(await lbp('report', 'out', '--out', 'page.html')).toBe('Report: page.html\n');
  });

  it('scores a deck', async () => {
    await lbp('deck', DECK, '--year', '2025', '--out', 'deck', '--quiet');
    expect(existsSync(join(home, 'deck', 'score.txt'))).toBe(true);
  });

  it('prints a script for Spark', async () => {
    const script = await lbp('sql', '--dialect', 'spark', '--year', '2025', ...TABLES, '--events', 'ev');
    expect(script).toContain('INSERT OVERWRITE DIRECTORY');
  });

  it('has the pages of the other packs and what ships with them', async () => {
    expect(await lbp('policy', '--list')).toContain('preferredone');
    expect(await lbp('review', '--list')).toContain('kp');
  });
});
