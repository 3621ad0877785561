import type { Command } from 'commander';

/** A command's help as it prints it, examples included. */
export function fullHelp(command: Command): string {
  let text = '';
  const keep = (part: string): void => {
    text += part;
  };
  command.configureOutput({ writeOut: keep, writeErr: keep });
  command.outputHelp();
  return text;
}
