import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { synthesize } from '../../src/synth/synthesize.js';
import { sampled, whole } from '../sampled.js';
import { type Ended, lbp } from './command.js';

/*
 * Worker threads start only from built modules, so no other test covers them: here the built command reads
 * several 837 files on one, two and four threads.
 */
const folder = mkdtempSync(join(tmpdir(), 'lbp-threads-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeAll(() =>
  synthesize({
    members: 600,
    seed: 11,
    year: 2025,
    out: join(folder, 'plan'),
    x12: true,
    claimsPerFile: 500,
  }),
);

const ARCHIVE = join('plan', 'edi', '*.837');
const ELIGIBILITY = join('plan', 'eligibility.csv');

const convert = (out: string, ...more: string[]): Promise<Ended> =>
  lbp(['convert', '--x12', ARCHIVE, '--eligibility', ELIGIBILITY, '--out', out, ...more], { cwd: folder });

function outputs(out: string, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, out, name), 'utf8')]));
}

describe('several 837 files on any number of threads', () => {
  it('are converted to the same table', async () => {
    expect(readdirSync(join(folder, 'plan', 'edi')).length).toBeGreaterThan(3);
    const found: Record<string, string>[] = [];
    for (const threads of sampled(['1', '2', '4'], 2)) {
      const out = `convert-${threads}`;
      expect(await convert(out, '--threads', threads)).toMatchObject({ exit: 0, stderr: '' });
      found.push(outputs(out, ['medical_claim.csv', 'rejects.csv', 'claim_versions.csv']));
    }
    const [one, ...others] = found;
    expect(one?.['medical_claim.csv']?.split('\n').length).toBeGreaterThan(1000);
    for (const other of others) expect(other).toEqual(one);
  });

  whole('give a run the same results', async () => {
    const found: Record<string, string>[] = [];
    for (const threads of sampled(['1', '2', '4'], 2)) {
      const out = `run-${threads}`;
      const args = ['--year', '2025', '--x12', ARCHIVE, '--eligibility', ELIGIBILITY, '--threads', threads];
      expect(await lbp(['run', ...args, '--out', out], { cwd: folder })).toMatchObject({ exit: 0 });
      found.push(outputs(out, ['members.csv', 'evidence.csv', 'summary.csv', 'rejects.csv']));
    }
    const [one, ...others] = found;
    expect(one?.['members.csv']?.split('\n').length).toBeGreaterThan(10);
    for (const other of others) expect(other).toEqual(one);
  });

  it('end with the coded error of the thread that fails, and leave nothing', async () => {
    const files = readdirSync(join(folder, 'plan', 'edi')).sort();
    const cut = files[2] ?? '';
    const path = join(folder, 'plan', 'edi', cut);
    const whole = readFileSync(path);
    writeFileSync(path, whole.subarray(0, whole.length >> 1));
    try {
      const ended = await convert('cut', '--strict', '--threads', '2');
      expect(ended).toMatchObject({ exit: 3, stdout: '' });
      expect(ended.stderr).toMatch(new RegExp(`^LBP-E107 .*${cut} .*\\n$`));
      expect(readdirSync(folder).filter((name) => name.startsWith('cut'))).toEqual([]);

      // Without strict reading the other files are read all the same, the loss is counted, and the exit code tells.
      const lenient = await convert('cut', '--threads', '2');
      expect(lenient.exit).toBe(1);
      expect(lenient.stderr).toMatch(new RegExp(`LBP-W416 damaged or packed: .*${cut}\\.`));
      expect(existsSync(join(folder, 'cut', 'medical_claim.csv'))).toBe(true);
      expect(readFileSync(join(folder, 'cut', 'rejects.csv'), 'utf8')).toContain(cut);
    } finally {
      writeFileSync(path, whole);
    }
  });
});
