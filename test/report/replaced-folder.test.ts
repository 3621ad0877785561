/* What --force replaces, what two commands on one folder do, and what a kill leaves: every possible state. */
import { createHash } from 'node:crypto';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LbpError } from '../../src/errors.js';
import { ownLock, putLock } from '../../src/folder-lock.js';
import { OutputFolder } from '../../src/report/output-folder.js';
import { DEAD_LOCK, lockWith } from '../locks.js';

let home: string;
let out: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'lbp-replaced-'));
  out = join(home, 'out');
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** A folder as a command leaves it, with one file of that text. */
function written(folder: string, text: string, tool = 'lbp'): void {
  mkdirSync(folder);
  const file = { name: 'members.csv', bytes: text.length, sha256: sha256(text) };
  writeFileSync(join(folder, 'members.csv'), text);
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify({ tool: { name: tool }, outputs: [file] }));
}

const textIn = (folder: string): string => readFileSync(join(folder, 'members.csv'), 'utf8');

function create(options: { force?: boolean; inputs?: readonly string[] } = {}): OutputFolder {
  return OutputFolder.create(out, { force: false, inputs: [], ...options });
}

function errorOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    return error instanceof LbpError ? error.message : `no error of ours: ${String(error)}`;
  }
  return 'nothing was thrown';
}

/** Makes the new output as a command does. */
function finish(folder: OutputFolder, text = 'new'): void {
  folder.file('members.csv').write(text);
  const outputs = folder.written();
  folder.file('manifest.json').write(JSON.stringify({ tool: { name: 'lbp' }, outputs }));
  folder.finish();
}

describe('--force', () => {
  it('replaces what a manifest of ours names, and leaves nothing of it', () => {
    written(out, 'old');
    finish(create({ force: true }));
    expect(textIn(out)).toBe('new');
    expect(readdirSync(home)).toEqual(['out']);
    expect(readdirSync(out).sort()).toEqual(['manifest.json', 'members.csv']);
  });

  it('replaces its own output again and again', () => {
    for (const text of ['one', 'two', 'three']) {
      finish(create({ force: true }), text);
      expect(textIn(out)).toBe(text);
    }
  });

  it.each<[string, () => void]>([
    ['no manifest, and names like ours', () => rmSync(join(out, 'manifest.json'))],
    ['a file beside', () => writeFileSync(join(out, 'letter.txt'), 'a letter')],
    ['a file called as one of ours that is not named', () => writeFileSync(join(out, 'rejects.csv'), 'mine')],
    ['a folder beside', () => mkdirSync(join(out, 'notes'))],
    ['a file that was changed', () => writeFileSync(join(out, 'members.csv'), 'old, with a note')],
    [
      'a link in the place of a file',
      () => {
        renameSync(join(out, 'members.csv'), join(home, 'moved'));
        symlinkSync(join(home, 'moved'), join(out, 'members.csv'));
      },
    ],
    [
      'a manifest that is cut',
      () => writeFileSync(join(out, 'manifest.json'), '{"tool": {"name": "lbp"}, "out'),
    ],
    [
      'a manifest without outputs',
      () => writeFileSync(join(out, 'manifest.json'), '{"tool": {"name": "lbp"}}'),
    ],
    [
      'a manifest that names a file elsewhere',
      () =>
        writeFileSync(
          join(out, 'manifest.json'),
          JSON.stringify({ tool: { name: 'lbp' }, outputs: [{ name: '../out/members.csv', bytes: 3 }] }),
        ),
    ],
    [
      'the manifest of another tool',
      () => {
        rmSync(out, { recursive: true });
        written(out, 'old', 'webpack');
      },
    ],
  ])('touches nothing where the folder has %s', (_, spoil) => {
    written(out, 'old');
    spoil();
    const before = readdirSync(out).map((name) => [name, textOf(join(out, name))]);
    expect(errorOf(() => create({ force: true }))).toMatch(/^LBP-E303 .*out: not replaced, because it holds/);
    expect(readdirSync(out).map((name) => [name, textOf(join(out, name))])).toEqual(before);
    expect(readdirSync(home).filter((name) => name.startsWith('out'))).toEqual(['out']);
  });

  it('touches nothing that came into the folder while the command ran, and keeps both', () => {
    written(out, 'old');
    const folder = create({ force: true });
    writeFileSync(join(out, 'letter.txt'), 'a letter');
    expect(errorOf(() => finish(folder))).toMatch(/^LBP-E303 .*The complete output is in .*out\.partial\.$/);
    folder.abandon();
    expect(readFileSync(join(out, 'letter.txt'), 'utf8')).toBe('a letter');
    expect(textIn(`${out}.partial`)).toBe('new');
  });

  it('does not replace a folder with an input of the command in it, through links too', () => {
    written(out, 'old');
    symlinkSync(join(out, 'members.csv'), join(home, 'link.csv'));
    for (const input of [join(out, 'members.csv'), join(home, 'link.csv'), out]) {
      expect(errorOf(() => create({ force: true, inputs: [join(home, 'other.csv'), input] }))).toBe(
        `LBP-E303 ${out}: not replaced, because ${input} is an input of this command. Choose another with --out.`,
      );
    }
    expect(textIn(out)).toBe('old');
    writeFileSync(`${out}-2`, 'a path that only begins alike');
    finish(create({ force: true, inputs: [`${out}-2`] }));
  });
});

describe('without --force', () => {
  it('a folder that appears while the command runs is not replaced, and both are kept', () => {
    const folder = create();
    written(out, 'theirs');
    expect(errorOf(() => finish(folder))).toMatch(
      /^LBP-E303 .*out: the output directory exists\. .* The complete output is in .*out\.partial\.$/,
    );
    expect(textIn(out)).toBe('theirs');
    expect(textIn(`${out}.partial`)).toBe('new');
  });
});

describe('two commands at one folder', () => {
  it('the second is refused, by a sentence that names the first, which it does not harm', () => {
    const first = create();
    expect(errorOf(() => create())).toMatch(
      new RegExp(
        `^LBP-E305 .*out: another command is writing to it \\(process ${process.pid}, which began \\d{4}-\\d\\d-\\d\\dT[\\d:]+Z\\)\\. `,
      ),
    );
    expect(errorOf(() => create({ force: true }))).toMatch(/^LBP-E305 /);
    finish(first);
    expect(textIn(out)).toBe('new');
    expect(readdirSync(home)).toEqual(['out']);
  });

  it('the second is refused where the first cannot be seen, and hears how to go on', () => {
    mkdirSync(`${out}.partial`);
    putLock(`${out}.partial`, lockWith({ host: 'elsewhere', pid: '4711' }));
    expect(errorOf(() => create({ force: true }))).toMatch(
      /^LBP-E305 .*\(process 4711 on elsewhere, which began .*If it has ended, remove .*out\.partial;/,
    );
  });

  it('the first never renames what is not its own', () => {
    const first = create();
    rmSync(`${out}.partial`, { recursive: true });
    mkdirSync(`${out}.partial`);
    putLock(`${out}.partial`, lockWith({ pid: '4711' }));
    writeFileSync(join(`${out}.partial`, 'members.csv'), 'half a row of the second');
    expect(errorOf(() => first.finish())).toMatch(/^LBP-E402 .*out\.partial: removed while/);
    first.abandon();
    expect(textIn(`${out}.partial`)).toBe('half a row of the second');
  });
});

describe('what a kill leaves', () => {
  const killed = (folder: string): void => putLock(folder, DEAD_LOCK);
  const names = (): string[] => readdirSync(home).sort();

  it('an unfinished folder is replaced', () => {
    mkdirSync(`${out}.partial`);
    killed(`${out}.partial`);
    writeFileSync(join(`${out}.partial`, 'members.csv'), 'half a row');
    mkdirSync(join(`${out}.partial`, 'spill'));
    const folder = create();
    expect(folder.replacedUnfinished).toBe(true);
    expect(readdirSync(`${out}.partial`)).toEqual([ownLock()]);
    finish(folder);
    expect(names()).toEqual(['out']);
  });

  it('a folder with a manifest but not all that it names is unfinished', () => {
    written(`${out}.partial`, 'complete');
    writeFileSync(join(`${out}.partial`, 'members.csv'), 'c\0mplete');
    killed(`${out}.partial`);
    expect(create().replacedUnfinished).toBe(true);
  });

  it('a folder of that name without our lock is not touched', () => {
    mkdirSync(`${out}.partial`);
    writeFileSync(join(`${out}.partial`, 'members.csv'), 'mine');
    expect(errorOf(() => create({ force: true }))).toMatch(/^LBP-E303 .*out\.partial: not replaced/);
    expect(textIn(`${out}.partial`)).toBe('mine');
  });

  it('a complete folder that had not got its name gets it', () => {
    written(`${out}.partial`, 'complete');
    mkdirSync(join(`${out}.partial`, 'spill'));
    killed(`${out}.partial`);
    expect(errorOf(() => create())).toMatch(
      /^LBP-E303 .*killed when its output was complete, which is now there/,
    );
    expect(textIn(out)).toBe('complete');
    expect(readdirSync(out).sort()).toEqual(['manifest.json', 'members.csv']);
    expect(names()).toEqual(['out']);
  });

  it('and with --force stays until it is replaced', () => {
    written(`${out}.partial`, 'complete');
    killed(`${out}.partial`);
    const folder = create({ force: true });
    expect(folder.replacedUnfinished).toBe(false);
    expect(textIn(out)).toBe('complete');
    finish(folder);
    expect(textIn(out)).toBe('new');
    expect(names()).toEqual(['out']);
  });

  it('a complete folder beside the one it should replace is kept, until --force says which', () => {
    written(out, 'old');
    written(`${out}.partial`, 'complete');
    killed(`${out}.partial`);
    for (const turn of [1, 2]) {
      expect(
        errorOf(() => create()),
        `turn ${turn}`,
      ).toMatch(/^LBP-E303 .*out\.partial holds the complete output/);
      expect([textIn(out), textIn(`${out}.partial`)]).toEqual(['old', 'complete']);
    }
    const folder = create({ force: true });
    expect(textIn(out)).toBe('complete');
    folder.abandon();
    expect(names()).toEqual(['out']);
  });

  it('a complete folder is not lost where what it should replace is not ours', () => {
    written(out, 'old');
    writeFileSync(join(out, 'letter.txt'), 'a letter');
    written(`${out}.partial`, 'complete');
    killed(`${out}.partial`);
    expect(errorOf(() => create({ force: true }))).toMatch(/^LBP-E303 .*out: not replaced/);
    expect([textIn(out), textIn(`${out}.partial`)]).toEqual(['old', 'complete']);
    expect(errorOf(() => create({ force: true }))).toMatch(/^LBP-E303 .*out: not replaced/);
  });

  it('between the two renames: the complete folder gets its name, and the one set aside goes', () => {
    written(`${out}.replaced`, 'old');
    killed(`${out}.replaced`);
    written(`${out}.partial`, 'complete');
    killed(`${out}.partial`);
    expect(errorOf(() => create())).toMatch(/^LBP-E303 .*which is now there/);
    expect(textIn(out)).toBe('complete');
    expect(names()).toEqual(['out']);
    expect(readdirSync(out).sort()).toEqual(['manifest.json', 'members.csv']);
  });

  it('after the renames: the folder set aside goes, and the locks', () => {
    written(out, 'complete');
    killed(out);
    written(`${out}.replaced`, 'old');
    killed(`${out}.replaced`);
    expect(errorOf(() => create())).toMatch(/^LBP-E303 .*the output directory exists\./);
    expect(names()).toEqual(['out']);
    expect(readdirSync(out).sort()).toEqual(['manifest.json', 'members.csv']);
  });

  it('a folder set aside comes back where nothing else is there', () => {
    written(`${out}.replaced`, 'old');
    killed(`${out}.replaced`);
    expect(errorOf(() => create())).toMatch(/^LBP-E303 .*the output directory exists\./);
    expect(textIn(out)).toBe('old');
    expect(readdirSync(out).sort()).toEqual(['manifest.json', 'members.csv']);
    expect(names()).toEqual(['out']);
  });

  it('a folder of the name of what is set aside, but not ours, stays', () => {
    written(out, 'old');
    mkdirSync(`${out}.replaced`);
    writeFileSync(join(`${out}.replaced`, 'letter.txt'), 'a letter');
    expect(errorOf(() => create({ force: true }))).toMatch(/^LBP-E303 .*out\.replaced: not replaced/);
    expect(names()).toEqual(['out', 'out.replaced']);
  });
});

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return 'a folder';
  }
}
