import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { synthesize } from '../../src/synth/synthesize.js';
import { sampled } from '../sampled.js';
import { endedBy, lbp } from './command.js';

/*
 * Large files go through the prefilter in several pieces on separate threads, which start only from built
 * modules: here the built command reads 40 MB of claims in one file, which makes two pieces.
 */
const home = mkdtempSync(join(tmpdir(), 'lbp-prefilter-threads-'));
const disk = join(home, 'disk');

/** A disk of a few pages; available only to a user who may mount. */
const isMounted = ((): boolean => {
  mkdirSync(disk);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', disk], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();
afterAll(() => {
  if (isMounted) execFileSync('umount', [disk]);
  rmSync(home, { recursive: true, force: true });
});

const CLAIMS = join(home, 'plan', 'medical_claim.csv');
beforeAll(async () => {
  await synthesize({ members: 4000, seed: 12, year: 2025, out: join(home, 'plan'), x12: false });
  // The claims again and again, under other ids.
  const [header = '', ...lines] = readFileSync(CLAIMS, 'utf8').trimEnd().split('\n');
  const bytes = lines.reduce((sum, line) => sum + line.length, 0);
  const times = Math.ceil((40 << 20) / bytes);
  const copies = Array.from({ length: times }, (_, copy) => lines.map((line) => `${copy}${line}\n`).join(''));
  writeFileSync(CLAIMS, `${header}\n${copies.join('')}`);
});

function run(out: string, threads: string): string[] {
  return [
    ...['run', '--year', '2025', '--claims', 'plan/medical_claim.csv', '--quiet', '--out', out],
    ...[
      '--pharmacy',
      'plan/pharmacy_claim.csv',
      '--eligibility',
      'plan/eligibility.csv',
      '--threads',
      threads,
    ],
  ];
}

describe('large files', () => {
  it('give the same outputs on any number of threads', async () => {
    const outputs: Record<string, unknown>[] = [];
    for (const threads of sampled(['1', '2', '4'], 2)) {
      const out = `run-${threads}`;
      expect(await lbp(run(out, threads), { cwd: home })).toMatchObject({ exit: 0, stderr: '' });
      const text = (name: string): string => readFileSync(join(home, out, name), 'utf8');
      const names = ['members.csv', 'evidence.csv', 'summary.csv', 'rejects.csv'];
      const { inputs, persons }: Record<string, unknown> = JSON.parse(text('manifest.json'));
      outputs.push({ ...Object.fromEntries(names.map((name) => [name, text(name)])), inputs, persons });
      expect(readdirSync(join(home, out))).not.toContain('spill');
    }
    const [one, ...others] = outputs;
    expect(String(one?.['members.csv']).split('\n').length).toBeGreaterThan(50);
    for (const other of others) expect(other).toEqual(one);
  });

  it.each(['1', '2'])('are left at once when a signal comes, with %s threads', async (threads) => {
    const ended = await endedBy('SIGINT', run('stopped', threads), home, 'stopped.partial/spill/prefilter');
    expect(ended).toMatchObject({ exit: 130, stdout: '' });
    expect(readdirSync(home).filter((name) => name.startsWith('stopped'))).toEqual([]);
  });

  it.skipIf(!isMounted)(
    `end with one sentence and code 4 where the disk is too small for what is kept of them${isMounted ? '' : ' (skipped: this user may not mount a small disk to fill)'}`,
    async () => {
      const ended = await lbp(run('disk/out', '2'), { cwd: home });
      expect(ended).toMatchObject({ exit: 4, stdout: '' });
      expect(ended.stderr).toMatch(
        /^LBP-E403 .*disk\/out\.partial\/spill\/prefilter\/.+: the disk is full\. .+\n$/,
      );
      expect(readdirSync(disk)).toEqual([]);
    },
  );
});
