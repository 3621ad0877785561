import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lbpHere } from './command.js';

const GOOD = fileURLToPath(new URL('../../fixtures/bad-input/_good', import.meta.url));
const home = mkdtempSync(join(tmpdir(), 'lbp-disk-'));
const disk = join(home, 'disk');

/** A disk of a few pages; only a user who may mount has one. */
const isMounted = ((): boolean => {
  mkdirSync(disk);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=24k', 'tmpfs', disk], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

beforeAll(() => cpSync(GOOD, home, { recursive: true }));
afterAll(() => {
  if (isMounted) execFileSync('umount', [disk]);
  rmSync(home, { recursive: true, force: true });
});

describe('a full disk', () => {
  const why = isMounted ? '' : ' (skipped: this user may not mount a small disk to fill)';
  it.skipIf(!isMounted)(`ends with one sentence and code 4, and leaves nothing${why}`, async () => {
    const inputs = ['--claims', 'medical_claim.csv', '--eligibility', 'eligibility.csv'];
    const ended = await lbpHere(['run', '--year', '2025', ...inputs, '--out', 'disk/out', '--quiet'], home);
    expect(ended).toMatchObject({ exit: 4, stdout: '' });
    expect(ended.stderr).toMatch(/^LBP-E403 disk\/out.*: the disk is full\. .+\n$/);
    expect(readdirSync(disk)).toEqual([]);
  });

  it.skipIf(!isMounted)(`ends a synthetic plan likewise${why}`, async () => {
    const ended = await lbpHere(['synth', '--members', '50', '--year', '2025', '--out', 'disk/plan'], home);
    expect(ended).toMatchObject({ exit: 4, stdout: '' });
    expect(ended.stderr).toMatch(/^LBP-E403 disk\/plan.*: the disk is full\. .+\n$/);
    expect(readdirSync(disk)).toEqual([]);
  });
});
