import { type Command, Option } from 'commander';
import type { ExitKind } from '../errors.js';
import type { AnyPack } from '../packs/pack.js';
import { shownLines } from '../shown.js';
import { damagedText } from './damaged-text.js';
import {
  addClaimFileOptions,
  addEngineOptions,
  addInputOptions,
  addOutputOptions,
  addPackOptions,
  addScreenOptions,
  addSparkOptions,
  flagsAndConfig,
} from './options.js';
import { onScreen, overRejectsText, showWarnings } from './screen.js';
import { say } from './streams.js';

/** Adds the command of a rule pack, `lbp run` for the measure; `finish` receives how the command ended. */
export function addRun(program: Command, pack: AnyPack, finish: (exit: ExitKind) => void): void {
  const { name, about, examples } = pack.command;
  const command = program.command(name).description(about);
  addPackOptions(command, pack, 'all');
  if (pack.catalog !== null) {
    command
      .option('--list', 'list the ids that can be chosen, and do nothing else')
      .option('--show <id>', 'print one of these, and do nothing else');
  }
  addClaimFileOptions(addInputOptions(command))
    .addOption(new Option('--engine <name>', 'engine of the extraction').choices(['duckdb', 'spark']))
    .option(
      '--events <dir>',
      'extracted events to evaluate, as a script of lbp sql wrote them; with --engine spark the folder to keep them in',
    );
  addOutputOptions(addEngineOptions(addSparkOptions(command))).option(
    '--allow-empty',
    'exit 0 even when the claims hold nothing that the rules could find',
  );
  if (pack.report !== null) command.option('--no-report', 'leave report.html out');
  addScreenOptions(command);
  command
    .addHelpText(
      'after',
      `\n${examples.length === 1 ? 'Example' : 'Examples'}:\n${examples.map((one) => `  ${one}`).join('\n')}`,
    )
    .action(async (flags: Record<string, unknown>) => finish(await run(pack, flags)));
}

/**
 * The modules of a run are loaded here instead of at the top, so that `lbp --help` does not wait for them.
 */
async function run(pack: AnyPack, flags: Readonly<Record<string, unknown>>): Promise<ExitKind> {
  if (pack.catalog !== null && (flags['list'] === true || typeof flags['show'] === 'string')) {
    const { catalogText } = await import('./catalog-text.js');
    process.stdout.write(`${catalogText(pack.catalog, flags)}\n`);
    return 'done';
  }
  const { runPack } = await import('../run/run-pack.js');
  const { runSettings } = await import('../run/settings/run-settings.js');
  const { summaryJson, summaryText } = await import('./run-text.js');
  const { report, ...stated } = flags;
  // An omitted flag must not override the config file.
  const { given, config } = flagsAndConfig(report === false ? flags : stated);
  const request = runSettings(pack, given, config);
  const { settings } = request;
  const work = async ({
    log,
    listener,
  }: Parameters<Parameters<typeof onScreen>[1]>[0]): Promise<ExitKind> => {
    const outcome = await runPack(pack, request, {
      ...listener,
      onSparkLog: (line) => process.stderr.write(`${shownLines(line)}\n`),
      onSparkWaiting: () =>
        log.warn(
          'LBP-W601 Spark waits for workers with free cores and memory; it will wait until there are some',
          { code: 'LBP-W601' },
        ),
    });
    showWarnings(log, outcome.manifest.warnings);
    if (outcome.isOverRejects) {
      log.error(overRejectsText(settings, "an input's rows"));
    }
    if (outcome.damagedFiles.length > 0) log.error(damagedText(outcome.damagedFiles));
    if (outcome.isEmpty) {
      log.error(
        'LBP-W132 the claims hold nothing that the rules could find, so the exit code is 1; --allow-empty accepts that',
      );
    }
    const text = settings.json
      ? JSON.stringify(summaryJson(pack, outcome, settings.out))
      : summaryText(pack, outcome, settings.out);
    say(text);
    return outcome.exit;
  };
  return onScreen(settings, work, !settings.spark.verbose);
}
