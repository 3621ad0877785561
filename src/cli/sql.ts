import { type Command, Option } from 'commander';
import type { ExitKind } from '../errors.js';
import { addInputOptions, addSparkOptions, byName } from './run.js';

/** Adds `lbp sql`; `finish` is told how the command ended. */
export function addSql(program: Command, finish: (exit: ExitKind) => void): void {
  const command = program
    .command('sql')
    .description('Print the extraction as a script for an engine, for those who schedule it themselves.')
    .addOption(new Option('--dialect <name>', 'engine that runs the script').choices(['duckdb', 'spark']))
    .option('--events <dir>', 'folder that the script writes into; for Spark also a URI');
  addInputOptions(command);
  addSparkOptions(command);
  command
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
  const { scriptSettingsFrom } = await import('../run/settings.js');
  const { config, ...rest } = flags;
  const settings = scriptSettingsFrom(byName(rest), typeof config === 'string' ? config : undefined);
  const log = (line: string): boolean => process.stderr.write(`${line}\n`);
  const script = await scriptOf(settings, { onStage: () => undefined, onSparkLog: log });
  process.stdout.write(script);
  return 'done';
}
