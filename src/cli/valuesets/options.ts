import type { Command } from 'commander';
import { wholeNumber } from '../options.js';

/** A command on one directory, which is passed with the same flags as for `lbp run`. */
export function directoryCommand(
  group: Command,
  name: string,
  description: string,
  example: string,
): Command {
  return group
    .command(name)
    .description(description)
    .option(
      '--value-sets <path...>',
      'value sets: workbooks (.xlsx), CSV files or folders (without it: the open set)',
    )
    .option('--medications <path...>', 'medication lists: workbooks (.xlsx), CSV files or folders')
    .option('--crosswalk <path>', 'CSV of ndc,rxcui, for medication lists in RxCUI')
    .option('--json', 'one JSON object on stdout')
    .option('--quiet', 'no warnings on stderr')
    .addHelpText('after', `\nExample:\n  lbp valuesets ${example}`);
}

/** The options of commands that also read claims. */
export function claimOptions(command: Command): Command {
  return command
    .option('--claims <path...>', 'medical claims: CSV or Parquet files, or globs')
    .option('--config <path>', 'JSON file with a key for each flag, and the mapping of the tables')
    .option('--threads <n>', 'threads of the engine (0: all cores)', wholeNumber)
    .option(
      '--memory <size>',
      'memory of the engine, for example 2GB (default: 125MB a thread, at least 500MB)',
    );
}
