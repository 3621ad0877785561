import { spawn, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  claimFolder,
  isAtWork,
  nameOf,
  ownLock,
  putLock,
  removeLocked,
  workerOf,
} from '../src/folder-lock.js';
import { lockWith } from './locks.js';

let home: string;
let folder: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'lbp-lock-'));
  folder = join(home, 'out.partial');
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

function lifeOf(lock: string): string {
  const worker = workerOf(lock);
  if (worker === null) throw new Error(`no lock: ${lock}`);
  return isAtWork(worker);
}

describe('a lock', () => {
  it('is of a process at work while that lives', async () => {
    expect(lifeOf(ownLock())).toBe('yes');
    const other = spawn('sleep', ['60']);
    const lock = lockWith({ pid: String(other.pid), ticks: '' });
    expect(lifeOf(lock)).toBe('yes');
    other.kill('SIGKILL');
    // Dead, though its parent has not asked for it yet; or gone.
    for (let turn = 0; turn < 100 && lifeOf(lock) === 'yes'; turn++) await wait(20);
    expect(lifeOf(lock)).toBe('no');
  });

  it('is dead where the number is that of another process by now', () => {
    expect(lifeOf(lockWith({ ticks: '1' }))).toBe('no');
  });

  it('is dead after a restart of the machine', () => {
    expect(lifeOf(lockWith({ boot: '00000000' }))).toBe('no');
  });

  it('of another host, another machine of the same name, or a container cannot be judged', () => {
    expect(lifeOf(lockWith({ host: 'elsewhere' }))).toBe('unknown');
    expect(lifeOf(lockWith({ machine: '00000000', boot: '00000000' }))).toBe('unknown');
    expect(lifeOf(lockWith({ pidSpace: '00000000' }))).toBe('unknown');
  });

  it('names its process, with the time when it began', () => {
    const worker = workerOf(lockWith({ host: 'else%2Cwhere', pid: '4711', started: '1764288063000' }));
    if (worker === null) throw new Error('no lock');
    expect(nameOf(worker)).toBe('process 4711 on else,where, which began 2025-11-28T00:01:03Z');
  });

  it('is no other name', () => {
    for (const name of ['members.csv', '.lbp-lock', '.lbp-lock,a,b', `${ownLock()},more`]) {
      expect(workerOf(name)).toBe(null);
    }
  });
});

describe('a folder', () => {
  it('is made with its lock, and nobody else gets it until it is removed', () => {
    expect(claimFolder(folder)).toEqual({ kind: 'made' });
    expect(readdirSync(folder)).toEqual([ownLock()]);
    expect(claimFolder(folder)).toMatchObject({ kind: 'busy', worker: { pid: process.pid } });
    removeLocked(folder);
    expect(readdirSync(home)).toEqual([]);
    expect(claimFolder(folder)).toEqual({ kind: 'made' });
  });

  it('of a dead process is taken over as it is', () => {
    mkdirSync(folder);
    const lockBefore = lockWith({ ticks: '1' });
    putLock(folder, lockBefore);
    writeFileSync(join(folder, 'members.csv'), 'half a row');
    expect(claimFolder(folder)).toEqual({ kind: 'taken over', lockBefore });
    expect(readdirSync(folder).sort()).toEqual([ownLock(), 'members.csv']);
  });

  it('without a lock, or with one that is not ours, is strange', () => {
    mkdirSync(folder);
    writeFileSync(join(folder, 'members.csv'), 'mine');
    expect(claimFolder(folder)).toEqual({ kind: 'strange' });
    rmSync(folder, { recursive: true });
    writeFileSync(folder, 'a file');
    expect(claimFolder(folder)).toEqual({ kind: 'strange' });
    rmSync(folder);
    mkdirSync(join(home, 'elsewhere'));
    putLock(join(home, 'elsewhere'), lockWith({ ticks: '1' }));
    symlinkSync(join(home, 'elsewhere'), folder);
    expect(claimFolder(folder)).toEqual({ kind: 'strange' });
    expect(readdirSync(home).sort()).toEqual(['elsewhere', 'out.partial']);
  });

  it('that a dead process left is had by one of many that want it at the same time', () => {
    mkdirSync(folder);
    putLock(folder, lockWith({ ticks: '1' }));
    // All begin together, and live until the last is done.
    const script = `
      const { appendFileSync, readFileSync } = await import('node:fs');
      const [, module, folder, home] = process.argv;
      const { claimFolder } = await import(module);
      const met = (name, text) => {
        appendFileSync(home + '/' + name, text + '\\n');
        while (readFileSync(home + '/' + name, 'utf8').split('\\n').length < 9);
      };
      met('ready', '');
      met('kinds', claimFolder(folder).kind);`;
    const module = new URL('../dist/parts/folder-lock.js', import.meta.url).href;
    const all = `for i in 1 2 3 4 5 6 7 8; do "$0" --input-type=module -e "$1" "$2" "$3" "$4" & done; wait`;
    spawnSync('sh', ['-c', all, process.execPath, script, module, folder, home]);
    const stdout = readFileSync(join(home, 'kinds'), 'utf8');
    const kinds = stdout.trim().split('\n').sort();
    expect(kinds).toEqual([...Array.from({ length: 7 }, () => 'busy'), 'taken over']);
    expect(existsSync(folder)).toBe(true);
    expect(readdirSync(home).sort()).toEqual(['kinds', 'out.partial', 'ready']);
  });
});
