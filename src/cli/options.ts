import { type Command, InvalidArgumentError, Option } from 'commander';
import type { AnyPack } from '../packs/pack.js';

/** Layouts that have names. */
export const PRESETS = ['tuva', 'tuva-2022', 'cclf', 'rif'] as const;

/** The options of a pack; for commands other than its own, only those that its question needs. */
export function addPackOptions(command: Command, pack: AnyPack, which: 'all' | 'of question'): Command {
  for (const { flag, about, isNumber, isOfQuestion } of pack.command.options) {
    if (which === 'of question' && !isOfQuestion) continue;
    if (isNumber === true) command.option(flag, about, wholeNumber);
    else command.option(flag, about);
  }
  return command;
}

/** The tables, the value sets and the mapping, for every command that plans an extraction. */
export function addInputOptions(command: Command): Command {
  return addSetOptions(
    command
      .option('--claims <path...>', 'medical claims: CSV or Parquet files, or globs')
      .option('--eligibility <path...>', 'enrollment spans')
      .option('--pharmacy <path...>', 'pharmacy claims'),
  )
    .option('--config <path>', 'JSON file with a key for each flag, and the mapping of the tables')
    .addOption(new Option('--preset <name>', 'layout of the tables').choices(PRESETS))
    .option('--duals', 'with --preset cclf: Medicaid rows too for people who have both');
}

export function addSetOptions(command: Command): Command {
  return command
    .option(
      '--value-sets <path...>',
      'value sets: workbooks (.xlsx), CSV files or folders (without it: the open set)',
    )
    .option('--medications <path...>', 'medication lists: workbooks (.xlsx), CSV files or folders')
    .option('--crosswalk <path>', 'CSV of ndc,rxcui, for medication lists in RxCUI');
}

export function addClaimFileOptions(command: Command): Command {
  return command
    .option('--x12 <path...>', '837 claim files, plain or gzip, globs, or folders of them')
    .option('--claim-status <path...>', 'CSV of claim_id,status, for claims given with --x12')
    .option('--strict', 'an error for 837 envelopes that do not add up and for unreadable parts');
}

/** Tables by name, from a DuckDB file or Spark's catalog. */
export function addTableOptions(command: Command): Command {
  return command
    .option('--database <path>', 'DuckDB file whose tables are read; nothing is written to it')
    .option('--claims-table <name...>', "medical claims in it, or in Spark's catalog")
    .option('--eligibility-table <name...>', "enrollment spans in it, or in Spark's catalog")
    .option('--pharmacy-table <name...>', "pharmacy claims in it, or in Spark's catalog");
}

/** Spark, and the inputs that only Spark can read. */
export function addSparkOptions(command: Command): Command {
  return addTableOptions(command)
    .option('--spark-home <dir>', 'folder of Spark (without it: SPARK_HOME, then the PATH)')
    .option('--master <url>', 'master of Spark, for example spark://host:7077 or yarn')
    .option('--conf <setting...>', 'settings of Spark, for example spark.executor.memory=4g')
    .option('--verbose', "Spark's log on stderr; it may quote rows of the inputs");
}

export function addEngineOptions(command: Command): Command {
  return command
    .option('--threads <n>', 'threads of the engine (0: all cores)', wholeNumber)
    .option(
      '--memory <size>',
      'memory of the engine, for example 2GB (default: 125MB a thread, at least 500MB, 1GB for 837 and layouts)',
    );
}

export function addOutputOptions(command: Command): Command {
  return command
    .option(
      '--out <dir>',
      'output directory (default lbp-out); {date} and {year} in it stand for the day and the measured year',
    )
    .option('--force', 'replace the output of an earlier run')
    .option('--max-rejects <percent>', 'exit 1 when an input has more rejected rows than this (default 1 %)')
    .option('--reject-rows <n>', 'rows kept in rejects.csv (default 100000)', wholeNumber);
}

export function addScreenOptions(command: Command): Command {
  return command
    .option('--json', 'one JSON object on stdout in place of the tables')
    .option('--quiet', 'no progress and no warnings on stderr')
    .addOption(new Option('--log-format <format>', 'messages on stderr').choices(['text', 'json']));
}

/** Commander returns `valueSets` for `--value-sets`; settings use the flags as typed. */
export function byName(flags: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(flags).map(([name, value]) => [
      name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`),
      value,
    ]),
  );
}

/** The flags of a command by name, and, separately, the path of the config file. */
export function flagsAndConfig(flags: Readonly<Record<string, unknown>>): {
  readonly given: Record<string, unknown>;
  readonly config: string | undefined;
} {
  const { config, ...rest } = flags;
  return { given: byName(rest), config: typeof config === 'string' ? config : undefined };
}

export function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('Give a whole number.');
  return Number(text);
}
