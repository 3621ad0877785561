import { spawn } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { BUILT, type Ended, endOf } from '../cli/command.js';
import { sampled } from '../sampled.js';
import { type Block, blocksOf, pages, ROOT } from './pages.js';

/*
 * What a page shows is what a reader types. Blocks of a page run in order in one new folder:
 *
 *   sh run           a shell script, which must end with 0, or with N where exit=N follows; files=FOLDER puts a copy of the
 *                    files of that folder beside it first, as the files of the reader
 *   json file=x.json the file that the reader saves (any language)
 *   text output      lines that the script before it must have printed
 *   sh example       not run: it needs a cluster, licensed content or files of the reader; its options are checked
 */

const WORK = mkdtempSync(join(tmpdir(), 'lbp-docs-'));
const BIN = join(WORK, 'bin');
mkdirSync(BIN);
// The plan that most pages begin with is made once and copied for the others.
writeFileSync(
  join(BIN, 'lbp'),
  `#!/bin/sh
lbp() { '${process.execPath}' '${BUILT}' "$@"; }
case "$*" in
  'synth --members 2000 --year 2025 --out plan')
    if [ -d '${WORK}/plan' ]; then cp -r '${WORK}/plan' plan; else lbp "$@" && cp -r plan '${WORK}/plan'; fi ;;
  *) lbp "$@" ;;
esac
`,
);
chmodSync(join(BIN, 'lbp'), 0o755);
afterAll(() => rmSync(WORK, { recursive: true }));

const FILE = /\bfile=(\S+)$/;
const OF_A_READER = /^(?:sh run\b.*|text output|\w+ file=\S+)$/;

const PAGES = pages().map((page) => ({ path: page.path, blocks: blocksOf(page) }));

function run(script: string, folder: string): Promise<Ended> {
  return endOf(
    spawn('bash', ['--norc', '-e', '-o', 'pipefail', '-c', script], {
      cwd: folder,
      env: {
        ...process.env,
        HOME: folder,
        XDG_CACHE_HOME: join(folder, '.cache'),
        PATH: `${BIN}:${process.env['PATH']}`,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    }),
  );
}

async function follow(path: string, blocks: readonly Block[]): Promise<void> {
  const folder = join(WORK, path.replaceAll('/', '-'));
  mkdirSync(folder);
  symlinkSync(join(ROOT, 'fixtures'), join(folder, 'fixtures'));
  let printed = '';
  for (const { info, line, text } of blocks) {
    const file = FILE.exec(info)?.[1];
    if (file !== undefined) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), `${text}\n`);
    } else if (info === 'text output') {
      for (const expected of text.split('\n')) expect(printed, `${path}:${line}`).toContain(expected);
    } else {
      const files = /\bfiles=(\S+)/.exec(info)?.[1];
      if (files !== undefined) cpSync(join(ROOT, files), folder, { recursive: true });
      const ended = Number(/\bexit=(\d)/.exec(info)?.[1] ?? 0);
      const { exit, stdout, stderr } = await run(text, folder);
      const at = `${path}:${line}`;
      expect({ at, exit, stderr: exit === ended ? '' : stderr }).toEqual({ at, exit: ended, stderr: '' });
      printed = stdout;
    }
  }
}

describe('what pages show', () => {
  const followed = PAGES.map(({ path, blocks }) => ({
    path,
    blocks: blocks.filter(({ info }) => OF_A_READER.test(info)),
  })).filter(({ blocks }) => blocks.some(({ info }) => info.startsWith('sh run')));

  it('is there to be followed', () => {
    const paths = followed.map(({ path }) => path);
    expect(paths).toEqual(expect.arrayContaining(['docs/tutorial.md', 'docs/how-to/nightly.md']));
  });

  it.each(sampled(followed, 4))(
    '$path ends well, word for word',
    async ({ path, blocks }) => {
      await follow(path, blocks);
    },
    300_000,
  );
});
