import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Block, blocksOf, pages, ROOT } from './pages.js';

/*
 * Every command shown on a page exists, with its options; a block of commands is either run
 * (runnable.test.ts) or marked as an example.
 */

const PAGES = pages().filter(({ path }) => path !== 'docs/commands.md');
const BLOCKS = PAGES.flatMap(blocksOf);

/** The options of every command, by `run` or `valuesets list`, from the page built from `--help`. */
const OPTIONS = new Map(
  readFileSync(join(ROOT, 'docs', 'commands.md'), 'utf8')
    .split(/^## lbp /m)
    .slice(1)
    .map((section) => {
      const [path = '', ...rest] = section.split('\n');
      return [path, new Set(['--help', ...(rest.join('\n').match(/--[a-z][\w-]*/g) ?? [])])];
    }),
);

interface Shown {
  readonly at: string;
  readonly command: string;
  readonly flags: readonly string[];
}

/** Every `lbp <command> --flags` of a text; what follows a pipe or a semicolon is another command. */
function commandsOf(at: string, text: string): Shown[] {
  const lines = text.replaceAll(/\\\n\s*/g, ' ').split('\n');
  return lines.flatMap((line) =>
    [...line.matchAll(/\blbp(?:\.js)?[ \t]+(?!lbp\b)([a-z]+)(?:[ \t]+([a-z]+))?([^|;&]*)/g)].map(
      ([, first = '', second = '', rest = '']) => ({
        at,
        command: OPTIONS.has(`${first} ${second}`) ? `${first} ${second}` : first,
        flags: rest.match(/(?<=\s)--[a-z][\w-]*/g) ?? [],
      }),
    ),
  );
}

const isShell = ({ info }: Block): boolean => /^(?:sh|bash|shell|console)?(?:\s|$)/.test(info);

const inBlocks = BLOCKS.flatMap((block) => commandsOf(`${block.page}:${block.line}`, block.text)).filter(
  ({ command }) => command !== 'ended',
);
const inLines = PAGES.flatMap(({ path, text }) =>
  [...text.matchAll(/(?<!`)`(lbp [^`\n]+)`(?!`)/g)].flatMap(([, code = '']) => commandsOf(path, code)),
);

function wrong(shown: readonly Shown[]): string[] {
  return shown.flatMap(({ at, command, flags }) => {
    const options = OPTIONS.get(command);
    if (options === undefined) return [`${at} lbp ${command}`];
    return flags.filter((flag) => !options.has(flag)).map((flag) => `${at} lbp ${command} ${flag}`);
  });
}

describe('commands that pages show', () => {
  it('are found at all', () => {
    expect(OPTIONS.get('run')).toContain('--eligibility');
    expect(inBlocks.length).toBeGreaterThan(40);
    expect(inLines.length).toBeGreaterThan(20);
    expect(wrong(commandsOf('x', 'lbp run --yaer 2025'))).toEqual(['x lbp run --yaer']);
  });

  it('exist, with their options', () => {
    expect(wrong([...inBlocks, ...inLines])).toEqual([]);
  });

  it('stand in blocks that are run, or marked as examples', () => {
    const unmarked = BLOCKS.filter((block) => isShell(block) && !/^sh (?:run|example)\b/.test(block.info));
    expect(unmarked.map(({ page, line }) => `${page}:${line}`)).toEqual([]);
  });

  it('are examples only where a test lacks what they need', () => {
    const examples = BLOCKS.filter(({ info }) => info === 'sh example');
    const reasons =
      /npm |npx |alias lbp|VSD\.xlsx|licensed-|--master|s3a:|--preset (?:rif|cclf)|decks\/|node dist\/|lbp-0\.1\.0/;
    const others = examples.filter(({ text }) => !reasons.test(text));
    expect(others.map(({ page, line }) => `${page}:${line}`)).toEqual([]);
  });

  it('of npm are scripts of the package', () => {
    const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
      scripts: Record<string, string>;
    };
    const named = PAGES.flatMap(({ text }) =>
      [...text.matchAll(/npm run ([\w:]+)/g)].map(([, name = '']) => name),
    );
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });
});
