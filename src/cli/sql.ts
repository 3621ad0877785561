import { type Command, Option } from 'commander';
import type { ExitKind } from '../errors.js';
import { MEASURE } from '../packs/index.js';
import { shownLines } from '../shown.js';
import { addInputOptions, addPackOptions, addSparkOptions, flagsAndConfig } from './options.js';

/** Adds `lbp sql`; `finish` receives how the command ended. */
export function addSql(program: Command, finish: (exit: ExitKind) => void): void {
  const command = program
    .command('sql')
    .description('Print the extraction as a script for an engine, for those who schedule it themselves.')
    .addOption(new Option('--dialect <name>', 'engine that runs the script').choices(['duckdb', 'spark']))
    .option('--events <dir>', 'folder that the script writes into; for Spark also a URI');
  addPackOptions(command, MEASURE, 'of question');
  addSparkOptions(addInputOptions(command))
    .addHelpText(
      'after',
      `
Example:
  lbp sql --dialect spark --year 2025 --claims 'claims/*.parquet' --eligibility members.parquet --events /shared/events > script.sql
  spark-sql --master spark://master:7077 -f script.sql
  lbp run --year 2025 --events /shared/events --out lbp-2025`,
    )
    .action(async (flags: Record<string, unknown>) => finish(await printSql(flags)));
}

async function printSql(flags: Readonly<Record<string, unknown>>): Promise<ExitKind> {
  const { scriptOf } = await import('../run/script-of-run.js');
  const { scriptSettings } = await import('../run/settings/run-settings.js');
  const { given, config } = flagsAndConfig(flags);
  const request = scriptSettings(MEASURE, given, config);
  const log = (line: string): boolean => process.stderr.write(`${shownLines(line)}\n`);
  const script = await scriptOf(MEASURE, request, { onStage: () => undefined, onSparkLog: log });
  process.stdout.write(script);
  return 'done';
}
