/** What remains of a command that is killed, cannot write, or runs out of memory. */
import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ownLock, putLock } from '../../src/folder-lock.js';
import { sampled } from '../sampled.js';
import { type Ended, endedBy, lbp, lbpHere } from './command.js';

const home = mkdtempSync(join(tmpdir(), 'lbp-interruption-'));
const readOnly = join(home, 'read-only');

/** A disk that no user can write to; available only to a user who may mount. */
const isMounted = ((): boolean => {
  mkdirSync(readOnly);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'ro,size=1m', 'tmpfs', readOnly], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

/** Enough people for a run of several seconds. */
const MEMBERS = '12000';

beforeAll(async () => {
  const made = await lbpHere(['synth', '--members', MEMBERS, '--year', '2025', '--out', 'plan'], home);
  expect(made.exit).toBe(0);
}, 120_000);
afterAll(() => {
  if (isMounted) execFileSync('umount', [readOnly]);
  rmSync(home, { recursive: true, force: true });
});

function run(out: string, ...more: readonly string[]): string[] {
  return [
    ...['run', '--year', '2025', '--out', out],
    ...['--claims', 'plan/medical_claim.csv', '--pharmacy', 'plan/pharmacy_claim.csv'],
    ...['--eligibility', 'plan/eligibility.csv', ...more],
  ];
}

describe('a signal', () => {
  const COMMANDS: [string, string[]][] = [
    ['run', run('stopped')],
    ['synth', ['synth', '--members', '200000', '--year', '2025', '--out', 'stopped']],
  ];
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    it.each(sampled(COMMANDS, 3))(
      `${signal} ends %s soon, with code 130 and nothing left`,
      async (_, args) => {
        const { exit, stdout, stderr } = await endedBy(signal, args, home, 'stopped.partial');
        expect({ exit, stdout }).toEqual({ exit: 130, stdout: '' });
        expect(stderr).toContain(`LBP-E130 interrupted by ${signal}: what was unfinished is removed.`);
        expect(readdirSync(home).filter((name) => name.startsWith('stopped'))).toEqual([]);
      },
    );
  }
});

describe('a terminal that is closed', () => {
  it('ends a command by its signal, with nothing left', async () => {
    const ended = await endedBy('SIGHUP', run('hung-up'), home, 'hung-up.partial');
    expect(ended).toMatchObject({ exit: null, signal: 'SIGHUP', stdout: '' });
    expect(readdirSync(home).filter((name) => name.startsWith('hung-up'))).toEqual([]);
  });
});

describe('a run that is killed', () => {
  it('leaves only an unfinished folder, which the next run reports and replaces', async () => {
    const killed = await endedBy('SIGKILL', run('killed'), home, 'killed.partial');
    expect(killed.signal).toBe('SIGKILL');
    expect(readdirSync(home).filter((name) => name.startsWith('killed'))).toEqual(['killed.partial']);

    const next = await lbpHere(run('killed'), home);
    expect(next.exit).toBe(0);
    expect(next.stderr).toContain('LBP-W501 ');
    expect(readdirSync(home).filter((name) => name.startsWith('killed'))).toEqual(['killed']);
    expect(readFileSync(join(home, 'killed', 'manifest.json'), 'utf8')).toContain('"LBP-W501"');

    const another = await lbpHere(run('killed', '--force'), home);
    expect(another.exit).toBe(0);
    expect(another.stderr).not.toContain('LBP-W501');
  });
});

describe('two runs at one output', () => {
  it('the second is refused by a sentence that names the first, which ends as it would have alone', async () => {
    const second: Promise<Ended>[] = [];
    let pid = 0;
    const first = await lbp(run('shared'), {
      cwd: home,
      onStart: (_, started) => {
        pid = started;
        const look = setInterval(() => {
          if (!existsSync(join(home, 'shared.partial'))) return;
          clearInterval(look);
          second.push(lbpHere(run('shared', '--force'), home));
        }, 5);
      },
    });
    const [refused] = await Promise.all(second);
    expect(refused).toMatchObject({ exit: 2, stdout: '' });
    expect(refused?.stderr).toMatch(
      new RegExp(
        `^LBP-E305 shared: another command is writing to it \\(process ${pid}, which began [^)]+\\)\\. .+\n$`,
      ),
    );
    expect(first).toMatchObject({ exit: 0 });
    expect(first.stderr).not.toContain('LBP-W501');
    expect(readdirSync(home).filter((name) => name.startsWith('shared'))).toEqual(['shared']);
    const alone = await lbpHere(run('alone'), home);
    expect(alone.exit).toBe(0);
    expect(readFileSync(join(home, 'shared', 'members.csv'), 'utf8')).toBe(
      readFileSync(join(home, 'alone', 'members.csv'), 'utf8'),
    );
  });
});

describe('an output that cannot be', () => {
  it('for want of memory ends with code 4 and one sentence', async () => {
    const ended = await lbpHere(run('small', '--memory', '1MB', '--quiet'), home);
    expect({ exit: ended.exit, stdout: ended.stdout }).toEqual({ exit: 4, stdout: '' });
    expect(ended.stderr).toMatch(/^LBP-E403 the memory limit is too small for this run\. .+\n$/);
    expect(readdirSync(home).filter((name) => name.startsWith('small'))).toEqual([]);
  });

  it.skipIf(!isMounted)(
    `on a disk that is read-only ends with code 4 and one sentence${isMounted ? '' : ' (skipped: this user may not mount one)'}`,
    async () => {
      const ended = await lbpHere(run('read-only/out', '--quiet'), home);
      expect({ exit: ended.exit, stdout: ended.stdout }).toEqual({ exit: 4, stdout: '' });
      expect(ended.stderr).toMatch(/^LBP-E402 read-only\/out: cannot be written \(EROFS\)\. .+\n$/);
    },
  );
});

describe('a signal while the program is still loading', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)('%s ends with 130', async (signal) => {
    const hooks = `
      const wait = () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 500);
      export async function load(url, context, next) {
        if (/.chunks.main-[^.]+[.]js$/.test(url)) { process.kill(process.pid, '${signal}'); wait(); }
        return next(url, context);
      }`;
    const preload = `import { register } from 'node:module'; register('data:text/javascript,' + encodeURIComponent(${JSON.stringify(hooks)}));`;
    const env = { NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(preload)}` };
    const ended = await lbp(run('never'), { cwd: home, env });
    expect({ exit: ended.exit, signal: ended.signal, stdout: ended.stdout }).toEqual({
      exit: 130,
      signal: null,
      stdout: '',
    });
    expect(ended.stderr).toContain(`LBP-E130 interrupted by ${signal}`);
  });
});

describe('what a kill leaves', () => {
  it('in the temporary folder goes with the next command; what a command at work has there stays', async () => {
    const temporary = join(home, 'tmp');
    mkdirSync(join(temporary, 'lbp-of-somebody'), { recursive: true });
    writeFileSync(join(temporary, 'lbp-of-somebody', 'letter.txt'), 'a letter');
    mkdirSync(join(temporary, 'lbp-at-work'));
    putLock(join(temporary, 'lbp-at-work'), ownLock());
    expect(
      (await lbpHere(['synth', '--members', '3000', '--year', '2025', '--x12', '--out', 'edi-plan'], home))
        .exit,
    ).toBe(0);
    const check = [
      'check',
      '--year',
      '2025',
      '--x12',
      'edi-plan/edi',
      '--eligibility',
      'edi-plan/eligibility.csv',
    ];
    const env = { TMPDIR: temporary };
    const left = (): string[] =>
      readdirSync(temporary).filter((name) => !/lbp-(?:of-somebody|at-work)/.test(name));
    let modes: number[] = [];
    const killed = await lbp(check, {
      cwd: home,
      env,
      onStart: (kill) => {
        const look = setInterval(() => {
          const made = left().flatMap((name) => filesBelow(join(temporary, name)));
          if (!made.some((path) => /claim-files.*\.parquet$/.test(path))) return;
          clearInterval(look);
          modes = made.map((path) => statSync(path).mode & 0o777);
          kill('SIGKILL');
        }, 2);
      },
    });
    expect(killed.signal).toBe('SIGKILL');
    expect(left()).toHaveLength(1);
    expect(new Set(modes)).toEqual(new Set([0o600]));

    const next = await lbp(['valuesets', 'check', '--year', '2025', '--claims', 'edi-plan/no.csv'], {
      cwd: home,
      env,
    });
    expect(next.stderr).toContain('LBP-E101');
    expect(left()).toEqual([]);
    expect(readFileSync(join(temporary, 'lbp-of-somebody', 'letter.txt'), 'utf8')).toBe('a letter');
    expect(readdirSync(join(temporary, 'lbp-at-work'))).toEqual([ownLock()]);
  });
});

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => existsSync(path));
}
