import { type Command, InvalidArgumentError, Option } from 'commander';
import { type ExitKind, LbpError } from '../errors.js';
import type { CoverageRow } from '../packs/lbp/outputs/coverage-table.js';
import type { RunOutcome } from '../run/run-measure.js';
import { openLog } from './log.js';

/** Adds `lbp run`; `finish` is told how the command ended. */
export function addRun(program: Command, finish: (exit: ExitKind) => void): void {
  const command = program
    .command('run')
    .description('Compute the measure from claim tables and write every decision with its evidence.');
  addInputOptions(command)
    .option('--x12 <path...>', '837 claim files, plain or gzip, globs, or folders of them')
    .option('--claim-status <path...>', 'CSV of claim_id,status, for claims given with --x12')
    .option('--strict', 'an error for 837 envelopes that do not add up and for unreadable parts')
    .addOption(new Option('--engine <name>', 'engine of the extraction').choices(['duckdb', 'spark']))
    .option(
      '--events <dir>',
      'extracted events to evaluate, as a script of lbp sql wrote them; with --engine spark the folder to keep them in',
    );
  addSparkOptions(command)
    .option('--threads <n>', 'threads of the engine (0: all cores)', wholeNumber)
    .option(
      '--memory <size>',
      'memory of the engine, for example 2GB (default: 125MB a thread, at least 500MB, 1GB for 837)',
    )
    .option('--out <dir>', 'output directory (default lbp-out)')
    .option('--force', 'replace the output of an earlier run')
    .option('--coverage', 'write coverage.csv: how many people came how far with each rule and value set')
    .option('--max-rejects <percent>', 'exit 1 when an input has more rejected rows than this (default 1 %)')
    .option('--reject-rows <n>', 'rows kept in rejects.csv (default 100000)', wholeNumber)
    .option('--json', 'one JSON object on stdout in place of the tables')
    .option('--quiet', 'no progress and no warnings on stderr')
    .addOption(new Option('--log-format <format>', 'messages on stderr').choices(['text', 'json']))
    .addHelpText(
      'after',
      `
Example:
  lbp run --year 2025 --claims 'claims/*.csv' --pharmacy rx.csv --eligibility members.csv --out lbp-2025
  lbp run --year 2025 --x12 'edi/**/*.837' --claim-status paid.csv --eligibility members.csv --out lbp-2025
  lbp run --year 2025 --engine spark --master spark://master:7077 --claims-table claims.medical_claim --eligibility-table claims.eligibility --events /shared/events --out lbp-2025`,
    )
    .action(async (flags: Record<string, unknown>) => finish(await run(flags)));
}

/** The tables, the value sets and the mapping, for every command that plans an extraction. */
export function addInputOptions(command: Command): Command {
  return command
    .option('--year <year>', 'measurement year', wholeNumber)
    .option('--claims <path...>', 'medical claims: CSV or Parquet files, or globs')
    .option('--eligibility <path...>', 'enrolment spans')
    .option('--pharmacy <path...>', 'pharmacy claims')
    .option(
      '--value-sets <path...>',
      'value sets: workbooks (.xlsx), CSV files or folders (without it: the open set)',
    )
    .option('--medications <path...>', 'medication lists: workbooks (.xlsx), CSV files or folders')
    .option('--crosswalk <path>', 'CSV of ndc,rxcui, for medication lists in RxCUI')
    .option('--config <path>', 'JSON file with a key for each flag, and the mapping of the tables')
    .addOption(new Option('--preset <name>', 'layout of the tables').choices(['tuva', 'tuva-2022']));
}

/** Spark, and the inputs that only Spark can read. */
export function addSparkOptions(command: Command): Command {
  return command
    .option('--claims-table <name...>', "medical claims in Spark's catalog")
    .option('--eligibility-table <name...>', "enrolment spans in Spark's catalog")
    .option('--pharmacy-table <name...>', "pharmacy claims in Spark's catalog")
    .option('--spark-home <dir>', 'folder of Spark (without it: SPARK_HOME, then the PATH)')
    .option('--master <url>', 'master of Spark, for example spark://host:7077 or yarn')
    .option('--conf <setting...>', 'settings of Spark, for example spark.executor.memory=4g')
    .option('--verbose', "Spark's log on stderr; it may quote rows of the inputs");
}

/** What a run needs is loaded here and not above, so that `lbp --help` does not wait for it. */
async function run(flags: Readonly<Record<string, unknown>>): Promise<ExitKind> {
  const { runMeasure } = await import('../run/run-measure.js');
  const { runSettingsFrom } = await import('../run/settings.js');
  const { summaryText } = await import('./summary-text.js');
  const { config, ...rest } = flags;
  const settings = runSettingsFrom(byName(rest), typeof config === 'string' ? config : undefined);
  const log = openLog(settings.logFormat, settings.quiet);
  const hasBar = process.stderr.isTTY && !settings.quiet && !settings.spark.verbose;
  const bar =
    hasBar && settings.logFormat === 'text' ? new (await import('./progress.js')).ProgressBar() : null;
  const onStage = (stage: string): void =>
    settings.logFormat === 'json' ? log.info('stage', { stage }) : undefined;
  let outcome: RunOutcome;
  try {
    outcome = await runMeasure(settings, {
      onStage: (stage, percent) => (bar === null ? onStage(stage) : bar.onStage(stage, percent)),
      onSparkLog: (line) => process.stderr.write(`${line}\n`),
      onSparkWaiting: () =>
        log.warn(
          'LBP-W601 Spark waits for workers with free cores and memory; it will wait until there are some',
          {
            code: 'LBP-W601',
          },
        ),
    });
  } catch (error) {
    if (!(error instanceof LbpError)) throw error;
    bar?.stop();
    log.error(error.message, { code: error.code });
    return error.exit;
  } finally {
    bar?.stop();
  }
  for (const { code, text, count } of outcome.manifest.warnings) {
    log.warn(`${code} ${text} (${count})`, { code, count });
  }
  if (outcome.exit === 'threshold') {
    log.error(
      `LBP-W101 more than ${settings.maxRejects} % of an input's rows were rejected; see ${settings.out}/rejects.csv`,
    );
  }
  const text = settings.json
    ? JSON.stringify(jsonSummary(outcome, settings.out))
    : summaryText(outcome, settings.out);
  process.stdout.write(`${text}\n`);
  return outcome.exit;
}

/** Commander gives `valueSets` for `--value-sets`; settings know the flags as they are typed. */
export function byName(flags: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(flags).map(([name, value]) => [
      name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`),
      value,
    ]),
  );
}

function jsonSummary({ exit, tally, coverage, manifest }: RunOutcome, out: string): Record<string, unknown> {
  return {
    exit,
    out,
    run_id: manifest.run_id,
    measure: manifest.measure,
    value_sets: manifest.value_sets.kind,
    persons: manifest.persons,
    summary: tally.strata.map(({ productLine, band, counts }) => ({
      product_line: productLine,
      age_band: band,
      candidates: counts.candidates,
      ineligible: counts.ineligible,
      excluded: counts.excluded,
      denominator: counts.denominator,
      imaging: counts.imaging,
      rate: counts.denominator === 0 ? null : 1 - counts.imaging / counts.denominator,
    })),
    ...(coverage === null ? {} : { coverage: coverage.map(coverageFacts) }),
    warnings: manifest.warnings,
    data_quality: manifest.data_quality,
    outputs: manifest.outputs,
  };
}

function coverageFacts({ kind, rule, valueSet, persons, finding }: CoverageRow): Record<string, unknown> {
  return {
    kind,
    rule,
    value_set: valueSet,
    persons_met: persons.met,
    persons_near: persons.near,
    persons_missed: persons.missed,
    persons_not_reached: persons.not_reached,
    finding,
  };
}

export function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('Give a whole number.');
  return Number(text);
}
