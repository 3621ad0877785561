import { type Command, Option } from 'commander';
import type { ExitKind } from '../errors.js';
import { addEngineOptions, addOutputOptions, addScreenOptions, flagsAndConfig } from './options.js';
import { onScreen, overRejectsText, showWarnings } from './screen.js';

/** Adds `lbp ebi`; `finish` receives how the command ended. */
export function addEbi(program: Command, finish: (exit: ExitKind) => void): void {
  const command = program
    .command('ebi')
    .description(
      "Flag hospital activity by England's Evidence-Based Interventions guidance on lower back imaging (2S).",
    )
    .option('--activity <path...>', 'SUS or HES extracts: CSV or Parquet files, or globs')
    .addOption(
      new Option(
        '--preset <name>',
        'layout of the extracts (without it: by the names of their columns)',
      ).choices(['sus-opa', 'sus-apcs', 'hes-op', 'hes-apc']),
    )
    .option('--config <path>', 'JSON file with a key for each flag, and the mapping of the columns')
    .option('--by <columns>', 'divide the summary by provider, commissioner, or both (default provider)')
    .addOption(
      new Option(
        '--pairing <name>',
        'where imaging and its site must be recorded together (default record, as published)',
      ).choices(['record', 'episode', 'adjacent']),
    )
    .addOption(
      new Option(
        '--nulls <reading>',
        'records without a diagnosis or category: keep them (default), or drop them as the published SQL does',
      ).choices(['keep', 'sql']),
    )
    .option('--suppress', 'hide small numbers in the summary, and numbers from which they could be derived')
    .option('--no-report', 'leave report.html out')
    .addOption(
      new Option('--sql <dialect>', 'print the rule as a script for a warehouse, and read nothing').choices([
        ...['tsql', 'duckdb', 'spark'],
      ]),
    );
  addScreenOptions(addOutputOptions(addEngineOptions(command)))
    .addHelpText(
      'after',
      `
Examples:
  lbp ebi --activity 'opa/*.csv' --out ebi-2024
  lbp ebi --activity apc.parquet --preset hes-apc --by provider,commissioner --suppress --out ebi-2024
  lbp ebi --sql tsql --preset sus-opa > ebi.sql`,
    )
    .action(async (flags: Record<string, unknown>) => finish(await ebi(flags)));
}

/**
 * The modules of a run are loaded here instead of at the top, so that `lbp --help` does not wait for them.
 */
async function ebi(flags: Readonly<Record<string, unknown>>): Promise<ExitKind> {
  const { ebiSettings } = await import('../run/ebi/settings.js');
  const { report, ...stated } = flags;
  const { given, config } = flagsAndConfig(report === false ? flags : stated);
  const request = ebiSettings(given, config);
  if (request.kind === 'script') {
    const { ebiScript } = await import('../run/ebi/ebi-script.js');
    process.stdout.write(ebiScript(request.settings));
    return 'done';
  }
  const { settings } = request;
  const { runEbi } = await import('../run/ebi/run-ebi.js');
  const { blocksText } = await import('./blocks.js');
  return onScreen(settings, async ({ log, listener }) => {
    const { exit, manifest, screen } = await runEbi(settings, listener);
    showWarnings(log, manifest.warnings);
    if (exit === 'threshold') {
      log.error(overRejectsText(settings, "an input's records"));
    }
    const { run_id, pack, steps, readings, warnings, outputs } = manifest;
    const text = settings.json
      ? JSON.stringify({ exit, out: settings.out, run_id, pack, steps, readings, warnings, outputs })
      : `${blocksText(screen)}\n\nOutputs: ${settings.out}`;
    process.stdout.write(`${text}\n`);
    return exit;
  });
}
