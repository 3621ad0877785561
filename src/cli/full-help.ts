import type { Command } from 'commander';

/** A command's help as printed, including examples. */
export function fullHelp(command: Command): string {
  let text = '';
  const keep = (part: string): void => {
    text += part;
  };
  command.configureOutput({ writeOut: keep, writeErr: keep });
  command.outputHelp();
  return text;
}
