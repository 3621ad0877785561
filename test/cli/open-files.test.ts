import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { namingTheLimit } from '../../src/cli/open-files.js';
import { LbpError } from '../../src/errors.js';
import { BUILT } from './command.js';

const GOOD = fileURLToPath(new URL('../../fixtures/bad-input/_good', import.meta.url));
const home = mkdtempSync(join(tmpdir(), 'lbp-open-files-'));
beforeAll(() => cpSync(GOOD, home, { recursive: true }));
afterAll(() => rmSync(home, { recursive: true, force: true }));

const RUN = 'run --year 2025 --claims medical_claim.csv --eligibility eligibility.csv --quiet --out out';

describe.skipIf(process.platform !== 'linux')('a process that may have few files open', () => {
  const limited = (files: number): ReturnType<typeof spawnSync> =>
    spawnSync('sh', ['-c', `ulimit -n ${files}; exec "$0" "$1" ${RUN}`, process.execPath, BUILT], {
      cwd: home,
      encoding: 'utf8',
    });

  it.each([24, 40, 64, 128, 255])('of %i says so and does nothing', (files) => {
    const { status, stdout, stderr } = limited(files);
    expect({ status, stdout, stderr }).toEqual({
      status: 4,
      stdout: '',
      stderr: `LBP-E406 the process is allowed ${files} open files, and at least 256 are needed. Raise the limit, for example with ulimit -n 4096.\n`,
    });
    expect(readdirSync(home)).not.toContain('out.partial');
  });

  it('of 256 does its work', () => {
    expect(limited(256)).toMatchObject({ status: 0, stderr: '' });
  });
});

describe('an error for want of files', () => {
  it('is named so, wherever it came from', () => {
    const cause = Object.assign(new Error('EMFILE: too many open files, open a.csv'), { code: 'EMFILE' });
    const ofEngine = new Error('IO Error: Cannot open file "a.csv": Too many open files');
    for (const error of [
      cause,
      new LbpError('E101', 'a.csv: cannot be opened', { cause }),
      new LbpError('E401', 'the engine stopped', { cause: ofEngine }),
      new LbpError('E402', 'out: cannot be written', { cause: new Error('around it', { cause }) }),
    ]) {
      expect(String(namingTheLimit(error))).toMatch(/LBP-E406 the process is allowed too few open files/);
    }
    const other = new LbpError('E101', 'a.csv: no such file');
    expect(namingTheLimit(other)).toBe(other);
  });
});
