import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Command } from 'commander';
import { LbpError } from '../errors.js';
import { packageFile } from '../package-files.js';
import { commandReference } from './command-reference.js';
import { fullHelp } from './full-help.js';

/** Adds `lbp help`: of a command, of a code (`LBP-E103`), or of all commands as a page. */
export function addHelp(program: Command): void {
  program
    .helpCommand(false)
    .command('help')
    .argument('[topic]', 'a command, or the code of an error, a warning, a reject or a finding')
    .description('Explain a command or a code.')
    .option('--markdown', 'all commands as one page (docs/commands.md)')
    .addHelpText(
      'after',
      `
Examples:
  lbp help run
  lbp help LBP-E103`,
    )
    .action((topic: string | undefined, { markdown }: { markdown?: true }) => {
      process.stdout.write(markdown === true ? commandReference(program) : helpOn(program, topic));
    });
}

function helpOn(program: Command, topic: string | undefined): string {
  if (topic === undefined) return program.helpInformation();
  const command = program.commands.find((one) => one.name() === topic);
  // Commander's full text, with the examples that it adds only when printing.
  if (command !== undefined) return fullHelp(command);
  const rows = explanationsOf(topic);
  if (rows.length === 0) {
    throw new LbpError(
      'E304',
      `help ${topic}: neither a command nor a code. \`lbp --help\` lists the commands, docs/outputs.md, docs/inputs.md and docs/audit.md the codes.`,
    );
  }
  return rows.join('');
}

/** The documentation's table entries for a code; codes are explained only there. */
export function explanationsOf(topic: string): string[] {
  const code = /^(?:LBP-)?([EWRD]\d{3}|R\d{2})$/i.exec(topic)?.[1]?.toUpperCase();
  if (code === undefined) return [];
  const tables = documentPages().flatMap(tablesOf);
  return tables.flatMap(({ headings, rows }) =>
    rows
      .filter(([codes = '']) => isAmong(`LBP-${code}`, codes))
      .map((cells) => {
        const sentences = cells
          .slice(1)
          .map((cell, index) => `  ${headings[index + 1]}: ${cell.replaceAll('`', '')}\n`);
        return `LBP-${code}\n${sentences.join('')}`;
      }),
  );
}

/** Whether a cell names a code: `LBP-W410, LBP-W411` or `LBP-R21 to LBP-R27`. */
function isAmong(code: string, cell: string): boolean {
  return cell.split(', ').some((part) => {
    const [first = '', last = first] = part.split(' to ');
    return first.startsWith('LBP-') && first <= code && code <= last;
  });
}

/** The pages of the documentation. */
function documentPages(): string[] {
  const folder = packageFile('docs');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.md'))
    .sort()
    .map((name) => readFileSync(join(folder, name), 'utf8'));
}

interface Table {
  readonly headings: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

function tablesOf(page: string): Table[] {
  return [...page.matchAll(/(?:^\|.*\n)+/gm)].map(([text]) => {
    const [headings = [], , ...rows] = text
      .trimEnd()
      .split('\n')
      .map((line) =>
        line
          .slice(1, -1)
          .split('|')
          .map((cell) => cell.trim()),
      );
    return { headings, rows };
  });
}
