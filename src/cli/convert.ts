import { type Command, Option } from 'commander';
import type { ExitKind } from '../errors.js';
import { MEASURE } from '../packs/index.js';
import {
  addClaimFileOptions,
  addEngineOptions,
  addOutputOptions,
  addScreenOptions,
  flagsAndConfig,
} from './options.js';
import { onScreen, showWarnings } from './screen.js';
import { say } from './streams.js';

/** Adds `lbp convert`; `finish` receives how the command ended. */
export function addConvert(program: Command, finish: (exit: ExitKind) => void): void {
  const command = program
    .command('convert')
    .description('Convert 837 claim files to a claim table: persons matched, versions resolved.');
  addClaimFileOptions(command)
    .option('--eligibility <path...>', 'enrolment spans, to find the persons (without it: a key per patient)')
    .addOption(
      new Option('--format <format>', 'format of the table (default csv)').choices(['csv', 'parquet']),
    )
    .option('--config <path>', 'JSON file with a key for each flag, and the mapping of the tables')
    .addOption(new Option('--preset <name>', 'layout of the tables').choices(['tuva', 'tuva-2022']));
  addScreenOptions(addOutputOptions(addEngineOptions(command)))
    .addHelpText(
      'after',
      `
Example:
  lbp convert --x12 'edi/**/*.837' --eligibility members.csv --format parquet --out claims-2025`,
    )
    .action(async (flags: Record<string, unknown>) => finish(await convert(flags)));
}

async function convert(flags: Readonly<Record<string, unknown>>): Promise<ExitKind> {
  const { convertClaims } = await import('../run/convert-claims.js');
  const { convertSettings } = await import('../run/settings/convert-settings.js');
  const { given, config } = flagsAndConfig(flags);
  const settings = convertSettings(MEASURE, given, config);
  return onScreen(settings, async ({ log, listener }) => {
    const { exit, manifest } = await convertClaims(settings, listener);
    showWarnings(log, manifest.warnings);
    if (exit === 'threshold') {
      log.error(
        `LBP-W101 more than ${settings.maxRejects} % of an input's rows were rejected; see ${settings.out}/rejects.csv`,
      );
    }
    const { files, claims, lines } = manifest.totals;
    const text = settings.json
      ? JSON.stringify({ exit, out: settings.out, ...manifest })
      : [
          `${files.read} files: ${claims.read} claims with ${lines.read} lines`,
          `${claims.used} claims with ${lines.used} lines written; ${claims.ignored} claims ignored, ${claims.rejected} rejected, ${claims.skipped} skipped`,
          `Outputs: ${settings.out}`,
        ].join('\n');
    say(text);
    return exit;
  });
}
