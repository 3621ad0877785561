import type { Command, Option } from 'commander';
import { fullHelp } from './full-help.js';

/** An option that this many commands share is described once, at the end of the page. */
const SHARED_BY = 3;

/** The page docs/commands.md, built from the `--help` output so that both have one source. */
export function commandReference(program: Command): string {
  const commands = program.commands.flatMap(withSubcommands).map((command) => ({
    path: pathOf(command),
    ...partsOf(fullHelp(command)),
  }));
  const uses = new Map<string, number>();
  for (const { options } of commands) {
    for (const option of options) uses.set(meaningOf(option), (uses.get(meaningOf(option)) ?? 0) + 1);
  }
  const isShared = (option: string): boolean => (uses.get(meaningOf(option)) ?? 0) >= SHARED_BY;
  const shared = new Map<string, string>();
  for (const { options } of commands) {
    for (const option of options.filter(isShared)) {
      if (!shared.has(meaningOf(option))) shared.set(meaningOf(option), option);
    }
  }
  const parts = commands.map(({ path, before, options, after }) => {
    const also = options.filter(isShared).map(flagOf);
    const own = options.filter((option) => !isShared(option));
    const text = [
      `${before.trimEnd()}\n`,
      own.length > 0 ? `Options:\n${own.join('\n')}\n` : '',
      also.length > 0 ? `Shared options:\n${wrapped(also)}\n` : '',
      after,
    ];
    return `## ${path}\n\n\`\`\`text\n${text
      .filter((part) => part !== '')
      .join('\n')
      .trimEnd()}\n\`\`\`\n`;
  });
  return [
    '# Commands\n',
    'Made by `lbp help --markdown` from the texts of `--help`; a test keeps the two the same. Options that three or more commands share are under [Shared options](#shared-options); every command also takes `--help`.\n',
    ...parts,
    `## Shared options\n\n\`\`\`text\n${[...shared.values()].join('\n')}\n\`\`\`\n`,
  ].join('\n');
}

/** The parts of a help text: before its options, the separate options, and after them. */
function partsOf(help: string): { before: string; options: string[]; after: string } {
  const [before = '', rest = ''] = help.split(/^Options:\n/m);
  const end = rest.indexOf('\n\n');
  const block = end < 0 ? rest.trimEnd() : rest.slice(0, end);
  const options = block.split(/\n(?= {2}-)/).filter((option) => option !== '');
  const isHelp = (option: string): boolean => flagOf(option) === '--help';
  return {
    before,
    options: options.filter((option) => !isHelp(option)),
    after: end < 0 ? '' : rest.slice(end + 2),
  };
}

/** An option, independent of its column's width. */
function meaningOf(option: string): string {
  return option.replaceAll(/\s+/g, ' ');
}

/** The long flag of an option: `--claims`. */
function flagOf(option: string): string {
  return /--[\w-]+/.exec(option)?.[0] ?? option.trim();
}

function wrapped(words: readonly string[]): string {
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < 78) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(`  ${word}`);
  }
  return lines.join('\n');
}

/** A command before its subcommands. */
export function withSubcommands(command: Command): Command[] {
  return [command, ...command.commands.flatMap(withSubcommands)];
}

/** `lbp valuesets list` */
export function pathOf(command: Command): string {
  return command.parent === null ? command.name() : `${pathOf(command.parent)} ${command.name()}`;
}

/** The options that a help text shows, including `--help`. */
export function optionsOf(command: Command): readonly Option[] {
  return command.createHelp().visibleOptions(command);
}
