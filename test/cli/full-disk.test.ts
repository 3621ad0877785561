import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lbpHere } from './command.js';

const GOOD = fileURLToPath(new URL('../../fixtures/bad-input/_good', import.meta.url));
const home = mkdtempSync(join(tmpdir(), 'lbp-disk-'));
const disk = join(home, 'disk');

/** A disk of a few pages; available only to a user who may mount. */
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

  it.skipIf(!isMounted)(`ends a comparison likewise, whenever it is full${why}`, async () => {
    const inputs = ['--claims', 'medical_claim.csv', '--eligibility', 'eligibility.csv', '--quiet'];
    expect((await lbpHere(['run', '--year', '2025', ...inputs, '--out', 'a'], home)).exit).toBe(0);
    expect((await lbpHere(['run', '--year', '2024', ...inputs, '--out', 'b'], home)).exit).toBe(0);
    for (const bytes of [0, 4, 5, 6].map((pages) => pages * 4096)) {
      writeFileSync(join(disk, 'filler'), Buffer.alloc(bytes));
      const ended = await lbpHere(['compare', 'a', 'b', '--out', 'disk/changes.csv'], home);
      if (ended.exit === 4)
        expect(ended.stderr).toMatch(/^LBP-E403 disk\/changes\.csv: the disk is full\. .+\n$/);
      else expect(ended.exit).toBe(0);
      rmSync(join(disk, 'changes.csv'), { force: true });
      expect(readdirSync(disk)).toEqual(['filler']);
      if (bytes === 0) expect(ended.exit).toBe(0);
      if (bytes === 6 * 4096) expect(ended.exit).toBe(4);
    }
    rmSync(join(disk, 'filler'));
  });

  it.skipIf(!isMounted)(`ends a synthetic plan likewise${why}`, async () => {
    const ended = await lbpHere(['synth', '--members', '50', '--year', '2025', '--out', 'disk/plan'], home);
    expect(ended).toMatchObject({ exit: 4, stdout: '' });
    expect(ended.stderr).toMatch(/^LBP-E403 disk\/plan.*: the disk is full\. .+\n$/);
    expect(readdirSync(disk)).toEqual([]);
  });
});
