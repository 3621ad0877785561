import type { Command, Option } from 'commander';
import { fullHelp } from './full-help.js';

/** The page docs/commands.md, made of what `--help` prints: one source for both. */
export function commandReference(program: Command): string {
  const commands = program.commands.flatMap(withSubcommands);
  const parts = commands.map(
    (command) => `## ${pathOf(command)}\n\n\`\`\`text\n${fullHelp(command).trimEnd()}\n\`\`\`\n`,
  );
  return [
    '# Commands\n',
    'Made by `lbp help --markdown` from the texts of `--help`; a test keeps the two alike.\n',
    ...parts,
  ].join('\n');
}

/** A command before its subcommands. */
export function withSubcommands(command: Command): Command[] {
  return [command, ...command.commands.flatMap(withSubcommands)];
}

/** `lbp valuesets list` */
export function pathOf(command: Command): string {
  return command.parent === null ? command.name() : `${pathOf(command.parent)} ${command.name()}`;
}

/** The options that a help text shows, `--help` among them. */
export function optionsOf(command: Command): readonly Option[] {
  return command.createHelp().visibleOptions(command);
}
