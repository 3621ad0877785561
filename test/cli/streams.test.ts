/* Outputs and messages that nobody reads, or that do not fit on their destination. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { BUILT } from './command.js';

const GOOD = fileURLToPath(new URL('../../fixtures/bad-input/_good', import.meta.url));
const home = mkdtempSync(join(tmpdir(), 'lbp-streams-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

const TABLES = `--claims '${GOOD}/medical_claim.csv' --eligibility '${GOOD}/eligibility.csv'`;
const RUN = `run --year 2025 ${TABLES}`;

/**
 * Runs `lbp ARGS` in a shell; `$lbp` is the command. The exit code is that of lbp, whatever follows a pipe.
 */
function sh(script: string): { status: number | null; stdout: string; stderr: string } {
  const { status, stdout, stderr } = spawnSync('sh', ['-c', `${script}`], {
    cwd: home,
    encoding: 'utf8',
    env: { ...process.env, lbp: `${process.execPath} ${BUILT}` },
  });
  return { status, stdout, stderr };
}

/** The outcome of a command whose stdout reader has stopped reading. */
function exitInto(command: string): { exit: string; stderr: string } {
  const { stderr } = sh(`{ ${command}; echo $? >exit; } | true`);
  return { exit: readFileSync(join(home, 'exit'), 'utf8').trim(), stderr };
}

describe('a reader who has gone', () => {
  it('is no error, whatever the command had to say', () => {
    expect(exitInto('sleep 0.3; $lbp valuesets list')).toMatchObject({ exit: '0' });
    expect(exitInto('sleep 0.3; $lbp help run')).toEqual({ exit: '0', stderr: '' });
    const ended = exitInto(`sleep 0.3; $lbp ${RUN} --quiet --out piped`);
    expect(ended).toEqual({ exit: '0', stderr: '' });
    expect(existsSync(join(home, 'piped', 'manifest.json'))).toBe(true);
  });

  it('does not change the exit code that was earned', () => {
    expect(
      exitInto(`sleep 0.3; $lbp run --year 2025 --claims no.csv ${TABLES.replace(/--claims \S+/, '')}`).exit,
    ).toBe('3');
    expect(exitInto(`sleep 0.3; $lbp check --year 2025 ${TABLES} --fail-on warning`).exit).toBe('1');
  });

  it('of messages is no failure either', () => {
    expect(exitInto('sleep 0.3; $lbp valuesets show LBP-none 2>&1 >/dev/null')).toEqual({
      exit: '2',
      stderr: '',
    });
  });
});

describe('a pipe in place of a file', () => {
  it('is refused as one, with a writer and without', () => {
    const others = `--eligibility '${GOOD}/eligibility.csv' --out refused`;
    const ended = sh(`cat '${GOOD}/medical_claim.csv' | $lbp run --year 2025 --claims /dev/stdin ${others}`);
    expect(ended).toMatchObject({
      status: 3,
      stderr: expect.stringContaining('LBP-E109 /dev/stdin: a pipe'),
    });
    sh('mkfifo waiting');
    for (const given of ['--claims waiting', '--x12 waiting', '--database waiting --claims-table c']) {
      const { status, stderr } = sh(`timeout -s KILL 30 $lbp run --year 2025 ${given} ${others}`);
      expect({ status, code: stderr.slice(0, 16) }).toEqual({ status: 3, code: 'LBP-E109 waiting' });
    }
    expect(existsSync(join(home, 'refused'))).toBe(false);
  });
});

describe.skipIf(!existsSync('/dev/full'))('a place that is full', () => {
  it('for the answer is E402 and exit 4; what was computed stays', () => {
    const ended = sh(`$lbp ${RUN} --quiet --out full >/dev/full`);
    expect(ended).toEqual({
      status: 4,
      stdout: '',
      stderr: 'LBP-E402 stdout: cannot be written (ENOSPC). Check where it is sent to.\n',
    });
    expect(existsSync(join(home, 'full', 'manifest.json'))).toBe(true);
    expect(sh('$lbp --help >/dev/full')).toMatchObject({
      status: 4,
      stderr: expect.stringMatching(/^LBP-E402 stdout/),
    });
    expect(sh(`$lbp check --year 2025 ${TABLES} --fail-on warning >/dev/full`)).toMatchObject({ status: 4 });
  });

  it('for the messages is exit 4, unless the command failed for another reason', () => {
    expect(sh('$lbp valuesets show LBP-none 2>/dev/full')).toEqual({ status: 2, stdout: '', stderr: '' });
    expect(sh(`$lbp ${RUN} --out warned 2>/dev/full`)).toMatchObject({ status: 4 });
  });
});
