import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { explanationsOf } from '../../src/cli/help.js';
import { lbpHere } from './command.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

async function printed(...args: readonly string[]): Promise<string> {
  const { exit, stdout, stderr } = await lbpHere(args, ROOT);
  expect({ exit, stderr }).toEqual({ exit: 0, stderr: '' });
  return stdout;
}

const EMPTY = mkdtempSync(join(tmpdir(), 'lbp-empty-'));
afterAll(() => rmSync(EMPTY, { recursive: true }));

const PAGE = readFileSync(join(ROOT, 'docs', 'commands.md'), 'utf8');
const COMMANDS = [...PAGE.matchAll(/^## lbp (.*)$/gm)].map(([, path = '']) => path.split(' '));

describe('help', () => {
  it('docs/commands.md is what `lbp help --markdown` prints', async () => {
    expect(PAGE).toBe(await printed('help', '--markdown'));
    expect(COMMANDS).toContainEqual(['run']);
  });

  it.each(COMMANDS)('lbp %s --help has an example', async (...path) => {
    const words = path.filter((word): word is string => typeof word === 'string');
    const text = await printed(...words, '--help');
    const hasSubcommands = /^Commands:$/m.test(text);
    if (!hasSubcommands) expect(text).toMatch(/^Examples?:\n {2}lbp /m);
  });

  it('of a command is its --help', async () => {
    expect(await printed('help', 'run')).toBe(await printed('run', '--help'));
  });

  it('of a code says what it means and what to do', async () => {
    const expected =
      'LBP-E103\n  exit: 3\n  about: a required column is missing\n  what to do: set columns.<name> in the config to the name that the file has\n';
    expect(await printed('help', 'LBP-E103')).toBe(expected);
    expect(await printed('help', 'e103')).toBe(expected);
    expect(await printed('help', 'R02')).toContain('missing_claim_id');
    expect(await printed('help', 'LBP-R23')).toContain('wrong_parent');
  });

  it('of anything else is an error', async () => {
    const ended = await lbpHere(['help', 'E999'], ROOT);
    expect({ exit: ended.exit, stdout: ended.stdout }).toEqual({ exit: 2, stdout: '' });
    expect(ended.stderr).toMatch(/^LBP-E304 help E999: neither a command nor a code\./);
  });
});

describe('every code that the program knows', () => {
  const sources = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(join(ROOT, 'src', name), 'utf8'))
    .join('\n');
  const errors = [...sources.matchAll(/^ {2}(E\d{3}): \{ exit/gm)].map(([, code = '']) => code);
  const others = [...sources.matchAll(/'LBP-([EWRD]\d{2,3})'/g)].map(([, code = '']) => code);
  const all = [...new Set([...errors, ...others])].sort();

  it('is found at all', () => {
    expect(all).toEqual(
      expect.arrayContaining(['E101', 'E403', 'W101', 'W501', 'R01', 'R23', 'D101', 'D503']),
    );
  });

  it.each(all)('%s is explained', (code) => {
    expect(explanationsOf(code)).not.toEqual([]);
  });
});

describe('a mistyped word', () => {
  it.each([
    [['rnu'], '(Did you mean run?)'],
    [['run', '--yaer', '2025'], '(Did you mean --year?)'],
  ])('%j', async (args, hint) => {
    const ended = await lbpHere(args, ROOT);
    expect(ended).toMatchObject({ exit: 2, stdout: '' });
    expect(ended.stderr).toContain(hint);
  });
});

describe('completion', () => {
  /** What the bash script offers for a line that is typed so far. */
  function offered(script: string, words: readonly string[]): string[] {
    const typed = words.map((word) => `'${word}'`).join(' ');
    const asked = `${script}\nCOMP_WORDS=(${typed}); COMP_CWORD=${words.length - 1}; _lbp; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const { stdout, status } = spawnSync('bash', ['--norc', '-c', asked], { encoding: 'utf8', cwd: EMPTY });
    expect(status).toBe(0);
    return stdout.trimEnd().split('\n');
  }

  it('completes commands, options and their words in bash', async () => {
    const script = await printed('completion', 'bash');
    expect(offered(script, ['lbp', 'ru'])).toEqual(['run', 'rules']);
    expect(offered(script, ['lbp', 'run', '--elig'])).toEqual(['--eligibility', '--eligibility-table']);
    expect(offered(script, ['lbp', 'run', '--year', '2025', '--quie'])).toEqual(['--quiet']);
    expect(offered(script, ['lbp', 'run', '--log-format', 'j'])).toEqual(['json']);
    expect(offered(script, ['lbp', 'synth', '--elig'])).toEqual(['']);
  });

  it('names every command and option for zsh and fish', async () => {
    const zsh = await printed('completion', 'zsh');
    const fish = await printed('completion', 'fish');
    expect(zsh).toMatch(/^#compdef lbp\n/);
    for (const path of COMMANDS) expect(fish).toContain(`-a '${path.at(-1)}'`);
    expect(fish).toContain(`-n '__fish_seen_subcommand_from run' -l eligibility `);
    expect(fish).toContain(`-xa 'text json'`);
  });
});
